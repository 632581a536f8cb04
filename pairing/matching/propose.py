"""The front door: people, rules and weights in; the best list of pairs, reasons and a proof out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from .coaches import assign_coaches
from .errors import Contradiction
from .fit import FacetPoints, Fit
from .grid import Flags, Grid, Ints
from .optimum import best_list, hashes_of
from .people import Key, Person, Pool
from .policy import Rules, Weights
from .proposal import Proposal, ProposedPair
from .reasons import left_over, reasons_for, shortages
from .rules import judge, ruled

__all__ = ["fit_of", "look_at", "propose"]

Link = tuple[Key, Key]


def propose(
    pool: Pool,
    rules: Rules | None = None,
    weights: Weights | None = None,
    locks: Collection[Link] = (),
    bans: Collection[Link] = (),
    *,
    weakest_first: bool = True,
) -> Proposal:
    """The best list of pairs under these rules, with reasons for each and a checked proof for all.

    First as many pairs as possible, then the weakest as strong as possible (unless ``weakest_first``
    is off), then the greatest total fit. Locked pairs of (mentee, mentor) stand whatever the rules
    say, and what they waive is named; banned ones are never made. The same input gives the same
    output whatever the order of its rows. Coaches are assigned if the pool has any.
    """
    rules, weights = rules or Rules(), weights or Weights()
    locked, banned = _placed(pool, locks, bans)
    grid = Grid(pool)
    verdict = ruled(grid, rules)
    fit = Fit(grid, weights)
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

    places = [(row, column) for row, column in enumerate(chosen.tolist()) if column >= 0]
    places.sort(key=lambda place: (int(points[place]), place))
    pairs = tuple(_pair(fit, rules, place, locked=place in locked) for place in places)
    without_mentor, without_mentee = left_over(
        pool, verdict, allowed, np.flatnonzero(chosen < 0).tolist(), _idle(chosen, len(pool.mentors))
    )
    coaches = assign_coaches(pool, [(pair.mentee, pair.mentor) for pair in pairs]) if pool.coaches else None
    if coaches:
        pairs = tuple(
            replace(
                pair,
                coach=coaches.coach_of[pair.mentee, pair.mentor],
                coach_words=coaches.words[pair.mentee, pair.mentor],
            )
            for pair in pairs
        )
    return Proposal(
        pairs=pairs,
        left_over_mentees=without_mentor,
        left_over_mentors=without_mentee,
        shortages=shortages(
            pool, allowed, rows[best.short_rows].tolist(), np.flatnonzero(best.short_columns).tolist()
        ),
        certificate=best.certificate,
        coaches=coaches,
    )


def look_at(
    pool: Pool, mentee: Key, mentor: Key, rules: Rules | None = None, weights: Weights | None = None
) -> ProposedPair:
    """Any pair of the pool as the proposal would show it, rules that forbid it included."""
    return _pair(
        Fit(Grid(pool), weights or Weights()), rules or Rules(), pool.place(mentee, mentor), locked=False
    )


def fit_of(pool: Pool, mentee: Key, mentor: Key, weights: Weights | None = None) -> tuple[FacetPoints, ...]:
    """The points of one pair of the pool by facet, in words."""
    return Fit(Grid(pool), weights or Weights()).parts(*pool.place(mentee, mentor))


def _placed(
    pool: Pool, locks: Collection[Link], bans: Collection[Link]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
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


def _locked_in(pool: Pool, locked: Collection[tuple[int, int]]) -> tuple[Ints, Ints]:
    """The column (n,) of each locked row, else -1, and the seats (m,) that each mentor has left."""
    chosen = np.full(len(pool.mentees), -1, np.int64)
    seats = np.array([mentor.capacity for mentor in pool.mentors], np.int64)
    for row, column in locked:
        chosen[row] = column
        seats[column] -= 1
    return chosen, seats


def _idle(chosen: Ints, mentors: int) -> list[int]:
    busy: Flags = np.zeros(mentors, np.bool_)
    busy[chosen[chosen >= 0]] = True
    return np.flatnonzero(~busy).tolist()


def _pair(fit: Fit, rules: Rules, place: tuple[int, int], *, locked: bool) -> ProposedPair:
    pool = fit.grid.pool
    mentee, mentor = pool.mentees[place[0]], pool.mentors[place[1]]
    facets = fit.parts(*place)
    findings = judge(pool, mentee, mentor, rules)
    return ProposedPair(
        mentee=mentee.key,
        mentor=mentor.key,
        points=sum(facet.points for facet in facets) - sum(finding.penalty for finding in findings),
        locked=locked,
        facets=facets,
        rules=findings,
        reasons=reasons_for(facets, findings, locked=locked),
    )
