from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import calendar
from sessions.planning import WEEKDAYS, Diary, Frame, Pair, Person, Unplaced, plan, plan_checkins, suits
from sessions.wall_clock import instant

NEW_YORK, CHICAGO, LOS_ANGELES, TOKYO = (
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Asia/Tokyo",
)
HALF_DAYS = [f"{day}-{half}" for day in WEEKDAYS for half in ("am", "pm")]
SEVEN = tuple(range(1, 8))
QUARTER_CLOSE = {date(2026, 12, 28) + timedelta(days=days): "Quarter close" for days in range(5)}


def frame_of(
    starts_on=date(2026, 9, 8),
    ends_on=date(2027, 2, 19),
    *,
    first_day=None,
    minutes=60,
    cadence=21,
    blocked=(),
):
    wave = calendar.Plan(starts_on, ends_on, 7, cadence, dict(blocked))
    return Frame(wave, first_day or starts_on, minutes)


FRAME = frame_of()
WINDOWS = calendar.windows(FRAME.plan)


def pairs(count, *, half_days=(), zones=(NEW_YORK, NEW_YORK)):
    return [
        Pair(
            number,
            Person(2 * number, zones[0], frozenset(half_days)),
            Person(2 * number + 1, zones[1], frozenset(half_days)),
            SEVEN,
            coach=9000 + number % 4,
        )
        for number in range(1, count + 1)
    ]


def taken(plan, pairs, minutes=60):
    """Who sits where when, as the plan has it."""
    people = {pair.pk: (pair.mentor.pk, pair.mentee.pk) for pair in pairs}
    for placed in plan.placed:
        for person in people[placed.pair]:
            start = placed.slot.starts_at
            yield person, start, start + timedelta(minutes=minutes)


def clashes(busy):
    by_person = {}
    for person, start, end in sorted(busy):
        by_person.setdefault(person, []).append((start, end))
    return [
        (person, first, second)
        for person, times in by_person.items()
        for first, second in zip(times, times[1:], strict=False)
        if second[0] < first[1]
    ]


people = st.builds(
    Person,
    pk=st.integers(1, 12),
    zone=st.sampled_from([NEW_YORK, CHICAGO, LOS_ANGELES, "America/Phoenix", "Europe/London"]),
    half_days=st.frozensets(st.sampled_from(HALF_DAYS), max_size=6),
)


@settings(deadline=None, max_examples=60)
@given(
    mentors=st.lists(people, min_size=1, max_size=8),
    first=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    off=st.sets(st.integers(0, 160), max_size=40),
    cadence=st.sampled_from([7, 10, 14, 21, 28]),
    minutes=st.sampled_from([30, 60, 90]),
    late=st.sampled_from([0, 0, 5, 30, 120]),
)
def test_a_plan_keeps_every_rule(mentors, first, off, cadence, minutes, late):
    by_pk = {person.pk: person for person in mentors}  # somebody may sit in several pairs
    mentors = [by_pk[person.pk] for person in mentors]
    wanted = [
        Pair(
            number,
            mentor,
            Person(100 + number, NEW_YORK),
            SEVEN,
            days_off=frozenset({first + timedelta(days=number)}),
        )
        for number, mentor in enumerate(mentors)
    ]
    frame = frame_of(
        first,
        first + timedelta(days=170),
        first_day=first + timedelta(days=late),
        minutes=minutes,
        cadence=cadence,
        blocked={first + timedelta(days=days): "Kept free" for days in off},
    )
    closed = calendar.closed_days(frame.plan)

    found = plan(wanted, frame, Diary())

    assert len(found.placed) + len(found.unplaced) == 7 * len(wanted)
    assert clashes(taken(found, wanted, minutes)) == []
    pair_of = {pair.pk: pair for pair in wanted}
    for placed in found.placed:
        pair, slot = pair_of[placed.pair], placed.slot
        assert calendar.is_open(slot.on, closed)
        assert frame.first_day <= slot.on <= frame.last_day
        assert slot.on not in pair.days_off
        assert slot.starts_at == instant(slot.on, slot.at, pair.mentee.zone)
        for person in (pair.mentor, pair.mentee):
            assert suits(person, slot.starts_at, minutes, any_half_day=not placed.suits_both)
    assert in_order(found)
    assert plan(wanted, frame, Diary()) == found


