from django.urls import path

from . import views

urlpatterns = [
    path("waves/<int:pk>/", views.wave_overview, name="wave"),
    path("waves/<int:pk>/leaderboard/", views.board, name="leaderboard"),
    path("waves/<int:pk>/surveys/", views.survey_list, name="surveys"),
    path("waves/<int:pk>/impact/", views.impact, name="impact"),
    path("surveys/<int:pk>/", views.survey_answer, name="survey"),
    path("surveys/<int:pk>/results/", views.survey_results, name="survey_results"),
]
