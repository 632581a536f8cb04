"""The coach's pairs, worst first, with their two lanes: sessions above, check-ins below."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from pairing.models import Pair
from programs.words import spelled

from .models import CoachCheckin, Session
from .progress import WORST_FIRST, Progress, progress_of

WIDTH, SESSIONS_AT, CHECKINS_AT = 760, 23, 40
MARGIN = 12
KINDS = {"noted": "held", "held": "held", "late": "miss", "booked": "book", "todo": "book", "ended": "end"}
WORDS = {"held": "held", "miss": "passed without an outcome", "book": "booked", "end": "concluded"}


@dataclass
class Row:
    """One pair on the page."""

    pair: Pair
    progress: Progress
    sessions: list = field(default_factory=list)
    checkins: list = field(default_factory=list)
    circles: list = field(default_factory=list)
    diamonds: list = field(default_factory=list)

    @property
    def said(self):
        """The picture in words."""
        count = defaultdict(int)
        for _, kind in self.circles:
            count[WORDS[kind]] += 1
        parts = [f"{number} {word}" for word, number in count.items()]
        held = sum(done for _, done in self.diamonds)
        return f"Sessions: {', '.join(parts) or 'none yet'}; {held} check-ins held"

    @property
    def line(self):
        """The thread from the first session to the last."""
        return (self.circles[0][0], self.circles[-1][0]) if len(self.circles) > 1 else None

    @property
    def checkins_held(self):
        return sum(checkin.held_on is not None for checkin in self.checkins)

    @property
    def next_checkin_on(self):
        return next((checkin.planned_on for checkin in self.checkins if checkin.held_on is None), None)


def caseload_of(coach, now, *, chosen=None):
    """Rows, scale and the chosen pair, in a constant number of statements."""
    pairs = list(
        Pair.objects.filter(coach=coach, status__in=(Pair.Status.ACTIVE, Pair.Status.PAUSED))
        .exclude(wave__status__in=("closed", "cancelled"))
        .with_people()
        .order_by("pk")
    )
    progress = progress_of(pairs, now)
    rows = sorted(
        (Row(pair, progress[pair.pk]) for pair in pairs),
        key=lambda row: (WORST_FIRST.index(row.progress.tone), -len(row.progress.signals), row.pair.pk),
    )
    fill(rows, coach)
    scale = Scale.over(rows, timezone.localdate(now))
    for row in rows:
        draw(row, scale)
    selected = next((row for row in rows if row.pair.pk == chosen), rows[0] if rows else None)
    return {
        "rows": rows,
        "selected": selected,
        "scale": scale,
        "week": week_of(selected.pair.wave, scale.today) if selected else 0,
        "news": news(rows),
        "next_checkin": next_checkin(rows),
        "now": now,
    }


def fill(rows, coach):
    by_pair = {row.pair.pk: row for row in rows}
    for session in Session.objects.filter(pair__in=by_pair).order_by("starts_at"):
        by_pair[session.pair_id].sessions.append(session)
    for checkin in CoachCheckin.objects.visible_to(coach).filter(pair__in=by_pair).order_by("planned_on"):
        by_pair[checkin.pair_id].checkins.append(checkin)


@dataclass(frozen=True)
class Scale:
    """Days to places along the picture."""

    first: date
    last: date
    today: date

    @classmethod
    def over(cls, rows, today):
        days = [today]
        for row in rows:
            days += [row.pair.wave.sessions_start_on, row.pair.wave.sessions_end_on]
        return cls(min(days), max(*days, min(days) + timedelta(days=28)), today)

    def x(self, day):
        room = WIDTH - 2 * MARGIN
        return round(MARGIN + room * (day - self.first).days / (self.last - self.first).days, 1)

    @property
    def today_x(self):
        return self.x(self.today)

    @property
    def today_box(self):
        return min(max(self.today_x - 25, 0), WIDTH - 50)

    @property
    def today_text(self):
        return self.today_box + 25

    @property
    def months(self):
        """``(x, text x, word)`` of the first of each month; none under "Today"."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                x = self.x(day)
                hidden = abs(x + 14 - self.today_text) < 42
                found.append((x, x + 4, "" if hidden else f"{day:%b}"))
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def draw(row, scale):
    """Places of the circles and diamonds of one row."""
    states = {number: KINDS[state] for number, state in enumerate(row.progress.states, start=1)}
    by_number = sorted(row.sessions, key=lambda session: session.number)
    kinds = {session.pk: states.get(place) for place, session in enumerate(by_number, start=1)}
    row.circles = [
        (scale.x(timezone.localdate(session.starts_at)), kinds[session.pk])
        for session in row.sessions
        if session.status != Session.Status.CANCELLED
    ]
    row.diamonds = [
        (scale.x(checkin.held_on or checkin.planned_on), checkin.held_on is not None)
        for checkin in row.checkins
    ]


def news(rows):
    """The page's heading: how many need what."""
    tones = [row.progress.tone for row in rows]
    help_, watch = tones.count("risk"), tones.count("watch")
    parts = []
    if help_:
        parts.append(f"{spelled(help_)} {'pair needs' if help_ == 1 else 'pairs need'} help")
    if watch:
        noun = ("is" if watch == 1 else "are") if help_ else ("pair is" if watch == 1 else "pairs are")
        parts.append(f"{spelled(watch)} {noun} on watch")
    if parts:
        return "; ".join(parts).capitalize()
    if rows:
        return f"{spelled(len(rows))} {'pair' if len(rows) == 1 else 'pairs'} on track".capitalize()
    return "Your caseload"


def week_of(wave, today):
    return max((today - wave.sessions_start_on).days // 7 + 1, 0)


def next_checkin(rows):
    """The row with the next planned check-in."""
    waiting = [row for row in rows if row.next_checkin_on]
    return min(waiting, key=lambda row: row.next_checkin_on, default=None)
