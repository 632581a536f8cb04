"""How strong the weakest pair can be at most in a list with as many pairs as possible.

A list in which only strong pairs count is also a list where weaker ones do. So the search keeps the largest
list of the lowest level known to be too high, and each try only adds to it what its level lets in: a few
searches for ways to pair one row more, breadth first, over whole rows of the table at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .proof import owners
from .sides import Ints
from .worth import BLOCK, Points, bar_of

__all__ = ["Floor", "most_pairs", "strongest_floor"]


@dataclass(frozen=True)
class Floor:
    """``level`` is the greatest that leaves ``pairs`` possible, ``beyond`` (n,) a largest list above it."""

    pairs: int
    level: int
    beyond: Ints


def strongest_floor(held: Points) -> Floor | None:
    """The floor under ``held`` (n × s), points or bars (``worth``); None where nothing is allowed."""
    if not held.size or held.max() == bar_of(held):
        return None
    pairs = min(int((held.max(axis=axis) > bar_of(held)).sum()) for axis in (0, 1))
    too_high, beyond = _too_high(held, pairs)
    found = most_pairs(held, beyond)
    if _size(found) < pairs:
        pairs = _size(found)
        too_high, beyond = _too_high(held, pairs)
    level = _weakest(held, found)
    while too_high - level > 1:
        middle = (too_high + level) // 2
        tried = _enlarged(held, middle, beyond)
        if _size(tried) == pairs:
            level = _weakest(held, tried)
        else:
            too_high, beyond = middle, tried
    return Floor(pairs, level, beyond)


def most_pairs(held: Points, known: Ints | None = None) -> Ints:
    """A list (n,) with as many pairs as possible, from a ``known`` list if there is one."""
    if known is None:
        known = _largest(held, bar_of(held) + 1)
    return _enlarged(held, bar_of(held) + 1, known)


def _too_high(held: Points, pairs: int) -> tuple[int, Ints]:
    """A level at which fewer than ``pairs`` rows or columns have anything, and a largest list there."""
    level = 1 + min(int(np.sort(held.max(axis=axis))[-pairs]) for axis in (0, 1))
    return level, _largest(held, level)


def _largest(held: Points, level: int) -> Ints:
    """A largest list (n,) of pairs at or above ``level``, beginning with the best column of each row."""
    best = np.concatenate(
        [held[start : start + BLOCK].argmax(axis=1) for start in range(0, len(held), BLOCK)]
    )
    rows = np.flatnonzero(held[np.arange(len(held)), best] >= level)
    columns, first = np.unique(best[rows], return_index=True)
    begun = np.full(len(held), -1, np.int64)
    begun[rows[first]] = columns
    return _enlarged(held, level, begun)


def _size(chosen: Ints) -> int:
    return int((chosen >= 0).sum())


def _weakest(held: Points, chosen: Ints) -> int:
    rows = np.flatnonzero(chosen >= 0)
    return int(held[rows, chosen[rows]].min())


def _enlarged(held: Points, level: int, known: Ints) -> Ints:
    """The largest list at or above ``level`` that begins with ``known``, which lies there as a whole."""
    chosen, owner = known.copy(), owners(known, held.shape[1])
    while _one_round(held, level, chosen, owner):
        pass
    return chosen


def _one_round(held: Points, level: int, chosen: Ints, owner: Ints) -> bool:
    """Pair rows that wait, along ways that share no row; False when there is no such way any more.

    From all rows without a column at once: to every column they could have, to the rows that have those,
    and on, until a column is free.
    """
    came = np.full(held.shape[1], -1, np.int64)  # the row from which a column was reached
    frontier = np.flatnonzero(chosen < 0)
    while len(frontier):
        fresh: list[int] = []
        for start in range(0, len(frontier), BLOCK):
            part = frontier[start : start + BLOCK]
            reach = held[part] >= level
            columns = np.flatnonzero(reach.any(axis=0) & (came < 0))
            came[columns] = part[reach[:, columns].argmax(axis=0)]
            fresh.extend(columns.tolist())
        reached = np.array(fresh, np.int64)
        free = reached[owner[reached] < 0]
        if len(free):
            used: set[int] = set()
            for column in free.tolist():
                _go_back(column, came, chosen, owner, used)
            return True
        frontier = owner[reached]
    return False


def _go_back(column: int, came: Ints, chosen: Ints, owner: Ints, used: set[int]) -> None:
    """Give ``column`` to the row it was reached from, that row's column to the one before, and so on."""
    way, here = [], column
    while here >= 0:
        row = int(came[here])
        if row in used:
            return
        way.append((row, here))
        here = int(chosen[row])
    for row, taken in way:
        used.add(row)
        chosen[row], owner[taken] = taken, row
