"""Planning the sessions of a wave: plain data in, plain data out, the same result for the same input.

Every session lies in its window, the days that the set-up page shows (`programs.calendar`). Each pair gets
a day of the window and an hour of its own and keeps them, as one does in an office: "the second Tuesday at
ten". Days and hours are given out so that the wave is spread over the whole window. A session whose day is
off or whose hour is taken moves to a near day of the window, and out of the window only when none fits.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from programs import calendar

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
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """Somebody to find time with. No half days named: any working hour suits."""

    pk: int
    zone: str
    half_days: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Two people to plan for: the sessions they lack, the days of those they have, and their days off."""

    pk: int
    mentor: Person
    mentee: Person
    numbers: tuple[int, ...]
    coach: int | None = None
    booked: Mapping[int, date] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Frame:
    """What the wave sets: its plan of windows, how long a session is, and the first day one can be on."""

    plan: calendar.Plan
    first_day: date
    minutes: int

    @property
    def last_day(self):
        return self.plan.ends_on


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


def suits(
    person: Person, starts_at: datetime, minutes: int, *, any_half_day=False, hours=(DAY_BEGINS, DAY_ENDS)
) -> bool:
    """Whether a meeting lies in a person's working hours, or others, and in half days that they named."""
    zone = ZoneInfo(person.zone)
    start = starts_at.astimezone(zone)
    end = (starts_at + timedelta(minutes=minutes)).astimezone(zone)
    if start.weekday() > 4 or start.date() != end.date():
        return False
    if start.time() < hours[0] or end.time() > hours[1]:
        return False
    if any_half_day or not person.half_days:
        return True
    halves = {"am"} if end.time() <= NOON else {"pm"} if start.time() >= NOON else {"am", "pm"}
    return all(f"{WEEKDAYS[start.weekday()]}-{half}" in person.half_days for half in halves)


