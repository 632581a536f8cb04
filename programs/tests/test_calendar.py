from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.calendar import (
    ORDER,
    Plan,
    date_mistakes,
    days_off,
    holidays_of_some,
    next_start,
    proposed_dates,
    state_of,
    stretches,
    too_short,
    window_days,
    windows,
)

TODAY = date(2026, 9, 7)
START = date(2027, 1, 25)


def week_from(first, reason="Quarter close"):
    return {first + timedelta(days=number): reason for number in range(5)}


def days_of(found):
    return [(window.first, window.last) for window in found]


def test_seven_sessions_three_weeks_apart_around_holidays_and_quarter_close():
    found = windows(Plan(START, date(2027, 6, 18), blocked=week_from(date(2027, 3, 29))))

    assert days_of(found) == [
        (date(2027, 1, 25), date(2027, 2, 5)),
        (date(2027, 2, 16), date(2027, 2, 26)),
        (date(2027, 3, 8), date(2027, 3, 19)),
        (date(2027, 4, 5), date(2027, 4, 16)),
        (date(2027, 4, 26), date(2027, 5, 7)),
        (date(2027, 5, 17), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 6, 17)),
    ]
    assert [window.notes(START) for window in found] == [
        [],
        ["starts after Washington's Birthday"],
        [],
        ["moved a week for Quarter close"],
        [],
        [],
        [],
    ]


def test_a_single_day_off_inside_a_window_is_named():
    (window,) = windows(Plan(date(2027, 5, 24), date(2027, 6, 30), session_count=1))

    assert window.notes(TODAY) == ["not May 31, 2027: Memorial Day"]


def test_a_holiday_of_some_states_is_named_and_moves_nothing():
    plan = Plan(date(2027, 4, 12), date(2027, 6, 30), session_count=1, states=("CT", "MA"))

    (window,) = windows(plan)

    assert (window.first, window.last) == (date(2027, 4, 12), date(2027, 4, 23))
    assert window.notes(date(2027, 1, 1)) == ["not Apr 19: Patriots' Day in MA"]


def test_sessions_that_do_not_fit_are_told_with_the_day_they_need():
    plan = Plan(START, date(2027, 6, 11), blocked=week_from(date(2027, 3, 29)))

    assert too_short(plan, today=date(2027, 1, 1)) == (
        "Session 7 needs until Thu, Jun 17. "
        "Choose that day or later, fewer sessions, or less time between them."
    )
    assert too_short(Plan(START, date(2027, 6, 17)), today=TODAY) == ""


@pytest.mark.parametrize(("cadence", "days"), [(1, 1), (5, 5), (7, 7), (10, 7), (14, 7), (21, 14), (28, 21)])
def test_a_window_leaves_a_week_free_where_the_cadence_allows_it(cadence, days):
    assert window_days(cadence) == days


@settings(max_examples=150, deadline=None)
@given(
    starts_on=st.dates(date(2024, 1, 1), date(2034, 12, 31)),
    count=st.integers(1, 24),
    cadence=st.integers(1, 90),
    blocked=st.sets(st.integers(0, 400), max_size=80),
)
def test_windows_stand_in_order_open_and_close_on_working_days(starts_on, count, cadence, blocked):
    closed = {starts_on + timedelta(days=number): "blocked" for number in blocked}

    found = windows(Plan(starts_on, starts_on, count, cadence, closed))

    off = {**days_off(starts_on, found[-1].last), **closed}
    assert [window.number for window in found] == list(range(1, count + 1))
    assert found[0].first >= starts_on
    for window in found:
        assert window.first <= window.last
        assert window.last - window.first < timedelta(days=window_days(cadence))
    for before, after in zip(found, found[1:], strict=False):
        assert before.first < after.first
        if cadence >= 7:
            assert before.last < after.first
    if cadence >= 7:
        assert not any(day in off or day.weekday() > 4 for pair in days_of(found) for day in pair)


def test_dates_in_order_have_no_mistakes():
    assert list(date_mistakes(proposed_dates(START), today=TODAY)) == []


@pytest.mark.parametrize(("later", "earlier", "strictly", "_"), ORDER)
def test_each_date_before_its_predecessor_is_one_mistake_with_a_way_out(later, earlier, strictly, _):
    proposed = proposed_dates(START)
    days = {earlier: proposed[earlier], later: proposed[earlier] - timedelta(days=1)}

    ((field, sentence),) = date_mistakes(days, today=TODAY)

    assert field == later
    soonest = proposed[earlier] + timedelta(days=1 if strictly else 0)
    assert sentence.endswith(f"Choose {soonest:%a}, {soonest:%b} {soonest.day}{year_of(soonest)} or later.")


def year_of(day):
    return "" if day.year == TODAY.year else f", {day.year}"


def test_the_mistake_is_said_in_words():
    days = {"applications_open_on": date(2026, 10, 5), "applications_close_on": date(2026, 10, 2)}

    assert dict(date_mistakes(days, today=TODAY)) == {
        "applications_close_on": "Applications close on Fri, Oct 2, before they open on Mon, Oct 5. "
        "Choose Mon, Oct 5 or later."
    }


@settings(max_examples=80, deadline=None)
@given(
    start=st.dates(date(2025, 1, 1), date(2035, 12, 31)), count=st.integers(1, 12), cadence=st.integers(7, 60)
)
def test_proposed_dates_follow_each_other_and_leave_room(start, count, cadence):
    proposed = proposed_dates(start, session_count=count, cadence_days=cadence)

    plan = Plan(proposed["sessions_start_on"], proposed["sessions_end_on"], count, cadence)
    assert [field for field, _ in date_mistakes(proposed, today=TODAY) if field != "sessions_end_on"] == []
    assert too_short(plan, today=TODAY) == ""


def test_the_next_start_is_a_monday_far_enough_away_to_recruit():
    starts = {next_start(TODAY + timedelta(days=number)) for number in range(14)}

    assert {day.weekday() for day in starts} == {0}
    assert next_start(TODAY) == date(2026, 12, 14)


def test_days_blocked_in_a_row_for_one_reason_read_as_one_stretch():
    blocked = {
        date(2027, 3, 31): "Quarter close",
        date(2027, 4, 2): "Move",
        date(2027, 4, 5): "Move",
        date(2027, 4, 7): "Move",
    }

    assert stretches(blocked) == [
        (date(2027, 3, 31), date(2027, 3, 31), "Quarter close"),
        (date(2027, 4, 2), date(2027, 4, 5), "Move"),
        (date(2027, 4, 7), date(2027, 4, 7), "Move"),
    ]


@pytest.mark.parametrize(
    ("location", "state"),
    [("Hartford, CT", "CT"), ("Boston, ma", "MA"), ("London", None), ("Paris, FR", None), ("", None)],
)
def test_the_state_is_read_off_the_location(location, state):
    assert state_of(location) == state


def test_holidays_of_some_states_leave_out_those_of_all():
    found = holidays_of_some(date(2027, 4, 1), date(2027, 5, 31), ("CT", "MA", "TX"))

    assert found[date(2027, 4, 19)] == ("Patriots' Day", ("MA",))
    assert date(2027, 5, 31) not in found
