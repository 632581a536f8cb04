from django.urls import path

from ..views import cancelling, objectives, waves
from ..views.setup import confidentiality, copies, lessons, messages, people, plan, purpose

urlpatterns = [
    path("programs/<int:pk>/setup/", purpose.setup_purpose, name="setup_purpose"),
    path("programs/<int:pk>/setup/roles/", people.setup_roles, name="setup_roles"),
    path("programs/<int:pk>/roles/", people.program_roles, name="program_roles"),
    path(
        "programs/<int:pk>/setup/confidentiality/",
        confidentiality.setup_confidentiality,
        name="setup_confidentiality",
    ),
    path("programs/<int:pk>/setup/messages/", messages.setup_messages, name="setup_messages"),
    path("programs/<int:pk>/differences/", copies.program_differences, name="program_differences"),
    path("programs/<int:pk>/objectives/new/", objectives.objective_new, name="objective_new"),
    path("objectives/<int:pk>/", objectives.objective, name="objective"),
    path("objectives/<int:pk>/edit/", objectives.objective_edit, name="objective_edit"),
    path("objectives/<int:pk>/removal/", objectives.objective_removal, name="objective_removal"),
    path("programs/<int:pk>/waves/new/", copies.wave_new, name="wave_new"),
    path("waves/<int:pk>/setup/", plan.wave_setup, name="wave_setup"),
    path("waves/<int:pk>/setup/sessions/", lessons.wave_curriculum, name="wave_curriculum"),
    path("waves/<int:pk>/setup/step/", waves.wave_step, name="wave_step"),
    path("waves/<int:pk>/differences/", copies.wave_differences, name="wave_differences"),
    path("waves/<int:pk>/cancellation/", cancelling.wave_cancellation, name="wave_cancellation"),
]
