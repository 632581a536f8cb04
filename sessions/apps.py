from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"  # django.contrib.sessions has the plain one
    verbose_name = "Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 - filling the registries is what ready() is for
            blockers,
            home_cards,
            notices,
            receivers,
            setup,
            upcoming,
        )
