from django.urls import path

from ..views import resources, training

urlpatterns = [
    path("training/", training.training, name="training"),
    path("training/<int:pk>/", training.training_module, name="training_module"),
    path("waves/<int:pk>/training/", training.wave_training, name="wave_training"),
    path("programs/<int:pk>/resources/", resources.resources, name="resources"),
    path("programs/<int:pk>/resources/new/", resources.resource_new, name="resource_new"),
    path("resources/<int:pk>/", resources.resource, name="resource"),
    path("resources/<int:pk>/edit/", resources.resource_edit, name="resource_edit"),
    path("resources/<int:pk>/removal/", resources.resource_removal, name="resource_removal"),
]
