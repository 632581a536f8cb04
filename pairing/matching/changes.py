"""The smallest change that would help somebody whom the best list leaves over (SPEC M4).

A change helps if the list can then have one pair more. Loosening a rule lets the person have somebody; that
is enough if whoever it is has a place left, or is with somebody who can move on, and so on to a free place.
Where those ways lead is found once for everybody; then each rule is asked in turn, gently first: a number is
lowered step by step before a rule is given up for one pair.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from programs.words import counted

from .grid import Flags, Grid
from .policy import RANGES, Force
from .rules import RULES, RuleKind
from .sides import Ints
from .solved import Solved
from .words import sentence
from .worth import bar_of

__all__ = ["changes_for_mentees", "changes_for_mentors"]

Helps = Callable[[Flags], list[int]]
"""Of pairs that would be opened, h × w of a window: the places of those to whom they would give somebody."""

NOTHING_ALONE = "No single rule stands in the way: several do at once."


def changes_for_mentees(found: Solved, rows: Ints) -> tuple[str, ...]:
    """For each of these rows without a mentor what would give them one, in words."""
    grid = found.grid.window(rows)
    mentors = found.pool.mentors
    reach = _columns_that_lead_on(found)
    told = _by_rule(found, grid, lambda flags: _where((flags & reach).any(axis=1)), len(rows))
    most = found.allowed(rows)
    points = np.where(most, found.held[rows], bar_of(found.held))
    for at in range(len(rows)):
        if not told[at] and most[at].any():
            told[at] = sentence(f"One more place with {mentors[int(points[at].argmax())].name} would do")
    return tuple(words or NOTHING_ALONE for words in told)


def changes_for_mentors(found: Solved, columns: Ints) -> tuple[str, ...]:
    """For each of these columns without a mentee what would give them one, in words."""
    grid = found.grid.window(found.grid.rows, columns)
    reach = _rows_that_lead_on(found)
    if not (found.chosen < 0).any():
        return ("Every mentee has a mentor: one mentee more is what it takes.",) * len(columns)
    told = _by_rule(found, grid, lambda flags: _where((flags & reach[:, None]).any(axis=0)), len(columns))
    for at, column in enumerate(columns.tolist()):
        if not found.pool.mentors[column].capacity:
            told[at] = "Has no place to give: one is what it takes."
    return tuple(words or NOTHING_ALONE for words in told)


def _where(flags: Any) -> list[int]:
    found: list[int] = np.flatnonzero(flags).tolist()
    return found


def _by_rule(found: Solved, grid: Grid, helps: Helps, people: int) -> list[str]:
    """The words of the gentlest rule change that ``helps`` each person of the window; "" where none does."""
    hard = [kind for kind in RULES if getattr(found.rules, kind.name).force is Force.HARD]
    bars = {kind.name: kind.broken(grid, getattr(found.rules, kind.name).value or 0) for kind in hard}
    counts = np.zeros(grid.shape, np.uint8)
    for flags in bars.values():
        counts += flags
    counts[_beyond_rules(found, grid)] = len(RULES) + 1
    told = [""] * people
    for kind in hard:
        alone = bars[kind.name] & (counts == 1)
        for words, opened in _loosened(found, grid, kind, alone):
            for at in helps(opened):
                told[at] = told[at] or words
    return told


def _beyond_rules(found: Solved, grid: Grid) -> Flags:
    """Pairs that no rule change brings: of somebody with themself, and those kept apart by hand."""
    keys = grid.pool.mentee_at
    apart = grid.marked(grid.sides.pairs("themself", lambda: ((key, key) for key in keys)))
    places = np.array(sorted(found.banned), np.int64).reshape(-1, 2)
    return apart | grid.marked((places[:, 0], places[:, 1]))


def _loosened(found: Solved, grid: Grid, kind: RuleKind, alone: Flags) -> list[tuple[str, Flags]]:
    """Gentler and gentler settings of a rule, each with the pairs that it would open."""
    value = getattr(found.rules, kind.name).value
    ways = []
    if value is not None:
        least = RANGES[kind.name][0]
        for lower in range(value - 1, least - 1, -1):
            setting = f"{counted(lower, kind.unit.removesuffix('s'))} instead of {value}"
            opened = alone & ~kind.broken(grid, lower)
            ways.append((sentence(f"“{kind.title}” set to {setting} would do"), opened))
    ways.append((sentence(f"“{kind.title}” waived for one pair would do"), alone))
    return ways


def _columns_that_lead_on(found: Solved) -> Flags:
    """Mentors (m,) who have a free place, or whose mentee could move on, at last to a free place."""
    size = len(found.pool.mentors)
    capacity = np.array([mentor.capacity for mentor in found.pool.mentors], np.int64)
    used = np.bincount(found.chosen[found.chosen >= 0], minlength=size)
    reach = used < capacity
    movable = found.rows[found.chosen[found.rows] >= 0]
    fresh = reach
    while fresh.any() and len(movable):
        leads = found.any_allowed(movable, np.flatnonzero(fresh), axis=1)
        before = reach.copy()
        reach = reach.copy()
        reach[found.chosen[movable[leads]]] = True
        fresh, movable = reach & ~before, movable[~leads]
    return reach


def _rows_that_lead_on(found: Solved) -> Flags:
    """Mentees (n,) without a mentor, or whose mentor could take on another, at last one without."""
    reach = found.chosen < 0
    movable = found.rows[found.chosen[found.rows] >= 0]
    fresh = np.flatnonzero(reach)
    while len(fresh) and len(movable):
        wanted = found.any_allowed(fresh, found.grid.columns, axis=0)
        leads = wanted[found.chosen[movable]]
        fresh, movable = movable[leads], movable[~leads]
        reach = reach.copy()
        reach[fresh] = True
    return reach
