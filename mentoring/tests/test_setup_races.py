"""Several people at one set-up at once: calling a wave off ends one way, whoever presses what."""

from datetime import UTC, datetime, timedelta

import pytest

from programs import cancelling
from programs.lifecycle import NotAllowed
from programs.models import ProgramRole, Wave, WaveCancellation
from programs.tests.factories import make_person, make_program, make_role, make_wave

from .racing import assert_one_story, at_once

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