class Windows:
    """The wave's windows, and the days within them that can be booked. Worked out once for all pairs."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.closed = calendar.closed_days(frame.plan)
        self.windows = calendar.windows(frame.plan)

    def of(self, pair):
        """The wave's, or closer ones for a pair that begins after the first has closed."""
        is_late = not pair.booked and self.windows[0].last < self.frame.first_day
        return self.closer if is_late else self.windows

    @cached_property
    def closer(self):
        """The rest of the wave's time divided anew, at down to half of its cadence."""
        cadence = self.frame.plan.cadence_days
        for days in range(cadence, max(cadence // 2, 1) - 1, -1):
            plan = replace(self.frame.plan, starts_on=self.frame.first_day, cadence_days=days)
            found = calendar.windows(plan)
            if calendar.runs_over(found, plan.ends_on) is None:
                break
        return found

    def open_days(self, first, last):
        first, last = max(first, self.frame.first_day), min(last, self.frame.last_day)
        return [day for day in calendar.span(first, last) if calendar.is_open(day, self.closed)]

    def inside(self, window):
        return self.open_days(window.first, window.last)

    def after(self, window):
        """Where a session goes for which the window has no hour left."""
        first = max(window.last + DAY, self.frame.first_day)
        return self.open_days(first, first + timedelta(days=self.frame.plan.cadence_days))


class Loads:
    """How many pairs have their usual day and hour where, and how full each day of each window is."""

    def __init__(self, pairs):
        self.pairs = pairs
        self.usual, self.days = Counter(), Counter()

    def weight(self, place, at):
        """What counts against a place, least first: pairs on that day, at that very hour, an odd hour."""
        return self.usual[place], self.usual[place, at], TIMES.index(at), apart(place)

    def keep(self, place, at):
        self.usual[place] += 1
        self.usual[place, at] += 1

    def shares(self, number, day, days_open):
        """How often a day has its fair share of the wave's sessions of that number already."""
        return self.days[number, day] * days_open // self.pairs


def apart(place):
    """Orders the days of a window so that each falls into a wide gap that the ones before it left."""
    week, weekday = place
    return int(f"{5 * week + weekday:08b}"[::-1], 2)


def plan(pairs: list[Pair], frame: Frame, diary: Diary) -> Plan:
    """Sessions for all pairs at once; those with the fewest possible hours choose first."""
    result, windows, loads = Plan(), Windows(frame), Loads(len(pairs))
    choices = {pair.pk: weekly_hours(pair, frame) for pair in pairs}
    for pair in sorted(pairs, key=lambda pair: (len(choices[pair.pk]), pair.pk)):
        if choices[pair.pk]:
            place_pair(pair, windows, diary, choices[pair.pk], loads, result)
        else:
            reason = "Their working hours do not overlap."
            result.unplaced += [Unplaced(pair.pk, number, reason) for number in pair.numbers]
    result.placed.sort(key=lambda placed: (placed.pair, placed.number))
    result.unplaced.sort(key=lambda unplaced: (unplaced.pair, unplaced.number))
    return result


def weekly_hours(pair: Pair, frame: Frame) -> list[tuple[int, time]]:
    """Weekdays and hours (mentee's clock) that suit both; if there are none, those within working hours."""
    monday = frame.first_day + DAY * (-frame.first_day.weekday() % 7)
    for any_half_day in (False, True):
        found = [
            (weekday, at)
            for weekday in range(5)
            for at in TIMES
            if suits_pair(
                pair, slot(pair, monday + weekday * DAY, at), frame.minutes, any_half_day=any_half_day
            )
        ]
        if found:
            return found
    return []


def slot(pair, on, at):
    return Slot(on, at, instant(on, at, pair.mentee.zone))


def suits_pair(pair, slot, minutes, *, any_half_day):
    return all(
        suits(person, slot.starts_at, minutes, any_half_day=any_half_day)
        for person in (pair.mentee, pair.mentor)
    )


def place_pair(pair, windows, diary, choices, loads, result):
    """The pair's sessions in order, each in its window: on the pair's usual day or one near it."""
    own = windows.of(pair)
    place, at = usual_place(choices, own, windows, loads)
    loads.keep(place, at)
    days = dict(pair.booked)
    for number in pair.numbers:
        window = own[number - 1]
        after = max((day for other, day in days.items() if other < number), default=date.min)
        before = min((day for other, day in days.items() if other > number), default=date.max)
        inside = by_nearness(number, window, place, windows, loads)
        for candidates in (inside, windows.after(window)):
            free = [day for day in candidates if after < day < before and day not in pair.days_off]
            if found := first_slot(pair, windows.frame.minutes, diary, free, at):
                break
        else:
            result.unplaced.append(Unplaced(pair.pk, number, why_not(number, window, windows.frame)))
            continue
        chosen, suits_both = found
        end = chosen.starts_at + timedelta(minutes=windows.frame.minutes)
        for person in (pair.mentor, pair.mentee):
            diary.book(person.pk, chosen.starts_at, end)
        days[number] = chosen.on
        loads.days[number, chosen.on] += 1
        result.placed.append(Placed(pair.pk, number, chosen, suits_both))


def usual_place(choices, own, windows, loads):
    """``((week, weekday), hour)``: the day of the window that the pair keeps, where the wave meets least."""
    hours = defaultdict(list)
    for weekday, at in choices:
        hours[weekday].append(at)
    roomy = max(own, key=lambda window: (len(windows.inside(window)), -window.number))
    places = [divmod((day - monday_of(roomy)).days, 7) for day in windows.inside(roomy)]
    possible = [(place, at) for place in places for at in hours[place[1]]]
    return min(
        possible or [((0, weekday), at) for weekday, at in choices], key=lambda found: loads.weight(*found)
    )


def monday_of(window):
    return window.first - DAY * window.first.weekday()


def by_nearness(number, window, place, windows, loads):
    """The days of a window for one pair: its usual one, then the nearest that are not too full yet."""
    week, weekday = place
    usual = monday_of(window) + week * WEEK + weekday * DAY
    days = windows.inside(window)
    return sorted(
        days,
        key=lambda day: (
            day != usual,
            loads.shares(number, day, len(days)),
            abs(day - usual),
            day < usual,
        ),
    )


def first_slot(pair, minutes, diary, days, at):
    """The first free time on these days; half days that suit both go before other working hours.

    Answers the slot and whether it suits both, or None.
    """
    times = [at, *(other for other in TIMES if other != at)]
    for any_half_day in (False, True):
        for day in days:
            for clock in times:
                found = slot(pair, day, clock)
                if suits_pair(pair, found, minutes, any_half_day=any_half_day) and is_free(
                    pair, found, minutes, diary
                ):
                    return found, not any_half_day
    return None


def is_free(pair, slot, minutes, diary):
    end = slot.starts_at + timedelta(minutes=minutes)
    return diary.is_free(pair.mentee.pk, slot.starts_at, end) and diary.is_free(
        pair.mentor.pk, slot.starts_at, end
    )


def why_not(number, window, frame):
    if window.first > frame.last_day:
        last = f"{frame.last_day:%B} {frame.last_day.day}"
        return f"The wave's sessions end on {last}, before the window of session {number} opens."
    days = f"{window.first:%B} {window.first.day} and {window.last:%B} {window.last.day}"
    return f"No hour is free for both between {days}."


def plan_checkins(pairs: list[Pair], frame: Frame, meetings: int) -> list[tuple[int, int, date]]:
    """``(pair, coach, day)``: check-ins spread over the run of sessions, at most two a day for a coach."""
    load, found, windows = Counter(), [], Windows(frame)
    until = min(windows.windows[-1].last, frame.last_day)
    days_of_run = (until - frame.first_day).days
    for pair in sorted(pairs, key=lambda pair: pair.pk):
        if pair.coach is None:
            continue
        for number in range(1, meetings + 1):
            around = frame.first_day + timedelta(days=round(days_of_run * number / (meetings + 1)))
            for day in windows.open_days(around, frame.last_day):
                if day in pair.days_off or load[pair.coach, day] >= CHECKINS_A_DAY or load[pair.pk, day, 0]:
                    continue
                load[pair.coach, day] += 1
                load[pair.pk, day, 0] += 1
                found.append((pair.pk, pair.coach, day))
                break
    return found
