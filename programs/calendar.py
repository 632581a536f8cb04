"""The calendar that a wave's plan makes: a window of days for each session, and why it is where it is.

Pure: no database, no clock. The set-up page shows it before anything is planned, and the planning of a
pair's sessions looks for its hours inside these windows.

    windows(plan)                      the window of every session
    days_off(first, last, states)      public holidays as {day: name}
    state_of("Hartford, CT")           "CT"
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from . import dates

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
STATES = frozenset(holidays.US.subdivisions)
# a window that nothing will open within half a year is a mistake in the plan, not a long holiday
MOST_WEEKS_MOVED = 26


@dataclass(frozen=True)
class Plan:
    """What a wave says about its sessions. ``blocked`` maps days to the reason they are blocked."""

    starts_on: date
    ends_on: date
    session_count: int = 7
    cadence_days: int = 21
    blocked: Mapping[date, str] = field(default_factory=dict)
    states: Iterable[str] = ()


@dataclass(frozen=True)
class Window:
    """The days within which every pair holds one session, first and last day included.

    ``late`` names what pushed its beginning, ``moved_weeks`` by how many whole weeks, and ``inside`` the
    days off within it that nobody plans on, or that only some states have.
    """

    number: int
    first: date
    last: date
    moved_weeks: int = 0
    moved_for: str = ""
    starts_after: str = ""
    inside: tuple = ()

    def holds(self, day):
        return self.first <= day <= self.last

    def notes(self, today):
        """Why the window is where it is, in words."""
        found = []
        if self.moved_weeks:
            weeks = "a week" if self.moved_weeks == 1 else f"{self.moved_weeks} weeks"
            found.append(f"moved {weeks} for {self.moved_for}")
        if self.starts_after:
            found.append(f"starts after {self.starts_after}")
        for day, name, states in self.inside:
            where = f" in {', '.join(states)}" if states else ""
            found.append(f"not {dates.short_day(day, today=today)}: {name}{where}")
        return found


def plan_of(wave, blocked=None, states=()):
    """The plan of a wave, or of anything with its fields."""
    return Plan(
        starts_on=wave.sessions_start_on,
        ends_on=wave.sessions_end_on,
        session_count=wave.session_count,
        cadence_days=wave.cadence_days,
        blocked=blocked or {},
        states=tuple(states),
    )


def window_days(cadence_days):
    """How many days a pair has for one session: two of three weeks, never less than a week unless the
    cadence itself is shorter."""
    return min(cadence_days, max(cadence_days - 7, 7))


def stretches(blocked):
    """``(first, last, reason)`` of the days in ``blocked`` that follow each other for one reason.

    A weekend does not break a stretch.
    """
    found = []
    for day, reason in sorted(blocked.items()):
        if (
            found
            and found[-1][2] == reason
            and not any(between.weekday() < 5 for between in span(found[-1][1] + DAY, day - DAY))
        ):
            found[-1] = (found[-1][0], day, reason)
        else:
            found.append((day, day, reason))
    return found


def windows(plan):
    """One window per session, in order, a cadence apart.

    A window that loses half of its working days moves on by whole weeks, and the later ones with it; one that
    only begins or ends on days off is trimmed.
    """
    found = []
    begins = plan.starts_on
    closed = closed_days(plan)
    for number in range(1, plan.session_count + 1):
        window, begins = open_window(number, begins, plan, closed)
        found.append(window)
        begins += timedelta(days=plan.cadence_days)
    return found


def closed_days(plan):
    """Days on which nobody has a session: holidays of the whole country, and the wave's blocked days."""
    last = plan.starts_on + timedelta(days=plan.cadence_days * plan.session_count) + MOST_WEEKS_MOVED * WEEK
    return {**days_off(plan.starts_on, last), **plan.blocked}


def open_window(number, begins, plan, closed):
    """A session's window, and the day from which the next one is counted."""
    length = timedelta(days=window_days(plan.cadence_days) - 1)
    weeks, moved_for = 0, ""
    begins = workday(begins)
    while weeks < MOST_WEEKS_MOVED and crowded(begins, begins + length, closed):
        moved_for = moved_for or next(closed[day] for day in span(begins, begins + length) if day in closed)
        begins, weeks = begins + WEEK, weeks + 1
    working = [day for day in span(begins, begins + length) if is_open(day, closed)]
    first, last = (working[0], working[-1]) if working else (begins, begins + length)
    before = [closed[day] for day in span(begins, first - DAY) if day in closed and day.weekday() < 5]
    window = Window(
        number=number,
        first=first,
        last=last,
        moved_weeks=weeks,
        moved_for=moved_for,
        starts_after=before[-1] if before else "",
        inside=tuple(days_inside(first, last, plan, closed)),
    )
    return window, begins


def crowded(first, last, closed):
    """Whether half or more of the working days between two dates are closed."""
    weekdays = [day for day in span(first, last) if day.weekday() < 5]
    lost = sum(day in closed for day in weekdays)
    return lost > 0 and 2 * lost >= len(weekdays)


