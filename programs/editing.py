"""Texts that several people edit: nobody overwrites words they have not seen."""

import hashlib
from copy import copy
from itertools import chain, count

from django.db.models.base import ModelState
from django.utils.text import slugify


def fingerprint(text):
    """Says whether a text is still the one somebody opened."""
    return hashlib.sha256(text.encode()).hexdigest()


class ChangedMeanwhile(Exception):
    """Somebody else saved the text after it had been opened; ``theirs`` is what stands there now."""

    def __init__(self, theirs):
        super().__init__("The text was changed by somebody else.")
        self.theirs = theirs


def seal(row, names):
    """The fingerprint of what ``names`` say of a row; a new wording is another row and so another seal."""
    return fingerprint(repr([row.pk, *(getattr(row, name) for name in names)]))


def reword(row, facts, *, is_read, by, now):
    """Change a row that nobody has read; else retire it and put one with the same code in its place."""
    if not is_read:
        for name, value in facts.items():
            setattr(row, name, value)
        row.by = by
        row.save(update_fields=[*facts, "by"])
        return row
    type(row).objects.filter(pk=row.pk).update(retired_at=now)
    fresh = copy(row)
    fresh.pk, fresh._state = None, ModelState()
    fresh.created_at = fresh.retired_at = None
    fresh.by = by
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.save()
    return fresh


def put_in_order(rows):
    """Number ``rows`` from 1 in the order in which they come."""
    changed = [(number, row) for number, row in enumerate(rows, start=1) if row.number != number]
    for number, row in changed:
        row.number = number
        row.save(update_fields=["number"])


def moved(rows, pk, step):
    """``rows`` with the one called ``pk`` a place up (-1) or down (1); unchanged where it cannot go."""
    rows = list(rows)
    here = next((place for place, row in enumerate(rows) if row.pk == pk), None)
    if here is not None and 0 <= here + step < len(rows):
        rows[here], rows[here + step] = rows[here + step], rows[here]
    return rows


def fresh_code(words, taken, length=40):
    """A short name made of words, unlike every one that is taken."""
    root = slugify(words)[: length - 4].strip("-") or "entry"
    tries = chain([root], (f"{root}-{number}" for number in count(2)))
    return next(code for code in tries if code not in taken)
