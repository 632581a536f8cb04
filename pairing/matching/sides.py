"""What rules ask about people, laid out once for a whole pool: words as small integers, the tree as a walk.

n mentees come first in every pair of arrays, m mentors second, both in order of their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .people import Key, Person, Pool

__all__ = ["Floats", "Ints", "Sides", "UNKNOWN"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNKNOWN = -1


@dataclass(frozen=True)
class Sides:
    """A pool's arrays by person, each made when it is first asked for and then kept."""

    pool: Pool
    _kept: dict[object, tuple[Ints, Ints]] = field(default_factory=dict)

    def kept(self, name: object, make: Callable[[], tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
        """Two arrays under a name, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def codes(self, word: str) -> tuple[Ints, Ints]:
        """Codes (n,) and (m,) of one attribute; the same word has the same code, no word ``UNKNOWN``."""
        return self.kept(word, lambda: self._coded(word))

    def _coded(self, word: str) -> tuple[Ints, Ints]:
        book: dict[str, int] = {"": UNKNOWN}
        sides = [
            np.array([book.setdefault(getattr(person, word), len(book)) for person in people], np.int64)
            for people in (self.pool.mentees, self.pool.mentors)
        ]
        return sides[0], sides[1]

    @cached_property
    def grades(self) -> tuple[Floats, Floats]:
        """Grades (n,) and (m,), NaN where unknown: no comparison with it is ever true."""
        sides = [
            np.array([np.nan if person.grade is None else person.grade for person in people], np.float64)
            for people in (self.pool.mentees, self.pool.mentors)
        ]
        return sides[0], sides[1]

    def pairs(
        self, name: object, found: Callable[[], Iterable[tuple[Key, Key]]], *, either_way: bool = True
    ) -> tuple[Ints, Ints]:
        """Rows and columns (k,) of some pairs: of mentee and mentor, or ``either_way`` of any two."""

        def places() -> tuple[Ints, Ints]:
            rows, columns = self.pool.mentee_at, self.pool.mentor_at
            known = {
                (rows[mentee], columns[mentor])
                for one, other in found()
                for mentee, mentor in ((one, other), (other, one))[: 1 + either_way]
                if mentee in rows and mentor in columns
            }
            table = np.array(sorted(known), np.int64).reshape(-1, 2)
            return table[:, 0], table[:, 1]

        return self.kept(name, places)

    @cached_property
    def walked(self) -> tuple[Ints, Ints]:
        """The numbers (n, 2) and (m, 2) before and after each person in a walk down the reporting tree."""
        sides = [
            np.array([self._walk[person.key] for person in people], np.int64).reshape(-1, 2)
            for people in (self.pool.mentees, self.pool.mentors)
        ]
        return sides[0], sides[1]

    @cached_property
    def _walk(self) -> dict[Key, tuple[int, int]]:
        """The walk over all in the pool or above them."""
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

    def managers(self, steps: int) -> tuple[Ints, Ints]:
        """The walk numbers (n, steps) and (m, steps) of those above each person; -1 and -2 for nobody."""
        return self.kept(
            ("managers", steps),
            lambda: (
                self._above(self.pool.mentees, steps, nobody=-1),
                self._above(self.pool.mentors, steps, nobody=-2),
            ),
        )

    def _above(self, people: Sequence[Person], steps: int, nobody: int) -> Ints:
        managers = self.pool.directory.managers
        found = np.full((len(people), steps), nobody, np.int64)
        for row, person in enumerate(people):
            here: Key | None = person.key
            for step in range(steps):
                here = managers[here] if here is not None else None
                if here is None:
                    break
                found[row, step] = self._walk[here][0]
        return found
