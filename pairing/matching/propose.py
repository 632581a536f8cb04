"""The front door: people, rules and weights in; the best list of pairs, reasons and a proof out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from .coaches import assign_coaches
from .fit import FacetPoints, Fit
from .grid import Flags, Ints, grid_of
from .people import Key, Person, Pool
from .policy import Rules, Weights
from .proposal import Proposal, ProposedPair
from .quotas import Quota
from .reasons import left_over, reasons_for, shortages
from .rules import judge
from .solved import Link, Place, Solved, solved
from .solver import Watch, nobody_watches

__all__ = ["fit_of", "look_at", "propose", "proposal_of"]


def propose(
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
) -> Proposal:
    """The best list of pairs under these rules, with reasons for each and a checked proof for all.

    First as many pairs as possible, then the weakest as strong as possible (unless ``weakest_first``
    is off), then the greatest total fit. Locked pairs of (mentee, mentor) stand whatever the rules
    say, and what they waive is named; banned ones are never made, wished ones count for more. The same
    input gives the same output whatever the order of its rows. Coaches are assigned if the pool has any.
    ``quotas`` say how the chosen mentors are composed. ``watch`` is told how far the work is, and stops it by
    raising.
    """
    return proposal_of(
        solved(pool, rules, weights, locks, bans, wishes, quotas, weakest_first=weakest_first, watch=watch),
        watch,
    )


def proposal_of(found: Solved, watch: Watch = nobody_watches) -> Proposal:
    """A solved pool in words."""
    pool, chosen = found.pool, found.chosen
    watch("words", 0.0)
    rows = np.flatnonzero(chosen >= 0)
    made = _pairs(found.fit, found.rules, rows, chosen[rows], found.locked)
    pairs = tuple(sorted(made, key=lambda pair: pair.points))  # those with equal points stay in order of rows
    without_mentor, without_mentee = left_over(found, _idle(chosen, len(pool.mentors)))
    watch("coaches", 0.0)
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
            found, found.rows[found.best.short_rows], np.flatnonzero(found.best.short_columns)
        ),
        certificate=found.best.certificate,
        coaches=coaches,
    )


def look_at(
    pool: Pool, mentee: Key, mentor: Key, rules: Rules | None = None, weights: Weights | None = None
) -> ProposedPair:
    """Any pair of the pool as the proposal would show it, rules that forbid it included."""
    row, column = pool.place(mentee, mentor)
    fit = Fit(grid_of(pool), weights or Weights())
    return _pairs(fit, rules or Rules(), np.array([row]), np.array([column]))[0]


def fit_of(pool: Pool, mentee: Key, mentor: Key, weights: Weights | None = None) -> tuple[FacetPoints, ...]:
    """The points of one pair of the pool by facet, in words."""
    row, column = pool.place(mentee, mentor)
    return Fit(grid_of(pool), weights or Weights()).parts(np.array([row]), np.array([column]))[0]


def _idle(chosen: Ints, mentors: int) -> Ints:
    busy: Flags = np.zeros(mentors, np.bool_)
    busy[chosen[chosen >= 0]] = True
    return np.flatnonzero(~busy)


def _pairs(
    fit: Fit, rules: Rules, rows: Ints, columns: Ints, locked: Collection[Place] = ()
) -> list[ProposedPair]:
    """Single pairs (k,) with their points, rules and reasons."""
    pool = fit.grid.pool
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    return [
        _told(pool, pool.mentees[row], pool.mentors[column], rules, facets, locked=(row, column) in locked)
        for (row, column), facets in zip(places, fit.parts(rows, columns), strict=True)
    ]


def _told(
    pool: Pool, mentee: Person, mentor: Person, rules: Rules, facets: tuple[FacetPoints, ...], *, locked: bool
) -> ProposedPair:
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
