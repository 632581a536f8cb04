"""What pairing two people by force would cost the whole list, exactly, and who would move (SPEC M4).

By how much two prices exceed the worth of their pair is only the least that forcing it can cost: whoever has
to make room moves on, and somebody else after them. So the cost is a shortest way. A column stands for the
row that has it; a step to another column lets that row take it, for the excess of its prices. One more place
stands for nobody: rows without a column wait there, and a step into it leaves a row out or a column empty. No
step costs less than nothing, so one search backwards (Dijkstra's) from the column that becomes free prices
every column at once, and its ways are the stories to be told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .proof import Prices, owners
from .sides import Ints
from .worth import Worth

__all__ = ["Forced", "Move", "forced"]

FAR = np.int64(2**62)


@dataclass(frozen=True)
class Move:
    """One row that gets another column; -1 stands for none."""

    row: int
    before: int
    after: int


@dataclass(frozen=True)
class Forced:
    """What each column (s,) would cost the list if ``row`` had to have it.

    ``fewer`` counts pairs, ``lost`` points beside them, in the units of the points; both are negative where
    the list would gain, which only a pair that was not allowed can bring. ``ways`` (s + 1,) leads on from
    each column, ``takers`` (s,) is the waiting row that would take a column left empty, or -1.
    """

    row: int
    chosen: Ints
    fewer: Ints
    lost: Ints
    ways: Ints
    takers: Ints

    def moves(self, column: int) -> tuple[Move, ...]:
        """Everybody who moves if ``row`` gets ``column``: that row first, then whom each displaces."""
        nobody = len(self.takers)
        goal = int(self.chosen[self.row])
        goal = nobody if goal < 0 else goal
        owner = owners(self.chosen, nobody)
        found = [Move(self.row, int(self.chosen[self.row]), column)]
        here = column
        while here != goal:
            ahead = int(self.ways[here])
            mover = int(self.takers[ahead] if here == nobody else owner[here])
            if mover >= 0:
                found.append(Move(mover, -1 if here == nobody else here, -1 if ahead == nobody else ahead))
            here = ahead
        return tuple(found)


def forced(points: Ints, worth: Worth, chosen: Ints, prices: Prices, row: int) -> Forced:
    """Price every column for ``row``, in one search.

    ``points`` (s,) are those of the row, whether a pair is allowed or not; ``worth`` (n × s) is what the list
    was made from, ``chosen`` (n,) the best list and ``prices`` its proof.
    """
    size = worth.shape[1]
    ways, fewer, distance, takers = _ways_to(int(chosen[row]), worth, chosen, prices, row)
    cost = prices.rows[row] + prices.columns - (points + worth.lift) + distance[:size]
    fewer = fewer[:size] - (chosen[row] < 0)
    return Forced(row, chosen, fewer, cost - fewer * worth.lift, ways, takers)


def _ways_to(
    goal: int, worth: Worth, chosen: Ints, prices: Prices, row: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Where each place (s + 1,) leads on to, the pairs and the value that costs, and who waits for what."""
    size = worth.shape[1]
    nobody = size
    goal = nobody if goal < 0 else goal
    owner = owners(chosen, size)
    has = np.flatnonzero(owner >= 0)
    waiting = np.flatnonzero(chosen < 0)
    waiting = waiting[waiting != row]
    takers, taken_in = _takers(worth, waiting, prices)

    distance, fewer = np.full(size + 1, FAR), np.zeros(size + 1, np.int64)
    ways, done = np.full(size + 1, nobody), np.zeros(size + 1, np.bool_)
    distance[goal] = 0
    for _ in range(size + 1):
        here = int(np.where(done, FAR, distance).argmin())
        if done[here] or distance[here] >= FAR:
            break
        done[here] = True
        step = np.full(size + 1, FAR)
        pairs = np.zeros(size + 1, np.int64)
        if here == nobody:
            step[:size] = 0  # a column that nobody has costs nothing to leave
            step[has] = prices.rows[owner[has]]
            pairs[has] = 1
        else:
            value = worth.at(owner[has], here)
            step[has] = np.where(value > 0, prices.rows[owner[has]] + prices.columns[here] - value, FAR)
            step[nobody] = taken_in[here]
            pairs[nobody] = -int(takers[here] >= 0)
        nearer = (step < FAR) & ~done & (distance[here] + step < distance)
        distance[nearer] = distance[here] + step[nearer]
        fewer[nearer] = fewer[here] + pairs[nearer]
        ways[nearer] = here
    return ways, fewer, distance, takers


def _takers(worth: Worth, waiting: Ints, prices: Prices) -> tuple[Ints, Ints]:
    """For each column (s,) the waiting row that gains most by it, or -1, and what leaving it so costs."""
    size = worth.shape[1]
    takers = np.full(size, -1)
    cost = prices.columns.copy()
    if len(waiting):
        values = worth.rows(waiting)
        best = values.argmax(axis=0)
        value = values[best, np.arange(size)]
        takers = np.where(value > 0, waiting[best], -1)
        cost = np.where(value > 0, prices.rows[waiting[best]] + prices.columns - value, cost)
    return takers, cost
