"""Copies of programs and waves: what goes along, what stays, what differs."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from programs import cloning
from programs.calendar import next_start, proposed_dates
from programs.models import Program, Question, Wave
from programs.own_words import all_in_force
from programs.starting import block_days, start_program, start_wave
from programs.tests.factories import (
    make_application,
    make_guidelines,
    make_person,
    make_program,
    make_role,
    make_text,
)

pytestmark = pytest.mark.django_db
START = next_start(timezone.localdate())


@pytest.fixture
def ines(client):
    person = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def source(ines):
    """A program that has lived: its own words, its people, a wave with somebody in it."""
    program = start_program(
        {"name": "Digital Fluency", "purpose": "To learn."}, by=ines, template_key="digital_fluency"
    )
    make_guidelines(program, "mentor", version=2, text="Listen twice.", published_at=timezone.now())
    make_text(program)
    make_text(program, kind="survey", version=3)
    program.pairing_rules.create(rule="function", strength="soft", penalty=15)
    program.questions.filter(sheet="mentor_application").first().delete()
    retired = program.questions.filter(sheet="needs").first()
    Question.objects.filter(pk=retired.pk).update(retired_at=timezone.now())
    program.objectives.first().readings.create(value=3, read_on=date(2026, 1, 5))
    make_role(program, make_person(), "coach")
    wave = start_wave(program, Wave(**proposed_dates(START), capacity=20))
    wave.curriculum.filter(number=3).update(topic="Paying by phone", recipe=[[60, "All of it"]])
    block_days(wave, wave.sessions_start_on, wave.sessions_start_on, "Move")
    make_application(wave=wave)
    return program


def copied(source, by, **facts):
    return cloning.copy_program(
        source, {"name": "Another", "purpose": "To learn.", **facts}, by=by, now=timezone.now()
    )


def test_a_copy_has_everything_but_the_people_and_what_they_did(source, ines):
    copy = copied(source, ines)

    assert cloning.compared(source, copy, "program")[0][0] == "Aims and settings"
    assert [label for label, _ in cloning.compared(source, copy, "program")] == ["Aims and settings"]
    assert copy.source == source
    assert list(copy.roles.values_list("person", "role")) == [(ines.pk, "coordinator")]
    assert not copy.waves.exists()
    assert [each.readings.count() for each in copy.objectives.all()] == [0] * source.objectives.count()
    assert set(copy.guidelines.values_list("audience", "version", "published_at")) == {
        ("mentor", 1, None),
        ("mentee", 1, None),
    }
    assert copy.guidelines.get(audience="mentor").text == "Listen twice."
    assert set(all_in_force(copy)) == {"application-accepted", "survey"}
    assert not copy.questions.exclude(retired_at=None).exists()


def test_what_is_changed_in_the_copy_leaves_the_source_alone(source, ines):
    copy = copied(source, ines, topics=["Claims"])
    lost = copy.questions.filter(sheet="mentor_application").first()
    lost.delete()
    copy.pairing_rules.update(strength="off")
    make_text(copy, version=2, body="New. {{ given_name }} {{ link }}")
    copy.objectives.all().delete()

    found = dict(cloning.compared(source, copy, "program"))

    assert {label: len(differing) for label, differing in found.items()} == {
        "Aims and settings": 2,
        "Objectives, without their readings": source.objectives.count(),
        "Questions of every form": 1,
        "Texts of mails": 1,
        "Pairing rules": 1,
    }
    (question,) = found["Questions of every form"]
    assert (lost.text in question.source, question.here) == (True, "")
    (rule,) = found["Pairing rules"]
    assert (rule.title, rule.source) == ("Different function", "Avoid it, 15 points lost")
    assert source.questions.filter(code=lost.code, sheet=lost.sheet).exists()
    assert source.pairing_rules.get().strength == "soft"


def test_half_a_copy_is_never_made(source, ines, monkeypatch):
    parts = cloning.parts_of("program")
    broken = cloning.Part("Broken", lambda thing: {}, lambda *args: 1 / 0)
    monkeypatch.setitem(cloning._parts, "program", [*parts, broken])

    with pytest.raises(ZeroDivisionError):
        copied(source, ines)

    assert Program.objects.count() == 1


def test_the_next_wave_goes_on_from_any_wave_the_reader_coordinates(source, ines):
    first = source.waves.get()
    other = start_program({"name": "Other", "purpose": "x"}, by=ines, template_key="inclusion")

    wave = start_wave(other, Wave(**proposed_dates(START)), source=first)

    assert (wave.source, wave.number) == (first, 1)
    assert wave.curriculum.get(number=3).topic == "Paying by phone"
    assert not wave.blocked_days.exists()
    assert dict(cloning.compared(first, wave, "wave"))["Session plan"][0].title == "Pairs, at most"


# --- pages ------------------------------------------------------------------------------------------------


def test_before_a_program_is_copied_the_page_says_what_goes_along_and_what_stays(client, source):
    page = client.get(reverse("program_new") + f"?from={source.pk}")

    along = {part["label"]: part["count"] for part in page.context["copied"]}
    assert along["Guidelines, as drafts"] == 2
    assert along["Texts of mails"] == 2
    assert {each["label"]: each["count"] for each in page.context["left_behind"]} == {
        "people who run it": 2,
        "waves with their applications and pairs": 1,
        "readings of objectives": 1,
    }
    assert page.context["form"]["name"].value() == ""


def test_a_program_is_copied_by_its_form(client, source):
    form = client.get(reverse("program_new") + f"?from={source.pk}").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"name": "Another", "contact": ""}

    answer = client.post(reverse("program_new") + f"?from={source.pk}", data)

    made = Program.objects.get(name="Another")
    assert answer.url == reverse("setup_purpose", args=[made.pk])
    assert made.questions.count() == source.questions.in_force().count()
    body = client.get(reverse("program_differences", args=[made.pk])).content.decode()
    assert "What differs from Digital Fluency" in body
    assert "Nothing differs" in body


@pytest.mark.parametrize("wanted", ["", "x", "0", "9" * 30])
def test_nothing_is_copied_from_nowhere(client, source, wanted):
    assert client.get(reverse("program_new") + f"?from={wanted}").status_code == 404


def test_only_its_coordinators_copy_a_program(client, source):
    theirs = make_program(coordinator=make_person(), name="CANARY-THEIRS")

    assert client.get(reverse("program_new") + f"?from={theirs.pk}").status_code == 404
    assert "CANARY-THEIRS" not in client.get(reverse("program_new")).content.decode()


def test_a_new_wave_shows_what_is_copied_and_what_differs_and_follows_the_form(client, source):
    first = source.waves.get()
    url = reverse("wave_new", args=[source.pk])

    page = client.get(url)
    assert page.context["source"] == first
    assert page.context["form"]["capacity"].value() == 20
    assert [part["label"] for part in page.context["copied"]] == ["Session plan", "Curriculum and reading"]
    data = {name: page.context["form"][name].value() for name in page.context["form"].Meta.fields}
    part = client.get(url, data | {"capacity": "24"}, headers={"HX-Request": "true"})
    assert ("Pairs, at most", "20", "24") in [
        (each.title, each.source, each.here) for each in part.context["differing"]
    ]
    client.post(url, data | {"capacity": "24"})

    wave = source.waves.get(number=2)
    body = client.get(reverse("wave_differences", args=[wave.pk])).content.decode()
    assert (wave.source, wave.capacity) == (first, 24)
    assert "Pairs, at most" in body and "<td" in body


def test_a_wave_of_somebody_else_is_no_source(client, source):
    theirs = start_wave(make_program(coordinator=make_person()), Wave(**proposed_dates(START)))

    page = client.get(reverse("wave_new", args=[source.pk]) + f"?from={theirs.pk}")

    assert page.context["source"] == source.waves.get()
    assert str(theirs) not in page.content.decode()


def test_a_source_that_the_reader_does_not_coordinate_is_not_shown(client, source, ines):
    copy = copied(source, ines)
    wren = make_person()
    make_role(copy, wren, "coordinator")
    client.force_login(wren)

    page = client.get(reverse("program_differences", args=[copy.pk]))

    assert page.context["sections"] is None
    assert "Only coordinators of Digital Fluency" in page.content.decode()


def test_from_no_wave_the_template_gives_the_plan(client, source):
    page = client.get(reverse("wave_new", args=[source.pk]) + "?from=template")

    assert page.context["source"] is None
    assert page.context["form"]["capacity"].value() == 12
