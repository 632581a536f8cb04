"""A pool with its best list, from which proposals are made and questions about other pairs are answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from .errors import Contradiction
from .fit import Fit
from .grid import Flags, Grid, Ints
from .optimum import Best, best_list, hashes_of
from .people import Key, Person, Pool
from .policy import Rules, Weights
from .rules import Ruled, ruled

__all__ = ["Link", "Solved", "solved"]

Link = tuple[Key, Key]
Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Solved:
    """The best list of a pool: ``chosen`` (n,) gives each mentee's row its mentor's column or -1.

    ``points`` (n × m) are thousandths, less the penalties of soft rules. ``allowed`` (n × m) knows of hard
    rules and bans; pairs in ``locked`` stand whatever it says. ``best`` is the search among the ``rows``
    that are not locked.
    """

    pool: Pool
    rules: Rules
    fit: Fit
    verdict: Ruled
    points: Ints
    allowed: Flags
    locked: Collection[Place]
    rows: Ints
    best: Best
    chosen: Ints


def solved(
    pool: Pool,
    rules: Rules | None = None,
    weights: Weights | None = None,
    locks: Collection[Link] = (),
    bans: Collection[Link] = (),
    *,
    weakest_first: bool = True,
) -> Solved:
    """Find and prove the best list; the arguments are those of :func:`propose`."""
    rules, weights = rules or Rules(), weights or Weights()
    locked, banned = _placed(pool, locks, bans)
    grid = Grid(pool)
    verdict, fit = ruled(grid, rules), Fit(grid, weights)
    points = fit.points() - verdict.penalty
    allowed = verdict.allowed.copy()
    for place in banned:
        allowed[place] = False

    chosen, seats = _locked_in(pool, locked)
    rows = np.flatnonzero(chosen < 0)
    best = best_list(
        points[rows],
        allowed[rows],
        seats,
        hashes_of(pool.mentees[row].key for row in rows.tolist()),
        hashes_of(mentor.key for mentor in pool.mentors),
        weakest_first=weakest_first,
    )
    chosen[rows] = best.chosen
    return Solved(
        pool=pool,
        rules=rules,
        fit=fit,
        verdict=verdict,
        points=points,
        allowed=allowed,
        locked=locked,
        rows=rows,
        best=best,
        chosen=chosen,
    )


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
