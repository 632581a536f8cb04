"""The change that is said to help really brings one pair more, and no gentler one of that rule does."""

import re
from dataclasses import replace

from hypothesis import given, settings

from pairing.matching import RULES, Force, Rule, Rules, propose

from .matching_pools import OFF, make_mentee, make_mentor, make_pool, pools

TITLES = {kind.title: kind.name for kind in RULES}


@settings(max_examples=150, deadline=None)
@given(pools())
def test_what_is_said_to_help_brings_one_pair_more(pool):
    found = propose(pool)

    for left in (*found.left_over_mentees, *found.left_over_mentors):
        helped = changed(pool, left.change)
        if helped is not None:
            assert len(helped.pairs) > len(found.pairs), left.change


def changed(pool, words):
    """The list after a change in words; None where it asks for people or names no single rule."""
    if place := re.match(r"One more place with (.*) would do", words):
        mentors = [
            replace(mentor, capacity=mentor.capacity + (mentor.name == place[1])) for mentor in pool.mentors
        ]
        return propose(replace(pool, mentors=mentors))
    rule = re.match(r"“(.*)” (?:set to (\d+) .* instead of \d+|waived for one pair) would do", words)
    if not rule:
        assert words.startswith(("No single rule", "Every mentee", "Has no place")) or not words, words
        return None
    name = TITLES[rule[1]]
    change = Rule(force=Force.HARD, value=int(rule[2])) if rule[2] else Rule(force=Force.OFF)
    return propose(pool, replace(Rules(), **{name: change}))


def test_a_number_is_lowered_no_further_than_it_takes():
    pool = make_pool([make_mentee(1, grade=5)], [make_mentor(2, grade=4)])
    rules = replace(OFF, grade_gap=Rule(force=Force.HARD, value=3))

    [left] = propose(pool, rules).left_over_mentees

    assert left.change == "“Minimum grade gap” set to 1 grade instead of 3 would do."


def test_where_all_places_are_taken_the_best_of_them_is_named():
    mentees = [make_mentee(1, name="Ana"), make_mentee(2, name="Ben")]
    pool = make_pool(mentees, [make_mentor(3, name="Cara")])

    [left] = propose(pool, OFF).left_over_mentees

    assert left.change == "One more place with Cara would do."


def test_somebody_who_can_move_on_makes_room():
    """Ben may have only Cara, who is with Ana; Ana could have Dev, but for one rule."""
    ana = make_mentee(1, name="Ana", function="Sales")
    ben = make_mentee(2, name="Ben", function="Data")
    cara = make_mentor(3, name="Cara", function="Law")
    dev = make_mentor(4, name="Dev", function="Data")
    rules = replace(OFF, function=Rule(force=Force.HARD))
    pool = make_pool([ana, ben], [cara, dev])
    assert len(propose(pool, rules).pairs) == 2, "Ana moves on to Dev by herself"

    locked = propose(pool, rules, bans=[(1, 4)])

    [left] = locked.left_over_mentees
    assert left.key in (1, 2)
    assert left.change == (
        "“Different function” waived for one pair would do."
        if left.key == 2
        else "One more place with Cara would do."
    )


def test_an_idle_mentor_hears_that_there_are_too_few_mentees():
    pool = make_pool([make_mentee(1)], [make_mentor(2), make_mentor(3)])

    [left] = propose(pool, OFF).left_over_mentors

    assert left.change == "Every mentee has a mentor: one mentee more is what it takes."


def test_two_rules_at_once_are_no_single_change():
    same = {"function": "Law", "department": "A"}
    rules = replace(OFF, function=Rule(force=Force.HARD), department=Rule(force=Force.HARD))
    pool = make_pool([make_mentee(1, **same)], [make_mentor(2, **same)])

    [left] = propose(pool, rules).left_over_mentees

    assert left.change == "No single rule stands in the way: several do at once."
