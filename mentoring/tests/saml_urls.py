"""The map of a house where SAML is switched on."""

from django.urls import include, path

from mentoring.urls import urlpatterns as ours

urlpatterns = [path("accounts/", include("allauth.socialaccount.providers.saml.urls")), *ours]
