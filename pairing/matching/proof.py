"""Proof that a list of pairs is the best there is, whatever program found it.

What pairing row i with column j is worth is an integer (``worth``). A list gives every row a column or -1. It
is best if and only if there are prices, ``rows`` and ``columns``, none negative, such that no pair is worth
more than its two prices together and all prices together come to what the list is worth: then nothing can be
worth more than the prices, and the list reaches them. The prices are worked out from the list alone, so a
wrong answer of a solver cannot pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import NotOptimal
from .grid import Flags
from .sides import Ints
from .worth import BLOCK, Points, Worth

__all__ = ["Certificate", "Cover", "Prices", "cover_of", "owners", "prices_of"]


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Facts that together prove a list: anybody can check them again in exact integers.

    ``points`` is what the list adds up to and ``dual`` what the prices say no list with as many pairs
    can exceed; both count thousandths, less whatever a rising load costs. ``min_reduced_cost`` is the
    least by which the prices of two people exceed the worth of pairing them. ``most_pairs`` is the
    size of a group of people that every allowed pair needs somebody from, so that there are never
    more pairs than that. ``weakest`` are the points of the weakest pair; ``above_weakest`` bounds in
    the same way how many pairs there could be if every one had to be stronger (``None`` if the weakest
    pair was not looked after). Locked pairs are given, not chosen, and not counted here.
    """

    pairs: int
    points: int
    dual: int
    min_reduced_cost: int
    most_pairs: int
    weakest: int | None
    above_weakest: int | None

    @property
    def gap(self) -> int:
        """How many thousandths at most the list is from the best with as many pairs; 0 for the best."""
        return max(0, self.dual - self.points)

    @property
    def holds(self) -> bool:
        """Whether the facts prove that there is no better list."""
        no_stronger = self.above_weakest is None or self.above_weakest < self.pairs or not self.pairs
        return (
            self.points == self.dual
            and self.min_reduced_cost >= 0
            and self.pairs == self.most_pairs
            and no_stronger
        )

    @property
    def sentence(self) -> str:
        """What the proof comes to, for a page."""
        if self.holds:
            return "No better list exists under these rules."
        if self.pairs and self.min_reduced_cost >= 0 and self.gap:
            return f"At most {-(-self.gap // 1000)} points over the whole list better would be possible."
        return "This list could not be proved to be the best."


@dataclass(frozen=True)
class Prices:
    """What each row (n,) and each column (s,) is worth to the whole, in the units of the values."""

    rows: Ints
    columns: Ints

    def least_reduced(self, worth: Worth) -> int:
        """The least excess of two prices over the worth of their pair, over all allowed pairs; 0 if none."""
        starts = range(0, worth.shape[0], BLOCK) if worth.shape[1] else ()
        least = [worth.least_excess(slice(start, start + BLOCK), self.rows, self.columns) for start in starts]
        return min((each for each in least if each is not None), default=0)


def owners(columns_of_rows: Ints, columns: int) -> Ints:
    """The row (s,) that has each column, or -1."""
    found = np.full(columns, -1, np.int64)
    rows = np.flatnonzero(columns_of_rows >= 0)
    found[columns_of_rows[rows]] = rows
    return found


def prices_of(worth: Worth, chosen: Ints) -> Prices:
    """The smallest column prices that support a list, or :class:`NotOptimal` if nothing supports it.

    ``chosen`` (n,) is a column each or -1. Prices start at 0 and each rises to the most that any row would
    give up its own column for. Only rows whose price moved are looked at again. If the list is best this
    ends; otherwise a column that nobody has gets a price, a row's price falls below 0, or it goes on for
    longer than there are rows.
    """
    count, size = worth.shape
    owner = owners(chosen, size)
    has = np.flatnonzero(chosen >= 0)
    own = np.zeros(count, np.int64)
    own[has] = worth.at(has, chosen[has])
    if len(set(chosen[has].tolist())) < len(has) or (own[has] <= 0).any():
        raise NotOptimal("The solver used a place twice or made a pair that is not allowed.")
    rows, columns = own.copy(), np.zeros(size, np.int64)
    moved = np.arange(count)
    for _ in range(count + 2):
        asked = columns.copy()
        for start in range(0, len(moved), BLOCK):
            part = moved[start : start + BLOCK]
            np.maximum(asked, worth.most_above(part, rows[part]), out=asked)
        risen = np.flatnonzero(asked > columns)
        if not len(risen):
            return Prices(rows, columns)
        columns, moved = asked, owner[risen]
        if (moved < 0).any():
            break
        rows[moved] = own[moved] - columns[risen]
        if (rows[moved] < 0).any():
            break
    raise NotOptimal("The solver's list of pairs is not the best one.")


@dataclass(frozen=True)
class Cover:
    """Rows and columns (flags (n,) and (s,)) that rows without a column can reach, and what follows.

    Reached rows can only ever be paired with reached columns. Rows not reached together with columns
    that are reached touch every allowed pair, so there are never more pairs than ``size``.
    """

    rows: Flags
    columns: Flags

    @property
    def size(self) -> int:
        """How many rows and columns it takes to touch every allowed pair."""
        return int((~self.rows).sum() + self.columns.sum())

    def touches_all(self, held: Points, level: int) -> bool:
        """Whether every pair of the table at or above ``level`` has its row or its column in the cover."""
        inside, outside = np.flatnonzero(self.rows), np.flatnonzero(~self.columns)
        return not any(
            (held[np.ix_(inside[start : start + BLOCK], outside)] >= level).any()
            for start in range(0, len(inside), BLOCK)
        )


def cover_of(held: Points, level: int, chosen: Ints) -> Cover:
    """The smallest cover of the pairs at or above ``level``, reached from the rows without a column.

    ``held`` is n × s, ``chosen`` (n,) such a list. The cover's size is the number of chosen pairs exactly if
    there cannot be more of them.
    """
    count, size = held.shape
    owner = owners(chosen, size)
    rows, columns = chosen < 0, np.zeros(size, np.bool_)
    frontier = np.flatnonzero(rows)
    while len(frontier):
        found = np.zeros(size, np.bool_)
        for start in range(0, len(frontier), BLOCK):
            found |= (held[frontier[start : start + BLOCK]] >= level).any(axis=0)
        reached = np.flatnonzero(found & ~columns)
        columns[reached] = True
        frontier = owner[reached]
        frontier = frontier[frontier >= 0]
        frontier = frontier[~rows[frontier]]
        rows[frontier] = True
    return Cover(rows, columns)
