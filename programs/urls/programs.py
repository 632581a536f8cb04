from django.urls import path

from ..views import cancelling, waves
from ..views import programs as views
from ..views.setup import lessons, plan

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/new/", views.program_new, name="program_new"),
    path("programs/<int:pk>/", views.program, name="program"),
    path("programs/<int:pk>/edit/", views.program_edit, name="program_edit"),
    path("programs/<int:pk>/roles/", views.program_roles, name="program_roles"),
    path("programs/<int:pk>/guidelines/", views.guidelines_edit, name="guidelines_edit"),
    path("programs/<int:pk>/waves/new/", plan.wave_new, name="wave_new"),
    path("waves/<int:pk>/setup/", plan.wave_setup, name="wave_setup"),
    path("waves/<int:pk>/setup/sessions/", lessons.wave_curriculum, name="wave_curriculum"),
    path("waves/<int:pk>/setup/days/", lessons.wave_days, name="wave_days"),
    path("waves/<int:pk>/setup/step/", waves.wave_step, name="wave_step"),
    path("waves/<int:pk>/cancellation/", cancelling.wave_cancellation, name="wave_cancellation"),
    path("waves/<int:pk>/guidelines/", views.guidelines, name="guidelines"),
]
