from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.crypto import salted_hmac


class MentoringConfig(AppConfig):
    default = True
    name = "mentoring"
    verbose_name = "Front door"

    def ready(self):
        from . import gates, sign_in  # noqa: F401, PLC0415 - filling the registries is what ready() is for

        # an app without models hears of no migrations, so listen to one that has them
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("programs"))


class AdminConfig(admin_apps.AdminConfig):
    default = False  # of the two in this file
    default_site = "mentoring.admin_site.Site"


def make_cache_table(using, **kwargs):
    """The cache is a table without a model; whoever migrates gets it too."""
    call_command("createcachetable", database=using, verbosity=0)


def unreadable_key(key, prefix, version):
    """Keys of rate limits hold addresses; a table that is backed up must not say who signed in from where."""
    return salted_hmac("cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
