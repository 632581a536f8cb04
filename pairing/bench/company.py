"""A made-up company for measurements: people shaped like a directory's, drawn with one fixed seed.

A company is a tree: a few people at the top, wide at the bottom. Lines of business, functions and places
run in its branches, so that rules bar whole blocks of pairs, and tags are popular or rare as people's are.
Uniform random numbers would be several times easier to pair and would flatter every figure.
"""

from datetime import date

import numpy as np

from pairing.matching import Directory, Person, Pool

TODAY = date(2026, 3, 2)
LEADERS = 3  # levels of the tree from which mentees come, the top one aside
LINES, FUNCTIONS, PLACES = 9, 24, 14
TOPICS, INTERESTS = 60, 80
LANGUAGES = ("Spanish", "French", "Polish", "Hindi")
SLOTS = tuple(f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri") for part in ("am", "pm"))
KEEPS = {"line": 1.0, "function": 0.7, "place": 0.7}  # how often a report has the manager's


def pool_of(mentees, mentors, *, seed=1, coaches=0):
    """``mentees`` leaders and ``mentors`` juniors of one company, under its whole reporting tree."""
    dice = np.random.default_rng(seed)
    levels = levels_for(mentees, mentors)
    managers, traits = grown(levels, dice)
    edges = np.concatenate([[0], np.cumsum(levels)])
    grade = np.repeat(np.arange(len(levels))[::-1] + 1, levels)
    seniors = dice.permutation(np.arange(1, edges[LEADERS + 1]))[:mentees]
    juniors = dice.permutation(np.arange(edges[LEADERS + 1], edges[-1]))
    people = [
        drawn(seniors, managers, traits, grade, dice, topics=(3, 6)),
        drawn(juniors[:mentors], managers, traits, grade, dice, topics=(5, 12)),
        drawn(
            juniors[mentors : mentors + coaches], managers, traits, grade, dice, topics=(1, 1), capacity=25
        ),
    ]
    return Pool(
        mentees=people[0],
        mentors=people[1],
        coaches=people[2],
        today=TODAY,
        directory=Directory(
            {one: None if above < 0 else above for one, above in enumerate(managers.tolist())},
            {one: f"Person {one}" for one in range(len(managers))},
        ),
    )


def levels_for(mentees, mentors):
    """How many people stand on each level of the tree, the top first; more than enough to draw from."""
    top = [1, 8, max(40, mentees // 6), max(120, mentees * 6 // 5)]
    bottom = [20 + int(mentors * 1.5 * share) for share in (0.14, 0.22, 0.28, 0.22, 0.14)]
    return top + bottom


def grown(levels, dice):
    """Each person's manager (-1 at the top) and, by trait, the code that runs in their branch."""
    edges = np.concatenate([[0], np.cumsum(levels)])
    managers = np.full(edges[-1], -1)
    traits = {
        "line": np.zeros(edges[-1], int),
        "function": dice.integers(0, FUNCTIONS, edges[-1]),
        "place": dice.choice(PLACES, edges[-1], p=falling(PLACES, 2, 1.0)),
    }
    traits["line"][: edges[2]] = np.arange(edges[2]) % LINES
    for level in range(1, len(levels)):
        here = slice(edges[level], edges[level + 1])
        managers[here] = np.sort(dice.integers(edges[level - 1], edges[level], levels[level]))
        if level > 1:
            for name, codes in traits.items():
                keeps = dice.random(levels[level]) < KEEPS[name]
                codes[here] = np.where(keeps, codes[managers[here]], codes[here])
    return managers, traits


def drawn(who, managers, traits, grade, dice, *, topics, capacity=1):
    """People with what they say of themselves."""
    count = len(who)
    offered, liked = tags(dice, count, TOPICS, *topics), tags(dice, count, INTERESTS, 3, 8)
    spoken = dice.integers(0, 2 * len(LANGUAGES), count)
    remote = dice.random(count) < 0.8
    levels = dice.integers(1, 4, (count, TOPICS))
    slots = [dice.permutation(len(SLOTS))[: dice.integers(2, 8)] for _ in range(count)]
    return [
        Person(
            key=int(one),
            name=f"Person {one}",
            grade=int(grade[one]),
            line_of_business=f"Line {traits['line'][one]}",
            function=f"Function {traits['function'][one]}",
            department=f"Team of {managers[one]}",
            location=f"Place {traits['place'][one]}",
            utc_offset=-5.0 - int(traits["place"][one]) % 4,
            meets_remotely=bool(remote[row]),
            manager=int(managers[one]),
            topics={f"topic {tag}": int(levels[row, tag]) for tag in offered[row]},
            interests=frozenset(f"interest {tag}" for tag in liked[row]),
            languages=frozenset(["English", *LANGUAGES[spoken[row] : spoken[row] + 1]]),
            hours=frozenset(SLOTS[slot] for slot in slots[row]),
            capacity=capacity,
        )
        for row, one in enumerate(who.tolist())
    ]


def falling(size, shift, power):
    """Shares of ``size`` things of which the first are popular: (rank + shift) ** -power, adding up to 1."""
    shares = (np.arange(size) + float(shift)) ** -power
    return shares / shares.sum()


def tags(dice, count, size, least, most):
    """For each of ``count`` people between ``least`` and ``most`` different tags, popular ones more often."""
    keys = np.log(falling(size, 5, 0.8)) + dice.gumbel(size=(count, size))
    order = np.argsort(-keys, axis=1)
    return [order[row, :many] for row, many in enumerate(dice.integers(least, most + 1, count))]
