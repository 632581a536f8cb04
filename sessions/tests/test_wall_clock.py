from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.wall_clock import instant, is_skipped, local

ZONES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})
OFFICE_HOURS = st.times(time(9), time(17)).map(lambda at: at.replace(second=0, microsecond=0))


@settings(deadline=None, max_examples=400)
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    at=OFFICE_HOURS,
    cadence=st.integers(1, 45),
)
def test_a_series_keeps_its_hour_in_every_zone(zone, first, at, cadence):
    days = [first + timedelta(days=cadence * number) for number in range(7)]

    shown = [local(instant(day, at, zone), zone) for day in days if not is_skipped(day, at, zone)]

    assert shown == [(day, at) for day in days if not is_skipped(day, at, zone)]


@pytest.mark.parametrize(
    ("zone", "on", "typed", "shown"),
    [
        ("Europe/Paris", date(2026, 3, 29), time(2, 30), time(3, 30)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), time(3, 30)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), time(2, 40)),
    ],
)
def test_a_time_that_the_clock_skips_moves_forward(zone, on, typed, shown):
    assert is_skipped(on, typed, zone)
    assert local(instant(on, typed, zone), zone) == (on, shown)


def test_of_a_time_that_comes_twice_the_first_is_meant():
    found = instant(date(2026, 11, 1), time(1, 30), "America/New_York")

    assert found == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert found.astimezone(ZoneInfo("America/New_York")).fold == 0


def test_three_weeks_on_the_wall_are_not_always_three_weeks_of_hours():
    before = instant(date(2026, 10, 20), time(10), "America/New_York")
    after = instant(date(2026, 11, 10), time(10), "America/New_York")

    assert after - before == timedelta(days=21, hours=1)
