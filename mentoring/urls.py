"""The map of the house. Every address has a row in the access matrix (`mentoring/tests/access/`)."""

from allauth.urls import build_provider_urlpatterns
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import mailbox, typed, views

urlpatterns = [
    path("", views.home, name="home"),
    path("role/", views.switch_role, name="switch_role"),
    path("typed/<int:pk>/", typed.typed_form, name="typed_form"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sign-on/", include("allauth.socialaccount.urls")),
    path("accounts/", include(build_provider_urlpatterns())),
    path("admin/", admin.site.urls),
    path("", include("programs.urls")),
    path("", include("pairing.urls")),
    path("", include("sessions.urls")),
    path("", include("reports.urls")),
]

if settings.DEVELOPMENT:
    urlpatterns += [
        path("mailbox/", mailbox.messages, name="mailbox"),
        path("mailbox/<str:name>/", mailbox.message, name="mailbox_message"),
    ]
