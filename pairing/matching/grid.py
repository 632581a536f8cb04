"""The pool laid out as arrays: n mentees are rows, m mentors are columns, both in order of their keys.

Everything that rules and facets ask about all n × m pairs at once starts from here. Words become
small integer codes and the reporting tree becomes numbers of a walk over it, so that one comparison
of a column with a row answers for the whole pool.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .people import Key, Person, Pool

__all__ = ["Flags", "Grid", "Ints"]

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

UNKNOWN = -1


@dataclass(frozen=True)
class Grid:
    """A pool with its arrays, each made once when it is first asked for."""

    pool: Pool

    @property
    def shape(self) -> tuple[int, int]:
        """``(n, m)``: mentees, mentors."""
        return len(self.pool.mentees), len(self.pool.mentors)

    def nothing(self) -> Flags:
        """An n × m array of ``False``."""
        return np.zeros(self.shape, np.bool_)

    def codes(self, word: Callable[[Person], str]) -> tuple[Ints, Ints]:
        """Codes (n,) and (m,) of one word per person; the same word has the same code, no word has -1."""
        book: dict[str, int] = {"": UNKNOWN}
        sides = [
            np.array([book.setdefault(word(person), len(book)) for person in people], np.int64)
            for people in (self.pool.mentees, self.pool.mentors)
        ]
        return sides[0], sides[1]

    def same(self, word: Callable[[Person], str]) -> Flags:
        """n × m: both have this word and it is the same."""
        rows, columns = self.codes(word)
        found: Flags = (rows[:, None] == columns) & (rows != UNKNOWN)[:, None]
        return found

    @cached_property
    def grades(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Grades (n,) and (m,), NaN where unknown: no comparison with it is ever true."""
        sides = [
            np.array([np.nan if person.grade is None else person.grade for person in people], np.float64)
            for people in (self.pool.mentees, self.pool.mentors)
        ]
        return sides[0], sides[1]

    @cached_property
    def _walk(self) -> dict[Key, tuple[int, int]]:
        """The numbers before and after their people in a walk down the tree, for all in the pool or above."""
        managers = self.pool.directory.managers
        reports: dict[Key | None, list[Key]] = {}
        seen: set[Key] = set()
        for person in (*self.pool.mentees, *self.pool.mentors):
            here: Key | None = person.key
            while here is not None and here not in seen:
                seen.add(here)
                reports.setdefault(managers[here], []).append(here)
                here = managers[here]
        entered: dict[Key, int] = {}
        found: dict[Key, tuple[int, int]] = {}
        todo = [(key, False) for key in reports.get(None, [])]
        while todo:
            key, done = todo.pop()
            if done:
                found[key] = (entered[key], len(entered))
                continue
            entered[key] = len(entered)
            todo.append((key, True))
            todo.extend((below, False) for below in reports.get(key, []))
        return found

    def in_chain(self) -> Flags:
        """n × m: one of the two is somewhere above the other."""
        first, last = self._walked(self.pool.mentees)
        first, last = first[:, None], last[:, None]
        entered, left = self._walked(self.pool.mentors)
        below: Flags = (first < entered) & (entered < last)
        above: Flags = (entered < first) & (first < left)
        return below | above

    def _walked(self, people: Sequence[Person]) -> tuple[Ints, Ints]:
        numbers = np.array([self._walk[person.key] for person in people], np.int64).reshape(-1, 2)
        return numbers[:, 0], numbers[:, 1]

    def shared_manager(self, steps: int) -> Flags:
        """n × m: somebody is above both, at most ``steps`` above either."""
        found = self.nothing()
        above_mentees = self._managers(self.pool.mentees, steps, nobody=-1)
        above_mentors = self._managers(self.pool.mentors, steps, nobody=-2)
        for up in above_mentees:
            for other in above_mentors:
                found |= up[:, None] == other
        return found

    def _managers(self, people: Sequence[Person], steps: int, nobody: int) -> list[Ints]:
        """For 1, 2, … ``steps`` up, the walk number of each person's manager that far above."""
        managers = self.pool.directory.managers
        here: list[Key | None] = [person.key for person in people]
        found = []
        for _ in range(steps):
            here = [None if key is None else managers[key] for key in here]
            numbers = [nobody if key is None else self._walk[key][0] for key in here]
            found.append(np.array(numbers, np.int64))
        return found

    def mark(self, found: Flags, one: Key, other: Key) -> None:
        """Set the pair of these two, whichever of them is the mentee, if they are such a pair."""
        for mentee, mentor in ((one, other), (other, one)):
            row, column = self.pool.mentee_at.get(mentee), self.pool.mentor_at.get(mentor)
            if row is not None and column is not None:
                found[row, column] = True
