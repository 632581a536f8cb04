"""How well two people fit: integer points by facet, for the whole pool at once and for one pair in words.

A facet is a pair of integer factors, ``mentees`` (n × k) and ``mentors`` (m × k): the points of pair
(i, j) are ``min(mentees[i] @ mentors[j], cap)``. So the whole pool is a few matrix products, any block
of it can be made again, and the parts of one pair are a few short dot products: nothing of n × m × k
is ever stored. Everything is divided by what the mentee asked for, so that somebody who ticks many
boxes does not win the best mentors by that. Parts are rounded up and the cap holds them to their share,
so that a perfect fit is exactly the whole of it.

What people volunteer of themselves enters as one more pair of factors that stands apart: it counts in the
search, and is in no part, no sum of parts and no word. One more facet is one more row in ``FACETS`` and one
more field of ``Weights``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from programs.words import counted, listed

from .grid import Grid, Ints
from .hours import WEEK, half_hours
from .people import Person
from .policy import Weights

__all__ = ["FACETS", "FacetKind", "FacetPoints", "Factors", "Fit", "shared_tags"]

ENOUGH_INTERESTS = 4
ENOUGH_HALF_HOURS = 16
MOST_NAMED = 3
Whole = TypeVar("Whole", int, Ints)
WANTED_MOST = 3


@dataclass(frozen=True)
class Factors:
    """Integer factors of one facet: ``mentees`` (n, k), ``mentors`` (m, k); products count up to ``cap``."""

    mentees: Ints
    mentors: Ints
    cap: int

    @cached_property
    def _ready(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Both factors, (n, j) and (j, m), in the quickest type in which their products are exact.

        Columns in which one side has nothing add nothing and are left out. Floating-point products are
        many times faster than integer ones, and exact in any order of summation as long as no sum of
        absolute values leaves the whole numbers that the type can hold.
        """
        used = self.mentees.any(axis=0) & self.mentors.any(axis=0)
        left, right = self.mentees[:, used], self.mentors[:, used]
        bound = int(np.abs(left).sum(axis=1).max(initial=0)) * int(np.abs(right).max(initial=0))
        exact = np.float32 if bound < 2**24 else np.float64 if bound < 2**53 else np.int64
        return left.astype(exact), np.ascontiguousarray(right.T.astype(exact))

    def points(self, rows: Ints | slice = slice(None)) -> npt.NDArray[np.int32]:
        """h × m points of these rows."""
        left, right = self._ready
        product = left[rows] @ right
        found: npt.NDArray[np.int32] = np.minimum(product, self.cap, out=product).astype(np.int32)
        return found

    def of(self, rows: Ints, columns: Ints) -> Ints:
        """The points (k,) of single pairs."""
        found: Ints = np.minimum((self.mentees[rows] * self.mentors[columns]).sum(axis=1), self.cap)
        return found


