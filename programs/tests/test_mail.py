"""What mails say, whatever their kind."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from programs import outbox
from programs.mail import kinds
from programs.models import Wave
from programs.tests.factories import make_person, make_program, make_wave

FOLDERS = Path(settings.BASE_DIR) / "templates"


def test_every_kind_has_a_subject_and_a_text():
    for kind in kinds:
        for ending in ("subject.txt", "txt"):
            assert (FOLDERS / kind.app / "mail" / f"{kind.name}.{ending}").exists(), kind.name


def test_no_text_lies_about_without_a_kind():
    known = {kind.name for kind in kinds}

    assert {path.name.split(".")[0] for path in FOLDERS.glob("*/mail/*.txt")} - known == set()


def test_subjects_are_one_line_and_neutral():
    for path in FOLDERS.glob("*/mail/*.subject.txt"):
        assert len(path.read_text().strip().splitlines()) == 1, path
        assert not re.search(r"note\.(did|aha|was_new|actions)|reasons|case_note", path.read_text()), path


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
