"""The smaller pages of a wave's set-up: days to avoid, topics and reading, steps."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.calendar import next_start, proposed_dates
from programs.models import Wave
from programs.starting import start_program, start_wave
from programs.tests.factories import make_person, make_ready, make_wave

pytestmark = pytest.mark.django_db
START = next_start(timezone.localdate())


@pytest.fixture
def ines(client):
    person = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def program(ines):
    return start_program(
        {"name": "Digital Fluency", "purpose": "To learn."}, by=ines, template_key="digital_fluency"
    )


@pytest.fixture
def wave(program):
    return start_wave(program, Wave(**proposed_dates(START)))


# --- days to avoid ----------------------------------------------------------------------------------------


def test_days_are_blocked_and_given_back(client, wave):
    url = reverse("wave_days", args=[wave.pk])

    client.post(url, {"first": "2027-03-26", "last": "2027-03-30", "reason": "Quarter close"})
    shown = client.get(url).context["blocked"]
    client.post(url, {"remove": "2027-03-29..2027-03-30"})

    assert shown == [(date(2027, 3, 26), date(2027, 3, 30), "Quarter close")]
    assert list(wave.blocked_days.values_list("day", flat=True)) == [date(2027, 3, 26)]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"first": "", "reason": "Move"}, {"first"}),
        ({"first": "2027-03-26", "reason": ""}, {"reason"}),
        ({"first": "2027-03-26", "last": "2027-03-25", "reason": "Move"}, {"last"}),
        ({"first": "2027-03-26", "last": "2028-03-25", "reason": "Move"}, {"last"}),
    ],
)
def test_days_without_sense_are_refused_at_their_field(client, wave, sent, wrong):
    response = client.post(reverse("wave_days", args=[wave.pk]), sent)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong
    assert not wave.blocked_days.exists()


@pytest.mark.parametrize("remove", ["", "..", "x..y", "2027-03-29", "7"])
def test_nonsense_gives_no_day_back(client, wave, remove):
    assert client.post(reverse("wave_days", args=[wave.pk]), {"remove": remove}).status_code == 404


# --- topics and reading -----------------------------------------------------------------------------------


def curriculum(wave, **facts):
    return {
        **{f"{number}-topic": f"Topic {number}" for number in range(1, wave.session_count + 1)},
        **{f"{number}-agenda": "10 Look back\r\n50 Try it" for number in range(1, wave.session_count + 1)},
        **facts,
    }


def test_the_curriculum_is_changed_session_by_session(client, wave):
    client.post(
        reverse("wave_curriculum", args=[wave.pk]),
        curriculum(wave, **{"2-reading_title": "One page", "2-reading_minutes": "4"}),
    )

    second = wave.curriculum.get(number=2)
    assert (second.topic, second.recipe, second.reading_title, second.reading_minutes) == (
        "Topic 2",
        [[10, "Look back"], [50, "Try it"]],
        "One page",
        4,
    )


def test_a_wave_without_a_curriculum_gets_one(client, program):
    wave = make_wave(program=program)

    client.post(reverse("wave_curriculum", args=[wave.pk]), curriculum(wave))

    assert wave.curriculum.count() == 7


def test_mistakes_in_the_curriculum_name_the_session_and_keep_the_words(client, wave):
    sent = curriculum(wave, **{"3-agenda": "Look back 10", "5-topic": "", "4-summary": "Kept as typed"})

    response = client.post(reverse("wave_curriculum", args=[wave.pk]), sent)

    body = response.content.decode()
    assert response.status_code == 422
    assert "Session 3: Line 1 needs minutes" in body
    assert "Session 5: Session 5 needs a topic." in body
    assert "Kept as typed" in body
    assert not wave.curriculum.filter(topic="Topic 1").exists()


# --- steps ------------------------------------------------------------------------------------------------


def step(client, wave, to, reason=""):
    return client.post(reverse("wave_step", args=[wave.pk]), {"to": to, "reason": reason})


def test_blockers_stand_on_the_page_with_a_link_each(client, wave):
    body = client.get(reverse("wave_step", args=[wave.pk])).content.decode()

    assert "Guidelines for mentors and mentees are not published." in body
    assert reverse("guidelines", args=[wave.pk]) in body
    assert "Open applications all the same" in body


def test_a_soft_blocker_asks_for_a_reason_and_keeps_it(client, wave, ines):
    refused = step(client, wave, "recruiting")
    step(client, wave, "recruiting", "They follow on Monday.")

    assert refused.status_code == 422
    assert refused.context["form"].errors == {"reason": ["Say why, in one sentence."]}
    change = wave.history.get()
    assert (change.current, change.by, change.reason) == ("recruiting", ines, "They follow on Monday.")
    assert "They follow on Monday." in client.get(reverse("wave_step", args=[wave.pk])).content.decode()


def test_a_hard_blocker_leaves_no_button_and_takes_no_reason(client, wave):
    wave.program.topics = []
    wave.program.save()

    body = client.get(reverse("wave_step", args=[wave.pk])).content.decode()
    response = step(client, wave, "recruiting", "All the same.")

    assert "This cannot be passed over" in body
    assert "Open applications all the same" not in body
    assert response.status_code == 409
    assert not wave.history.exists()


def test_without_blockers_no_reason_is_asked(client, wave):
    wave.program.guidelines.all().delete()
    make_ready(wave.program)

    assert step(client, wave, "recruiting").status_code == 302
    wave.refresh_from_db()
    assert wave.status == "recruiting"


def test_pressing_twice_steps_once(client, wave):
    step(client, wave, "recruiting", "Now.")

    second = step(client, wave, "recruiting", "Now.")

    assert second.status_code == 409
    assert wave.history.count() == 1


@pytest.mark.parametrize("to", ["running", "closed", "draft"])
def test_no_step_is_skipped_by_asking(client, wave, to):
    assert step(client, wave, to, "Now.").status_code == 409
    assert not wave.history.exists()


@pytest.mark.parametrize("to", ["", "nonsense"])
def test_a_step_to_nowhere_is_a_mistake(client, wave, to):
    assert step(client, wave, to, "Now.").status_code == 422
    assert not wave.history.exists()


def test_calling_off_is_not_a_step_of_one_person(client, wave):
    assert step(client, wave, "cancelled", "The move.").status_code == 409
    assert not wave.history.exists()
