"""Counting what people volunteered, so that nobody in a group is given away (U5, FAULTS 18 to 20). Pure.

A reader knows who is on a list and sees how many of them said what. Three things could tell them more:

- a group of a few, or a few left over when the others are subtracted: groups merge until each has five;
- everybody having said the same: a list that would show one group shows nothing;
- the same list before and after somebody joined it, left it, or took their word back. Whoever holds
  several lists can subtract one from another, and no finer than down to the people who stand on exactly
  the same lists. So a new list is counted only if each such set of people has five in every group shown;
  until then the figures of the day before stand, with their date.

Those who did not say are a group like any other, and every answer that one could give belongs to a group,
given or not: a name that appears only when somebody chose it would tell that somebody did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

LEAST = 5
NOT_SAID = ""

Key = str | int


@dataclass(frozen=True)
class Cell:
    """A group that may be shown: the answers merged in it (`NOT_SAID` among them) and how many gave one."""

    answers: tuple[str, ...]
    count: int


def composition(
    said: Mapping[Key, str],
    people: Collection[Key],
    *,
    choices: Iterable[str],
    earlier: Iterable[Collection[Key]] = (),
    least: int = LEAST,
) -> list[Cell] | None:
    """How ``people`` are composed, in groups of at least ``least``; None when nothing may be shown.

    ``said`` holds the answer of everybody on this list and on the ``earlier`` ones that have been shown, or
    `NOT_SAID`. Somebody who changes or takes back their word has to come under another key from then on:
    a key on an earlier list that is unknown to ``said`` keeps every new list from being shown. ``choices``
    are all the answers there are. Largest group first; equal input gives equal output.
    """
    lists = [frozenset(each) for each in earlier] + [frozenset(people)]
    if not people or any(key not in said for each in lists for key in each):
        return None
    tallies = [Counter(said[key] for key in alike) for alike in alike_on(lists)]
    groups = merged([(answer,) for answer in [*dict.fromkeys(choices), NOT_SAID]], tallies, least)
    if len(groups) < 2:
        return None
    here = Counter(said[key] for key in people)
    cells = [Cell(answers, sum(here[answer] for answer in answers)) for answers in groups]
    return sorted(cells, key=lambda cell: (-cell.count, cell.answers))


def alike_on(lists: Collection[frozenset[Key]]) -> list[list[Key]]:
    """Everybody on any of ``lists``, in sets of those who stand on exactly the same ones."""
    alike = defaultdict(list)
    for key in frozenset().union(*lists):
        alike[tuple(key in each for each in lists)].append(key)
    return list(alike.values())


def merged(groups: list[tuple[str, ...]], tallies: list[Counter], least: int) -> list[tuple[str, ...]]:
    """Merge the smallest group that is too small in some tally with the next smallest, until none is."""

    def smallest_first(group):
        counts = [sum(tally[answer] for answer in group) for tally in tallies]
        return sum(counts), group

    while len(groups) > 1:
        groups = sorted(groups, key=smallest_first)
        small = [
            group
            for group in groups
            if any(sum(tally[answer] for answer in group) < least for tally in tallies)
        ]
        if not small:
            break
        others = [group for group in groups if group != small[0]]
        groups = [tuple(sorted(small[0] + others[0])), *others[1:]]
    return groups
