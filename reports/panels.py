"""A page of several panels: one that breaks says so in its place, and the others still stand."""

import logging
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Panel:
    """What one panel shows, or that it could not be worked out."""

    shows: Any = None
    failed: bool = False


def panel(build, *args):
    """The panel that ``build(*args)`` fills; it must not leave a query for the template."""
    try:
        return Panel(build(*args))
    except Exception:  # whatever it is: it goes to the log, and to the page in words
        log.exception("A panel could not be worked out (%s).", build.__qualname__)
        return Panel(failed=True)
