"""What waits for a coordinator, oldest first: functions that answer sentences with a link each (H3).

Apps, and modules of this one, register theirs; the page of a wave asks them all. A new kind of duty needs
a function here and nothing on the page.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

log = logging.getLogger(__name__)
_finders = []


@dataclass(frozen=True)
class Need:
    """Something that waits for the coordinator, with the verb beside it.

    ``since`` is when it began to wait: the oldest stands first, what has no beginning last. ``people`` are
    a mentor and a mentee, where it is about a pair.
    """

    sentence: str
    detail: str
    url: str
    verb: str
    icon: str = "inbox"
    since: datetime | None = None
    people: tuple = ()


def register(find):
    """Decorate ``find(wave, reader, now)``, which answers Needs, each worth the reader's time today.

    It takes a number of statements that does not grow with the wave.
    """
    _finders.append(find)
    return find


def needs_of(wave, reader, now):
    """``(needs, broken)``: everything that was found, and how many functions failed to look."""
    found, broken = [], 0
    for find in _finders:
        try:
            found += find(wave, reader, now)
        except Exception:  # one duty that cannot be worked out must not hide the others; the page says so
            log.exception("What needs the coordinators of wave %s could not be worked out.", wave.pk)
            broken += 1
    return found, broken


def oldest_first(needs):
    """In the order in which they began to wait."""
    dated = sorted((need for need in needs if need.since), key=lambda need: need.since)
    return [*dated, *(need for need in needs if not need.since)]
