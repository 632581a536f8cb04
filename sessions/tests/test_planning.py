from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

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
FRAME = Frame(date(2026, 9, 8), date(2027, 2, 19), minutes=60, cadence_days=21)


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
)
def test_a_plan_keeps_every_rule(mentors, first, off, cadence, minutes):
    by_pk = {person.pk: person for person in mentors}  # somebody may sit in several pairs
    mentors = [by_pk[person.pk] for person in mentors]
    wanted = [
        Pair(number, mentor, Person(100 + number, NEW_YORK), SEVEN) for number, mentor in enumerate(mentors)
    ]
    frame = Frame(
        first,
        first + timedelta(days=170),
        minutes,
        cadence,
        frozenset(first + timedelta(days=days) for days in off),
    )

    found = plan(wanted, frame, Diary())

    assert len(found.placed) + len(found.unplaced) == 7 * len(wanted)
    assert clashes(taken(found, wanted, minutes)) == []
    pair_of = {pair.pk: pair for pair in wanted}
    for placed in found.placed:
        pair, slot = pair_of[placed.pair], placed.slot
        assert frame.is_open(slot.on)
        assert slot.starts_at == instant(slot.on, slot.at, pair.mentee.zone)
        for person in (pair.mentor, pair.mentee):
            assert suits(person, slot.starts_at, minutes, any_half_day=not placed.suits_both)
    assert plan(wanted, frame, Diary()) == found


def test_the_hour_on_the_mentees_clock_stays_when_the_clocks_change():
    found = plan(pairs(1), FRAME, Diary())

    assert len({placed.slot.at for placed in found.placed}) == 1
    assert len({placed.slot.starts_at.time() for placed in found.placed}) == 2


def test_sessions_are_a_cadence_apart():
    days = [placed.slot.on for placed in plan(pairs(1), FRAME, Diary()).placed]

    assert {later - day for day, later in zip(days, days[1:], strict=False)} == {timedelta(days=21)}


def test_a_wave_is_spread_over_the_week():
    found = plan(pairs(50), FRAME, Diary())

    firsts = Counter(placed.slot.on.weekday() for placed in found.placed if placed.number == 1)
    hours = Counter(
        (placed.slot.on.weekday(), placed.slot.at) for placed in found.placed if placed.number == 1
    )
    assert set(firsts) == {0, 1, 2, 3, 4}
    assert max(firsts.values()) - min(firsts.values()) <= 1
    assert max(hours.values()) <= 2


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
    late = Frame(date(2026, 12, 1), FRAME.last_day, 60, 21)

    days = [placed.slot.on for placed in plan(pairs(1), late, Diary()).placed]

    assert len(days) == 7
    assert max(days) <= FRAME.last_day


def test_what_does_not_fit_before_the_end_is_listed():
    short = Frame(date(2026, 9, 8), date(2026, 9, 30), 60, 21)

    found = plan(pairs(1), short, Diary())

    assert [placed.number for placed in found.placed] == [1, 2, 3]
    assert found.unplaced[0].reason.startswith("The wave’s sessions end") or found.unplaced[
        0
    ].reason.startswith("The wave's sessions end on September 30")


def test_fifty_pairs_are_planned_at_once_and_quickly():
    many = pairs(50, half_days=HALF_DAYS[:6], zones=(CHICAGO, NEW_YORK))
    begun = perf_counter()

    found = plan(many, FRAME, Diary())

    assert perf_counter() - begun < 2
    assert len(found.placed) == 350
    assert clashes(taken(found, many)) == []


def test_checkins_are_spread_and_no_coach_has_more_than_two_a_day():
    wanted = pairs(24)

    found = plan_checkins(wanted, FRAME, 3, date(2027, 2, 2))

    assert len(found) == 72
    assert max(Counter((coach, day) for _, coach, day in found).values()) <= 2
    assert all(FRAME.is_open(day) for _, _, day in found)


def test_working_hours_are_those_of_each_person():
    ten = datetime(2026, 9, 8, 10, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)

    assert suits(Person(1, NEW_YORK), ten, 60)
    assert not suits(Person(1, LOS_ANGELES), ten, 60)
    assert not suits(Person(1, NEW_YORK), ten + timedelta(hours=6, minutes=30), 60)
