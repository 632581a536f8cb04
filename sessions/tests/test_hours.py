"""The hours of a month: all sessions of the pair in it, no other's, and a word when they are far too many."""

from datetime import date

import pytest

from pairing.tests.factories import make_pair
from sessions.hours import AGREED, FAR_ABOVE, hours_around
from sessions.models import TimeSpent
from sessions.tests.factories import make_session

pytestmark = pytest.mark.django_db


def spent(session, **minutes):
    TimeSpent.objects.create(session=session, **minutes)
    return session


@pytest.fixture
def pair():
    return make_pair()


def test_a_month_is_that_of_the_pair_and_the_calendar(pair):
    first = spent(make_session(pair=pair, on=date(2026, 9, 1)), research=60, preparing=50, in_session=60)
    spent(make_session(pair=pair, number=2, on=date(2026, 9, 30)), notes=45)
    spent(make_session(pair=pair, number=3, on=date(2026, 10, 1)), notes=500)
    spent(make_session(on=date(2026, 9, 2)), notes=500)

    own, month = hours_around(first)

    assert own.total == 170
    assert (month.name, month.minutes, month.clock) == ("September", 215, "3:35")


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, False), (AGREED, False), (FAR_ABOVE, False), (361, True)]
)
def test_only_far_above_is_said(client, pair, minutes, expected):
    session = spent(make_session(pair=pair), research=minutes)
    client.force_login(pair.mentor)

    page = client.get(session.get_absolute_url()).content.decode()

    assert ("Far above four hours" in page) == expected


def test_a_month_without_hours_is_empty(pair):
    own, month = hours_around(make_session(pair=pair))

    assert own.total == month.minutes == 0 and not TimeSpent.objects.exists()


def test_nobody_else_is_told(client, pair):
    session = spent(make_session(pair=pair), research=900)
    for person in (pair.mentee, pair.coach):
        client.force_login(person)
        assert "Far above" not in client.get(session.get_absolute_url()).content.decode()
