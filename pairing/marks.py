"""What keeps two people from being locked together (M3, M5)."""

from .matching import judge


class CannotMark(Exception):
    """The two cannot be locked; the sentence says why."""


def refuse_bad_lock(candidates, mentor, mentee):
    two = candidates.people[mentee], candidates.people[mentor]
    if broken := [found.words for found in judge(candidates.pool, *two, candidates.rules) if found.forbids]:
        raise CannotMark(f"These two cannot be locked: {broken[0]}.")
    locks = candidates.locks - {(mentee, mentor)}
    if any(other == mentee for other, _ in locks):
        raise CannotMark(f"{two[0].name} is locked with somebody else already.")
    if sum(other == mentor for _, other in locks) >= len(candidates.places[mentor]):
        raise CannotMark(f"{two[1].name} has no place left for another locked pair.")
