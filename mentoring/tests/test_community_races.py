"""Two people at once in what a program shares: every race ends in one legal state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs import discussions, events, steering, training, wave_reviews
from programs.models import (
    Attendance,
    Finding,
    Notice,
    Post,
    ProgramRole,
    StatusChange,
    SteeringOffer,
    TrainingCompletion,
    Wave,
    WaveReview,
)
from programs.tests.factories import make_application, make_person, make_program, make_wave
from programs.tests.factories_community import make_discussion, make_event, make_module, make_post
from programs.tests.racing import at_once

from .racing import TIMES, posting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wave():
    return make_wave(program=make_program(coordinator=make_person()), status=Wave.Status.RUNNING)


def take_part(wave):
    return make_application(wave=wave, status="accepted").person


def test_a_module_completed_in_many_tabs_is_completed_once(wave):
    person = take_part(wave)
    for number in range(TIMES):
        module = make_module(wave.program)
        at_once(*[lambda m=module: training.complete(m, person, now=timezone.now()) for _ in range(4)])
        assert TrainingCompletion.objects.count() == number + 1


def test_ten_tabs_do_not_write_more_than_one_person_may(wave):
    question, person, now = make_discussion(wave.program), take_part(wave), timezone.now()
    for number in range(discussions.MOST_IN_AN_HOUR - 2):
        make_post(question, by=person, at=now, text=f"{number}")

    at_once(
        *[lambda n=n: discussions.answer(question, by=person, text=f"tab {n}", now=now) for n in range(6)]
    )

    assert Post.objects.filter(by=person).count() == discussions.MOST_IN_AN_HOUR


def test_a_double_press_answers_once(wave):
    question, person = make_discussion(wave.program), take_part(wave)

    assert set(at_once(*[posting(person, "discussion", question.pk, text="Once.")] * 2)) == {302}
    assert Post.objects.filter(by=person).count() == 1


def test_an_answer_and_a_meeting_called_off(wave):
    for _ in range(TIMES):
        event, person = make_event(wave, starts_at=timezone.now() + timedelta(days=1)), take_part(wave)
        coordinator = wave.program.roles.get().person
        events.invite(event, timezone.now())

        answers = at_once(
            posting(coordinator, "event_cancellation", event.pk),
            posting(coordinator, "event_cancellation", event.pk),
            posting(person, "event_answer", event.pk, answer="coming"),
        )

        event.refresh_from_db()
        assert answers[:2] == [302, 302] and answers[2] in (302, 409)
        assert event.sequence == 1
        told = Notice.objects.filter(kind="event-cancelled", about=f"programs.Event:{event.pk}")
        assert told.count() == told.values("recipient").distinct().count()
        assert Attendance.objects.filter(event=event).count() <= 1


def test_a_finding_and_the_closing_of_its_review(wave):
    coordinator = wave.program.roles.get().person
    for _ in range(TIMES):
        reviewed = make_wave(program=wave.program, status=Wave.Status.REVIEWING)
        facts = {"figure": "x", "figure_said": "x", "decision": "keep", "what": "x", "owner": coordinator}
        first = Finding(wave=reviewed, finding="First", **facts)
        wave_reviews.record(first, by=coordinator, now=timezone.now())

        answers = at_once(
            lambda w=reviewed: wave_reviews.close_review(w, by=coordinator, now=timezone.now()),
            lambda w=reviewed: wave_reviews.record(
                Finding(wave=w, finding="Undecided", figure="x", figure_said="x"),
                by=coordinator,
                now=timezone.now(),
            ),
        )

        is_closed = WaveReview.objects.filter(wave=reviewed).exists()
        undecided = reviewed.findings.filter(decision="").exists()
        assert is_closed != undecided, answers


def test_a_seat_taken_and_declined_at_once(wave):
    pilot = make_wave(program=make_program(), status=Wave.Status.CLOSED)
    for _ in range(TIMES):
        person = take_part(pilot)
        steering.offer(pilot, [person.pk], by=None, now=timezone.now())
        offer = SteeringOffer.objects.get(person=person)

        answers = at_once(
            posting(person, "steering_offer", offer.pk, accept=1),
            posting(person, "steering_offer", offer.pk, decline=1),
        )

        offer.refresh_from_db()
        assert sorted(answers) == [302, 422]
        assert ProgramRole.objects.filter(person=person).exists() == (offer.status == "accepted")
        assert StatusChange.objects.filter(subject_id=offer.pk, current=offer.status).count() == 1
