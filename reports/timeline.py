"""The timeline of a wave as a picture: geometry only, in the units of its viewBox."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from programs.models import Wave
from programs.waves import has_begun

WIDTH = 1120
LEFT, RIGHT = 20, 30
NARROW = 21
ABOVE, BELOW = 50, 105
LETTER = 6.6  # about the width of one, for keeping names apart


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
    to_book: int = 0
    days: str = ""

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
    """A day of the wave's own; its name stands above, or below where it would touch the one before."""

    x: float
    name: str
    on: date
    name_y: int = ABOVE

    @property
    def diamond(self):
        return f"M{self.x} 62l9 9-9 9-9-9z"


@dataclass(frozen=True)
class Line:
    """One entry of the timeline as a list, for narrow screens: past, open now, or to come."""

    on: date
    name: str
    detail: str
    state: str


@dataclass(frozen=True)
class Timeline:
    months: tuple
    boxes: tuple
    events: tuple
    lines: tuple
    today_x: float | None
    words: str
    width: int = WIDTH

    @property
    def flag_x(self):
        return self.today_x - 28


def timeline(wave, windows, held, booked, pairs, today):
    """The picture of a wave; ``held`` and ``booked`` map the number of a window to a count of pairs."""
    named = list(days_of(wave))
    start = min(day for day, _ in named) - timedelta(days=4)
    end = max(*(day for day, _ in named), windows[-1].last) + timedelta(days=4)
    scale = (WIDTH - LEFT - RIGHT) / (end - start).days

    def place(day):
        return round(LEFT + (day - start).days * scale, 1)

    boxes = tuple(
        box(window, place(window.first), place(window.last), held, booked, pairs, today) for window in windows
    )
    events = apart([Event(place(day), name, day) for day, name in named])
    is_now = start <= today <= end and not wave.is_over
    return Timeline(
        months=tuple(Month(place(first), first.strftime("%B")) for first in months(start, end)),
        boxes=boxes,
        events=events,
        lines=in_a_list(boxes, windows, events, today),
        today_x=place(today) if is_now else None,
        words=in_words(boxes),
    )


def days_of(wave):
    """The days worth a mark: until the launch those of recruiting too, afterwards the review."""
    if not has_begun(wave, Wave.Status.RUNNING):
        yield wave.applications_open_on, "Open"
        yield wave.applications_close_on, "Last day"
        yield wave.selection_ends_on, "Selection"
        yield wave.pairs_announced_on, "Pairs"
    yield wave.launch_on, "Launch"
    yield wave.sessions_end_on, "Close"
    if has_begun(wave, Wave.Status.REVIEWING):
        yield wave.review_ends_on, "Review"


def apart(events):
    """Names that would touch the one before stand below their mark."""
    placed, free_from = [], 0
    for event in sorted(events, key=lambda event: event.x):
        half = LETTER * len(event.name) / 2
        fits = event.x - half >= free_from
        placed.append(event if fits else replace(event, name_y=BELOW))
        free_from = event.x + half if fits else free_from
    return tuple(placed)


def in_a_list(boxes, windows, events, today):
    """Windows and marks in the order of their days."""
    lines = [
        Line(
            window.first,
            f"Session {box.number}",
            ", ".join(filter(None, [days(window.first, window.last), list_detail(box)])),
            "now" if box.is_open else "done" if box.is_past else "ahead",
        )
        for box, window in zip(boxes, windows, strict=True)
    ]
    lines += [
        Line(
            event.on,
            LONG_NAMES[event.name],
            days(event.on, event.on),
            "done" if event.on < today else "ahead",
        )
        for event in events
    ]
    return tuple(sorted(lines, key=lambda line: line.on))


LONG_NAMES = {
    "Open": "Applications open",
    "Last day": "Last day to apply",
    "Selection": "Selection ends",
    "Pairs": "Pairs are announced",
    "Launch": "Launch",
    "Close": "Last day of sessions",
    "Review": "Review ends",
}


def list_detail(box):
    """What stands under a window besides its days."""
    said = "" if box.caption == box.days else box.caption
    return f"{said}, {box.to_book} to book" if box.to_book else said


def box(window, x, end_x, held, booked, pairs, today):
    width = round(max(end_x - x, 40), 1)
    done, ahead = held.get(window.number, 0), booked.get(window.number, 0)
    is_open, is_past = window.holds(today), window.last < today
    began = bool(pairs) and bool(done or is_open or is_past)
    between = days(window.first, window.last)
    to_book = max(0, pairs - done - ahead) if is_open else 0
    meta = f"{to_book} to book" if to_book else between
    return Box(
        number=window.number,
        x=x,
        width=width,
        held_width=round(width * done / pairs, 1) if pairs else 0,
        booked_width=round(width * ahead / pairs, 1) if pairs and is_open else 0,
        caption=f"{done} of {pairs}{' held' if is_open else ''}" if began else between,
        meta=meta if began else "",
        is_open=is_open,
        is_past=is_past,
        to_book=to_book,
        days=between,
    )


def days(first, last):
    """``Sep 21–Oct 2``, ``Aug 10–21`` or ``Aug 10``."""
    begin = f"{first:%b} {first.day}"
    if first == last:
        return begin
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
