from django.urls import path

from programs.views import attributes

urlpatterns = [
    path("programs/<int:pk>/volunteered/", attributes.volunteered, name="volunteered"),
    path("attributes/<int:pk>/answer/", attributes.attribute_answer, name="attribute_answer"),
    path("attributes/<int:pk>/withdrawal/", attributes.attribute_withdrawal, name="attribute_withdrawal"),
]
