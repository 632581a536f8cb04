"""Wall-clock time and instants. Pure.

People agree on "10:00 in New Haven", so that is what a session stores; the instant follows from it. All
arithmetic on instants is done in UTC, because Python subtracts times of one zone as wall-clock times.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instant(on: date, at: time, zone: str) -> datetime:
    """The moment at which a clock in ``zone`` shows this date and time.

    A time that the clock skips in spring is moved forward by as much as the clock is; of a time that it shows
    twice in autumn the first is meant.
    """
    return datetime.combine(on, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def local(moment: datetime, zone: str) -> tuple[date, time]:
    """What a clock in ``zone`` shows at ``moment``."""
    there = moment.astimezone(ZoneInfo(zone))
    return there.date(), there.time().replace(fold=0)


def is_skipped(on: date, at: time, zone: str) -> bool:
    """Whether the clock in ``zone`` jumps over this time."""
    return local(instant(on, at, zone), zone) != (on, at)
