from django.urls import path

from ..views import programs as views

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/new/", views.program_new, name="program_new"),
    path("programs/<int:pk>/", views.program, name="program"),
    path("programs/<int:pk>/guidelines/", views.guidelines_edit, name="guidelines_edit"),
    path("waves/<int:pk>/guidelines/", views.guidelines, name="guidelines"),
]
