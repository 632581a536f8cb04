"""Dealing applications out to reviewers: as evenly as conflicts allow, the same way every time. Pure."""

from collections import deque


def deal(wanted, allowed, load):
    """Who scores what: ``{application: [reviewer, …]}``.

    ``wanted`` is how many reviewers each application still needs, ``allowed`` who may score it, ``load`` how
    many every reviewer has already. An application with too few allowed reviewers gets those there are.
    The busiest reviewer ends with as few as possible, then the next busiest, whatever was dealt first.
    """
    load = dict(load)
    dealt = {}
    for application in sorted(wanted, key=lambda each: (len(allowed[each]) - wanted[each], each)):
        rested = sorted(allowed[application], key=lambda reviewer: (load[reviewer], reviewer))
        dealt[application] = rested[: wanted[application]]
        for reviewer in dealt[application]:
            load[reviewer] += 1
    while path := relief(dealt, allowed, load):
        for application, giver, taker in path:
            dealt[application].remove(giver)
            dealt[application].append(taker)
        load[path[0][1]] -= 1
        load[path[-1][2]] += 1
    return {application: sorted(reviewers) for application, reviewers in dealt.items() if reviewers}


def relief(dealt, allowed, load):
    """Hand-overs that take one application from a busy reviewer to one with two fewer, or None."""
    hands = {}
    for application in sorted(dealt):
        for giver in dealt[application]:
            for taker in sorted(set(allowed[application]) - set(dealt[application])):
                hands.setdefault(giver, {}).setdefault(taker, application)
    for busiest in sorted(load, key=lambda reviewer: (-load[reviewer], reviewer)):
        if path := way_down(busiest, hands, load):
            return path
    return None


def way_down(start, hands, load):
    came, ahead = {start: None}, deque([start])
    while ahead:
        giver = ahead.popleft()
        for taker, application in hands.get(giver, {}).items():
            if taker in came:
                continue
            came[taker] = (application, giver, taker)
            if load[taker] <= load[start] - 2:
                path = []
                while came[taker]:
                    path.append(came[taker])
                    taker = came[taker][1]  # noqa: PLW2901 - walking back to the start
                return path[::-1]
            ahead.append(taker)
    return None
