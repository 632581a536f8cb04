"""A program's own words in its mails: versions, races, what is sent."""

from datetime import UTC, datetime

import pytest
from django.core import mail as post

from programs import mail, outbox, own_words
from programs.editing import ChangedMeanwhile
from programs.links import label_of
from programs.models import Application, Notice, ProgramText
from programs.tests.factories import make_application, make_person, make_program, make_text, make_wave

from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)
KIND = "application-accepted"
STANDARD = ("You are in", "Standard {{ link }}")


def rewrite(program, subject, body, **options):
    options = {"opened": own_words.seal(*STANDARD), "standard": STANDARD, "by": None, "now": NOW, **options}
    return own_words.rewrite(program, KIND, subject, body, **options)


def accepted(program, **person):
    return make_application(
        wave=make_wave(program=program), person=make_person(**person), status=Application.Status.ACCEPTED
    )


def letter_about(application):
    notice = Notice(pk=1, recipient=application.person, kind=KIND, about=label_of(application))
    return mail.write(notice, NOW)


def test_own_words_are_sent_and_every_version_is_kept():
    program, ines = make_program(), make_person()
    application = accepted(program, given_name="Amara")

    first = rewrite(program, "Welcome", "One {{ link }}", by=ines)
    rewrite(
        program,
        "Welcome to {{ program }}",
        "{{ given_name }}, two {{ link }}",
        opened=own_words.seal("Welcome", "One {{ link }}"),
    )

    letter = letter_about(application)
    assert letter.subject == f"Welcome to {program.name}"
    assert letter.body.startswith("Amara, two http")
    assert (first.version, first.by) == (1, ines)
    assert [text.version for text in own_words.history(program, KIND)] == [2, 1]


def test_other_programs_and_other_kinds_keep_the_standard():
    make_text(make_program(), KIND)
    make_text(make_program(), "application-declined")

    assert letter_about(accepted(make_program())).subject == "You are in"


def test_putting_the_standard_back_keeps_the_history():
    program = make_program()
    make_text(program, KIND)

    own_words.put_back(program, KIND, by=None, now=NOW)
    own_words.put_back(program, KIND, by=None, now=NOW)

    assert own_words.in_force(program, KIND) is None
    assert letter_about(accepted(program)).subject == "You are in"
    assert [text.is_standard for text in own_words.history(program, KIND)] == [True, False]


def test_the_same_words_make_no_new_version():
    program = make_program()

    assert rewrite(program, *STANDARD) is None
    first = rewrite(program, "Welcome", "One {{ link }}")
    again = rewrite(program, "Welcome", "One {{ link }}", opened="whatever")

    assert again == first


def test_typing_the_standard_again_puts_it_back():
    program = make_program()
    make_text(program, KIND, subject="Own", body="Own {{ link }}")

    rewrite(program, *STANDARD, opened=own_words.seal("Own", "Own {{ link }}"))

    assert own_words.in_force(program, KIND) is None


def test_nobody_overwrites_words_they_have_not_seen():
    program = make_program()
    rewrite(program, "Theirs", "Theirs {{ link }}")

    with pytest.raises(ChangedMeanwhile) as conflict:
        rewrite(program, "Mine", "Mine {{ link }}")

    assert conflict.value.theirs == "Theirs\n\nTheirs {{ link }}"


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_told_of_the_other():
    program = make_program()

    answers = at_once(
        lambda: rewrite(program, "One", "One {{ link }}"),
        lambda: rewrite(program, "Two", "Two {{ link }}"),
        refusal=ChangedMeanwhile,
    )

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 1
    assert ProgramText.objects.count() == 1


def test_words_that_a_release_no_longer_understands_give_way_to_the_standard(caplog):
    program = make_program()
    make_text(program, KIND, body="{{ gone }} {{ link }}")

    letter = letter_about(accepted(program))

    assert letter.subject == "You are in"
    assert "cannot be sent" in caplog.text


def test_a_kind_that_a_program_keeps_silent_about_is_dropped_at_sending():
    program = make_program()
    application = make_application(wave=make_wave(program=program, status="recruiting"))
    own_words.silence(program, "application-received", off=True)
    outbox.owe(application.person, "application-received", about=application)

    outbox.sweep()

    assert post.outbox == []
    assert Notice.objects.get().delivery == Notice.Delivery.DROPPED


def test_what_must_be_told_is_told_whatever_stands_in_the_list():
    program = make_program(quiet_kinds=[KIND])

    assert letter_about(accepted(program)) is not None


def test_silence_can_be_broken_again():
    program = make_program()
    own_words.silence(program, "survey", off=True)
    own_words.silence(program, "note-due", off=True)
    own_words.silence(program, "survey", off=True)
    own_words.silence(program, "survey", off=False)

    program.refresh_from_db()
    assert program.quiet_kinds == ["note-due"]


def test_all_words_of_a_program_come_in_one_statement(django_assert_num_queries):
    program = make_program()
    for version in (1, 2, 3):
        make_text(program, KIND, version=version, subject=f"Version {version}")
    make_text(program, "survey")
    make_text(program, "note-due")
    own_words.put_back(program, "note-due", by=None, now=NOW)

    with django_assert_num_queries(1):
        found = own_words.all_in_force(program)

    assert {kind: text.subject for kind, text in found.items()} == {
        KIND: "Version 3",
        "survey": "Our own words",
    }


def test_a_subject_is_one_line_whatever_comes_into_it():
    """FAULTS 63: a name with a line break makes no header."""
    program = make_program(name="Two\r\nBcc: all@northmoor.example")
    make_text(program, KIND, subject="News of {{ program }}")

    assert letter_about(accepted(program)).subject == "News of Two Bcc: all@northmoor.example"
