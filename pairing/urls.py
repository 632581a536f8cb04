from django.urls import path

from . import alternative_views, care_views, consulting_views, scenario_views, setup_views, views

urlpatterns = [
    path("programs/<int:pk>/setup/rules/", setup_views.setup_rules, name="setup_rules"),
    path("waves/<int:pk>/pairing/", views.pairing, name="pairing"),
    path("waves/<int:pk>/pairing/proposals/", views.proposal_new, name="proposal_new"),
    path("waves/<int:pk>/pairing/coaches/", views.pairing_coaches, name="pairing_coaches"),
    path("waves/<int:pk>/pairing/marks/", views.pairing_mark, name="pairing_mark"),
    path(
        "waves/<int:pk>/pairing/mentees/<int:mentee>/",
        alternative_views.pairing_alternatives,
        name="pairing_alternatives",
    ),
    path("waves/<int:pk>/pairing/swaps/", alternative_views.pairing_swap, name="pairing_swap"),
    path("waves/<int:pk>/pairing/scenarios/", scenario_views.pairing_scenarios, name="pairing_scenarios"),
    path("waves/<int:pk>/pairing/history/", scenario_views.pairing_history, name="pairing_history"),
    path("waves/<int:pk>/pairing/run/", scenario_views.pairing_run, name="pairing_run"),
    path("waves/<int:pk>/pairing/undoing/", scenario_views.pairing_undo, name="pairing_undo"),
    path("proposals/<int:pk>/adoption/", scenario_views.scenario_adopt, name="scenario_adopt"),
    path("proposals/<int:pk>/removal/", scenario_views.scenario_drop, name="scenario_drop"),
    path("proposals/<int:pk>/publication/", views.publication, name="publication"),
    path("waves/<int:pk>/pairs/", views.pairs, name="pairs"),
    path("pairs/<int:pk>/", views.pair, name="pair"),
    path("pairs/<int:pk>/naming/", views.pair_naming, name="pair_naming"),
    path("pairs/<int:pk>/pause/", views.pair_pause, name="pair_pause"),
    path("suggestions/<int:pk>/", consulting_views.suggestion, name="suggestion"),
    path("proposals/<int:pk>/consultation/", consulting_views.consultation, name="consultation"),
    path(
        "proposals/<int:pk>/consultation/begin/",
        consulting_views.consultation_begin,
        name="consultation_begin",
    ),
    path("proposals/<int:pk>/consultation/end/", consulting_views.consultation_end, name="consultation_end"),
    path("waves/<int:pk>/rematch/", care_views.rematch, name="rematch"),
    path("pairs/<int:pk>/coach/", care_views.pair_coach, name="pair_coach"),
    path("pairs/<int:pk>/word/", care_views.pair_word, name="pair_word"),
    path("pairs/<int:pk>/agreement/", care_views.agreement, name="agreement"),
    path("words/<int:pk>/settling/", care_views.word_settle, name="word_settle"),
    path("concerns/<int:pk>/settling/", care_views.concern_settle, name="concern_settle"),
    path("pairs/<int:pk>/ending/", views.pair_ending, name="pair_ending"),
]
