"""Reasons in plain words: for a pair, for somebody left over, and for a group with too few mentors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from programs.words import counted, listed

from .changes import changes_for_mentees, changes_for_mentors
from .fit import FacetPoints
from .grid import Flags
from .people import Key
from .policy import POINT
from .proposal import LeftOver, Shortage
from .rules import RULES, Finding, ruled
from .sides import Ints
from .solved import Solved
from .words import sentence

__all__ = ["left_over", "reasons_for", "shortages"]

MOST_NAMED = 6


def reasons_for(
    facets: Sequence[FacetPoints], findings: Sequence[Finding], *, locked: bool = False
) -> tuple[str, ...]:
    """Sentences on one pair: what was waived, what speaks for it, what it costs, and how the rules stand.

    Strongest facets come first; a facet without points is silent.
    """
    found = [
        f"Locked by hand although a rule forbids it: {finding.words}"
        for finding in findings
        if finding.forbids
    ]
    if locked and not found:
        found.append("Locked by hand")
    telling = sorted((facet for facet in facets if facet.points), key=lambda facet: -facet.points)
    found += [facet.words for facet in telling]
    found += [
        f"{finding.words}, which costs {counted(finding.penalty // POINT, 'point')}"
        for finding in findings
        if finding.penalty
    ]
    found += [finding.words for finding in findings if finding.name == "grade_gap" and not finding.broken]
    kept = sum(not finding.broken for finding in findings)
    if findings:
        rules = counted(len(findings), "rule")
        found.append(f"Keeps all {rules}" if kept == len(findings) > 1 else f"Keeps {kept} of {rules}")
    return tuple(sentence(words) for words in found)


def left_over(found: Solved, idle: Ints) -> tuple[tuple[LeftOver, ...], tuple[LeftOver, ...]]:
    """Why mentees without a mentor have none, and why the mentors in ``idle`` (columns) have no mentee."""
    pool, grid = found.pool, found.grid
    alone = np.flatnonzero(found.chosen < 0)
    of_mentees = ruled(grid.window(alone), found.rules).bars
    of_mentors = {
        name: flags.T for name, flags in ruled(grid.window(grid.rows, idle), found.rules).bars.items()
    }
    mentees = found.allowed(alone)
    mentors = found.allowed(grid.rows, idle).T
    for_mentees, for_mentors = changes_for_mentees(found, alone), changes_for_mentors(found, idle)
    return (
        tuple(
            _left(pool.mentees[row].key, at, mentees, of_mentees, "mentor", change)
            for at, (row, change) in enumerate(zip(alone.tolist(), for_mentees, strict=True))
        ),
        tuple(
            _left(pool.mentors[column].key, at, mentors, of_mentors, "mentee", change)
            for at, (column, change) in enumerate(zip(idle.tolist(), for_mentors, strict=True))
        ),
    )


def _left(
    key: Key, at: int, allowed: Flags, bars: Mapping[str, Flags], opposite: str, change: str
) -> LeftOver:
    possible, of = int(allowed[at].sum()), allowed.shape[1]
    counts = {name: int(flags[at].sum()) for name, flags in bars.items()}
    excluded = tuple(
        sorted(((name, count) for name, count in counts.items() if count), key=lambda item: -item[1])
    )
    return LeftOver(
        key=key,
        allowed=possible,
        of=of,
        excluded=excluded,
        words=_why_left(possible, of, excluded, opposite),
        change=change if of else "",
    )


def _why_left(possible: int, of: int, excluded: Sequence[tuple[str, int]], opposite: str) -> str:
    everybody = counted(of, opposite)
    if not of:
        return f"There is no {opposite} in this pool."
    most = ""
    if excluded:
        name, count = excluded[0]
        because = next(kind.because for kind in RULES if kind.name == name)
        most = sentence(f"{because} rules out {count} of {everybody}")
    if not possible:
        return (
            f"{most} Nobody is left once every rule has had its say." if most else "Nobody is allowed at all."
        )
    return (
        f"{possible} of {everybody} would be allowed, but the best list needs them for others. {most}".strip()
    )


def shortages(found: Solved, rows: Ints, columns: Ints) -> tuple[Shortage, ...]:
    """Split the mentees (rows) and mentors (columns) of a shortage into groups that share nobody.

    Each group is a proof: its mentees are allowed nobody outside it and cannot all have somebody.
    """
    if not len(rows):
        return ()
    pool = found.pool
    told = []
    for inside_rows, inside_columns in _groups(found, rows, columns):
        mentees = [pool.mentees[row] for row in inside_rows.tolist()]
        mentors = [pool.mentors[column] for column in inside_columns.tolist()]
        told.append(
            Shortage(
                mentees=tuple(person.key for person in mentees),
                mentors=tuple(person.key for person in mentors),
                words=_why_short([person.name for person in mentees], [person.name for person in mentors]),
            )
        )
    return tuple(sorted(told, key=lambda shortage: (len(shortage.mentees), shortage.words)))


def _groups(found: Solved, rows: Ints, columns: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Rows and columns that hang together by allowed pairs, group by group; every group has a row."""
    left = np.ones(len(rows), np.bool_)
    while left.any():
        mine, theirs = np.zeros(len(rows), np.bool_), np.zeros(len(columns), np.bool_)
        frontier = np.flatnonzero(left)[:1]
        while len(frontier):
            mine[frontier] = True
            reached = found.any_allowed(rows[frontier], columns, axis=0) & ~theirs
            theirs |= reached
            others = np.flatnonzero(left & ~mine)
            frontier = others[found.any_allowed(rows[others], columns[reached], axis=1)]
        left &= ~mine
        yield rows[mine], columns[theirs]


def _why_short(mentees: list[str], mentors: list[str]) -> str:
    who = listed(mentees) if len(mentees) <= MOST_NAMED else counted(len(mentees), "mentee")
    if not mentors:
        return sentence(f"{who} cannot be paired with anybody")
    whom = listed(mentors) if len(mentors) <= MOST_NAMED else counted(len(mentors), "mentor")
    between = " between them" if len(mentees) > 1 else ""
    return sentence(f"{who} can{between} be paired only with {whom}, and that is not enough")
