"""Planning the sessions of a wave: plain data in, plain data out, the same result for the same input.

Each pair gets a weekday and an hour of its own and keeps them, as one does in an office: "every third
Tuesday at ten". Weekdays and hours are given out so that the wave is spread over the week. A session whose
day is off or whose hour is taken moves to the next day that fits.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .wall_clock import instant

DAY_BEGINS, NOON, DAY_ENDS = time(9), time(12), time(17)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
# full hours first, mid-morning and mid-afternoon before the edges of the day
TIMES = tuple(
    time(*clock)
    for clock in (
        [(10, 0), (14, 0), (11, 0), (15, 0), (9, 0), (13, 0), (16, 0), (12, 0)]
        + [(hour, 30) for hour in (10, 14, 9, 15, 11, 13, 12, 16)]
    )
)
CHECKINS_A_DAY = 2


@dataclass(frozen=True)
class Person:
    """Somebody to find time with. No half days named: any working hour suits."""

    pk: int
    zone: str
    half_days: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    pk: int
    mentor: Person
    mentee: Person
    numbers: tuple[int, ...]
    coach: int | None = None


@dataclass(frozen=True)
class Frame:
    """What the wave sets: when, how often, how long, and which days are off."""

    first_day: date
    last_day: date
    minutes: int
    cadence_days: int
    days_off: frozenset[date] = frozenset()

    def is_open(self, day):
        return self.first_day <= day <= self.last_day and day.weekday() < 5 and day not in self.days_off


@dataclass(frozen=True)
class Slot:
    """A time on the mentee's clock, and the instant it is."""

    on: date
    at: time
    starts_at: datetime


@dataclass(frozen=True)
class Placed:
    pair: int
    number: int
    slot: Slot
    suits_both: bool  # False: within working hours, but not a half day that both named


@dataclass(frozen=True)
class Unplaced:
    pair: int
    number: int
    reason: str


@dataclass
class Plan:
    placed: list[Placed] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


class Diary:
    """Who is taken when."""

    def __init__(self, taken=()):
        self.taken = defaultdict(list)
        for person, start, end in taken:
            self.book(person, start, end)

    def book(self, person, start, end):
        self.taken[person].append((start, end))

    def is_free(self, person, start, end):
        return all(end <= begun or start >= over for begun, over in self.taken[person])


def suits(person: Person, starts_at: datetime, minutes: int, *, any_half_day=False) -> bool:
    """Whether a meeting lies in a person's working hours and in half days that they named."""
    zone = ZoneInfo(person.zone)
    start = starts_at.astimezone(zone)
    end = (starts_at + timedelta(minutes=minutes)).astimezone(zone)
    if start.weekday() > 4 or start.date() != end.date():
        return False
    if start.time() < DAY_BEGINS or end.time() > DAY_ENDS:
        return False
    if any_half_day or not person.half_days:
        return True
    halves = {"am"} if end.time() <= NOON else {"pm"} if start.time() >= NOON else {"am", "pm"}
    return all(f"{WEEKDAYS[start.weekday()]}-{half}" in person.half_days for half in halves)


def plan(pairs: list[Pair], frame: Frame, diary: Diary) -> Plan:
    """Sessions for all pairs at once; those with the fewest possible hours choose first."""
    result, load = Plan(), Counter()
    choices = {pair.pk: weekly_hours(pair, frame) for pair in pairs}
    for pair in sorted(pairs, key=lambda pair: (len(choices[pair.pk]), pair.pk)):
        if choices[pair.pk]:
            weekday, at = min(choices[pair.pk], key=lambda hour: weight(hour, load, len(pair.numbers)))
            place_pair(pair, frame, diary, weekday, at, load, result)
        else:
            reason = "Their working hours do not overlap."
            result.unplaced += [Unplaced(pair.pk, number, reason) for number in pair.numbers]
    result.placed.sort(key=lambda placed: (placed.pair, placed.number))
    result.unplaced.sort(key=lambda unplaced: (unplaced.pair, unplaced.number))
    return result


def weekly_hours(pair: Pair, frame: Frame) -> list[tuple[int, time]]:
    """Weekdays and hours (mentee's clock) that suit both; if there are none, those within working hours."""
    for any_half_day in (False, True):
        found = [
            (weekday, at)
            for weekday in range(5)
            for at in TIMES
            if suits_pair(pair, slot(pair, first_of(weekday, frame), at), frame, any_half_day=any_half_day)
        ]
        if found:
            return found
    return []


