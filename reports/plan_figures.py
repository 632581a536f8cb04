"""Four key figures of a running wave against its plan."""

from dataclasses import dataclass

from programs.models import Wave
from programs.waves import has_begun
from programs.words import counted, spelled
from sessions.models import Session

from . import surveys
from .measures import ENOUGH_SESSIONS

Status = Wave.Status

USUAL_DROP_OUT = (10, 15)
THROUGH_AIM, NOTES_AIM, REPLIES_AIM, ENOUGH_AIM = 90, 90, 75, 70
NOTES_WITHIN_DAYS = 5


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


def measures(figures):
    """How far the wave is, how many gave up, whether notes and replies come in."""
    if not figures.pairs:
        return []
    ended = len(figures.pairs) - len(figures.running)
    lost = percent(ended, len(figures.pairs))
    return [
        went_the_distance(figures) if has_begun(figures.wave, Status.REVIEWING) else through(figures),
        Measure(
            "Drop-out",
            str(ended),
            f"of {counted(len(figures.pairs), 'pair')}, {lost}%",
            min(100, 4 * lost),
            None,
            (4 * USUAL_DROP_OUT[0], 4 * USUAL_DROP_OUT[1]),
            f"Usual range by the close: {USUAL_DROP_OUT[0]}–{USUAL_DROP_OUT[1]}%",
        ),
        share("Notes in within 5 days", note_counts(figures), NOTES_AIM, "note", "notes"),
        replies(figures),
    ]


def through(figures):
    """How many pairs are through the session before the one whose window opened last."""
    running, due = len(figures.running), max(figures.number - 1, 1)
    done, plan = figures.held.get(due, 0), round(THROUGH_AIM * running / 100)
    return Measure(
        f"Through session {due}",
        str(done),
        f"of {counted(running, 'pair')}",
        percent(done, running),
        percent(plan, running),
        None,
        f"Plan for today is {plan}" + (f": {spelled(plan - done)} short" if plan > done else ""),
    )


def went_the_distance(figures):
    """How many of all pairs held at least five sessions (O1)."""
    enough = sum(
        sum(status == Session.Status.HELD for _, status, *_ in figures.facts.get(pair.pk, ()))
        >= ENOUGH_SESSIONS
        for pair in figures.pairs
    )
    return share(
        f"At least {spelled(ENOUGH_SESSIONS)} sessions",
        (enough, len(figures.pairs)),
        ENOUGH_AIM,
        "pair",
        "pairs",
    )


def note_counts(figures):
    """``(notes posted within five days, sessions held)``."""
    held = [
        (starts_at, posted_at)
        for _, status, starts_at, posted_at, _ in figures.sessions
        if status == Session.Status.HELD
    ]
    in_time = sum(bool(posted) and (posted - start).days < NOTES_WITHIN_DAYS for start, posted in held)
    return in_time, len(held)


def replies(figures):
    """Replies to the surveys that have opened; of fewer than five people asked nothing is said."""
    answered, asked = surveys.replies(figures.wave, figures.today, figures.running)
    if 0 < asked < surveys.SMALLEST_GROUP:
        return Measure(
            "Survey replies", "–", "fewer than five asked", 0, REPLIES_AIM, None, f"Aim is {REPLIES_AIM}%"
        )
    return share("Survey replies", (answered, asked), REPLIES_AIM, "reply", "replies")


def share(name, parts, aim, one, many):
    done, base = parts
    if not base:
        return Measure(name, "–", "none due yet", 0, aim, None, f"Aim is {aim}%")
    short = max(0, -(-aim * base // 100) - done)
    note = f"Aim is {aim}%" + (f": {counted(short, one, many)} short" if short else "")
    return Measure(name, f"{percent(done, base)}%", f"{done} of {base}", percent(done, base), aim, None, note)


def percent(part, whole):
    """Whole percent; nothing of nothing is 0."""
    return round(100 * part / whole) if whole else 0