def _rounded_up(part: int, of: Whole) -> Whole:
    return -(-part // of)


@dataclass(frozen=True)
class FacetKind:
    """What a facet is: its factors for a pool at a given share of the points, and its words for a pair."""

    name: str
    title: str
    factors: Callable[[Grid, int], Factors]
    told: Callable[[Person, Person], str]


class FacetPoints(NamedTuple):
    """What one facet gives one pair: ``points`` out of ``of``, both in thousandths, and why in words."""

    name: str
    title: str
    points: int
    of: int
    words: str


@dataclass(frozen=True)
class Fit:
    """The fit of everybody with everybody in a pool, under a program's weights."""

    grid: Grid
    weights: Weights

    @cached_property
    def factors(self) -> dict[str, Factors]:
        """Factors of the facets that count for anything."""
        shares = self.weights.shares()
        return {kind.name: kind.factors(self.grid, shares[kind.name]) for kind in FACETS if shares[kind.name]}

    def points(self, rows: Ints | slice = slice(None)) -> npt.NDArray[np.int32]:
        """h × m points of these rows in thousandths, 0 to ``FULL``."""
        total = np.zeros((len(self.grid.rows[rows]), self.grid.shape[1]), np.int32)
        for factors in self.factors.values():
            total += factors.points(rows)
        return total

    @cached_property
    def hidden(self) -> Factors:
        """Factors of the difference in what both volunteered: equal parts of it for each attribute."""
        pool = self.grid.pool
        people = (*pool.mentees, *pool.mentors)
        names = sorted({name for person in people for name in person.volunteered})
        words = sorted({(name, word) for person in people for name, word in person.volunteered.items()})
        book = {word: column for column, word in enumerate(words)}
        each = self.weights.hidden // max(1, len(names))
        mentees = np.zeros((len(pool.mentees), len(book)), np.int64)
        mentors = np.zeros((len(pool.mentors), len(book)), np.int64)
        for row, mentee in enumerate(pool.mentees):
            for name, said in mentee.volunteered.items():
                mentees[row, [book[one, word] for one, word in words if one == name and word != said]] = each
        for row, mentor in enumerate(pool.mentors):
            mentors[row, [book[said] for said in mentor.volunteered.items()]] = 1
        return Factors(mentees, mentors, self.weights.hidden)

    def sought(self, rows: Ints | slice = slice(None)) -> npt.NDArray[np.int32]:
        """h × m points as the search counts them: with what is shown nowhere."""
        return self.points(rows) + self.hidden.points(rows) if self.weights.hidden else self.points(rows)

    def parts(self, rows: Ints, columns: Ints) -> list[tuple[FacetPoints, ...]]:
        """The points of single pairs (k,) by facet; they add up to their entries in :meth:`points`."""
        pool = self.grid.pool
        pairs = [
            (pool.mentees[row], pool.mentors[column])
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
        facets = [
            [
                FacetPoints(kind.name, kind.title, points, factors.cap, kind.told(mentee, mentor))
                for points, (mentee, mentor) in zip(factors.of(rows, columns).tolist(), pairs, strict=True)
            ]
            for kind in FACETS
            if (factors := self.factors.get(kind.name))
        ]
        return list(zip(*facets, strict=True)) if facets else [()] * len(pairs)


def _tagged(
    people: Sequence[Person], tags: Callable[[Person], Collection[str]], book: dict[str, int]
) -> Ints:
    """people × tags: 1 where a person has a tag of the book."""
    return _spread([dict.fromkeys(tags(person), 1) for person in people], book)


def _spread(has: Sequence[Mapping[str, int]], book: Mapping[str, int]) -> Ints:
    """people × words of the book: the numbers that people have for their words, 0 for all others."""
    table = np.zeros((len(has), len(book)), np.int64)
    rows = np.repeat(np.arange(len(has)), [len(each) for each in has])
    columns = [book[word] for each in has for word in each]
    table[rows, columns] = [number for each in has for number in each.values()]
    return table


def shared_tags(grid: Grid, share: int, tags: Callable[[Person], Collection[str]], enough: int) -> Factors:
    """Equal parts of the share for each tag in common, up to as many as the mentee has or as are enough."""
    pool = grid.pool
    words = {tag for person in (*pool.mentees, *pool.mentors) for tag in tags(person)}
    book = {tag: column for column, tag in enumerate(sorted(words))}
    mentees, mentors = _tagged(pool.mentees, tags, book), _tagged(pool.mentors, tags, book)
    each = _rounded_up(share, np.clip(mentees.sum(axis=1, keepdims=True), 1, enough))
    return Factors(mentees * each, mentors, share)


# Topics


def _needs(mentee: Person) -> dict[str, int]:
    """How much each wanted topic counts: importance times what is still to learn, never quite nothing."""
    return {topic: wanted * (4 - mentee.familiarity.get(topic, 0)) for topic, wanted in mentee.topics.items()}


def _topics(grid: Grid, share: int) -> Factors:
    pool = grid.pool
    words = sorted({topic for mentee in pool.mentees for topic in mentee.topics})
    book = {topic: column for column, topic in enumerate(words)}
    wanted = _spread([_needs(mentee) for mentee in pool.mentees], book)
    offered = [
        {topic: level for topic, level in mentor.topics.items() if topic in book} for mentor in pool.mentors
    ]
    whole = np.maximum(1, 3 * wanted.sum(axis=1, keepdims=True))
    return Factors(-(-share * wanted // whole), _spread(offered, book), share)


def _tell_topics(mentee: Person, mentor: Person) -> str:
    if not mentee.topics:
        return f"{mentee.name} asked for no topic"
    needs = _needs(mentee)
    offered = sorted(
        (topic for topic in needs if topic in mentor.topics),
        key=lambda topic: (-needs[topic] * mentor.topics[topic], topic),
    )[:MOST_NAMED]
    if not offered:
        return f"Offers nothing that {mentee.name} asked for"
    words = "Offers " + listed(f"{topic} at level {mentor.topics[topic]}" for topic in offered)
    favourites = [topic for topic in offered if mentee.topics[topic] == WANTED_MOST]
    if favourites == offered:
        return f"{words}, which {mentee.name} wants most"
    if favourites:
        return f"{words}, of which {mentee.name} wants {listed(favourites)} most"
    return f"{words}, as {mentee.name} asked"


# Interests and languages


def _interests(grid: Grid, share: int) -> Factors:
    return shared_tags(grid, share, lambda person: person.interests, ENOUGH_INTERESTS)


def _tell_interests(mentee: Person, mentor: Person) -> str:
    shared = sorted(set(mentee.interests) & set(mentor.interests))
    return f"Both name {listed(shared)}" if shared else "No shared interest named"


def _experience(grid: Grid, share: int) -> Factors:
    return shared_tags(grid, share, lambda person: person.experience, ENOUGH_INTERESTS)


def _tell_experience(mentee: Person, mentor: Person) -> str:
    shared = sorted(set(mentee.experience) & set(mentor.experience))
    return f"Both bring {listed(shared)}" if shared else "No shared experience named"


def _languages(grid: Grid, share: int) -> Factors:
    return shared_tags(grid, share, lambda person: person.languages, 1)


def _tell_languages(mentee: Person, mentor: Person) -> str:
    shared = sorted(set(mentee.languages) & set(mentor.languages))
    return f"Both speak {listed(shared)}" if shared else "No shared language named"


# Standing


def _standing(grid: Grid, share: int) -> Factors:
    pool = grid.pool
    mentors = np.array([[mentor.standing] for mentor in pool.mentors], np.int64).reshape(-1, 1)
    return Factors(np.full((len(pool.mentees), 1), _rounded_up(share, 100)), mentors, share)


def _tell_standing(_: Person, mentor: Person) -> str:
    if not mentor.standing:
        return "Neither recommended nor reviewed yet"
    return f"Recommended and reviewed with {mentor.standing} of 100"


# Hours and place


def _hours(grid: Grid, share: int) -> Factors:
    """People choose among few weeks: each is laid out once."""
    kinds: dict[frozenset[int], int] = {}
    sides = [
        np.array(
            [kinds.setdefault(half_hours(person.hours, person.utc_offset), len(kinds)) for person in people],
            np.int64,
        )
        for people in (grid.pool.mentees, grid.pool.mentors)
    ]
    weeks = np.zeros((len(kinds), WEEK), np.int64)
    for kind, week in enumerate(kinds):
        weeks[kind, list(week)] = 1
    weeks = weeks[:, weeks.any(axis=0)]
    return Factors(weeks[sides[0]] * _rounded_up(share, ENOUGH_HALF_HOURS), weeks[sides[1]], share)


def _tell_hours(mentee: Person, mentor: Person) -> str:
    ours = half_hours(mentee.hours, mentee.utc_offset) & half_hours(mentor.hours, mentor.utc_offset)
    if not ours:
        return "No hour of the week suits both"
    few = "Only " if len(ours) < ENOUGH_HALF_HOURS else ""
    if len(ours) % 2:
        return f"{few}{len(ours) / 2:g} hours a week suit both"
    return f"{few}{counted(len(ours) // 2, 'hour')} a week {'suits' if len(ours) == 2 else 'suit'} both"


def _place(grid: Grid, share: int) -> Factors:
    """All of the share for the same place, half of it for two who are happy to meet remotely."""
    pool = grid.pool
    rows, columns = grid.sides.codes("location")
    places = np.arange(max(rows.max(initial=-1), columns.max(initial=-1)) + 1)
    remote = [
        np.array([[person.meets_remotely] for person in people], np.int64).reshape(-1, 1)
        for people in (pool.mentees, pool.mentors)
    ]
    mentees = np.hstack([(rows[:, None] == places) * np.int64(share), remote[0] * (share // 2)])
    mentors = np.hstack([(columns[:, None] == places).astype(np.int64), remote[1]])
    return Factors(mentees, mentors, share)


def _tell_place(mentee: Person, mentor: Person) -> str:
    if mentee.location and mentee.location == mentor.location:
        return f"Both work in {mentee.location}"
    where = f"{mentee.location} and {mentor.location}: " if mentee.location and mentor.location else ""
    if mentee.meets_remotely and mentor.meets_remotely:
        return f"{where}both are happy to meet remotely"
    return f"{where}not both are happy to meet remotely"


FACETS = (
    FacetKind("topics", "Topics", _topics, _tell_topics),
    FacetKind("interests", "Interests", _interests, _tell_interests),
    FacetKind("experience", "Experience", _experience, _tell_experience),
    FacetKind("languages", "Languages", _languages, _tell_languages),
    FacetKind("hours", "Hours", _hours, _tell_hours),
    FacetKind("place", "Place", _place, _tell_place),
    FacetKind("standing", "Standing", _standing, _tell_standing),
)
