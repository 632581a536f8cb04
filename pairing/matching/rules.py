"""The rules of eligibility (SPEC M1): for a whole pool as arrays, and for one pair with proof in words.

Each rule is written twice on purpose. ``broken`` answers for all n × m pairs at once and decides the
proposal; ``told`` reads two people like a person would and says why. The tests hold one against the
other, so that no pair is ever refused, or allowed, for a reason that cannot be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from programs.words import counted

from .errors import BadPool, UnknownPerson
from .grid import Flags, Grid
from .people import Key, Person, Pool
from .policy import POINT, Force, Rules
from .words import day

__all__ = ["RULES", "Finding", "RuleKind", "judge", "ruled"]

Told = tuple[bool, str]


@dataclass(frozen=True)
class RuleKind:
    """What a rule is, apart from how a program has set it.

    ``title`` names the setting, ``unit`` its number if it has one, ``because`` fits into "… rules out
    9 of 14 mentors". ``broken`` gives n × m flags; ``told`` says of one pair whether it breaks the rule
    and how one can see that.
    """

    name: str
    title: str
    unit: str
    because: str
    broken: Callable[[Grid, int], Flags]
    told: Callable[[Pool, Person, Person, int], Told]


class Finding(NamedTuple):
    """One rule held against one pair. ``penalty`` is in thousandths of a point, 0 unless soft and broken."""

    name: str
    title: str
    force: Force
    broken: bool
    words: str
    penalty: int = 0

    @property
    def forbids(self) -> bool:
        """Whether this alone keeps the two from being paired."""
        return self.broken and self.force is Force.HARD


def judge(pool: Pool, mentee: Person, mentor: Person, rules: Rules) -> tuple[Finding, ...]:
    """Every rule that is not off, held against one pair, with its proof.

    The two need not take part in the pool, but its directory must know them. A pair of a person with
    themself is refused outright: that is no question of rules.
    """
    if mentee.key == mentor.key:
        raise BadPool(f"{mentee.name} cannot be paired with themself.")
    for person in (mentee, mentor):
        if person.key not in pool.directory.managers:
            raise UnknownPerson(f"{person.name} is not in the directory, so the rules cannot be judged.")
    findings = []
    for kind in RULES:
        rule = getattr(rules, kind.name)
        if rule.force is Force.OFF:
            continue
        broken, words = kind.told(pool, mentee, mentor, rule.value or 0)
        penalty = rule.penalty * POINT if broken and rule.force is Force.SOFT else 0
        findings.append(Finding(kind.name, kind.title, rule.force, broken, words, penalty))
    return tuple(findings)


@dataclass(frozen=True)
class Ruled:
    """All rules over the whole pool: what is allowed, what soft rules cost, and which hard rule bars what.

    ``allowed`` is flags, ``penalty`` thousandths of a point, ``bars`` flags by rule, all in the grid's shape.
    """

    allowed: Flags
    penalty: npt.NDArray[np.int32]
    bars: dict[str, Flags]


def ruled(grid: Grid, rules: Rules) -> Ruled:
    """Hold every rule that is not off against every pair. Nobody is ever allowed with themself."""
    allowed = ~grid.marked(grid.sides.pairs("themself", lambda: ((key, key) for key in grid.pool.mentee_at)))
    penalty = np.zeros(grid.shape, np.int32)
    bars = {}
    for kind in RULES:
        rule = getattr(rules, kind.name)
        if rule.force is Force.OFF:
            continue
        broken = kind.broken(grid, rule.value or 0)
        if rule.force is Force.SOFT:
            penalty += broken * np.int32(rule.penalty * POINT)
        else:
            bars[kind.name] = broken
            allowed &= ~broken
    return Ruled(allowed, penalty, bars)


# Grades


def _grades_too_close(grid: Grid, gap: int) -> Flags:
    return ~grid.grades_apart(gap)


def _tell_grades(_: Pool, mentee: Person, mentor: Person, gap: int) -> Told:
    for person in (mentee, mentor):
        if person.grade is None:
            return True, f"{person.name} has no grade on record"
    assert mentee.grade is not None and mentor.grade is not None
    between = mentee.grade - mentor.grade
    if between < 0:
        return True, f"{mentor.name} stands {counted(-between, 'grade')} above {mentee.name}, not {gap} below"
    if between < gap:
        apart = f"Only {counted(between, 'grade')} apart" if between else "Both have the same grade"
        return True, f"{apart}; the rule asks for {gap}"
    return False, f"{counted(between, 'grade')} apart"


# Places in the company


def _same(attribute: str) -> Callable[[Grid, int], Flags]:
    return lambda grid, _: grid.same(attribute)


def _tell_same(attribute: str, noun: str) -> Callable[[Pool, Person, Person, int], Told]:
    def tell(_: Pool, mentee: Person, mentor: Person, __: int) -> Told:
        one, other = getattr(mentee, attribute), getattr(mentor, attribute)
        if not one or not other:
            who = mentor.name if one else mentee.name
            return False, f"The {noun} of {who} is not on record"
        if one == other:
            return True, f"Same {noun}: {one}"
        return False, f"Other {noun}: {one} and {other}"

    return tell


# The reporting tree


def _in_chain(grid: Grid, _: int) -> Flags:
    return grid.in_chain()


def _tell_chain(pool: Pool, mentee: Person, mentor: Person, _: int) -> Told:
    for lower, upper in ((mentor, mentee), (mentee, mentor)):
        above = pool.directory.above(lower.key)
        if upper.key in above:
            return True, pool.directory.told([lower.key, *above[: above.index(upper.key) + 1]])
    return False, "Neither is in the other's management chain"


def _shared(grid: Grid, steps: int) -> Flags:
    return grid.shared_manager(steps)


def _tell_shared(pool: Pool, mentee: Person, mentor: Person, steps: int) -> Told:
    above_mentee = pool.directory.above(mentee.key)[:steps]
    above_mentor = pool.directory.above(mentor.key)[:steps]
    for manager in above_mentee:
        if manager in above_mentor:
            ways = [
                _way(pool, person, above[: above.index(manager)])
                for person, above in ((mentee, above_mentee), (mentor, above_mentor))
            ]
            return True, f"Both report to {pool.directory.name(manager)}: {ways[0]}, {ways[1]}"
    return False, f"No shared manager within {counted(steps, 'step')}"


def _way(pool: Pool, person: Person, through: list[Key]) -> str:
    if not through:
        return f"{person.name} directly"
    return f"{person.name} through " + " and then ".join(pool.directory.name(key) for key in through)


# What lies behind them


def _years_before(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February, in a year that has none
        return today.replace(year=today.year - years, day=28)


def _former(grid: Grid, years: int) -> Flags:
    pool = grid.pool
    since = _years_before(pool.today, years)

    def found() -> Iterator[tuple[Key, Key]]:
        for person in (*pool.mentees, *pool.mentors):
            for manager, until in person.former_managers:
                if until > since:
                    yield person.key, manager

    return grid.marked(grid.sides.pairs(("former", years), found))


def _tell_former(pool: Pool, mentee: Person, mentor: Person, years: int) -> Told:
    since = _years_before(pool.today, years)
    for lower, upper in ((mentor, mentee), (mentee, mentor)):
        ends = [until for manager, until in lower.former_managers if manager == upper.key and until > since]
        if ends:
            return True, f"{upper.name} was the manager of {lower.name} until {day(max(ends))}"
    return False, f"Neither managed the other in the last {counted(years, 'year')}"


def _units(person: Person) -> set[str]:
    return {person.department, person.line_of_business, person.function} - {""}


def _no_go(grid: Grid, _: int) -> Flags:
    pool = grid.pool

    def found() -> Iterator[tuple[Key, Key]]:
        for mentee, mentor in _unwanted(pool.mentees, pool.mentors):
            yield mentee, mentor
        for mentor, mentee in _unwanted(pool.mentors, pool.mentees):
            yield mentee, mentor

    return grid.marked(grid.sides.pairs("no-go", found, either_way=False))


def _unwanted(people: Sequence[Person], others: Sequence[Person]) -> Iterator[tuple[Key, Key]]:
    """Everybody with each of the others whom they asked not to be paired with."""
    inside: dict[str, list[Key]] = {}
    for other in others:
        for unit in _units(other):
            inside.setdefault(unit, []).append(other.key)
    for person in people:
        for key in person.no_go_people:
            yield person.key, key
        for unit in person.no_go_units:
            for key in inside.get(unit, ()):
                yield person.key, key


def _tell_no_go(_: Pool, mentee: Person, mentor: Person, __: int) -> Told:
    for one, other in ((mentee, mentor), (mentor, mentee)):
        if other.key in one.no_go_people or _units(other) & set(one.no_go_units):
            # Who asked, and for what, stays with the person who asked.
            return True, "One of the two asked not to be paired with the other or their part of the company"
    return False, "No no-go stands between them"


def _paired_before(grid: Grid, _: int) -> Flags:
    return grid.marked(grid.sides.pairs("paired before", lambda: grid.pool.paired_before))


def _tell_paired_before(pool: Pool, mentee: Person, mentor: Person, _: int) -> Told:
    if {(mentee.key, mentor.key), (mentor.key, mentee.key)} & set(pool.paired_before):
        return True, "They have been a pair before"
    return False, "Not paired before"


RULES = (
    RuleKind("grade_gap", "Minimum grade gap", "grades", "the grade gap", _grades_too_close, _tell_grades),
    RuleKind(
        "line_of_business",
        "Different line of business",
        "",
        "the same line of business",
        _same("line_of_business"),
        _tell_same("line_of_business", "line of business"),
    ),
    RuleKind(
        "function",
        "Different function",
        "",
        "the same function",
        _same("function"),
        _tell_same("function", "function"),
    ),
    RuleKind(
        "department",
        "Not the same department",
        "",
        "the same department",
        _same("department"),
        _tell_same("department", "department"),
    ),
    RuleKind(
        "management_chain",
        "Neither in the other's management chain",
        "",
        "the management chain",
        _in_chain,
        _tell_chain,
    ),
    RuleKind(
        "shared_manager", "No shared manager within", "steps", "a shared manager", _shared, _tell_shared
    ),
    RuleKind(
        "former_manager", "No former manager within", "years", "a former manager", _former, _tell_former
    ),
    RuleKind("no_go", "No declared no-go", "", "a declared no-go", _no_go, _tell_no_go),
    RuleKind(
        "paired_before", "Not paired before", "", "an earlier pair", _paired_before, _tell_paired_before
    ),
)
