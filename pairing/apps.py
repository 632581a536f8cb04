from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = "Pairing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import access, blockers, home_cards, needs, notices, receivers, setup, ties  # noqa: F401, PLC0415 - filling the registries is what ready() is for
