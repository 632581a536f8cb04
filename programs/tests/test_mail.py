"""What mails say, whatever their kind."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from programs import outbox
from programs.mail import kinds
from programs.models import Wave
from programs.tests.factories import make_person, make_program, make_wave
from programs.wording import mistakes

FOLDERS = Path(settings.BASE_DIR) / "templates"


def test_every_kind_has_a_subject_and_a_text():
    for kind in kinds:
        for ending in ("subject.txt", "txt"):
            assert (FOLDERS / kind.app / "mail" / f"{kind.name}.{ending}").exists(), kind.name


def test_no_text_lies_about_without_a_kind():
    known = {kind.name for kind in kinds}

    assert {path.name.split(".")[0] for path in FOLDERS.glob("*/mail/*.txt")} - known == set()


OURS = [kind for kind in kinds if kind.app != "mentoring"]
by_name = pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.name)


@by_name
def test_standard_texts_keep_the_rules_that_own_words_keep(kind):
    subject, body = kind.standard

    assert mistakes(subject, kind.known, is_subject=True) + mistakes(body, kind.known) == []
    assert len(subject.splitlines()) == 1 and len(subject) <= 160


@by_name
def test_every_placeholder_says_what_it_becomes_and_shows_it(kind):
    for each in kind.known:
        assert each.says[0].isupper() and not each.says.endswith("."), each.name
        assert each.example, each.name
    names = [each.name for each in kind.known]
    assert len(names) == len(set(names))


@by_name
def test_no_subject_names_a_person(kind):
    """FAULTS 30: names, relations and what was written never show on a locked screen."""
    told = {each.name for each in kind.known if each.in_subject}

    personal = {"given_name", "applicant", "partner", "mentor", "mentee", "coach", "referee", "introduction"}
    assert told & personal == set()


def test_coordinators_know_of_each_mail_who_gets_it_and_when():
    told = [kind for kind in OURS if kind.name != "digest"]

    assert [kind.name for kind in told if not (kind.program and kind.to and kind.when)] == []
    assert {kind.name for kind in kinds.of_programs()} == {kind.name for kind in told}


@pytest.mark.django_db
def test_names_arrive_as_they_are_written():
    coordinator = make_person(given_name="D'Arcy")
    program = make_program(coordinator=coordinator, name="Tools & Talk")
    wave = make_wave(program=program, status=Wave.Status.RUNNING)
    outbox.owe(coordinator, "wave-stepped", about=wave, occurrence="running")

    outbox.sweep()

    [letter] = mail.outbox
    assert "Tools & Talk" in letter.subject + letter.body
    assert "&amp;" not in letter.body + letter.subject
    assert "&#x27;" not in letter.body
