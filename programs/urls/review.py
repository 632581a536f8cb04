from django.urls import path

from programs.views.review import deciding, lists, panel, scoring

urlpatterns = [
    path("waves/<int:pk>/applications/", lists.applications, name="applications"),
    path("waves/<int:pk>/applications/board/", lists.board, name="board"),
    path(
        "waves/<int:pk>/applications/decision/", deciding.application_decisions, name="application_decisions"
    ),
    path("waves/<int:pk>/scoring/", scoring.next_application, name="scoring"),
    path("waves/<int:pk>/reviewers/", panel.reviewers, name="reviewers"),
    path("waves/<int:pk>/decisions/", deciding.decisions, name="decisions"),
    path("applications/<int:pk>/", scoring.application, name="application"),
    path("applications/<int:pk>/scorecard/", scoring.scorecard, name="scorecard"),
    path("applications/<int:pk>/scorecard/draft/", scoring.scorecard_draft, name="scorecard_draft"),
    path("applications/<int:pk>/conflict/", scoring.conflict, name="conflict"),
    path("applications/<int:pk>/reviewers/", panel.application_reviewers, name="application_reviewers"),
    path("applications/<int:pk>/decision/", deciding.application_decision, name="application_decision"),
    path("decisions/<int:pk>/", deciding.decision, name="decision"),
    path("decisions/<int:pk>/undoing/", deciding.decision_undoing, name="decision_undoing"),
]
