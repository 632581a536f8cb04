"""Several people at one wave at once: it is called off one way, and begins whole or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs import cancelling, waves
from programs.applications import withdraw
from programs.lifecycle import NotAllowed
from programs.models import Notice, ProgramRole, StatusChange, Wave, WaveCancellation
from programs.tests.factories import make_person, make_program, make_role, make_wave
from programs.tests.racing import at_once
from reports.models import Survey, SurveyQuestion
from sessions.models import AgendaItem, CoachCheckin, Session, UnplacedSession

from .racing import assert_one_story, running_pair

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
TWENTY_TIMES = pytest.mark.parametrize("_", range(20))


@pytest.fixture
def wave():
    return make_wave(program=make_program(coordinator=make_person()), status=Wave.Status.RECRUITING)


@pytest.fixture
def ines(wave):
    return wave.program.roles.get().person


def steering_member(wave):
    return make_role(wave.program, make_person(), ProgramRole.Role.STEERING).person


def asking(wave, by):
    return lambda: cancelling.ask_to_cancel(Wave.objects.get(pk=wave.pk), by=by, reason="The move.", now=NOW)


def confirming(wish, by):
    return lambda: cancelling.confirm_cancellation(
        WaveCancellation.objects.select_related("wave").get(pk=wish.pk), by=by, now=NOW
    )


@TWENTY_TIMES
def test_from_two_tabs_one_person_asks_once_and_confirms_nothing(_, wave, ines):
    steering_member(wave)

    asked = at_once(*[asking(wave, ines)] * 2)
    wish = wave.cancellations.get()
    own = at_once(*[confirming(wish, ines)] * 2)

    assert sorted(type(answer).__name__ for answer in asked) == ["NotAllowed", "WaveCancellation"]
    assert [type(answer) for answer in own] == [NotAllowed] * 2
    wave.refresh_from_db()
    assert wave.status == "recruiting"


@TWENTY_TIMES
def test_confirmed_by_several_and_taken_back_at_once_it_ends_one_way(_, wave, ines):
    people = [steering_member(wave) for _ in range(3)]
    wish = asking(wave, ines)()

    answers = at_once(
        *[confirming(wish, person) for person in people],
        lambda: cancelling.take_back(wish, by=ines, now=NOW + timedelta(hours=1)),
    )

    assert sum(not isinstance(answer, NotAllowed) for answer in answers) == 1
    wish.refresh_from_db()
    assert_one_story(wave)
    assert (wave.status == "cancelled") == (wish.confirmed_by is not None)


# --- a step that creates thousands of rows ----------------------------------------------------------------


class Death(Exception):
    """The worker is gone."""


class DiesAt:
    """Lets a connection write ``count`` times; at the next statement the server loses it."""

    def __init__(self, count):
        self.count, self.written = count, 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith("SELECT"):
            self.written += 1
            if self.written > self.count:
                connection.connection.close()  # what a kill -9 is to the server: it takes everything back
                raise Death
        return execute(sql, params, many, context)


def about_to_run():
    """A wave whose sessions can start: three pairs, three sessions each."""
    pair, coordinator = running_pair()
    for _ in range(2):
        make_pair(wave=pair.wave, coach=pair.coach)
    Wave.objects.filter(pk=pair.wave_id).update(status=Wave.Status.PREPARING, session_count=3)
    return Wave.objects.get(pk=pair.wave_id), coordinator


def rows_of_a_start():
    """Everything that the step writes, counted."""
    models = (
        Session,
        AgendaItem,
        CoachCheckin,
        UnplacedSession,
        Survey,
        SurveyQuestion,
        StatusChange,
        Notice,
    )
    return {model.__name__: model.objects.count() for model in models}


def test_a_step_that_dies_at_any_statement_leaves_nothing_and_can_be_taken_again():
    wave, coordinator = about_to_run()
    nothing = rows_of_a_start()

    def start():
        fresh = Wave.objects.get(pk=wave.pk)
        waves.step_wave(fresh, to="running", by=coordinator, now=timezone.now(), reason="Early.")

    deaths = 0
    for count in range(200):
        try:
            with connection.execute_wrapper(DiesAt(count)):
                start()
        except Death:
            connection.close()
            deaths += 1
            wave.refresh_from_db()
            assert (wave.status, rows_of_a_start()) == ("preparing", nothing), count
        else:
            break

    wave.refresh_from_db()
    assert deaths > 8
    assert wave.status == "running"
    assert Session.objects.filter(pair__wave=wave).count() == 9
    assert wave.history.count() == 1


@TWENTY_TIMES
def test_who_withdraws_while_a_wave_begins_is_out_of_it_with_no_dates_left(_):
    wave, coordinator = about_to_run()
    pair = wave.pairs.first()
    leaving = wave.applications.get(person=pair.mentor)

    def start():
        fresh = Wave.objects.get(pk=wave.pk)
        waves.step_wave(fresh, to="running", by=coordinator, now=timezone.now(), reason="Early.")

    answers = at_once(start, lambda: withdraw(leaving, now=timezone.now()))

    assert [answer for answer in answers if isinstance(answer, NotAllowed)] == []
    leaving.refresh_from_db()
    pair.refresh_from_db()
    wave.refresh_from_db()
    assert (wave.status, leaving.status, pair.status) == ("running", "withdrawn", "ended")
    assert not Session.objects.filter(pair=pair).booked().exists()
    assert Session.objects.filter(pair__wave=wave).booked().count() == 6
