from django.urls import path

from .views import dashboard
from .views import figures as views

urlpatterns = [
    path("waves/<int:pk>/", dashboard.wave_overview, name="wave"),
    path("waves/<int:pk>/leaderboard/", views.board, name="leaderboard"),
    path("waves/<int:pk>/surveys/", views.survey_list, name="surveys"),
    path("waves/<int:pk>/readiness/", views.wave_readiness, name="readiness"),
    path("waves/<int:pk>/impact/", views.impact, name="impact"),
    path("surveys/<int:pk>/", views.survey_answer, name="survey"),
    path("surveys/<int:pk>/results/", views.survey_results, name="survey_results"),
]
