"""What is typed and not sent yet lies sealed: in the database, after a change of keys, and without one."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from programs.models import Application, ProfileDraft, TypedForm

from .factories import make_application, make_person, make_profile

pytestmark = pytest.mark.django_db
WORDS = {"pitch": ["CANARY-PITCH “ü”"]}


def stored(model, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])  # noqa: S608
        return cursor.fetchone()[0]


@pytest.fixture
def draft():
    profile = make_profile(make_person())
    return ProfileDraft.objects.create(profile=profile, typed=WORDS, saved_at=timezone.now())


def test_the_database_holds_no_word_of_a_draft(draft):
    assert "CANARY" not in stored(ProfileDraft, "typed", draft.pk)
    assert ProfileDraft.objects.get().typed == WORDS


def test_neither_of_what_an_application_lacks_nor_of_a_form_sent_too_late():
    application = make_application(status="draft", unfinished=WORDS)
    form = TypedForm.objects.create(
        person=application.person, path="/", fields=[["a", "CANARY"]], kept_at=timezone.now()
    )

    assert "CANARY" not in stored(Application, "unfinished", application.pk)
    assert "CANARY" not in stored(TypedForm, "fields", form.pk)
    assert Application.objects.get().unfinished == WORDS
    assert TypedForm.objects.get().fields == [["a", "CANARY"]]


def test_the_same_words_are_sealed_differently_each_time(draft):
    before = stored(ProfileDraft, "typed", draft.pk)
    ProfileDraft.objects.update(typed=WORDS)

    assert stored(ProfileDraft, "typed", draft.pk) != before


def test_a_former_key_still_opens_and_a_lost_one_costs_the_draft_alone(draft, settings, caplog):
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key, fifty characters long at the very least"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert ProfileDraft.objects.get().typed == WORDS

    settings.SECRET_KEY_FALLBACKS = []
    assert ProfileDraft.objects.get().typed == {}
    assert "ProfileDraft.typed cannot be opened" in caplog.text and "CANARY" not in caplog.text


def test_it_cannot_be_searched(draft):
    with pytest.raises(FieldError):
        ProfileDraft.objects.filter(typed=WORDS).exists()


def test_nothing_is_stored_plainly():
    application = make_application()

    assert stored(Application, "unfinished", application.pk) == "{}"
    assert Application.objects.get().unfinished == {}
