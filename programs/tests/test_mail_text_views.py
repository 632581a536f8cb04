"""The pages on which coordinators reword a program's mails."""

import pytest
from django.urls import reverse

from programs import own_words
from programs.mail import kinds
from programs.models import ProgramText
from programs.tests.asking import queries_of
from programs.tests.factories import PASSWORD, make_person, make_program, make_text

pytestmark = pytest.mark.django_db
KIND = "application-accepted"
FINE = {"subject": "Welcome to {{ program }}", "body": "{{ given_name }}, you are in.\n\n{{ link }}"}


@pytest.fixture
def ines(client):
    ines = make_person(given_name="Ines", family_name="Calloway")
    client.login(email=ines.email, password=PASSWORD)
    return ines


@pytest.fixture
def program(ines):
    return make_program(coordinator=ines)


def address(program, kind=KIND):
    return reverse("mail_text", args=[program.pk, kind])


def send(client, program, **changes):
    opened = own_words.seal(*kinds[KIND].standard)
    return client.post(address(program), {**FINE, "opened": opened, **changes})


def test_the_list_tells_of_every_kind_who_when_and_in_whose_words(client, program, ines):
    make_text(program, KIND, by=ines)
    program.quiet_kinds = ["survey"]
    program.save()

    page = client.get(reverse("mail_texts", args=[program.pk]))

    body = page.content.decode()
    for kind in kinds.of_programs():
        assert kind.says in body and kind.to in body
    told = {entry["kind"].name: (bool(entry["own"]), entry["is_quiet"]) for entry in page.context["kinds"]}
    assert told[KIND] == (True, False)
    assert told["survey"] == (False, True)
    assert "Ines Calloway" in body


def test_the_list_costs_the_same_however_many_words_are_own(client, program):
    costs = []
    for many in (1, 3, 20):
        for kind in [kind.name for kind in kinds.of_programs()][:many]:
            for version in (1, 2):
                ProgramText.objects.get_or_create(
                    program=program,
                    kind=kind,
                    version=version,
                    defaults={"subject": "A", "body": "B", "at": "2026-09-01T12:00Z"},
                )
        costs.append(queries_of(client, reverse("mail_texts", args=[program.pk])))

    assert len(set(costs)) == 1


def test_an_optional_kind_is_switched_off_and_on(client, program):
    for to, quiet in (("off", ["survey"]), ("off", ["survey"]), ("on", [])):
        client.post(reverse("mail_texts", args=[program.pk]), {"kind": "survey", "to": to})

        program.refresh_from_db()
        assert program.quiet_kinds == quiet


def test_what_must_be_told_cannot_be_switched_off(client, program):
    client.post(reverse("mail_texts", args=[program.pk]), {"kind": KIND, "to": "off"})

    program.refresh_from_db()
    assert program.quiet_kinds == []


@pytest.mark.parametrize("kind", ["digest", "password-reset", "nothing-like-it"])
def test_mails_of_no_program_are_not_here(kind, client, program):
    assert client.get(address(program, kind)).status_code == 404
    answer = client.post(reverse("mail_texts", args=[program.pk]), {"kind": kind, "to": "off"})
    assert answer.status_code == 404


def test_own_words_are_saved_with_who_and_when(client, program, ines):
    assert send(client, program).status_code == 302

    text = ProgramText.objects.get()
    assert (text.subject, text.body, text.by, text.version) == (FINE["subject"], FINE["body"], ines, 1)
    body = client.get(address(program)).content.decode()
    assert "Version 1" in body and "Ines Calloway" in body and "Welcome to Digital Fluency" in body


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("body", "{{ link }} {{ salary }}", "“{{ salary }}” is unknown"),
        ("body", "{{ link }} {% load verso %}", "“{% load verso %}” is unknown"),
        ("body", "{{ link }} {{ given_name.password }}", "“{{ given_name.password }}” is unknown"),
        ("body", "Come and see.", "“{{ link }}” must stay"),
        ("body", "", "A mail without words says nothing"),
        ("subject", "Dear {{ given_name }}", "cannot stand in a subject"),
        ("subject", "Two\r\nBcc: all@northmoor.example", "A subject is one line"),
        ("subject", "", "A mail needs a subject"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(field, typed, said, client, program):
    page = send(client, program, **{field: typed})

    assert page.status_code == 422
    assert said in " ".join(page.context["form"].errors[field])
    other = "subject" if field == "body" else "body"
    assert page.context["form"][other].value() == FINE[other]
    assert not ProgramText.objects.exists()


def test_a_preview_saves_nothing_and_shows_the_words_with_examples(client, program):
    page = send(client, program, show="1")

    assert page.context["preview"].subject == "Welcome to Digital Fluency"
    assert page.context["preview"].body.startswith("Amara, you are in.")
    assert not ProgramText.objects.exists()


def test_a_preview_while_typing_names_what_is_unknown(client, program):
    page = client.post(
        address(program),
        {**FINE, "body": "{{ naem }} {{ link }}", "show": "1"},
        headers={"HX-Request": "true"},
    )

    body = page.content.decode()
    assert page.status_code == 200 and "<html" not in body
    assert "“{{ naem }}” is unknown" in body


def test_words_are_shown_as_they_are_and_never_run(client, program):
    page = send(client, program, body="{{ link }} <script>alert(1)</script>", show="1")

    assert "<script>alert" not in page.content.decode()


def test_the_standard_is_put_back(client, program):
    make_text(program, KIND)

    client.post(address(program), {"standard": "1"})

    assert own_words.in_force(program, KIND) is None
    assert "the standard, put back" in client.get(address(program)).content.decode()


def test_earlier_words_are_shown_before_they_are_sent_again(client, program):
    make_text(program, KIND, subject="First", body="First {{ link }}")
    make_text(program, KIND, version=2, subject="Second", body="Second {{ link }}")

    page = client.post(address(program), {"again": "1"})

    form = page.context["form"]
    assert (form["subject"].value(), page.context["preview"].subject) == ("First", "First")
    assert own_words.in_force(program, KIND).subject == "Second"
    opened = form["opened"].value()
    client.post(address(program), {"subject": "First", "body": "First {{ link }}", "opened": opened})
    assert own_words.in_force(program, KIND).version == 3


@pytest.mark.parametrize("version", ["9", "-1", "²", "x", "9" * 50])
def test_there_is_no_version_that_nobody_wrote(version, client, program):
    assert client.post(address(program), {"again": version}).status_code == 404


def test_whoever_comes_second_sees_the_words_of_the_first_and_keeps_their_own(client, program):
    make_text(program, KIND, subject="Theirs", body="Theirs {{ link }}")

    page = send(client, program)

    assert page.status_code == 422
    assert "Theirs {{ link }}" in page.content.decode()
    assert page.context["form"]["body"].value() == FINE["body"]
    again = client.post(address(program), {**FINE, "opened": page.context["form"]["opened"].value()})
    assert again.status_code == 302
    assert own_words.in_force(program, KIND).subject == FINE["subject"]
