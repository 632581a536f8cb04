"""How pairs are getting on: the state of each session, and the signals that somebody should look.

Process only: what happened and when, never what was said. A constant number of statements for any
number of pairs.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from pairing.models import Pair

from .models import NOTE_GRACE, CoachCheckin, Session

WORST_FIRST = ("risk", "watch", "ok", "ended")
WORDS = {"risk": "Needs help", "watch": "On watch", "ok": "On track", "ended": "Concluded"}
MOVED_OFTEN = 2


@dataclass(frozen=True)
class Signal:
    """One reason to look at a pair: how pressing, a sentence, and since when, where that is known."""

    tone: str
    sentence: str
    since: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """Where one pair stands: a state per session, the signals, and the worst of them."""

    states: tuple
    signals: tuple
    tone: str

    @property
    def word(self):
        return WORDS[self.tone]

    @property
    def held(self):
        return sum(state in ("noted", "held") for state in self.states)

    @property
    def noted(self):
        return self.states.count("noted")

    @property
    def reason(self):
        """The most pressing signal in words, or an empty string."""
        return self.signals[0].sentence if self.signals else ""

    @property
    def since(self):
        """When the most pressing signal began, or None."""
        return self.signals[0].since if self.signals else None


def current_number(windows, today):
    """The session whose window opened last (`programs.waves.windows_of`), 0 before the first."""
    return sum(window.first <= today for window in windows)


def session_facts(pair_ids):
    """``{pair: [(number, status, starts_at, note posted, times moved)]}`` in one statement."""
    facts = defaultdict(list)
    rows = Session.objects.filter(pair__in=pair_ids).order_by("pair", "number")
    for pair_id, *fact in rows.values_list(
        "pair", "number", "status", "starts_at", "note__posted_at", "times_moved"
    ):
        facts[pair_id].append(fact)
    return facts


def state_of(status, starts_at, posted_at, *, pair_ended, now):
    """The square of one session in the strip (design: solid, half, dotted box, red box, faint, dash)."""
    if status == Session.Status.HELD:
        return "noted" if posted_at else "held"
    if pair_ended or status == Session.Status.CANCELLED:
        return "ended" if pair_ended else "todo"
    if status == Session.Status.MISSED or starts_at < now - timedelta(days=1):
        return "late"
    return "booked" if starts_at - now < timedelta(days=21) else "todo"


def progress_of(pairs, now, facts=None):
    """``{pair.pk: Progress}`` for pairs that carry their wave; ``facts`` where they are known already."""
    pairs = list(pairs)
    facts = session_facts([pair.pk for pair in pairs]) if facts is None else facts
    last_checkins = dict(
        CoachCheckin.objects.filter(pair__in=pairs, held_on__isnull=False)
        .values_list("pair")
        .annotate(last=Max("held_on"))
        .values_list("pair", "last")
    )
    return {
        pair.pk: progress_from(pair, facts.get(pair.pk, []), last_checkins.get(pair.pk), now)
        for pair in pairs
    }


def progress_from(pair, facts, last_checkin_on, now):
    """The progress of one pair from its sessions' facts; reads nothing."""
    ended = pair.status == Pair.Status.ENDED
    states = tuple(
        state_of(status, starts_at, posted_at, pair_ended=ended, now=now)
        for _, status, starts_at, posted_at, _ in facts
    )
    if ended:
        return Progress(states, (), "ended")
    found = [
        signal
        for signal in (
            paused(pair),
            session_overdue(facts, states, now),
            long_apart(pair, facts, now),
            moved_often(facts, now),
            notes_missing(facts, now),
            checkin_late(pair, last_checkin_on, now),
        )
        if signal
    ]
    found.sort(key=lambda signal: WORST_FIRST.index(signal.tone))
    return Progress(states, tuple(found), found[0].tone if found else "ok")


def paused(pair):
    return Signal("watch", "Paused") if pair.status == Pair.Status.PAUSED else None


def session_overdue(facts, states, now):
    """A session whose time went by without anybody saying what became of it."""
    late = [
        (number, starts_at)
        for (number, _, starts_at, _, _), state in zip(facts, states, strict=True)
        if state == "late"
    ]
    if not late:
        return None
    number, starts_at = late[0]
    days = (now - starts_at).days
    tone = "risk" if len(late) > 1 or days >= 10 else "watch"
    words = f"Session {number} window passed without a date"
    return Signal(tone, words if len(late) == 1 else f"{words}, and {len(late) - 1} more", starts_at)


def long_apart(pair, facts, now):
    """No meeting for twice the cadence although one was held before and more are to come."""
    held = [starts_at for _, status, starts_at, _, _ in facts if status == Session.Status.HELD]
    if not held or len(held) == len(facts) or pair.status != Pair.Status.ACTIVE:
        return None
    days = (now - max(held)).days
    if days > 2 * pair.wave.cadence_days:
        since = max(held) + timedelta(days=2 * pair.wave.cadence_days)
        return Signal("risk", f"{days} days since they met", since)
    return None


def moved_often(facts, now):
    for number, status, _, _, times_moved in facts:
        if status in Session.BOOKED and times_moved >= MOVED_OFTEN:
            tone = "risk" if times_moved > MOVED_OFTEN else "watch"
            return Signal(tone, f"Session {number} moved {times_moved} times")
    return None


def notes_missing(facts, now):
    missing = [
        (number, starts_at)
        for number, status, starts_at, posted_at, _ in facts
        if status == Session.Status.HELD and not posted_at and starts_at < now - NOTE_GRACE
    ]
    if not missing:
        return None
    tone = "risk" if len(missing) > 2 else "watch"
    since = missing[0][1] + NOTE_GRACE
    if len(missing) == 1:
        return Signal(tone, f"Notes for session {missing[0][0]} not in", since)
    return Signal(tone, f"Notes for {len(missing)} sessions not in", since)


def checkin_late(pair, last_checkin_on, now):
    """No coach check-in for longer than the wave's quota would spread them."""
    wave = pair.wave
    if not wave.coach_meetings or pair.status != Pair.Status.ACTIVE:
        return None
    gap = timedelta(days=(wave.sessions_end_on - wave.sessions_start_on).days // wave.coach_meetings)
    since = last_checkin_on or wave.sessions_start_on
    if now.date() - since > gap + timedelta(days=14):
        return Signal("watch", "No coach check-in for a while")
    return None
