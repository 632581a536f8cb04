"""The timeline of a wave as a picture: geometry only, in the units of its viewBox."""

from dataclasses import dataclass
from datetime import date, timedelta

from programs.models import Wave

WIDTH = 1120
LEFT, RIGHT = 20, 30
NARROW = 21


@dataclass(frozen=True)
class Month:
    x: float
    name: str

    @property
    def label_x(self):
        return self.x + 7


@dataclass(frozen=True)
class Box:
    """One session's window: place, how much of it is filled by held and by booked, two captions."""

    number: int
    x: float
    width: float
    held_width: float
    booked_width: float
    caption: str
    meta: str
    is_open: bool
    is_past: bool

    @property
    def label_x(self):
        """Where the number stands: beside a bar too narrow to hold it."""
        return round(self.x + (self.held_width + 6 if 0 < self.held_width < NARROW else 10), 1)

    @property
    def booked_x(self):
        return round(self.x + self.held_width, 1)

    @property
    def halo_x(self):
        return round(self.x - 5, 1)

    @property
    def halo_width(self):
        return round(self.width + 10, 1)

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)

    @property
    def number_class(self):
        """White on a full bar, ink on an empty one."""
        if self.held_width >= NARROW:
            return "tx-on"
        return "tx-p1" if self.booked_width > 24 else "tx-1"


@dataclass(frozen=True)
class Event:
    x: float
    name: str

    @property
    def diamond(self):
        return f"M{self.x} 62l9 9-9 9-9-9z"


@dataclass(frozen=True)
class Timeline:
    months: tuple
    boxes: tuple
    events: tuple
    today_x: float | None
    words: str
    width: int = WIDTH

    @property
    def flag_x(self):
        return self.today_x - 28


def timeline(wave, windows, held, booked, pairs, today):
    """The picture of a wave; ``held`` and ``booked`` map the number of a window to a count of pairs."""
    start = min(wave.launch_on, wave.sessions_start_on) - timedelta(days=4)
    end = max(wave.sessions_end_on, windows[-1].last) + timedelta(days=4)
    scale = (WIDTH - LEFT - RIGHT) / (end - start).days

    def place(day):
        return round(LEFT + (day - start).days * scale, 1)

    boxes = tuple(
        box(window, place(window.first), place(window.last), held, booked, pairs, today) for window in windows
    )
    events = (Event(place(wave.launch_on), "Launch"), Event(place(wave.sessions_end_on), "Close"))
    is_now = start <= today <= end and wave.status == Wave.Status.RUNNING
    return Timeline(
        months=tuple(Month(place(first), first.strftime("%B")) for first in months(start, end)),
        boxes=boxes,
        events=events,
        today_x=place(today) if is_now else None,
        words=in_words(boxes),
    )


def box(window, x, end_x, held, booked, pairs, today):
    width = round(max(end_x - x, 40), 1)
    done, ahead = held.get(window.number, 0), booked.get(window.number, 0)
    is_open, is_past = window.holds(today), window.last < today
    began = done or is_open or is_past
    between = days(window.first, window.last)
    return Box(
        number=window.number,
        x=x,
        width=width,
        held_width=round(width * done / pairs, 1) if pairs else 0,
        booked_width=round(width * ahead / pairs, 1) if pairs and is_open else 0,
        caption=f"{done} of {pairs}{' held' if is_open else ''}" if began and pairs else between,
        meta=between if began and pairs else "",
        is_open=is_open,
        is_past=is_past,
    )


def days(first, last):
    """``Sep 21–Oct 2`` or ``Aug 10–21``."""
    begin = f"{first:%b} {first.day}"
    return f"{begin}–{last.day}" if first.month == last.month else f"{begin}–{last:%b} {last.day}"


def months(start, end):
    """The first days of the months between two dates."""
    day = date(start.year, start.month, 1)
    while day <= end:
        if day >= start:
            yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def in_words(boxes):
    """The picture for those who do not see it."""
    parts = [f"Session {box.number}: {box.caption}{', open now' if box.is_open else ''}." for box in boxes]
    return "Timeline of the wave. " + " ".join(parts)