def first_of(weekday, frame):
    """The first such weekday of the frame."""
    return frame.first_day + timedelta(days=(weekday - frame.first_day.weekday()) % 7)


def slot(pair, on, at):
    return Slot(on, at, instant(on, at, pair.mentee.zone))


def suits_pair(pair, slot, frame, *, any_half_day):
    return all(
        suits(person, slot.starts_at, frame.minutes, any_half_day=any_half_day)
        for person in (pair.mentee, pair.mentor)
    )


def weight(hour, load, sessions):
    """How much the wave already meets on that weekday, then at that very hour."""
    weekday, at = hour
    return load[weekday] // max(sessions, 1), load[hour], TIMES.index(at), weekday


def place_pair(pair, frame, diary, weekday, at, load, result):
    """The pair's sessions, one cadence apart, each on its day or the nearest one that fits."""
    first = first_of(weekday, frame)
    cadence = fitting_cadence(frame, first, len(pair.numbers))
    previous = frame.first_day - timedelta(days=1)
    for index, number in enumerate(pair.numbers):
        ideal = first + timedelta(days=index * cadence)
        found = nearest_slot(pair, frame, diary, ideal, at, after=previous, cadence=cadence)
        if found is None:
            reason = why_not(frame, ideal, previous)
            result.unplaced.append(Unplaced(pair.pk, number, reason))
            continue
        chosen, suits_both = found
        end = chosen.starts_at + timedelta(minutes=frame.minutes)
        for person in (pair.mentor, pair.mentee):
            diary.book(person.pk, chosen.starts_at, end)
        load[chosen.on.weekday()] += 1
        load[chosen.on.weekday(), chosen.at] += 1
        previous = chosen.on
        result.placed.append(Placed(pair.pk, number, chosen, suits_both))


def fitting_cadence(frame, first, count):
    """The wave's cadence, or for a pair that starts late one down to half of it, so that all sessions fit."""
    if count < 2:
        return frame.cadence_days
    room = (frame.last_day - first).days // (count - 1)
    return max(min(frame.cadence_days, room), (frame.cadence_days + 1) // 2, 1)


def nearest_slot(pair, frame, diary, ideal, at, *, after, cadence):
    """The first free time on or after the ideal day, else before it; half days that suit both go first."""
    reach = range(max(cadence, 5))
    days = [ideal + timedelta(days=days) for days in reach]
    days += [ideal - timedelta(days=days) for days in reach if days]
    days = [day for day in days if day > after and frame.is_open(day)]
    times = [at, *(other for other in TIMES if other != at)]
    for any_half_day in (False, True):
        for day in days:
            for clock in times:
                found = slot(pair, day, clock)
                if suits_pair(pair, found, frame, any_half_day=any_half_day) and is_free(
                    pair, found, frame, diary
                ):
                    return found, not any_half_day
    return None


def is_free(pair, slot, frame, diary):
    end = slot.starts_at + timedelta(minutes=frame.minutes)
    return diary.is_free(pair.mentee.pk, slot.starts_at, end) and diary.is_free(
        pair.mentor.pk, slot.starts_at, end
    )


def why_not(frame, ideal, previous):
    if ideal > frame.last_day or previous >= frame.last_day:
        return f"The wave's sessions end on {frame.last_day:%B} {frame.last_day.day}, before there is room."
    return f"No hour is free for both around {ideal:%B} {ideal.day}."


def plan_checkins(pairs: list[Pair], frame: Frame, meetings: int, until: date) -> list[tuple[int, int, date]]:
    """``(pair, coach, day)``: check-ins spread over the run of sessions, at most two a day for a coach."""
    load, found = Counter(), []
    days_of_run = (min(until, frame.last_day) - frame.first_day).days
    for pair in sorted(pairs, key=lambda pair: pair.pk):
        if pair.coach is None:
            continue
        for number in range(1, meetings + 1):
            day = frame.first_day + timedelta(days=round(days_of_run * number / (meetings + 1)))
            while not frame.is_open(day) or load[pair.coach, day] >= CHECKINS_A_DAY or load[pair.pk, day, 0]:
                day += timedelta(days=1)
                if day > frame.last_day:
                    break
            else:
                load[pair.coach, day] += 1
                load[pair.pk, day, 0] += 1
                found.append((pair.pk, pair.coach, day))
    return found
