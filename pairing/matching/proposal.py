"""What comes out: pairs with their reasons, those left over, what stood in the way, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .fit import FacetPoints
from .people import Key
from .policy import POINT
from .proof import Certificate
from .rules import Finding

__all__ = ["CoachPlan", "LeftOver", "Proposal", "ProposedPair", "Shortage", "as_score"]


def as_score(points: float) -> int:
    """Thousandths of a point as people see them: whole points from 0 to 100."""
    return min(100, max(0, int((points + POINT / 2) // POINT)))


@dataclass(frozen=True, kw_only=True)
class ProposedPair:
    """One pair of the list. ``points`` are thousandths: its facets less the penalties of soft rules.

    A hard rule can be broken only in a locked pair: somebody set it by hand and answers for it.
    """

    mentee: Key
    mentor: Key
    points: int
    locked: bool
    facets: tuple[FacetPoints, ...]
    rules: tuple[Finding, ...]
    reasons: tuple[str, ...]
    coach: Key | None = None
    coach_words: str = ""

    @property
    def score(self) -> int:
        """The fit out of 100."""
        return as_score(self.points)


class LeftOver(NamedTuple):
    """Somebody without a pair: ``allowed`` of the ``of`` people opposite were possible for them.

    ``excluded`` counts for each hard rule how many it rules out, greatest first. ``change`` is the smallest
    one that would give them somebody, and the list a pair more.
    """

    key: Key
    allowed: int
    of: int
    excluded: tuple[tuple[str, int], ...]
    words: str
    change: str


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """Mentees who have only these mentors between them, which is not enough for all."""

    mentees: tuple[Key, ...]
    mentors: tuple[Key, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class CoachPlan:
    """A coach for each pair ``(mentee, mentor)`` as far as rules and capacity allow, with even loads.

    ``words`` say for every pair why this coach, or why none.
    """

    coach_of: Mapping[tuple[Key, Key], Key | None]
    words: Mapping[tuple[Key, Key], str]
    loads: Mapping[Key, int]
    certificate: Certificate

    @property
    def without(self) -> tuple[tuple[Key, Key], ...]:
        """Pairs that no coach can take."""
        return tuple(pair for pair, coach in self.coach_of.items() if coach is None)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The best list of pairs, the weakest pair first."""

    pairs: tuple[ProposedPair, ...]
    left_over_mentees: tuple[LeftOver, ...]
    left_over_mentors: tuple[LeftOver, ...]
    shortages: tuple[Shortage, ...]
    certificate: Certificate
    coaches: CoachPlan | None

    @property
    def points(self) -> int:
        """Points of all pairs together, locked ones among them, in thousandths."""
        return sum(pair.points for pair in self.pairs)

    @property
    def average_score(self) -> int | None:
        """The average fit out of 100, if there is any pair."""
        return as_score(self.points / len(self.pairs)) if self.pairs else None

    @property
    def weakest_score(self) -> int | None:
        """The fit of the weakest pair out of 100, if there is any pair."""
        return self.pairs[0].score if self.pairs else None
