"""Every field of every model says how confidential it is."""

from django.apps import apps

from pairing import privacy as pairing
from programs import privacy as programs
from reports import privacy as reports
from sessions import privacy as sessions

REGISTRIES = {
    "programs": programs.DATA_CLASSES,
    "pairing": pairing.DATA_CLASSES,
    "mentoring_sessions": sessions.DATA_CLASSES,
    "reports": reports.DATA_CLASSES,
}
CLASSES = {"C0", "C1", "C2", "C3", "C4", "C5"}


def fields_of(model):
    return {field.name for field in model._meta.get_fields() if field.concrete and not field.auto_created} - {
        "id"
    }


def our_models():
    return [model for label in REGISTRIES for model in apps.get_app_config(label).get_models()]


def test_every_field_has_a_data_class():
    missing = {
        f"{model.__name__}.{name}"
        for model in our_models()
        for name in fields_of(model) - set(REGISTRIES[model._meta.app_label].get(model.__name__, {}))
    }

    assert missing == set()


def test_the_registry_names_nothing_that_is_gone():
    known = {(model._meta.app_label, model.__name__): fields_of(model) for model in our_models()}

    stale = {
        f"{label}.{name}.{field}"
        for label, registry in REGISTRIES.items()
        for name, fields in registry.items()
        for field in fields
        if field not in known.get((label, name), set())
    }

    assert stale == set()


def test_classes_are_the_known_six():
    used = {
        data_class
        for registry in REGISTRIES.values()
        for fields in registry.values()
        for data_class in fields.values()
    }

    assert used <= CLASSES


# in a draft alone, and drafts are in no table; `test_admin` shows that the column is not even read
NEVER_READ = {"Application": {"unfinished"}}


def confidential_fields(model):
    classes = REGISTRIES[model._meta.app_label][model.__name__]
    return {name for name, known in classes.items() if known in ("C3", "C4", "C5")}


def test_nothing_confidential_stands_in_the_admin():
    from django.contrib import admin

    confidential = {
        model for model in our_models() if confidential_fields(model) - NEVER_READ.get(model.__name__, set())
    }

    assert confidential & set(admin.site._registry) == set()
