"""A key is changed: everything is sealed anew, and the former key is not needed any more."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from programs import resealing
from programs.models import TypedForm
from programs.models.sealed import keys
from programs.resealing import sealed_columns
from programs.tests.factories import make_person

pytestmark = pytest.mark.django_db
NEXT = "the next key, long enough to be a key of its own"


@pytest.fixture
def form():
    return TypedForm.objects.create(
        person=make_person(), path="/", fields=[["goals", "CANARY"]], kept_at=timezone.now()
    )


def test_after_it_the_former_key_may_go(form, settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, NEXT
    settings.SECRET_KEY_FALLBACKS = [former]
    call_command("reseal")
    settings.SECRET_KEY_FALLBACKS = []

    assert TypedForm.objects.get(pk=form.pk).fields == [["goals", "CANARY"]]


def test_what_no_key_opens_stops_it_and_is_left_alone(form, settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, NEXT

    with pytest.raises(CommandError, match="TypedForm.fields"):
        call_command("reseal")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert TypedForm.objects.get(pk=form.pk).fields == [["goals", "CANARY"]]


def test_every_sealed_column_is_known():
    names = {f"{model.__name__}.{field.name}" for model, field in sealed_columns()}

    assert names >= {
        "SessionNote.did",
        "SessionNote.unposted",
        "NoteVersion.texts",
        "Message.text",
        "MessageFile.content",
        "CoachCheckin.case_note",
        "TypedForm.fields",
    }


def test_what_is_saved_meanwhile_is_not_written_over(form, settings, monkeypatch):
    class Slow:
        def rotate(self, token):
            TypedForm.objects.filter(pk=form.pk).update(fields=[["goals", "Newer"]])
            return keys().rotate(token)

    former, settings.SECRET_KEY = settings.SECRET_KEY, NEXT
    settings.SECRET_KEY_FALLBACKS = [former]
    monkeypatch.setattr(resealing, "keys", Slow)

    call_command("reseal")

    assert TypedForm.objects.get(pk=form.pk).fields == [["goals", "Newer"]]
