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
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.http import JsonResponse
from django.utils import timezone

from . import dates

STAND = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,9})(?:\.([\w-]{1,12}))?", re.ASCII)
STALE = "This page is out of date. Open it again; copy what you typed first."
STALE_FORM = "This page was out of date. Look it over, then send it again."


@dataclass(frozen=True)
class Stand:
    """What a page had in front of it: whose it is, which row (0 for none yet), and in which version.

    ``page`` tells one opened page from another. A save whose answer was lost on the way comes again from the
    same page with the version before: that is no clash of two.
    """

    person: int
    row: int
    version: int
    page: str = ""

    def __str__(self):
        return f"{self.person}.{self.row}.{self.version}" + (f".{self.page}" if self.page else "")

    @classmethod
    def read(cls, text):
        """The stand that a form sent back, or None for anything else."""
        found = STAND.fullmatch(str(text or ""))
        return cls(*map(int, found.groups()[:3]), found[4] or "") if found else None


def new_page():
    """A name for a page that is about to be opened."""
    return secrets.token_urlsafe(6)


@dataclass(frozen=True)
class Difference:
    """One field with two texts: what is stored by now, and what was typed here."""

    label: str
    saved: str
    typed: str


def write_over(rows, version, *, page="", **changes):
    """Write ``changes`` on the row in ``rows`` if it still has ``version``: one UPDATE, one condition.

    True when it was written; the row then has the next version. Rows that know the page they were last
    ``saved_from`` let the same page write again although it does not know of its own last save.
    """
    stands = Q(version=version)
    if page:
        changes["saved_from"] = page
        stands |= Q(version__gt=version, saved_from=page)
    return bool(rows.filter(stands).update(version=F("version") + 1, **changes))


def differences(saved, typed):
    """The fields that say something else in two forms, one as it is stored and one as it was typed."""
    stored, here = shown(saved), shown(typed)
    return [
        Difference(str(typed.fields[name].label), stored.get(name, ""), words)
        for name, words in here.items()
        if stored.get(name, "") != words
    ]


def in_words(value):
    """An answer as one reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value).replace("\r\n", "\n")


def shown(form):
    """``{name: words}`` of every field of a form as it stands: the words of a choice, not its code."""
    return {field.name: in_words(chosen(field)) for field in form if not field.is_hidden}


def chosen(field):
    value = field.value()
    labels = {str(key): label for key, label in getattr(field.field, "choices", ())}
    if not labels:
        return value
    if isinstance(value, list | tuple):
        return [labels.get(str(each), str(each)) for each in value]
    return labels.get(str(value), value)


# --- what the script is answered ----------------------------------------------------------------------------


def saved(stand: Stand | int, at: datetime):
    return JsonResponse({"version": str(stand), "saved_at": said(at)})


def clash(stand: Stand | int, at: datetime, texts: list[Difference]):
    """Somebody saved in between: both texts, and the stand from which to go on."""
    return JsonResponse(
        {"version": str(stand), "saved_at": said(at), "texts": [vars(each) for each in texts]}, status=409
    )


def refused(sentence):
    """There is no draft any more to write on: it was sent, or taken back."""
    return JsonResponse({"refused": sentence}, status=409)


def said(at):
    return dates.clock(timezone.localtime(at))
