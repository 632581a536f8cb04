"""The front door: people, rules and weights in; the best list of pairs, reasons and a proof out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from .coaches import assign_coaches
from .fit import FacetPoints, Fit
from .grid import Flags, Ints, grid_of
from .people import Key, Pool
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
    places = [(row, column) for row, column in enumerate(chosen.tolist()) if column >= 0]
    made = [(place, _pair(found.fit, found.rules, place, locked=place in found.locked)) for place in places]
    pairs = tuple(pair for _, pair in sorted(made, key=lambda one: (one[1].points, one[0])))
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
    return _pair(
        Fit(grid_of(pool), weights or Weights()), rules or Rules(), pool.place(mentee, mentor), locked=False
    )


def fit_of(pool: Pool, mentee: Key, mentor: Key, weights: Weights | None = None) -> tuple[FacetPoints, ...]:
    """The points of one pair of the pool by facet, in words."""
    return Fit(grid_of(pool), weights or Weights()).parts(*pool.place(mentee, mentor))


def _idle(chosen: Ints, mentors: int) -> Ints:
    busy: Flags = np.zeros(mentors, np.bool_)
    busy[chosen[chosen >= 0]] = True
    return np.flatnonzero(~busy)


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