def days_inside(first, last, plan, closed):
    """``(day, name, states)`` of the days off within a window; no states means everybody."""
    for day in span(first, last):
        if day.weekday() < 5 and day in closed:
            yield day, closed[day], ()
    yield from (
        (day, name, states)
        for day, (name, states) in holidays_of_some(first, last, tuple(sorted(plan.states))).items()
        if day not in closed and day.weekday() < 5
    )


def is_open(day, closed):
    return day.weekday() < 5 and day not in closed


def workday(day):
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def next_open(day, closed):
    while not is_open(day, closed):
        day += DAY
    return day


def last_open(day, closed):
    while not is_open(day, closed):
        day -= DAY
    return day


def span(first, last):
    """Every day from ``first`` to ``last``, both included."""
    day = first
    while day <= last:
        yield day
        day += DAY


def runs_over(found, ends_on):
    """The last window when it ends after the last day for sessions, else None."""
    return found[-1] if found and found[-1].last > ends_on else None


# --- public holidays ----------------------------------------------------------------------------------


@cache
def holidays_in(year, state=None):
    """``{day: name}`` of one year: of the whole country, or of one state (those of the country included)."""
    return dict(holidays.US(subdiv=state, years=year))


def days_off(first, last, states=()):
    """Public holidays between two dates: those of the country, and of any of ``states``."""
    found = {}
    for year in range(first.year, last.year + 1):
        for state in (None, *states):
            for day, name in holidays_in(year, state).items():
                if first <= day <= last:
                    found.setdefault(day, name)
    return found


def holidays_of_some(first, last, states):
    """Holidays that only some of ``states`` have: ``{day: (name, states)}``."""
    everywhere = days_off(first, last)
    found = {}
    for state in states:
        for day, name in days_off(first, last, (state,)).items():
            if day not in everywhere:
                known, others = found.get(day, (name, ()))
                found[day] = (known, (*others, state))
    return dict(sorted(found.items()))


def state_of(location):
    """The state in a location such as "Hartford, CT", or None."""
    code = location.rpartition(",")[2].strip().upper()
    return code if code in STATES else None


# --- the dates of a wave against each other ---------------------------------------------------------------

# (date, the one before it, whether it must be later and not only no earlier, what is wrong)
ORDER = (
    (
        "applications_close_on",
        "applications_open_on",
        False,
        "Applications close on {it}, before they open on {other}.",
    ),
    (
        "selection_ends_on",
        "applications_close_on",
        True,
        "The selection ends on {it}, but applications are open until {other}.",
    ),
    (
        "pairs_announced_on",
        "selection_ends_on",
        False,
        "Pairs are announced on {it}, before the selection ends on {other}.",
    ),
    (
        "launch_on",
        "pairs_announced_on",
        False,
        "The launch is on {it}, before pairs are announced on {other}.",
    ),
    ("sessions_start_on", "launch_on", False, "Sessions start on {it}, before the launch on {other}."),
    ("sessions_end_on", "sessions_start_on", True, "Sessions end on {it}, but they start on {other}."),
    (
        "review_ends_on",
        "sessions_end_on",
        False,
        "The review ends on {it}, before the sessions end on {other}.",
    ),
)


def date_mistakes(days, *, today):
    """``(field, sentence)`` for each date that does not follow the one before it."""
    for later, earlier, strictly, sentence in ORDER:
        it, other = days.get(later), days.get(earlier)
        if it is None or other is None:
            continue
        soonest = other + DAY if strictly else other
        if it < soonest:
            said = sentence.format(it=dates.day(it, today=today), other=dates.day(other, today=today))
            yield later, f"{said} Choose {dates.day(soonest, today=today)} or later."


def too_short(plan, *, today):
    """What is wrong when the sessions do not fit before their last day, or nothing."""
    over = runs_over(windows(plan), plan.ends_on)
    if over is None:
        return ""
    return (
        f"Session {plan.session_count} needs until {dates.day(over.last, today=today)}. "
        "Choose that day or later, fewer sessions, or less time between them."
    )


# --- proposing dates ----------------------------------------------------------------------------------


def proposed_dates(sessions_start_on, *, session_count=7, cadence_days=21, blocked=None):
    """Every other date of a wave, from the day on which its sessions are to start."""
    start = sessions_start_on
    plan = Plan(start, start, session_count, cadence_days, blocked or {})
    closed = {**days_off(start - 15 * WEEK, start), **plan.blocked}

    def monday_before(weeks):
        day = start - weeks * WEEK
        return next_open(day - timedelta(days=day.weekday()), closed)

    opens_on = monday_before(13)
    announced_on = monday_before(3)
    ends_on = windows(plan)[-1].last
    return {
        "applications_open_on": opens_on,
        "applications_close_on": last_open(opens_on + timedelta(days=25), closed),
        "selection_ends_on": monday_before(5),
        "pairs_announced_on": announced_on,
        "launch_on": min(max(announced_on, next_open(start - WEEK, closed)), start),
        "sessions_start_on": start,
        "sessions_end_on": ends_on,
        "review_ends_on": ends_on + 4 * WEEK,
    }


def next_start(today):
    """A Monday far enough away to recruit, select and pair before it."""
    day = today + timedelta(days=98)
    return day + timedelta(days=-day.weekday() % 7)
