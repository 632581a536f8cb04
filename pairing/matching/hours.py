"""Hours that suit: weekly slots in local time, laid over each other in UTC, half an hour at a time."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from .errors import BadPool

__all__ = ["OFFICE_HOURS", "WEEK", "check_slot", "half_hours"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {"am": (8, 12), "noon": (12, 13), "pm": (13, 17), "eve": (17, 19)}
PARTS |= {f"{hour:02}": (hour, hour + 1) for hour in range(24)}
WEEK = 7 * 48
OFFICE_HOURS = frozenset(f"{day}-{part}" for day in DAYS[:5] for part in ("am", "pm"))


def check_slot(name: str, slot: str) -> None:
    """Refuse what is not a slot, in the name of the person who gave it."""
    day, _, part = slot.partition("-")
    if day not in DAYS or part not in PARTS:
        raise BadPool(f"{name} gives {slot!r}, which is no slot of the week such as 'mon-am' or 'tue-09'.")


def half_hours(slots: Collection[str], utc_offset: float) -> frozenset[int]:
    """Half hours of the week in UTC, 0..335, in which these local slots lie.

    Offsets of a quarter of an hour are rounded; the week wraps around, so that Sunday evening in the
    west meets Monday morning in the east.
    """
    return _laid_out(frozenset(slots), round(2 * utc_offset))


@lru_cache(maxsize=1 << 15)  # people choose among few combinations, and are asked about in pairs
def _laid_out(slots: frozenset[str], shift: int) -> frozenset[int]:
    found: set[int] = set()
    for slot in slots or OFFICE_HOURS:
        day, _, part = slot.partition("-")
        first, last = PARTS[part]
        start = 48 * DAYS.index(day)
        found.update((start + half - shift) % WEEK for half in range(2 * first, 2 * last))
    return frozenset(found)
