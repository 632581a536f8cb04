"""Groups of five: by example, against an oracle that counts anew, and against somebody who subtracts."""

import random
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.small_groups import LEAST, NOT_SAID, Cell, composition

CHOICES = ("Woman", "Man", "Non-binary")


def people_who_said(**counts):
    """``{key: answer}`` for so many of each; ``silent`` are those who did not say."""
    names = {"women": "Woman", "men": "Man", "others": "Non-binary", "silent": NOT_SAID}
    return {f"{word}{number}": names[word] for word, count in counts.items() for number in range(count)}


def shown(said, people=None, **more):
    found = composition(said, said if people is None else people, choices=CHOICES, **more)
    return found and [(cell.answers, cell.count) for cell in found]


# --- one list -------------------------------------------------------------------------------------------


def test_thirteen_women_ten_men_and_one_other_are_thirteen_and_eleven():
    assert shown(people_who_said(women=13, men=10, others=1)) == [
        (("Woman",), 13),
        (("", "Man", "Non-binary"), 11),
    ]


def test_four_left_over_are_not_shown_by_subtraction():
    """Twenty, of whom sixteen women: the four others would stand beside them."""
    assert shown(people_who_said(women=16, men=4)) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({"women": 4}, None),
        ({"women": 30}, None),  # all said the same: that is about everybody
        ({"silent": 30}, None),
        ({"women": 5, "men": 5}, [(("", "Man", "Non-binary"), 5), (("Woman",), 5)]),
        ({"women": 9, "men": 4, "silent": 7}, [(("Woman",), 9), (("", "Man", "Non-binary"), 11)][::-1]),
        (
            {"women": 8, "men": 7, "others": 6, "silent": 5},
            [(("Woman",), 8), (("Man",), 7), (("Non-binary",), 6), ((NOT_SAID,), 5)],
        ),
    ],
)
def test_what_is_shown_of_a_list(counts, expected):
    assert shown(people_who_said(**counts)) == expected


def test_an_answer_that_nobody_gave_is_named_like_one_that_one_person_gave():
    none, one = people_who_said(women=12, men=9), people_who_said(women=12, men=8, others=1)

    assert shown(none) == shown(one)


# --- the same list on another day -----------------------------------------------------------------------


def test_one_more_person_changes_nothing_that_is_shown():
    said = people_who_said(women=12, men=12)
    joined = said | {"newcomer": "Woman"}

    assert shown(said) is not None
    assert shown(joined, earlier=[said]) is None


def test_enough_newcomers_of_every_group_are_counted():
    said = people_who_said(women=12, men=12)
    joined = people_who_said(women=17, men=18)

    assert shown(joined, earlier=[said]) == [(("Man",), 18), (("", "Non-binary", "Woman"), 17)]


def test_nobody_is_found_out_by_leaving_the_list():
    said = people_who_said(women=12, men=12)
    stayed = [key for key in said if key != "women0"]

    assert shown(said, stayed, earlier=[said]) is None


def test_whoever_takes_their_word_back_is_not_found_out_by_it():
    before = people_who_said(women=12, men=12)
    after = {key: answer for key, answer in before.items() if key != "women0"} | {"women0 again": NOT_SAID}

    assert shown(after, earlier=[before]) is None


def test_the_same_list_is_shown_the_same_again():
    said = people_who_said(women=12, men=12)

    assert shown(said, earlier=[said, said]) == shown(said)


# --- an oracle, and an attack ---------------------------------------------------------------------------

ANSWERS = st.sampled_from([*CHOICES, NOT_SAID])
MANY = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@MANY
@given(st.lists(ANSWERS, max_size=60))
def test_every_group_and_all_that_is_left_over_has_five_or_nothing_is_shown(answers):
    said = dict(enumerate(answers))

    found = composition(said, said, choices=CHOICES)

    if found is None:
        assert not can_be_split(answers)
        return
    named = list(chain.from_iterable(cell.answers for cell in found))
    assert sorted(named) == sorted([*CHOICES, NOT_SAID])  # each answer in one group, given or not
    for cell in found:
        assert cell.count == sum(answer in cell.answers for answer in answers)
        assert cell.count >= LEAST and len(answers) - cell.count >= LEAST


