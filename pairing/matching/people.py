"""People as plain data, and who reports to whom.

Whoever calls this package turns their rows into these and gets keys back; nothing here knows of a
database. A key is any ``str`` or ``int`` that stands for one person throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from .errors import BadPool, ReportingCycle, UnknownManager, UnknownPerson
from .hours import check_slot

__all__ = ["Directory", "Key", "Person", "Pool", "in_order"]

Key = str | int
_NOTHING: Mapping[str, int] = MappingProxyType({})
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


def in_order(key: Key) -> tuple[bool, int, str]:
    """Sorts keys of both kinds, numbers first, so that the order of rows never matters."""
    return (False, key, "") if isinstance(key, int) else (True, 0, key)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A mentor, mentee or coach, with what the directory and they themselves say.

    Facts from the directory that are unknown are empty (``""``, ``None``) and never count as "the
    same" as another's. ``topics`` are levels offered 1..3 for a mentor and importance 1..3 for a
    mentee, whose ``familiarity`` 0..3 says how well each is known already. ``hours`` are weekly slots
    in the person's own local time; none at all stands for ordinary office hours. ``no_go_units``
    names departments, lines of business or functions. ``standing`` 0..100 is how a mentor was recommended and
    reviewed. ``volunteered`` are words by attribute that the person allowed the matching to use.
    ``capacity`` counts mentees for a mentor and pairs for a coach.
    """

    key: Key
    name: str
    grade: int | None = None
    line_of_business: str = ""
    function: str = ""
    department: str = ""
    location: str = ""
    utc_offset: float = 0.0
    meets_remotely: bool = True
    manager: Key | None = None
    former_managers: Collection[tuple[Key, date]] = ()
    interests: Collection[str] = frozenset()
    experience: Collection[str] = frozenset()
    languages: Collection[str] = frozenset()
    topics: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    familiarity: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    hours: Collection[str] = frozenset()
    no_go_people: Collection[Key] = frozenset()
    no_go_units: Collection[str] = frozenset()
    standing: int = 0
    volunteered: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    capacity: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.key, bool) or not isinstance(self.key, str | int):
            raise BadPool(f"The key of {self.name} is text or a whole number, not {self.key!r}.")
        if self.grade is not None and not _is_whole(self.grade):
            raise BadPool(f"The grade of {self.name} is a whole number, not {self.grade!r}.")
        if not _is_whole(self.capacity) or self.capacity < 0:
            raise BadPool(f"The capacity of {self.name} is a whole number from 0, not {self.capacity!r}.")
        if not _is_whole(self.standing) or not 0 <= self.standing <= 100:
            raise BadPool(f"The standing of {self.name} lies between 0 and 100, not {self.standing!r}.")
        if not -15 <= self.utc_offset <= 15:  # also refuses what is not a number
            raise BadPool(f"{self.name} cannot live {self.utc_offset} hours from UTC.")
        self._check_levels("topic", self.topics, 1)
        self._check_levels("familiarity with", self.familiarity, 0)
        for slot in self.hours:
            check_slot(self.name, slot)

    def _check_levels(self, noun: str, levels: Mapping[str, int], least: int) -> None:
        for topic, level in levels.items():
            if not _is_whole(level) or not least <= level <= 3:
                raise BadPool(
                    f"The {noun} {topic!r} of {self.name} has a level from {least} to 3, not {level!r}."
                )


