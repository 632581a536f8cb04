"""The front door: people, rules and weights in; the best list of pairs, reasons and a proof out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from .coaches import assign_coaches
from .fit import FacetPoints, Fit
from .grid import Flags, Grid, Ints
from .people import Key, Pool
from .policy import Rules, Weights
from .proposal import Proposal, ProposedPair
from .reasons import left_over, reasons_for, shortages
from .rules import judge
from .solved import Link, Place, Solved, solved

__all__ = ["fit_of", "look_at", "propose", "proposal_of"]


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
    return proposal_of(solved(pool, rules, weights, locks, bans, weakest_first=weakest_first))


def proposal_of(found: Solved) -> Proposal:
    """A solved pool in words."""
    pool, chosen, points = found.pool, found.chosen, found.points
    places = [(row, column) for row, column in enumerate(chosen.tolist()) if column >= 0]
    places.sort(key=lambda place: (int(points[place]), place))
    pairs = tuple(_pair(found.fit, found.rules, place, locked=place in found.locked) for place in places)
    without_mentor, without_mentee = left_over(
        pool,
        found.verdict,
        found.allowed,
        np.flatnonzero(chosen < 0).tolist(),
        _idle(chosen, len(pool.mentors)),
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
            pool,
            found.allowed,
            found.rows[found.best.short_rows].tolist(),
            np.flatnonzero(found.best.short_columns).tolist(),
        ),
        certificate=found.best.certificate,
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


def _idle(chosen: Ints, mentors: int) -> list[int]:
    busy: Flags = np.zeros(mentors, np.bool_)
    busy[chosen[chosen >= 0]] = True
    return np.flatnonzero(~busy).tolist()


def _pair(fit: Fit, rules: Rules, place: Place, *, locked: bool) -> ProposedPair:
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
