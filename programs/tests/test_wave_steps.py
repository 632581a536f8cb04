"""The smaller pages of a wave's set-up: topics and reading, steps, publishing."""

import re

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


def publishing(client, wave):
    url = reverse("setup_messages", args=[wave.program_id]) + f"?wave={wave.pk}"
    return client.get(url).content.decode()


def test_blockers_stand_before_publishing_with_a_link_each(client, wave):
    for body in (publishing(client, wave), client.get(reverse("wave_step", args=[wave.pk])).content.decode()):
        assert "Guidelines for mentors and mentees are not published." in body
        assert reverse("guidelines", args=[wave.pk]) in body
    assert f"Publish wave {wave.number} all the same" in publishing(client, wave)
    assert "Publish in step 6" in body


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

    body = publishing(client, wave)
    response = step(client, wave, "recruiting", "All the same.")

    assert "One check cannot be passed over." in body
    assert re.search(r"<button[^>]* disabled [^>]*>Publish wave", body)
    assert "all the same" not in body
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
