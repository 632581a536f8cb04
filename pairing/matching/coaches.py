"""A coach for every pair: apart from both in the company, evenly loaded, near in language and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from programs.words import listed

from .fit import Factors, shared_tags
from .grid import Flags, Ints, grid_of
from .optimum import Best, Hashes, best_list, hashes_of
from .people import Key, Person, Pool
from .policy import FULL, POINT
from .proposal import CoachPlan
from .worth import WIDE, Points

__all__ = ["assign_coaches", "evenly"]

MENTEE_LANGUAGE, MENTOR_LANGUAGE = 30 * POINT, 30 * POINT
MENTEE_PLACE, MENTOR_PLACE = 15 * POINT, 25 * POINT


def assign_coaches(pool: Pool, pairs: Sequence[tuple[Key, Key]]) -> CoachPlan:
    """The pool's coaches for these pairs of mentee and mentor.

    As many pairs as possible get a coach who is in neither's management chain or department; then
    loads are as even as that allows; then language and place decide. A mentor's place counts for
    more, since a mentor sees the coach more often.
    """
    places = [pool.place(*pair) for pair in sorted(pairs, key=lambda pair: pool.place(*pair))]
    mentees = [pool.mentees[row] for row, _ in places]
    mentors = [pool.mentors[column] for _, column in places]
    keys = [(mentee.key, mentor.key) for mentee, mentor in zip(mentees, mentors, strict=True)]

    free_of_mentee, mentee_points = _side(pool, pool.mentees, MENTEE_LANGUAGE, MENTEE_PLACE)
    free_of_mentor, mentor_points = _side(pool, pool.mentors, MENTOR_LANGUAGE, MENTOR_PLACE)
    rows = np.array([row for row, _ in places], np.int64)
    columns = np.array([column for _, column in places], np.int64)
    allowed = free_of_mentee[rows] & free_of_mentor[columns]
    best = evenly(
        np.where(allowed, mentee_points[rows] + mentor_points[columns], WIDE),
        np.array([min(coach.capacity, len(keys)) for coach in pool.coaches], np.int64),
        hashes_of(keys),
        hashes_of(coach.key for coach in pool.coaches),
    )
    given = [pool.coaches[at] if at >= 0 else None for at in best.chosen.tolist()]
    loads = {coach.key: 0 for coach in pool.coaches}
    words: dict[tuple[Key, Key], str] = {}
    for row, (key, coach) in enumerate(zip(keys, given, strict=True)):
        if coach is None:
            words[key] = _why_none(bool(allowed[row].any()))
        else:
            loads[coach.key] += 1
            words[key] = _why(coach, mentees[row], mentors[row])
    return CoachPlan(
        coach_of={key: coach.key if coach else None for key, coach in zip(keys, given, strict=True)},
        words=words,
        loads=loads,
        certificate=best.certificate,
    )


def evenly(held: Points, capacity: Ints, row_hashes: Hashes, column_hashes: Hashes) -> Best:
    """The best list of pairs × coaches with loads as even as possible.

    Few places per coach are tried first. If no coach who has more of them is full, more would change
    nothing, since each further place is dearer than the free one.
    """
    count, size = held.shape
    places = 1 + count // max(1, size)
    while True:
        tried = np.minimum(capacity, places)
        best = best_list(held, tried, row_hashes, column_hashes, weakest_first=False, crowding=FULL + 1)
        loads = np.bincount(best.chosen[best.chosen >= 0], minlength=size)
        if not ((loads == tried) & (tried < capacity)).any():
            return best
        places *= 2


def _side(pool: Pool, people: Sequence[Person], language: int, place: int) -> tuple[Flags, Ints]:
    """People × coaches: whether a coach stands apart from them, and the points of language and place."""
    grid = grid_of(replace(pool, mentees=people, mentors=pool.coaches, coaches=()))
    themself = grid.sides.pairs("themself", lambda: ((person.key, person.key) for person in people))
    conflict = grid.in_chain() | grid.same("department") | grid.marked(themself)
    speaks: Factors = shared_tags(grid, language, lambda person: person.languages, 1)
    here = grid.same("location")
    return ~conflict, speaks.points().astype(np.int64) + here * place


def _why_none(somebody_is_apart: bool) -> str:
    if somebody_is_apart:
        return "No place is left with a coach who stands apart from both"
    return "Every coach is in the management chain or department of one of the two"


def _why(coach: Person, mentee: Person, mentor: Person) -> str:
    words = "In neither's management chain or department"
    spoken = sorted(set(coach.languages) & set(mentee.languages) & set(mentor.languages))
    if spoken:
        words += f"; speaks {listed(spoken)} with both"
    near = [one.name for one in (mentee, mentor) if coach.location and one.location == coach.location]
    if near:
        words += f"; works in {coach.location} like {listed(near)}"
    return words
