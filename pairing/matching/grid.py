"""A pool laid out for questions about many pairs at once: mentees are rows, mentors are columns.

One comparison of a column with a row answers for all of them. A grid is the whole pool or a window on it, so
that a pool of any size can be asked about block by block.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .people import Pool
from .sides import UNKNOWN, Ints, Sides

__all__ = ["Flags", "Grid", "Ints", "grid_of"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """``rows`` (h,) and ``columns`` (w,) of the people of a pool; the shapes below are h × w."""

    sides: Sides
    rows: Ints
    columns: Ints

    @property
    def pool(self) -> Pool:
        """The pool that this is a window on."""
        return self.sides.pool

    @property
    def shape(self) -> tuple[int, int]:
        """``(h, w)``."""
        return len(self.rows), len(self.columns)

    def window(self, rows: Ints, columns: Ints | None = None) -> Grid:
        """These rows and columns of the pool, all columns of this grid if none are named."""
        return Grid(self.sides, rows, self.columns if columns is None else columns)

    def nothing(self) -> Flags:
        """``False`` everywhere."""
        return np.zeros(self.shape, np.bool_)

    @cached_property
    def row_at(self) -> Ints:
        """Where each mentee's row is in this grid, or -1."""
        return _places(self.rows, len(self.pool.mentees))

    @cached_property
    def column_at(self) -> Ints:
        """Where each mentor's column is in this grid, or -1."""
        return _places(self.columns, len(self.pool.mentors))

    def marked(self, pairs: tuple[Ints, Ints]) -> Flags:
        """These pairs of rows and columns of the pool, as far as they are in the grid."""
        found = self.nothing()
        rows, columns = self.row_at[pairs[0]], self.column_at[pairs[1]]
        inside = (rows >= 0) & (columns >= 0)
        found[rows[inside], columns[inside]] = True
        return found

    def same(self, word: str) -> Flags:
        """Both have this word and it is the same."""
        rows, columns = self.sides.codes(word)
        rows, columns = rows[self.rows], columns[self.columns]
        found: Flags = (rows[:, None] == columns) & (rows != UNKNOWN)[:, None]
        return found

    def grades_apart(self, gap: int) -> Flags:
        """The mentee stands at least ``gap`` grades above the mentor; never where a grade is unknown."""
        mentees, mentors = self.sides.grades
        found: Flags = mentees[self.rows, None] - mentors[self.columns] >= gap
        return found

    def in_chain(self) -> Flags:
        """One of the two is somewhere above the other."""
        mentees, mentors = self.sides.walked
        first, last = mentees[self.rows, :1], mentees[self.rows, 1:]
        entered, left = mentors[self.columns, 0], mentors[self.columns, 1]
        below: Flags = (first < entered) & (entered < last)
        above: Flags = (entered < first) & (first < left)
        return below | above

    def shared_manager(self, steps: int) -> Flags:
        """Somebody is above both, at most ``steps`` above either."""
        found = self.nothing()
        mentees, mentors = self.sides.managers(steps)
        for up in mentees[self.rows].T:
            for other in mentors[self.columns].T:
                found |= up[:, None] == other
        return found


def _places(inside: Ints, of: int) -> Ints:
    found = np.full(of, -1, np.int64)
    found[inside] = np.arange(len(inside))
    return found


def grid_of(pool: Pool) -> Grid:
    """The whole of a pool."""
    return Grid(Sides(pool), np.arange(len(pool.mentees)), np.arange(len(pool.mentors)))
