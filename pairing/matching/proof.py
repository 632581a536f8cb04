"""Proof that a list of pairs is the best there is, whatever program found it.

Values are integers: ``values[i, j] > 0`` is what pairing row i with column j is worth, 0 means not
allowed. A list gives every row a column or -1. It is best if and only if there are prices, ``rows``
and ``columns``, none negative, such that no pair is worth more than its two prices together and all
prices together come to what the list is worth: then nothing can be worth more than the prices, and
the list reaches them. The prices are worked out from the list alone, so a wrong answer of a solver
cannot pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import NotOptimal
from .grid import Flags, Ints

__all__ = ["Certificate", "Cover", "Prices", "cover_of", "owners", "prices_of"]

BLOCK = 256


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
        return "This list could not be proved to be the best."


@dataclass(frozen=True)
class Prices:
    """What each row (n,) and each column (s,) is worth to the whole, in the units of the values."""

    rows: Ints
    columns: Ints

    def least_reduced(self, values: Ints) -> int:
        """The least excess of two prices over the value of their pair, over all allowed pairs; 0 if none."""
        least = None
        for start in range(0, len(values), BLOCK):
            block = values[start : start + BLOCK]
            excess = self.rows[start : start + BLOCK, None] + self.columns - block
            excess = excess[block > 0]
            if excess.size:
                least = int(excess.min()) if least is None else min(least, int(excess.min()))
        return least or 0


def owners(columns_of_rows: Ints, columns: int) -> Ints:
    """The row (s,) that has each column, or -1."""
    found = np.full(columns, -1, np.int64)
    rows = np.flatnonzero(columns_of_rows >= 0)
    found[columns_of_rows[rows]] = rows
    return found


def prices_of(values: Ints, chosen: Ints) -> Prices:
    """The smallest column prices that support a list, or :class:`NotOptimal` if nothing supports it.

    ``values`` is n × s, ``chosen`` (n,) a column each or -1. Prices start at 0 and each rises to the
    most that any row would give up its own column for. Only rows whose price moved are looked at
    again. If the list is best this ends; otherwise a column that nobody has gets a price, a row's
    price falls below 0, or it goes on for longer than there are rows.
    """
    count, size = values.shape
    owner = owners(chosen, size)
    has = np.flatnonzero(chosen >= 0)
    worth = np.zeros(count, np.int64)
    worth[has] = values[has, chosen[has]]
    if len(set(chosen[has].tolist())) < len(has) or (worth[has] <= 0).any():
        raise NotOptimal("The solver used a place twice or made a pair that is not allowed.")
    rows, columns = worth.copy(), np.zeros(size, np.int64)
    moved = np.arange(count)
    for _ in range(count + 2):
        asked = columns.copy()
        for start in range(0, len(moved), BLOCK):
            part = moved[start : start + BLOCK]
            np.maximum(asked, (values[part] - rows[part, None]).max(axis=0), out=asked)
        risen = np.flatnonzero(asked > columns)
        if not len(risen):
            return Prices(rows, columns)
        columns, moved = asked, owner[risen]
        if (moved < 0).any():
            break
        rows[moved] = worth[moved] - columns[risen]
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

    def touches_all(self, allowed: Flags) -> bool:
        """Whether every allowed pair really has its row or its column in the cover."""
        return not allowed[np.ix_(self.rows, ~self.columns)].any()


def cover_of(allowed: Flags, chosen: Ints) -> Cover:
    """The smallest cover of the allowed pairs, reached from the rows that ``chosen`` left without a column.

    Its size is the number of chosen pairs exactly if there cannot be more of them.
    """
    count, size = allowed.shape
    owner = owners(chosen, size)
    rows, columns = chosen < 0, np.zeros(size, np.bool_)
    frontier = np.flatnonzero(rows)
    while len(frontier):
        reached = np.flatnonzero(allowed[frontier].any(axis=0) & ~columns)
        columns[reached] = True
        frontier = owner[reached]
        frontier = frontier[frontier >= 0]
        frontier = frontier[~rows[frontier]]
        rows[frontier] = True
    return Cover(rows, columns)
