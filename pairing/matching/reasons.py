"""Reasons in plain words: for a pair, for somebody left over, and for a group with too few mentors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from programs.words import counted, listed

from .changes import changes_for_mentees, changes_for_mentors
from .fit import FacetPoints
from .people import Key
from .policy import POINT
from .proposal import LeftOver, Shortage
from .rules import RULES, Finding, ruled
from .sides import Ints
from .solved import Solved
from .words import sentence

__all__ = ["left_over", "reasons_for", "shortages"]

MOST_NAMED = 6
BECAUSE = {kind.name: kind.because for kind in RULES}


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
    of_mentors = ruled(grid.window(grid.rows, idle), found.rules).bars
    return (
        _left(
            [pool.mentees[row].key for row in alone.tolist()],
            found.allowed(alone).sum(axis=1).tolist(),
            len(pool.mentors),
            {name: flags.sum(axis=1).tolist() for name, flags in of_mentees.items()},
            "mentor",
            changes_for_mentees(found, alone),
        ),
        _left(
            [pool.mentors[column].key for column in idle.tolist()],
            found.allowed(grid.rows, idle).sum(axis=0).tolist(),
            len(pool.mentees),
            {name: flags.sum(axis=0).tolist() for name, flags in of_mentors.items()},
            "mentee",
            changes_for_mentors(found, idle),
        ),
    )


def _left(
    keys: Sequence[Key],
    allowed: Sequence[int],
    of: int,
    bars: Mapping[str, Sequence[int]],
    opposite: str,
    changes: Sequence[str],
) -> tuple[LeftOver, ...]:
    """``allowed`` and ``bars`` count for each person how many ``of`` the others are allowed and ruled out."""
    told = []
    for at, (key, possible, change) in enumerate(zip(keys, allowed, changes, strict=True)):
        counts = [(name, counts[at]) for name, counts in bars.items() if counts[at]]
        excluded = tuple(sorted(counts, key=lambda item: -item[1]))
        words = _why_left(possible, of, excluded, opposite)
        told.append(LeftOver(key, possible, of, excluded, words, change if of else ""))
    return tuple(told)


def _why_left(possible: int, of: int, excluded: Sequence[tuple[str, int]], opposite: str) -> str:
    everybody = counted(of, opposite)
    if not of:
        return f"There is no {opposite} in this pool."
    most = ""
    if excluded:
        name, count = excluded[0]
        most = sentence(f"{BECAUSE[name]} rules out {count} of {everybody}")
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