def test_the_hour_on_the_mentees_clock_stays_when_the_clocks_change():
    found = plan(pairs(1), FRAME, Diary())

    assert len({placed.slot.at for placed in found.placed}) == 1
    assert len({placed.slot.starts_at.time() for placed in found.placed}) == 2


def in_order(found):
    """Whether no pair has a session before an earlier one."""
    by_pair = {}
    for placed in sorted(found.placed, key=lambda placed: (placed.pair, placed.number)):
        by_pair.setdefault(placed.pair, []).append(placed.slot.on)
    return all(day < later for days in by_pair.values() for day, later in zip(days, days[1:], strict=False))


def test_a_pair_keeps_its_weekday_and_meets_a_cadence_apart():
    free = frame_of(date(2026, 3, 2), date(2026, 8, 28))  # no holiday falls on a Monday that would count

    days = [placed.slot.on for placed in plan(pairs(1), free, Diary()).placed]

    assert Counter(day.weekday() for day in days).most_common(1)[0][1] >= 5
    assert days[1] - days[0] == timedelta(days=21)


def test_every_session_lies_in_the_window_that_the_set_up_page_shows():
    shown = frame_of(blocked=QUARTER_CLOSE)
    windows = calendar.windows(shown.plan)
    many = pairs(60, half_days=["mon-am", "tue-am", "tue-pm", "thu-am", "fri-pm"])

    found = plan(many, shown, Diary())

    assert any(window.moved_weeks for window in windows)
    assert len(found.placed) == 420
    assert [placed for placed in found.placed if not windows[placed.number - 1].holds(placed.slot.on)] == []
    assert in_order(found)


