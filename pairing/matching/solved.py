"""A pool with its best list, from which proposals are made and questions about other pairs are answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import Contradiction
from .fit import Fit
from .grid import Flags, Grid, grid_of
from .optimum import Best, best_list, composed_list, hashes_of
from .people import Key, Person, Pool
from .policy import POINT, Rules, Weights
from .quotas import Quota, quotas_of
from .rules import ruled
from .sides import Ints
from .solver import Watch, nobody_watches
from .worth import BLOCK, Points, bar_of

__all__ = ["Link", "Solved", "solved"]

Link = tuple[Key, Key]
Place = tuple[int, int]
WISHED = 10 * POINT  # what a wish adds to a pair in the search; its fit stays what it is


@dataclass(frozen=True, kw_only=True)
class Solved:
    """The best list of a pool: ``chosen`` (n,) gives each mentee's row its mentor's column or -1.

    ``held`` (n × m) are thousandths as the search counts them: with wishes and with what is shown nowhere,
    less the penalties of soft rules, and a bar where a hard rule or a ban forbids the pair; those in
    ``locked`` stand whatever it says. ``best`` is the search among the ``rows`` that are not locked.
    """

    pool: Pool
    rules: Rules
    fit: Fit
    held: Points
    locked: Collection[Place]
    banned: Collection[Place]
    wished: Collection[Place]
    rows: Ints
    best: Best
    chosen: Ints

    @property
    def grid(self) -> Grid:
        """The whole pool, to ask rules about any part of it."""
        return self.fit.grid

    def allowed(self, rows: Ints, columns: Ints | None = None) -> Flags:
        """Flags, h × w: no hard rule and no ban forbids these pairs."""
        held = self.held[rows] if columns is None else self.held[rows[:, None], columns]
        found: Flags = held > bar_of(self.held)
        return found

    def any_allowed(self, rows: Ints, columns: Ints, axis: int) -> Flags:
        """Which columns (``axis`` 0) any of the rows may have, or which rows (1) any of the columns."""
        parts = [
            self.allowed(rows[start : start + BLOCK], columns).any(axis=axis)
            for start in range(0, len(rows), BLOCK)
        ]
        if axis:
            return np.concatenate([np.zeros(0, np.bool_), *parts])
        found: Flags = np.logical_or.reduce([np.zeros(len(columns), np.bool_), *parts])
        return found

    def shown(self, rows: Ints, columns: Ints) -> Ints:
        """The points (k,) of single allowed pairs as people may see them."""
        hidden = self.fit.hidden.of(rows, columns)
        found: Ints = self.held[rows, columns].astype(np.int64) - hidden
        if self.wished:
            places = zip(rows.tolist(), columns.tolist(), strict=True)
            found -= np.array([WISHED * (place in self.wished) for place in places], np.int64)
        return found

    def points_of(self, row: int) -> tuple[Ints, Ints]:
        """Points (m,) of a mentee with everybody, allowed or not: as shown, and as the search counts them."""
        rows = np.array([row])
        penalty = ruled(self.grid.window(rows), self.rules).penalty
        shown = (self.fit.points(rows) - penalty)[0].astype(np.int64)
        sought = (self.fit.sought(rows) - penalty)[0].astype(np.int64)
        for place in self.wished:
            if place[0] == row:
                sought[place[1]] += WISHED
        return shown, sought


def solved(
    pool: Pool,
    rules: Rules | None = None,
    weights: Weights | None = None,
    locks: Collection[Link] = (),
    bans: Collection[Link] = (),
    wishes: Collection[Link] = (),
    quotas: Sequence[Quota] = (),
    *,
    weakest_first: bool = True,
    watch: Watch = nobody_watches,
) -> Solved:
    """Find and prove the best list; the arguments are those of :func:`propose`."""
    rules, weights = rules or Rules(), weights or Weights()
    locked, banned = _placed(pool, locks, bans)
    fit = Fit(grid_of(pool), weights)
    wished = {pool.place(*wish) for wish in wishes}
    held = _table(fit, rules, banned, wished, watch)
    chosen, seats = _locked_in(pool, locked)
    rows = np.flatnonzero(chosen < 0)
    table = held if len(rows) == len(held) else held[rows]
    hashes = (
        hashes_of(pool.mentees[row].key for row in rows.tolist()),
        hashes_of(mentor.key for mentor in pool.mentors),
    )
    if quotas:
        taken = [column for _, column in locked]
        best = composed_list(
            table,
            seats,
            *hashes,
            lambda column: quotas_of(quotas, pool.mentors, column, taken),
            weakest_first=weakest_first,
        )
    else:
        best = best_list(table, seats, *hashes, weakest_first=weakest_first, watch=watch)
    chosen[rows] = best.chosen
    return Solved(
        pool=pool,
        rules=rules,
        fit=fit,
        held=held,
        locked=locked,
        banned=banned,
        wished=wished,
        rows=rows,
        best=best,
        chosen=chosen,
    )


def _table(
    fit: Fit, rules: Rules, banned: Collection[Place], wished: Collection[Place], watch: Watch
) -> Points:
    """Points of all pairs, n × m, with bars; made block by block, so that nothing else is as large."""
    grid = fit.grid
    held = np.empty(grid.shape, np.int32)
    for start in range(0, len(held), BLOCK):
        watch("points", start / len(held))
        rows = grid.rows[start : start + BLOCK]
        verdict = ruled(grid.window(rows), rules)
        np.subtract(fit.sought(rows), verdict.penalty, out=held[start : start + BLOCK])
        held[start : start + BLOCK][~verdict.allowed] = bar_of(held)
    for place in wished:
        if held[place] > bar_of(held):
            held[place] += WISHED
    for place in banned:
        held[place] = bar_of(held)
    return held


def _placed(pool: Pool, locks: Collection[Link], bans: Collection[Link]) -> tuple[set[Place], set[Place]]:
    """Locks and bans as places in the arrays, once they are known not to contradict each other."""
    locked = {pool.place(*lock) for lock in locks}
    banned = {pool.place(*ban) for ban in bans}
    mentor_of: dict[int, Person] = {}
    mentees_of: dict[int, list[Person]] = {}
    for row, column in sorted(locked):
        mentee, mentor = pool.mentees[row], pool.mentors[column]
        if mentee.key == mentor.key:
            raise Contradiction(f"{mentee.name} is locked with themself.")
        if (row, column) in banned:
            raise Contradiction(f"{mentee.name} and {mentor.name} are both locked and forbidden.")
        if row in mentor_of:
            raise Contradiction(f"{mentee.name} is locked with both {mentor_of[row].name} and {mentor.name}.")
        mentor_of[row] = mentor
        taken = mentees_of.setdefault(column, [])
        taken.append(mentee)
        if len(taken) > mentor.capacity:
            names = " and ".join(person.name for person in taken)
            raise Contradiction(f"{mentor.name} is locked with {names} but has room for {mentor.capacity}.")
    return locked, banned


def _locked_in(pool: Pool, locked: Collection[Place]) -> tuple[Ints, Ints]:
    """The column (n,) of each locked row, else -1, and the seats (m,) that each mentor has left."""
    chosen = np.full(len(pool.mentees), -1, np.int64)
    seats = np.array([mentor.capacity for mentor in pool.mentors], np.int64)
    for row, column in locked:
        chosen[row] = column
        seats[column] -= 1
    return chosen, seats
