"""When may this person be written to? Pure: whoever asks says what time it is.

What one must know always comes, at the latest when quiet hours end. What is optional can be turned off,
or comes with others in one mail a day. What would be useless later comes at once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .models import Preferences

DIGEST_AT = time(7)
A_DAY = timedelta(days=1)
Wanted = Preferences.Delivery


class Deed(Enum):
    SEND = "send"
    WAIT = "wait"
    GATHER = "gather"
    DROP = "drop"


@dataclass(frozen=True)
class Answer:
    """What to do with a message; ``at`` is when quiet hours end or the daily mail of ``day`` goes."""

    deed: Deed
    at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True)
class Wishes:
    """How one person wants to be written to."""

    zone: ZoneInfo
    delivery: str = Wanted.IMMEDIATE
    quiet_from: time | None = None
    quiet_until: time | None = None


def preferences_of(person):
    """What a person has chosen, or None; no query when it was selected with the person."""
    return getattr(person, "preferences", None)


def zone_of(person, *, default):
    """The time zone in which a person reads times: their own choice, else the directory's."""
    chosen = preferences_of(person)
    try:
        return ZoneInfo((chosen and chosen.time_zone) or person.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a typing error must not keep mail from anybody
        return default


def wishes_of(person, *, default_zone):
    zone, chosen = zone_of(person, default=default_zone), preferences_of(person)
    if chosen is None:
        return Wishes(zone)
    return Wishes(zone, chosen.delivery, chosen.quiet_from, chosen.quiet_until)


def answer(kind, wishes, now):
    """What to do at ``now`` with a message of ``kind`` that is due."""
    if kind.optional and wishes.delivery == Wanted.OFF:
        return Answer(Deed.DROP)
    if kind.urgent:
        return Answer(Deed.SEND)
    if kind.daily or (kind.optional and wishes.delivery == Wanted.DIGEST):
        return Answer(Deed.GATHER, *next_digest(wishes.zone, now))
    if end := quiet_end(wishes, now):
        return Answer(Deed.WAIT, end)
    return Answer(Deed.SEND)


def next_digest(zone, now):
    """When the next daily mail goes, and the date whose mail it is."""
    today = now.astimezone(zone).date()
    days = (today, today + A_DAY)
    return next((at, day) for day in days if (at := instant(day, DIGEST_AT, zone)) > now)


def quiet_end(wishes, now):
    """When the quiet hours end that ``now`` lies in; None outside them."""
    start, end, zone = wishes.quiet_from, wishes.quiet_until, wishes.zone
    if start is None or end is None:
        return None
    today = now.astimezone(zone).date()
    crosses = A_DAY if end <= start else timedelta(0)
    for evening in (today - A_DAY, today):
        ends_at = instant(evening + crosses, end, zone, last=True)
        if instant(evening, start, zone) <= now < ends_at:
            return ends_at
    return None


def instant(day, clock, zone, *, last=False):
    """The moment when clocks in ``zone`` show ``clock`` on ``day``.

    A time that the clocks skip moves on by the hour they skip; of a time that comes twice it is the
    first, or the ``last``.
    """
    either = [datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1)]
    return max(either) if last else either[0]


def may_reach(address, allowed):
    """Whether an installation that writes only to ``allowed`` addresses and @domains may write there."""
    address = address.lower()
    return any(
        address.endswith(entry) if entry.startswith("@") else address == entry
        for entry in (entry.lower() for entry in allowed)
    )