@dataclass(frozen=True)
class Directory:
    """Who reports to whom, as far as it is known: key to manager's key, ``None`` at the top.

    The tree may have any depth and any number of tops. A pool completes it with its own people and
    then checks it: every manager must be known, and rings are refused with the names of those in them.
    """

    managers: Mapping[Key, Key | None] = field(default_factory=dict)
    names: Mapping[Key, str] = field(default_factory=dict)

    def check(self) -> Directory:
        """This directory, once it is known that every manager is in it and that nobody reports in a ring."""
        sound: set[Key] = set()
        for start in self.managers:
            path: dict[Key, None] = {}
            here: Key | None = start
            while here is not None and here not in sound:
                if here in path:
                    self._refuse_ring(list(path)[list(path).index(here) :])
                if here not in self.managers:
                    below = next(reversed(path))
                    raise UnknownManager(
                        f"{self.name(below)} reports to {here!r}, who is not in the directory."
                    )
                path[here] = None
                here = self.managers[here]
            sound.update(path)
        return self

    def _refuse_ring(self, ring: list[Key]) -> None:
        first = min(range(len(ring)), key=lambda place: in_order(ring[place]))
        ring = ring[first:] + ring[:first] + [ring[first]]
        raise ReportingCycle(self.told(ring) + ": nobody can be their own manager.")

    def name(self, key: Key) -> str:
        """What to call this person in a sentence."""
        return self.names.get(key) or f"person {key}"

    def above(self, key: Key) -> list[Key]:
        """Managers of ``key``, nearest first, up to the top."""
        found: list[Key] = []
        manager = self.managers.get(key)
        while manager is not None:
            found.append(manager)
            manager = self.managers.get(manager)
        return found

    def told(self, chain: list[Key]) -> str:
        """``Ana Reyes reports to Tom Hale, who reports to Delia Fontaine``."""
        first, *rest = (self.name(key) for key in chain)
        return f"{first} reports to " + ", who reports to ".join(rest)

    def including(self, people: Iterable[Person]) -> Directory:
        """This directory with ``people`` in it; two different managers for one person are refused."""
        managers, names = dict(self.managers), dict(self.names)
        for person in people:
            names[person.key] = person.name
            known = managers.get(person.key)
            if known is not None and person.manager not in (None, known):
                raise BadPool(f"{person.name} has two managers: {known!r} and {person.manager!r}.")
            managers[person.key] = person.manager if known is None else known
        return Directory(managers, names)


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Everybody who takes part on one day, and what is known around them.

    ``paired_before`` holds pairs of keys in either order. The same person may be on both sides (they
    are never paired with themself), but not twice on one side.
    """

    mentees: Sequence[Person]
    mentors: Sequence[Person]
    today: date
    directory: Directory = field(default_factory=Directory)
    coaches: Sequence[Person] = ()
    paired_before: Collection[tuple[Key, Key]] = frozenset()

    def __post_init__(self) -> None:
        for role in ("mentees", "mentors", "coaches"):
            people = sorted(getattr(self, role), key=lambda person: in_order(person.key))
            for one, following in pairwise(people):
                if one.key == following.key:
                    raise BadPool(f"{one.name} is twice among the {role}.")
            object.__setattr__(self, role, tuple(people))
        everybody = (*self.mentees, *self.mentors, *self.coaches)
        object.__setattr__(self, "directory", self.directory.including(everybody).check())

    @cached_property
    def mentee_at(self) -> dict[Key, int]:
        """Row of each mentee in every n × m array."""
        return {person.key: row for row, person in enumerate(self.mentees)}

    @cached_property
    def mentor_at(self) -> dict[Key, int]:
        """Column of each mentor in every n × m array."""
        return {person.key: column for column, person in enumerate(self.mentors)}

    def pair(self, mentee: Key, mentor: Key) -> tuple[Person, Person]:
        """Both people of a pair by their keys."""
        row, column = self.place(mentee, mentor)
        return self.mentees[row], self.mentors[column]

    def place(self, mentee: Key, mentor: Key) -> tuple[int, int]:
        """Row and column of a pair in every n × m array."""
        return self.row_of(mentee), self._found("mentor", mentor, self.mentor_at)

    def row_of(self, mentee: Key) -> int:
        """The row of a mentee in every n × m array."""
        return self._found("mentee", mentee, self.mentee_at)

    def _found(self, role: str, key: Key, places: Mapping[Key, int]) -> int:
        if key not in places:
            raise UnknownPerson(f"{self.directory.name(key)} is not a {role} in this pool.")
        return places[key]
