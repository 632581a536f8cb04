"""The rules of eligibility: the whole pool at once, one pair in words, and both the same."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.matching import BadPool, Directory, Force, Rule, Rules, UnknownPerson, judge
from pairing.matching.grid import grid_of
from pairing.matching.rules import RULES, ruled

from .matching_pools import OFF, TODAY, make_mentee, make_mentor, make_pool, pools


def only(name, **how):
    return replace(OFF, **{name: Rule(**how)})


def say(rules, mentee, mentor, **around):
    """The one finding of these rules on this pair: whether it is broken, and the words."""
    pool = make_pool([mentee], [mentor], **around)
    (finding,) = judge(pool, mentee, mentor, rules)
    assert ruled(grid_of(pool), rules).allowed.tolist() == [[not finding.broken]]
    return finding.broken, finding.words


@settings(max_examples=80, deadline=None)
@given(pools(), st.integers(0, 4), st.integers(1, 3), st.integers(0, 4))
def test_arrays_and_single_pairs_give_the_same_verdict_rule_by_rule(pool, gap, steps, years):
    rules = Rules(
        grade_gap=Rule(value=gap), shared_manager=Rule(value=steps), former_manager=Rule(value=years)
    )

    verdict = ruled(grid_of(pool), rules)

    for row, mentee in enumerate(pool.mentees):
        for column, mentor in enumerate(pool.mentors):
            if mentee.key == mentor.key:
                assert not verdict.allowed[row, column]
                continue
            findings = judge(pool, mentee, mentor, rules)
            by_array = {name: bool(flags[row, column]) for name, flags in verdict.bars.items()}
            assert {finding.name: finding.broken for finding in findings} == by_array
            assert bool(verdict.allowed[row, column]) == (not any(by_array.values()))


@settings(max_examples=30, deadline=None)
@given(pools(), st.lists(st.sampled_from(list(Force)), min_size=9, max_size=9))
def test_soft_rules_cost_points_and_rules_that_are_off_are_silent(pool, forces):
    rules = Rules(
        **{kind.name: Rule(force=force, penalty=7) for kind, force in zip(RULES, forces, strict=True)}
    )

    verdict = ruled(grid_of(pool), rules)

    for row, mentee in enumerate(pool.mentees):
        for column, mentor in enumerate(pool.mentors):
            if mentee.key != mentor.key:
                findings = judge(pool, mentee, mentor, rules)
                assert sum(finding.penalty for finding in findings) == verdict.penalty[row, column]
                assert any(finding.forbids for finding in findings) == (not verdict.allowed[row, column])
                assert Force.OFF not in {finding.force for finding in findings}


@pytest.mark.parametrize(
    ("mentee_grade", "mentor_grade", "expected"),
    [
        (9, 3, (False, "6 grades apart")),
        (5, 3, (False, "2 grades apart")),
        (4, 3, (True, "Only 1 grade apart; the rule asks for 2")),
        (3, 3, (True, "Both have the same grade; the rule asks for 2")),
        (3, 5, (True, "Owen Pemberton stands 2 grades above Delia Fontaine, not 2 below")),
        (None, 3, (True, "Delia Fontaine has no grade on record")),
        (9, None, (True, "Owen Pemberton has no grade on record")),
    ],
)
def test_a_mentor_stands_enough_grades_below(mentee_grade, mentor_grade, expected):
    mentee, mentor = make_mentee(grade=mentee_grade), make_mentor(grade=mentor_grade)

    assert say(only("grade_gap", value=2), mentee, mentor) == expected


@pytest.mark.parametrize(
    ("name", "noun"),
    [("line_of_business", "line of business"), ("function", "function"), ("department", "department")],
)
def test_places_in_the_company_differ_unless_unknown(name, noun):
    rules = only(name)

    same = say(rules, make_mentee(**{name: "Claims"}), make_mentor(**{name: "Claims"}))
    other = say(rules, make_mentee(**{name: "Law"}), make_mentor(**{name: "Claims"}))
    unknown = say(rules, make_mentee(**{name: ""}), make_mentor(**{name: ""}))

    assert same == (True, f"Same {noun}: Claims")
    assert other == (False, f"Other {noun}: Law and Claims")
    assert unknown == (False, f"The {noun} of Delia Fontaine is not on record")


def test_a_chain_of_managers_is_told_by_name_at_any_depth_and_in_either_direction():
    deep = 400
    directory = Directory(
        {7: 8, 8: 1, **{100 + at: 101 + at for at in range(deep)}, 100 + deep: None},
        {7: "Tom Hale", 8: "Ana Reyes"},
    )
    below = say(only("management_chain"), make_mentee(), make_mentor(manager=7), directory=directory)
    above = say(
        only("management_chain"), make_mentee(manager=100), make_mentor(key=100 + deep), directory=directory
    )
    apart = say(only("management_chain"), make_mentee(manager=100), make_mentor(), directory=directory)

    assert below == (
        True,
        "Owen Pemberton reports to Tom Hale, who reports to Ana Reyes, who reports to Delia Fontaine",
    )
    assert above[0]
    assert above[1].startswith("Delia Fontaine reports to person 100, who reports to person 101")
    assert above[1].endswith("who reports to Owen Pemberton")
    assert apart == (False, "Neither is in the other's management chain")


def test_a_shared_manager_is_named_with_the_way_to_them():
    directory = Directory({7: 8, 8: None}, {7: "Tom Hale", 8: "Ana Reyes"})
    mentee, mentor = make_mentee(manager=8), make_mentor(manager=7)

    two_steps = say(only("shared_manager", value=2), mentee, mentor, directory=directory)
    one_step = say(only("shared_manager", value=1), mentee, mentor, directory=directory)

    assert two_steps == (
        True,
        "Both report to Ana Reyes: Delia Fontaine directly, Owen Pemberton through Tom Hale",
    )
    assert one_step == (False, "No shared manager within 1 step")


@pytest.mark.parametrize(
    ("today", "until", "broken"),
    [
        (TODAY, date(2025, 3, 3), True),
        (TODAY, date(2024, 3, 2), False),
        (TODAY, date(2024, 3, 3), True),
        (date(2028, 2, 29), date(2026, 2, 28), False),
        (date(2028, 2, 29), date(2026, 3, 1), True),
    ],
)
def test_a_former_manager_counts_for_two_years(today, until, broken):
    mentor = make_mentor(former_managers=[(1, until)])

    found, words = say(only("former_manager", value=2), make_mentee(), mentor, today=today)

    assert found == broken
    if broken and until.year == 2025:
        assert words == "Delia Fontaine was the manager of Owen Pemberton until 3 March 2025"


@pytest.mark.parametrize(
    ("mentee", "mentor"),
    [
        (make_mentee(no_go_people={2}), make_mentor()),
        (make_mentee(), make_mentor(no_go_people={1})),
        (make_mentee(no_go_units={"Claims"}), make_mentor()),
        (make_mentee(department="Audit"), make_mentor(no_go_units={"Audit"})),
    ],
)
def test_a_no_go_holds_in_either_direction_and_does_not_say_who_asked(mentee, mentor):
    broken, words = say(only("no_go"), mentee, mentor)

    assert broken
    assert "Delia" not in words
    assert "Owen" not in words


@pytest.mark.parametrize("pair", [(1, 2), (2, 1)])
def test_two_who_were_a_pair_are_not_paired_again(pair):
    found = say(only("paired_before"), make_mentee(), make_mentor(), paired_before=[pair])

    assert found == (True, "They have been a pair before")


def test_nobody_is_paired_with_themself_whatever_the_rules():
    person = make_mentee()
    pool = make_pool([person], [person])

    assert ruled(grid_of(pool), OFF).allowed.tolist() == [[False]]
    with pytest.raises(BadPool, match="Delia Fontaine cannot be paired with themself"):
        judge(pool, person, person, OFF)


def test_nobody_is_judged_whose_managers_are_not_known():
    with pytest.raises(UnknownPerson, match="Owen Pemberton is not in the directory"):
        judge(make_pool([make_mentee()]), make_mentee(), make_mentor(), OFF)
