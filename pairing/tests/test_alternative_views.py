"""Other mentors for one mentee: priced, forbidden with the reason, and locked from there."""

from datetime import UTC, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairing.deeds import propose_pairs
from pairing.models import Mark
from pairing.tests.factories import accept, make_pairing_wave
from programs.models import Wave
from programs.tests.factories import make_application, make_mentor_person, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_pairing_wave(mentors=3, mentees=3, coordinator=coordinator)


def noon_of(wave):
    return datetime.combine(wave.pairs_announced_on, time(12), tzinfo=UTC)


def mentee_of(wave):
    return wave.applications.filter(side="mentee").order_by("pk").first().person


def opened(client, wave, person, coordinator, query=""):
    client.force_login(coordinator)
    return client.get(reverse("pairing_alternatives", args=[wave.pk, person.pk]) + query)


def test_the_one_in_the_list_comes_first_and_each_other_has_its_price(client, wave, coordinator):
    person = mentee_of(wave)
    proposal = propose_pairs(wave, by=coordinator, now=noon_of(wave))
    made = proposal.pairs.get(mentee=person).mentor

    page = opened(client, wave, person, coordinator)

    rows = page.context["rows"]
    assert [row["mentor"] for row in rows][0] == made == page.context["made_mentor"]
    assert rows[0]["one"].words == "In the list."
    assert all(row["one"].words.startswith(("Costs", "Gains")) for row in rows[1:])
    assert page.context["possible"] == 2


def test_a_forbidden_one_says_why_and_cannot_be_locked(client, wave, coordinator):
    person = mentee_of(wave)
    near = make_mentor_person(line_of_business=person.line_of_business)
    make_application(wave=wave, person=near, status="accepted")

    page = opened(client, wave, person, coordinator)

    row = next(row for row in page.context["rows"] if row["mentor"] == near)
    assert f"Same line of business: {person.line_of_business}" in row["one"].words
    assert f"Lock {near} and {person}" not in page.content.decode()


def test_a_pair_is_locked_from_there_and_stands_in_the_next_draft(client, wave, coordinator):
    person = mentee_of(wave)
    other = opened(client, wave, person, coordinator).context["rows"][-1]["mentor"]

    client.post(
        reverse("pairing_mark", args=[wave.pk]), {"mentor": other.pk, "mentee": person.pk, "kind": "lock"}
    )
    proposal = propose_pairs(wave, by=coordinator, now=noon_of(wave))

    assert Mark.objects.get().kind == Mark.Kind.LOCK
    assert proposal.pairs.get(mentee=person).mentor == other
    assert opened(client, wave, person, coordinator).context["rows"][0]["is_locked"]


def test_a_mentor_is_found_by_name(client, wave, coordinator):
    person = mentee_of(wave)
    name = opened(client, wave, person, coordinator).context["rows"][-1]["mentor"].family_name

    rows = opened(client, wave, person, coordinator, f"?q={name.upper()}").context["rows"]

    assert [row["mentor"].family_name for row in rows] == [name]
    assert "No mentor matches" in opened(client, wave, person, coordinator, "?q=zz").content.decode()


def test_who_is_not_free_in_this_wave_is_not_there(client, wave, coordinator):
    elsewhere = make_pairing_wave(mentors=1, mentees=1)

    assert opened(client, wave, mentee_of(elsewhere), coordinator).status_code == 404
    mentor = wave.applications.filter(side="mentor").first().person
    assert opened(client, wave, mentor, coordinator).status_code == 404


def test_once_pairs_are_made_there_is_nothing_to_weigh(client, wave, coordinator):
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RUNNING)

    answer = opened(client, wave, mentee_of(wave), coordinator)

    assert answer.url == reverse("pairing", args=[wave.pk])


def test_the_number_of_statements_does_not_grow(client, coordinator):
    counts = []
    for number in (1, 3, 50):
        wave = make_pairing_wave(mentors=number, mentees=number, coordinator=coordinator)
        opened(client, wave, mentee_of(wave), coordinator)
        with CaptureQueriesContext(connection) as queries:
            opened(client, wave, mentee_of(wave), coordinator)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2], counts


def test_in_the_workbench_a_few_are_shown_and_the_best_that_is_forbidden(client, wave, coordinator):
    for _ in range(8):
        accept(wave, "mentor")
    person = mentee_of(wave)
    close = accept(wave, "mentor", make_mentor_person(line_of_business=person.line_of_business))
    client.force_login(coordinator)

    page = client.get(
        reverse("pairing_alternatives", args=[wave.pk, person.pk]), headers={"HX-Request": "true"}
    )

    body = page.content.decode()
    assert "<html" not in body and body.count('class="swap-r"') == 5
    assert str(close) in body and "Not allowed" in body
    assert "All 11, with a reason" in body