@pytest.mark.parametrize("count", [10, 50, 200])
def test_every_window_is_filled_from_its_first_day_to_its_last(count):
    found = plan(pairs(count), FRAME, Diary())

    for window in WINDOWS:
        a_day = Counter(placed.slot.on for placed in found.placed if placed.number == window.number)
        open_days = [
            day
            for day in calendar.span(window.first, window.last)
            if calendar.is_open(day, calendar.closed_days(FRAME.plan))
        ]
        fair = -(-count // len(open_days))
        assert set(a_day) == set(open_days)
        assert max(a_day.values()) <= 2 * fair


def test_a_few_pairs_do_not_sit_in_the_first_days_of_the_window():
    found = plan(pairs(3), FRAME, Diary())

    days = sorted(placed.slot.on for placed in found.placed if placed.number == 2)
    assert days[-1] - days[0] >= timedelta(days=7)


def test_the_pairs_of_one_day_meet_at_different_hours():
    found = plan(pairs(50), FRAME, Diary())

    hours = Counter((placed.slot.on, placed.slot.at) for placed in found.placed if placed.number == 3)
    assert max(hours.values()) == 1


def test_a_state_holiday_of_either_keeps_the_pair_away_from_that_day():
    usual = plan(pairs(1), FRAME, Diary()).placed[2].slot.on
    (pair,) = pairs(1)

    found = plan([replace(pair, days_off=frozenset({usual}))], FRAME, Diary()).placed[2].slot

    assert found.on != usual
    assert WINDOWS[2].holds(found.on)


def test_a_session_whose_window_has_no_hour_left_goes_to_the_next_free_day():
    window = WINDOWS[1]
    taken_up = Diary(
        (2, instant(day, time(8), NEW_YORK), instant(day, time(18), NEW_YORK))
        for day in calendar.span(window.first, window.last)
    )

    found = plan(pairs(1), FRAME, taken_up)

    assert window.last < found.placed[1].slot.on < WINDOWS[2].first
    assert len(found.placed) == 7


def test_a_missing_session_finds_its_place_between_those_around_it():
    (pair,) = pairs(1)
    booked = {1: date(2026, 9, 9), 2: date(2026, 10, 9), 4: date(2026, 10, 22)}

    found = plan([replace(pair, numbers=(3,), booked=booked)], FRAME, Diary()).placed

    assert [booked[2] < placed.slot.on < booked[4] for placed in found] == [True]


def test_named_half_days_are_kept():
    found = plan(pairs(6, half_days=["wed-am", "thu-pm"]), FRAME, Diary())

    assert {placed.suits_both for placed in found.placed} == {True}
    for placed in found.placed:
        assert (placed.slot.on.weekday(), placed.slot.at < time(12)) in {(2, True), (3, False)}


def test_without_a_common_half_day_any_working_hour_does_and_the_plan_says_so():
    pair = Pair(
        1, Person(1, NEW_YORK, frozenset({"mon-am"})), Person(2, NEW_YORK, frozenset({"fri-pm"})), SEVEN
    )

    found = plan([pair], FRAME, Diary())

    assert [placed.suits_both for placed in found.placed] == [False] * 7


def test_people_whose_working_hours_never_meet_are_listed_with_the_reason():
    found = plan(pairs(1, zones=(NEW_YORK, TOKYO)), FRAME, Diary())

    assert found.placed == []
    assert found.unplaced[0] == Unplaced(1, 1, "Their working hours do not overlap.")


def test_a_taken_hour_moves_the_session_to_the_next_that_fits():
    free = plan(pairs(1), FRAME, Diary()).placed[0].slot
    busy = Diary([(2, free.starts_at, free.starts_at + timedelta(minutes=60))])

    found = plan(pairs(1), FRAME, busy).placed[0].slot

    assert found.on == free.on
    assert found.at != free.at


def test_a_pair_that_starts_late_meets_more_often():
    late = frame_of(first_day=date(2026, 12, 1))

    days = [placed.slot.on for placed in plan(pairs(1), late, Diary()).placed]

    assert len(days) == 7
    assert min(days) >= late.first_day
    assert max(days) <= FRAME.last_day


def test_a_wave_planned_within_its_first_window_uses_what_is_left_of_it():
    within = frame_of(first_day=WINDOWS[0].last - timedelta(days=1))

    found = plan(pairs(8), within, Diary())

    assert all(WINDOWS[placed.number - 1].holds(placed.slot.on) for placed in found.placed)
    assert len({placed.slot.on for placed in found.placed if placed.number == 2}) >= 6


def test_what_does_not_fit_before_the_end_is_listed():
    found = plan(pairs(1), frame_of(ends_on=date(2026, 9, 30)), Diary())

    assert [placed.number for placed in found.placed] == [1, 2]
    assert found.unplaced[0] == Unplaced(
        1, 3, "The wave's sessions end on September 30, before the window of session 3 opens."
    )


def test_five_hundred_pairs_are_planned_at_once_and_quickly():
    many = pairs(500, half_days=HALF_DAYS[:6], zones=(CHICAGO, NEW_YORK))
    begun = process_time()

    found = plan(many, FRAME, Diary())

    assert process_time() - begun < 3.5  # a second for a thousand sessions
    assert len(found.placed) == 3500
    assert clashes(taken(found, many)) == []


def test_checkins_are_spread_and_no_coach_has_more_than_two_a_day():
    wanted = pairs(24)

    found = plan_checkins(wanted, FRAME, 3)

    assert len(found) == 72
    assert max(Counter((coach, day) for _, coach, day in found).values()) <= 2
    assert not {day for _, _, day in found} & set(calendar.closed_days(FRAME.plan))
    assert {day.weekday() for _, _, day in found} <= {0, 1, 2, 3, 4}


def test_working_hours_are_those_of_each_person():
    ten = datetime(2026, 9, 8, 10, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)

    assert suits(Person(1, NEW_YORK), ten, 60)
    assert not suits(Person(1, LOS_ANGELES), ten, 60)
    assert not suits(Person(1, NEW_YORK), ten + timedelta(hours=6, minutes=30), 60)
