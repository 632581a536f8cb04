"""Four key figures of a running wave against its plan, and how its mentors got here."""

from dataclasses import dataclass

from django.db.models import Count, Q

from pairing.models import Pair
from programs.models import Application
from programs.words import counted, spelled
from sessions.models import Session

from . import surveys

USUAL_DROP_OUT = (10, 15)
NOTES_AIM, REPLIES_AIM = 90, 75
NOTES_WITHIN_DAYS = 5
FUNNEL_TOP, FUNNEL_BOTTOM, FUNNEL_WIDTH = 8, 62, 1120


@dataclass(frozen=True)
class Measure:
    """One key figure against its plan; percents of the bar, ``band`` a usual range."""

    name: str
    value: str
    base: str
    percent: float
    mark: float | None
    band: tuple | None
    note: str


@dataclass(frozen=True)
class Stage:
    """One step of the funnel."""

    name: str
    count: int
    height: float
    next_height: float
    share: int | None
    x: int
    width: int

    @property
    def path(self):
        """The bar, level at first and sloping to the height of the stage that follows."""
        level, end = self.x + 0.62 * self.width, self.x + self.width
        slope = f"H{level:.1f}L{end:.1f} {self.next_height}"
        return f"M{self.x} {FUNNEL_BOTTOM}V{self.height}{slope}V{FUNNEL_BOTTOM}z"

    @property
    def name_x(self):
        return self.x + 10 + 8 * len(str(self.count))

    @property
    def end_x(self):
        return self.x + self.width - 8


def measures(wave, pairs, running, held, number, today):
    due = max(number - 1, 1)
    notes = note_counts(wave)
    answered, asked = surveys.replies(wave, today)
    ended = len(pairs) - len(running)
    plan = round(0.9 * len(running))
    through = held.get(due, 0)
    return [
        Measure(
            f"Through session {due}",
            str(through),
            f"of {len(running)} pairs",
            percent(through, len(running)),
            percent(plan, len(running)),
            None,
            f"Plan for today is {plan}" + (f": {spelled(plan - through)} short" if plan > through else ""),
        ),
        Measure(
            "Drop-out",
            str(ended),
            f"of {len(pairs)} pairs, {percent(ended, len(pairs))}%",
            min(100, 4 * percent(ended, len(pairs))),
            None,
            (4 * USUAL_DROP_OUT[0], 4 * USUAL_DROP_OUT[1]),
            f"Usual range by the close: {USUAL_DROP_OUT[0]}–{USUAL_DROP_OUT[1]}%",
        ),
        share("Notes in within 5 days", notes, NOTES_AIM, "note", "notes"),
        share("Survey replies", (answered, asked), REPLIES_AIM, "reply", "replies"),
    ]


def note_counts(wave):
    """``(notes posted within five days, sessions held)``."""
    held = Session.objects.held().filter(pair__wave=wave).exclude(pair__status=Pair.Status.ENDED)
    rows = list(held.values_list("starts_at", "note__posted_at"))
    in_time = sum(bool(posted) and (posted - start).days < NOTES_WITHIN_DAYS for start, posted in rows)
    return in_time, len(rows)


def share(name, parts, aim, one, many):
    done, base = parts
    if not base:
        return Measure(name, "–", "none due yet", 0, aim, None, f"Aim is {aim}%")
    short = max(0, -(-aim * base // 100) - done)
    note = f"Aim is {aim}%" + (f": {counted(short, one, many)} short" if short else "")
    return Measure(name, f"{percent(done, base)}%", f"{done} of {base}", percent(done, base), aim, None, note)


def funnel(wave):
    """How mentors got here: counts of each stage and the heights of its bar."""
    counts = Application.objects.filter(wave=wave, side=Application.Side.MENTOR).aggregate(
        started=Count("pk", distinct=True),
        submitted=Count("pk", filter=~Q(status=Application.Status.DRAFT), distinct=True),
        recommended=Count("pk", filter=Q(recommendations__status="received"), distinct=True),
        accepted=Count("pk", filter=Q(status=Application.Status.ACCEPTED), distinct=True),
    )
    active = (
        Pair.objects.filter(
            wave=wave, status__in=(Pair.Status.ACTIVE, Pair.Status.PAUSED, Pair.Status.COMPLETED)
        )
        .values("mentor")
        .distinct()
        .count()
    )
    stages = [
        ("Started", counts["started"]),
        ("Submitted", counts["submitted"]),
        ("Recommended", counts["recommended"]),
        ("Accepted", counts["accepted"]),
        ("In a pair", active),
    ]
    if not counts["started"]:
        return []
    top = max(count for _, count in stages)

    def height(count):
        return round(FUNNEL_BOTTOM - (FUNNEL_BOTTOM - FUNNEL_TOP) * count / top, 1)

    following = [count for _, count in stages[1:]] + [stages[-1][1]]
    width = FUNNEL_WIDTH // len(stages)
    return [
        Stage(
            name,
            count,
            height(count),
            height(after),
            percent(after, count) if index < len(stages) - 1 else None,
            index * width,
            width,
        )
        for index, ((name, count), after) in enumerate(zip(stages, following, strict=True))
    ]


def percent(part, whole):
    """Whole percent; nothing of nothing is 0."""
    return round(100 * part / whole) if whole else 0
