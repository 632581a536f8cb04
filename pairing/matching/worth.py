"""What pairs are worth: a table of points in which some pairs are barred, and what making a pair adds.

A pair is worth ``points + lift``. The lift lies above all points together, so that one sum orders lists by
number of pairs first. Tables are int32 as long as every sum that is formed stays within it: half the memory
to be read, which is what everything here waits for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .sides import Ints

__all__ = ["BLOCK", "Points", "Worth", "bar_of", "barred_below", "worth_of"]

Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[Any]  # int32 or int64, never mixed within a table
BLOCK = 256  # rows that are looked at together
EXACT = 2**53
NARROW, WIDE = -(2**30), -(2**62)


def bar_of(table: Points) -> int:
    """What stands in a table where a pair is not allowed: below all points, whatever is added to them."""
    return NARROW if table.dtype == np.int32 else WIDE


def barred_below(table: Points, level: int | None) -> Points:
    """The table with every pair below ``level`` barred."""
    if level is None:
        return table
    return np.where(table >= level, table, np.array(bar_of(table), table.dtype))


@dataclass(frozen=True)
class Worth:
    """``held`` (n × s) are points or :func:`bar_of`; ``lift`` is what making a pair adds to them."""

    held: Points
    lift: int

    @property
    def shape(self) -> tuple[int, int]:
        """``(n, s)``."""
        return self.held.shape[0], self.held.shape[1]

    @property
    def bar(self) -> int:
        """What stands where a pair is not allowed."""
        return bar_of(self.held)

    def rows(self, part: Ints) -> Ints:
        """What the pairs of these rows (h,) are worth, h × s; 0 where not allowed."""
        block = self.held[part].astype(np.int64)
        return np.where(block > self.bar, block + self.lift, 0)

    def at(self, rows: Ints, columns: Ints | int) -> Ints:
        """What single pairs are worth (k,); 0 where not allowed."""
        found = self.held[rows, columns].astype(np.int64)
        return np.where(found > self.bar, found + self.lift, 0)

    def most_above(self, part: Ints, given_up: Ints) -> Ints:
        """For each column (s,) the most by which a row of ``part`` (h,) values it above what it gives up.

        ``given_up`` (h,) is in worth. Barred pairs come out far below nothing.
        """
        found: Ints = (self.held[part] + self._narrow(self.lift - given_up)[:, None]).max(axis=0)
        return found.astype(np.int64)

    def above_columns(self, part: slice, columns: Ints) -> Points:
        """By how much the points of each pair exceed its column's price, h × s; far below for barred ones."""
        found: Points = self.held[part] - self._narrow(columns)
        return found

    def least_excess(self, part: slice, rows: Ints, columns: Ints) -> int | None:
        """The least by which two prices exceed what a pair of these rows is worth; None if none is allowed.

        What exceeds it by more than any bar is far from mattering, and is left out with the barred pairs.
        """
        within = (self._narrow(columns) - self.held[part]).min(axis=1).astype(np.int64)
        near = within < -self.bar
        return int((within + rows[part] - self.lift)[near].min()) if near.any() else None

    def tight(self, part: slice, rows: Ints, columns: Ints) -> Flags:
        """Flags, h × s, where two prices come to exactly what the pair is worth, in these rows."""
        left = (rows[part] - self.lift)[:, None]
        block = self.held[part]
        found: Flags = (block.astype(np.int64) - columns == left) & (block > self.bar)
        return found

    def _narrow(self, numbers: Ints) -> Points:
        found: Points = numbers.astype(self.held.dtype)
        return found


def worth_of(held: Points) -> Worth:
    """The worth of a table's pairs, in which one pair more always outweighs any points."""
    allowed = held > bar_of(held)
    if not allowed.any():
        return Worth(held, 1)
    least, most = int(held.min(where=allowed, initial=np.iinfo(held.dtype).max)), int(held.max())
    smaller, spread = min(held.shape), most - least
    pair = smaller * spread + 1
    if smaller * (pair + spread) >= EXACT:
        raise OverflowError("The points are too large for an exact answer.")
    lift = pair - least
    if held.dtype == np.int32 and max(abs(lift), pair + spread) + abs(most) >= -NARROW:
        held = np.where(allowed, held.astype(np.int64), WIDE)
    return Worth(held, lift)
