from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 - filling the registries is what ready() is for
            home_cards,
            notices,
            receivers,
            setup,
            upcoming,
            wave_figures,
        )
