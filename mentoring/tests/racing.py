"""Setting two people on one thing at once: one deed in the middle of another, and what they press."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import holidays
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs.models import Wave
from programs.tests.factories import make_person, make_program, make_wave
from programs.tests.racing import PATIENCE, answer_of
from sessions.tests.factories import make_session

TIMES = 4
IN_A_MOMENT = 0.4  # seconds that one deed pauses in its middle: long enough for the other, or to see it wait
HOLIDAYS = holidays.country_holidays("US", subdiv="CT")


class InTheMiddle:
    """Sets ``other`` off when ``module.name`` has done its work the first time, and waits a moment."""

    def __init__(self, monkeypatch, module, name, other):
        self.other, self.done = other, getattr(module, name)
        self.pool, self.started = ThreadPoolExecutor(1), None
        self.first = threading.Lock()
        monkeypatch.setattr(module, name, self)

    def __call__(self, *args, **kwargs):
        found = self.done(*args, **kwargs)
        if self.first.acquire(blocking=False):
            self.started = self.pool.submit(answer_of, self.other)
            wait([self.started], timeout=IN_A_MOMENT)  # to its end, or until it stands before a lock of ours
        return found

    def answer(self):
        return self.started.result(PATIENCE)


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def posting(person, name, *args, **data):
    """A deed: ``person`` presses a button; answers the status."""
    client, url = browser_of(person), reverse(name, args=args)
    return lambda: client.post(url, data).status_code


def assert_one_story(thing):
    """Every step follows from the one before, and the last one is where the thing stands."""
    thing.refresh_from_db()
    steps = list(thing.history.order_by("pk").values_list("previous", "current"))
    for (_, current), (previous, _) in zip(steps, steps[1:], strict=False):
        assert current == previous, steps
    assert not steps or steps[-1][1] == thing.status


def running_pair(**facts):
    """A pair of a wave that runs today, with a coordinator."""
    coordinator = make_person()
    wave = make_wave(
        program=make_program(coordinator=coordinator), today=timezone.localdate(), status=Wave.Status.RUNNING
    )
    return make_pair(wave=wave, **facts), coordinator


def session_in(pair, days, **facts):
    return make_session(pair=pair, on=timezone.localdate() + timedelta(days=days), **facts)


def free_day(days):
    """A working day about so many days from now, whatever day the tests run on."""
    day = timezone.localdate() + timedelta(days=days)
    while day.weekday() > 4 or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def moving(person, session, days):
    """A deed: ``person`` moves a session to three o'clock on another day."""
    return posting(
        person, "session_move", session.pk, date=free_day(days).isoformat(), time="15:00", place=""
    )
