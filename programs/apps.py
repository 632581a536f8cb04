from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 - filling the registries is what ready() is for
            clone_parts,
            jobs,
            notices,
            receivers,
            reminders,
            setup_needs,
            setup_readers,
        )
