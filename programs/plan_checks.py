"""What is said beneath the calendar of a plan: whether it fits, whom a holiday hits, what it runs into.

Each check is a tone and a sentence; one that stands against the plan says what would help.
"""

from dataclasses import dataclass
from datetime import timedelta

from . import calendar, dates
from .models import ProgramRole, Wave
from .words import counted, listed

WHOLE_DAYS = {
    "applications_open_on": "Applications open",
    "pairs_announced_on": "Pairs are announced",
    "launch_on": "The launch is",
}
LONGEST_BETWEEN = timedelta(days=370)


@dataclass(frozen=True)
class Check:
    tone: str
    sentence: str
    help: str = ""


def checks(wave, plan, found, *, value, places, today):
    """Every check of one plan; ``value`` reads a field of the form, ``places`` counts mentees by location."""
    short = calendar.too_short(plan, today=today)
    return [
        Check("risk", short) if short else Check("ok", "All sessions fit"),
        *people_hit(found, places, today),
        *days_off_named(value, plan, today),
        *other_waves(wave, plan, today),
        *coaches_short(wave, value("capacity")),
    ]


def people_hit(found, places, today):
    """How many mentees have no holiday of their own state within a window, and who has."""
    total = sum(places.values())
    if not total:
        return
    hit = {}
    for window in found:
        for day, name, states in window.inside:
            for state in states:
                if places.get(state):
                    hit.setdefault((day, name, window.number), []).append(state)
    touched = {state for states in hit.values() for state in states}
    free = total - sum(count for state, count in places.items() if state in touched)
    yield Check("ok" if free == total else "watch", f"No clashes for {free} of {counted(total, 'mentee')}")
    for (day, name, number), states in sorted(hit.items()):
        people = sum(places[state] for state in states)
        yield Check(
            "watch",
            f"{name} in {listed(states)} falls into session {number} for {counted(people, 'mentee')}",
            f"Tick {dates.short_day(day, today=today)} under “Days to avoid”, or leave it to the pairs.",
        )


def days_off_named(value, plan, today):
    """Dates that fall on a weekend or a holiday."""
    for name, said in WHOLE_DAYS.items():
        day = value(name)
        if day is None or abs(day - plan.starts_on) > LONGEST_BETWEEN:
            continue
        closed = {**calendar.days_off(day, day + timedelta(days=14)), **plan.blocked}
        if not calendar.is_open(day, closed):
            what = closed.get(day) or "a weekend"
            better = dates.day(calendar.next_open(day, closed), today=today)
            yield Check("watch", f"{said} on {dates.day(day, today=today)}: {what}", f"{better} is open.")


def other_waves(wave, plan, today):
    """Waves of the same program whose sessions run at the same time."""
    others = (
        Wave.objects.filter(
            program=wave.program_id, sessions_start_on__lte=plan.ends_on, sessions_end_on__gte=plan.starts_on
        )
        .exclude(pk=wave.pk)
        .exclude(status=Wave.Status.CANCELLED)
        .order_by("number")
    )
    for other in others:
        last = dates.day(other.sessions_end_on, today=today)
        soonest = dates.day(calendar.workday(other.sessions_end_on + timedelta(days=1)), today=today)
        yield Check(
            "watch",
            f"Sessions overlap with those of wave {other.number}, which run until {last}",
            f"Start on {soonest} or later to learn from it first.",
        )


def coaches_short(wave, pairs):
    """Whether the coaches have room for so many pairs."""
    room = room_of(wave.program_id)
    if pairs is not None and room["pairs"] < pairs:
        yield Check(
            "watch",
            f"{counted(room['coaches'], 'coach', 'coaches')}, room for {room['pairs']} of {pairs} pairs",
            "Name another coach in step 2, or raise a limit.",
        )


def room_of(program_id):
    limits = list(
        ProgramRole.objects.filter(
            program=program_id, role=ProgramRole.Role.COACH, person__is_active=True
        ).values_list("capacity", flat=True)
    )
    return {"coaches": len(limits), "pairs": sum(limits)}


def room_said(program_id):
    """The hint beside the number of pairs."""
    room = room_of(program_id)
    if not room["coaches"]:
        return "No coach is named yet."
    return f"{counted(room['coaches'], 'coach', 'coaches')}, room for {counted(room['pairs'], 'pair')}."
