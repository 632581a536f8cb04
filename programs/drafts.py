"""Keeping what somebody has written so far, by version: two tabs lose nothing (FAULTS 69 to 71).

How a page keeps its draft:

- The form carries ``data-autosave="{% url … %}"`` and a hidden field ``version`` that holds a `Stand`; the
  page loads ``js/autosave.js``; the form includes ``parts/autosave.html`` (its state, beside the buttons) and
  ``parts/autosave_clash.html`` (both texts, at its head).
- The view behind that address takes the POST, saves with `write_over` and answers `saved`, `clash` or
  `refused`. Saving a draft sends no mail and counts for nothing.

The stand names its person: after signing in as somebody else in another tab, a page still open must not
write its words into the other one's draft.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.http import JsonResponse
from django.utils import timezone

from . import dates

STAND = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,9})")
STALE = "This page is out of date. Open it again; copy what you typed first."


@dataclass(frozen=True)
class Stand:
    """What a page had in front of it: whose it is, which row (0 for none yet), and in which version."""

    person: int
    row: int
    version: int

    def __str__(self):
        return f"{self.person}.{self.row}.{self.version}"

    @classmethod
    def read(cls, text):
        """The stand that a form sent back, or None for anything else."""
        found = STAND.fullmatch(str(text or ""))
        return cls(*map(int, found.groups())) if found else None


@dataclass(frozen=True)
class Difference:
    """One field with two texts: what is stored by now, and what was typed here."""

    label: str
    saved: str
    typed: str


def write_over(rows, version, **changes):
    """Write ``changes`` on the row in ``rows`` if it still has ``version``: one UPDATE, one condition.

    True when it was written; the row then has the next version.
    """
    return bool(rows.filter(version=version).update(version=F("version") + 1, **changes))


def differences(labels, saved, typed):
    """The fields whose texts differ, in the order of ``labels``: ``{name: label}``."""
    return [
        Difference(label, in_words(saved.get(name)), in_words(typed.get(name)))
        for name, label in labels.items()
        if in_words(saved.get(name)) != in_words(typed.get(name))
    ]


def in_words(value):
    """An answer as one reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value).replace("\r\n", "\n")


# --- what the script is answered ----------------------------------------------------------------------------


def saved(stand: Stand, at: datetime):
    return JsonResponse({"version": str(stand), "saved_at": said(at)})


def clash(stand: Stand, at: datetime, texts: list[Difference]):
    """Somebody saved in between: both texts, and the stand from which to go on."""
    return JsonResponse(
        {"version": str(stand), "saved_at": said(at), "texts": [vars(each) for each in texts]}, status=409
    )


def refused(sentence):
    """There is no draft any more to write on: it was sent, or taken back."""
    return JsonResponse({"refused": sentence}, status=409)


def said(at):
    return dates.clock(timezone.localtime(at))