def can_be_split(answers):
    """Whether one answer stands for five who leave five others over."""
    sizes = [answers.count(answer) for answer in (*CHOICES, NOT_SAID)]
    return any(size >= LEAST and len(answers) - size >= LEAST for size in sizes)


@MANY
@given(st.data())
def test_who_subtracts_every_list_from_every_other_isolates_nobody(data):
    """An attacker holds each list with its figures, and every sum and difference of them."""
    answers = data.draw(st.lists(st.sampled_from(CHOICES[:2]), min_size=10, max_size=90))
    said = dict(enumerate(answers))
    seen = []  # (people, cells) of what was shown
    for _ in range(data.draw(st.integers(2, 4))):
        first = data.draw(st.integers(0, len(answers) - 1))
        people = frozenset(range(first, data.draw(st.integers(first, len(answers))))) or frozenset(said)
        found = composition(said, people, choices=CHOICES, earlier=[each for each, _ in seen])
        if found:
            seen.append((people, found))

    assert isolated(said, seen) == []


@pytest.mark.parametrize("number", [24, 60, 120, 600])
@pytest.mark.parametrize("seed", range(8))
def test_who_applied_and_who_is_shortlisted_on_two_days_isolate_nobody(number, seed):
    """As a page shows them: both lists on both days; people join, are shortlisted, leave, take words back."""
    dice = random.Random(f"{number} {seed}")
    said = {f"{one}": dice.choices([*CHOICES, NOT_SAID], weights=(10, 9, 1, 2))[0] for one in range(number)}
    applied, seen, counted = set(said), [], 0
    for _day in range(2):
        shortlisted = set(dice.sample(sorted(applied), len(applied) // dice.choice((2, 3))))
        for people in (applied, shortlisted):
            found = composition(said, people, choices=CHOICES, earlier=[each for each, _ in seen])
            if found:
                seen.append((frozenset(people), found))
                counted += 1
        for left in dice.sample(sorted(applied), dice.choice((0, 1, number // 4))):
            applied.discard(left)
        for joined in range(dice.choice((0, 1, number // 3))):
            said[f"new {joined}"] = dice.choice(CHOICES[:2])
            applied.add(f"new {joined}")

    assert isolated(said, seen) == []
    assert counted or number < 60, "there is something to attack"


def isolated(said, seen):
    """Every group under five that the figures give away, by linear algebra over who is on which list."""
    names = [*CHOICES, NOT_SAID]
    sets = {}
    for key in said:
        sets.setdefault(tuple(key in people for people, _ in seen), []).append(key)
    sets = {where: keys for where, keys in sets.items() if any(where)}
    cells = [(where, name) for where in sets for name in names]
    known = [
        [float(where[number] and name in cell.answers) for where, name in cells]
        for number, (_, found) in enumerate(seen)
        for cell in found
    ]
    if not known:
        return []
    known = np.array(known)
    rank = np.linalg.matrix_rank(known)
    found = []
    for chosen in some_of(list(sets)):
        for half in some_of(names)[:-1]:  # all answers together is only the length of a list
            wanted = np.array([float(where in chosen and name in half) for where, name in cells])
            if np.linalg.matrix_rank(np.vstack([known, wanted])) == rank:
                size = sum(said[key] in half for where in chosen for key in sets[where])
                if size < LEAST:
                    found.append((chosen, half, size))
    return found


def some_of(things):
    """Every choice of one or more of ``things``, all of them last."""
    return [each for size in range(1, len(things) + 1) for each in combinations(things, size)]


def test_the_attack_finds_what_a_plain_threshold_gives_away():
    """Else it could pass by seeing nothing."""
    said = people_who_said(women=12, men=12)
    before = frozenset(said) - {"women0"}
    plain = [Cell(("Woman",), 12), Cell(("", "Man", "Non-binary"), 12)]
    without = [Cell(("Woman",), 11), Cell(("", "Man", "Non-binary"), 12)]

    found = isolated(said, [(frozenset(said), plain), (before, without)])

    assert 1 in {size for _, _, size in found}
