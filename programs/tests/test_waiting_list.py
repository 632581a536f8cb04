"""Those who waited in vain for a wave: one press, everything carried over, and first in line."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from programs.admission import invite
from programs.applications import save_draft, submit
from programs.lifecycle import move
from programs.models import Application, ApplicationAnswer, Notice, Recommendation, Wave
from programs.outbox import deliver
from programs.waiting_list import carry_over, next_call

from .asking import signed_in
from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_question,
    make_recommendation,
    make_wave,
)
from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 9, 14, tzinfo=UTC)
TODAY = NOW.date()
FACTS = {"commits_hours": True, "will_challenge": True, "suitable_hours": ["tue-am"]}


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def program(coordinator):
    return make_program(coordinator=coordinator, teammates_asked=0)


def late_wave(program, status=Wave.Status.RUNNING):
    return make_wave(program=program, status=status)


def invited(wave, person=None, *, side="mentor", expires_on=TODAY + timedelta(days=5), by=None):
    return invite(wave, person or make_mentor_person(), side, by=by, expires_on=expires_on, now=NOW)


def apply_late(wave, person):
    draft = save_draft(
        wave,
        person,
        "mentor",
        now=NOW,
        facts=FACTS,
        topics=[("Social media", 2, 0)],
        no_gos=([], []),
        referees=[("manager", make_person())],
    )
    submit(draft, now=NOW)
    return draft


def waiting(program, *, number=1, **facts):
    """Somebody on the waiting list of a wave that is closed by now, with everything that is asked."""
    wave = make_wave(program=program, number=number, today=date(2025, 9, 1), status=Wave.Status.CLOSED)
    application = make_application(wave=wave, status="waitlisted", **{"will_challenge": True, **facts})
    make_recommendation(
        application=application, relation="manager", status="received", trustworthy=4, reasons="CANARY"
    )
    return application


def opened_wave(program, number=2):
    wave = make_wave(program=program, number=number, status=Wave.Status.DRAFT)
    move(wave, Wave.Status.RECRUITING)
    return wave


def test_everybody_who_waited_is_offered_the_next_wave_once(program, mailoutbox):
    waited = waiting(program)
    make_application(wave=waited.wave, status="declined")
    make_application(wave=waited.wave, status="waitlisted", person=make_person(is_active=False))

    opened_wave(program)

    notices = Notice.objects.filter(kind="waiting-list-offer")
    assert [each.recipient for each in notices] == [waited.person]
    deliver(notices.get().pk)
    assert reverse("my_application", args=[waited.pk]) in mailoutbox[0].body


def test_one_press_carries_everything_over(program, client):
    question = make_question(program)
    waited = waiting(program, goals="To teach", capacity=2)
    ApplicationAnswer.objects.create(application=waited, question=question, value="Because")
    waited.no_gos.create(department="Law")
    wave = opened_wave(program)
    assert "and you go first" in (
        signed_in(client, waited.person).get(reverse("my_application", args=[waited.pk])).content.decode()
    )

    client.post(reverse("application_carrying", args=[waited.pk]))

    carried = Application.objects.get(wave=wave)
    assert (carried.status, carried.carried_from, carried.waited_for) == ("submitted", waited, 1)
    assert (carried.capacity, carried.goals, carried.no_gos.get().department) == (2, "To teach", "Law")
    assert carried.answers.get().value == "Because"
    assert [each.topic for each in carried.topics.all()] == ["Social media"]
    word = carried.recommendations.get()
    assert (word.status, word.trustworthy, word.reasons) == ("received", 4, "CANARY")
    assert not Notice.objects.filter(kind="recommendation-asked").exists()


def test_pressing_twice_makes_one_application(program, client):
    waited = waiting(program)
    opened_wave(program)
    signed_in(client, waited.person)

    answers = [client.post(reverse("application_carrying", args=[waited.pk])).status_code for _ in range(3)]

    assert answers == [302] * 3
    assert Application.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_application(program):
    waited = waiting(program)
    opened_wave(program)

    found = at_once(*[lambda: carry_over(waited, now=NOW, today=TODAY).pk] * 4)

    assert len(found) == 4 and len(set(found)) == 1


def test_where_something_new_is_asked_it_stays_a_draft_to_be_completed(program, client):
    waited = waiting(program)
    make_question(program, text="What is new?")
    wave = opened_wave(program)

    response = signed_in(client, waited.person).post(reverse("application_carrying", args=[waited.pk]))

    assert response.url == reverse("apply", args=[wave.pk])
    assert Application.objects.get(wave=wave).status == "draft"
    assert client.get(response.url).status_code == 200


def test_a_referee_whose_words_are_deleted_is_asked_again(program):
    waited = waiting(program)
    Recommendation.objects.update(forgotten_on=TODAY, reasons="", trustworthy=None)
    opened_wave(program)

    carried = carry_over(waited, now=NOW, today=TODAY)

    assert carried.recommendations.get().status == "asked"
    assert Notice.objects.filter(kind="recommendation-asked").count() == 1


@pytest.mark.parametrize("status", [each for each in Application.Status if each != "waitlisted"])
def test_only_who_waits_is_carried_over(status, program, client):
    waited = waiting(program)
    Application.objects.filter(pk=waited.pk).update(status=status)
    opened_wave(program)

    answer = signed_in(client, waited.person).post(reverse("application_carrying", args=[waited.pk]))

    assert answer.status_code == 403
    assert Application.objects.count() == 1


def test_without_an_open_wave_there_is_nothing_to_go_on_to(program, client):
    waited = waiting(program)
    make_wave(program=make_program(), number=9, status=Wave.Status.RECRUITING)

    assert next_call(waited) is None
    answer = signed_in(client, waited.person).post(reverse("application_carrying", args=[waited.pk]))
    assert answer.status_code == 409


def test_who_waited_goes_first_and_reviewers_see_for_which_wave(program, coordinator, client):
    waited = waiting(program)
    wave = opened_wave(program)
    new = make_application(wave=wave, submitted_at=NOW - timedelta(days=9))
    carried = carry_over(waited, now=NOW, today=TODAY)

    response = signed_in(client, coordinator).get(reverse("applications", args=[wave.pk]))

    assert [each.pk for each in response.context["page_obj"]] == [carried.pk, new.pk]
    assert response.content.decode().count("waited for wave 1") == 1
    one = client.get(reverse("application", args=[carried.pk])).content.decode()
    assert "Waited for wave 1" in one
