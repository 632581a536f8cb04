"""The whole proposal: aims, locks, bans, reasons, coaches, and the same answer for the same people."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairing.matching import (
    Contradiction,
    Directory,
    Force,
    Person,
    Rule,
    Rules,
    Weights,
    look_at,
    propose,
)

from .matching_pools import OFF, make_mentee, make_mentor, make_pool, pools

# With few people and all rules hard, next to nobody may be paired: these leave room for choice.
EASY = replace(
    OFF,
    department=Rule(),
    management_chain=Rule(),
    line_of_business=Rule(force=Force.SOFT, penalty=15),
    no_go=Rule(),
)


def links(proposal):
    return {(pair.mentee, pair.mentor) for pair in proposal.pairs}


def best_by_trying(pool, rules, weights, locks=(), bans=()):
    """The best (pairs, weakest, total) of all lists, locked pairs not counted."""
    locked = dict(locks)
    seats = {mentor.key: mentor.capacity - list(locked.values()).count(mentor.key) for mentor in pool.mentors}
    points = {}
    for mentee, mentor in product(pool.mentees, pool.mentors):
        if mentee.key != mentor.key and (mentee.key, mentor.key) not in bans:
            seen = look_at(pool, mentee.key, mentor.key, rules, weights)
            if not any(finding.forbids for finding in seen.rules):
                points[mentee.key, mentor.key] = seen.points
    free = [mentee.key for mentee in pool.mentees if mentee.key not in locked]
    best = (0, 0, 0)

    def go_on(at, taken):
        nonlocal best
        if at == len(free):
            found = [points[link] for link in taken]
            best = max(best, (len(found), min(found, default=0), sum(found)))
            return
        go_on(at + 1, taken)
        for key, room in seats.items():
            if (free[at], key) in points and sum(mentor == key for _, mentor in taken) < room:
                go_on(at + 1, [*taken, (free[at], key)])

    go_on(0, [])
    return best


@settings(max_examples=60, deadline=None)
@given(pools(most=4), st.data())
def test_no_list_is_better_whatever_is_locked_or_banned(pool, data):
    places = [(mentee.key, mentor.key) for mentee in pool.mentees for mentor in pool.mentors]
    possible = [
        (mentee.key, mentor.key)
        for mentee in pool.mentees
        for mentor in pool.mentors
        if mentee.key != mentor.key and mentor.capacity
    ]
    locks = data.draw(st.sets(st.sampled_from(possible), max_size=1)) if possible else set()
    bans = data.draw(st.sets(st.sampled_from(places), max_size=3)) - locks if places else set()

    proposal = propose(pool, EASY, Weights(), locks, bans)

    chosen = [pair for pair in proposal.pairs if not pair.locked]
    found = [pair.points for pair in chosen]
    assert (len(found), min(found, default=0), sum(found)) == best_by_trying(
        pool, EASY, Weights(), locks, bans
    )
    assert proposal.certificate.holds
    assert {(pair.mentee, pair.mentor) for pair in proposal.pairs if pair.locked} == locks
    assert not links(proposal) & bans
    assert not [pair for pair in chosen if any(finding.forbids for finding in pair.rules)]
    paired = {mentee for mentee, _ in links(proposal)}
    assert {left.key for left in proposal.left_over_mentees} == set(pool.mentee_at) - paired


@settings(max_examples=40, deadline=None)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(pool, random):
    def shuffled(people):
        people = list(people)
        random.shuffle(people)
        return people

    again = replace(pool, mentees=shuffled(pool.mentees), mentors=shuffled(pool.mentors))

    assert propose(again, EASY) == propose(pool, EASY)


def test_every_process_gives_the_same_answer():
    script = """
from datetime import date
from pairing.matching import Person, Pool, propose
words = ["choir", "film", "chess", "video", "podcasts"]
def people(start, grade, unit):
    return [Person(key=f"{start}{at}", name=f"{start}{at}", grade=grade, line_of_business=unit,
        interests={words[at % 5], words[at % 3]}, topics={words[at % 4]: 1 + at % 3}) for at in range(12)]
print(propose(Pool(mentees=people("e", 9, "Law"), mentors=people("r", 3, "Claims"), today=date(2026, 3, 2))))
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert b"Keeps all 9 rules." in answers.pop()


@settings(max_examples=40, deadline=None)
@given(pools(), st.integers(-5, 500))
def test_a_newcomer_whom_nobody_may_have_changes_no_pair(pool, key):
    assume(key not in pool.directory.managers)
    grade_gap = Rules.from_settings({"grade_gap": {"value": 2}})
    rules = replace(EASY, grade_gap=grade_gap.grade_gap)
    newcomer = Person(key=key, name="Newcomer", grade=99, interests={"sailing"}, topics={"video": 3})

    before = propose(pool, rules)
    after = propose(replace(pool, mentors=[*pool.mentors, newcomer]), rules)

    assert after.pairs == before.pairs
    assert after.certificate == before.certificate


@settings(max_examples=40, deadline=None)
@given(pools())
def test_taking_out_people_left_over_changes_no_pair(pool):
    before = propose(pool, EASY)
    gone = {left.key for left in (*before.left_over_mentees, *before.left_over_mentors)}

    after = propose(
        replace(
            pool,
            mentees=[person for person in pool.mentees if (person.key, "mentee") in _used(before)],
            mentors=[person for person in pool.mentors if (person.key, "mentor") in _used(before)],
        ),
        EASY,
    )

    assert links(after) == links(before)
    assert not gone or len(after.left_over_mentees) + len(after.left_over_mentors) == 0


def _used(proposal):
    return {(pair.mentee, "mentee") for pair in proposal.pairs} | {
        (pair.mentor, "mentor") for pair in proposal.pairs
    }


def test_a_pair_comes_with_its_points_and_reasons():
    pool = make_pool(
        [make_mentee(topics={"social media": 3}, interests={"sailing", "choir"}, location="Boston")],
        [make_mentor(topics={"social media": 3}, interests={"sailing", "choir"}, location="Hartford")],
    )

    (pair,) = propose(pool).pairs

    assert (pair.mentee, pair.mentor, pair.score, pair.points) == (1, 2, 85, 85_000)
    assert pair.reasons == (
        "Offers social media at level 3, which Delia Fontaine wants most.",
        "Both name choir and sailing.",
        "40 hours a week suit both.",
        "Boston and Hartford: both are happy to meet remotely.",
        "6 grades apart.",
        "Keeps all 9 rules.",
    )


def test_a_soft_rule_that_is_broken_costs_its_penalty_and_is_named():
    pool = make_pool([make_mentee(function="Legal")], [make_mentor(function="Legal")])
    rules = Rules(function=Rule(force=Force.SOFT, penalty=10))

    (pair,) = propose(pool, rules, Weights()).pairs

    assert pair.points == sum(facet.points for facet in pair.facets) - 10_000
    assert "Same function: Legal, which costs 10 points." in pair.reasons
    assert pair.reasons[-1] == "Keeps 8 of 9 rules."


def test_a_lock_stands_against_a_hard_rule_and_says_which():
    pool = make_pool([make_mentee(function="Legal")], [make_mentor(function="Legal")])

    (pair,) = propose(pool, locks=[(1, 2)]).pairs

    assert pair.locked
    assert pair.reasons[0] == "Locked by hand although a rule forbids it: Same function: Legal."


def test_any_pair_can_be_looked_at_with_the_rule_that_forbids_it():
    pool = make_pool([make_mentee()], [make_mentor(manager=1)])

    seen = look_at(pool, 1, 2)

    assert [finding.words for finding in seen.rules if finding.forbids] == [
        "Owen Pemberton reports to Delia Fontaine"
    ]


@pytest.mark.parametrize(
    ("locks", "bans", "words"),
    [
        ([(1, 3)], [(1, 3)], "Delia Fontaine and Cy Dorn are both locked and forbidden."),
        ([(1, 3), (1, 4)], [], "Delia Fontaine is locked with both Cy Dorn and Di Ware."),
        ([(1, 3), (2, 3)], [], "Cy Dorn is locked with Delia Fontaine and Bo Lind but has room for 1."),
        ([(1, 1)], [], "Delia Fontaine is locked with themself."),
    ],
)
def test_locks_that_contradict_each_other_are_named(locks, bans, words):
    mentees = [make_mentee(), make_mentee(2, "Bo Lind")]
    mentors = [make_mentor(3, "Cy Dorn"), make_mentor(4, "Di Ware"), make_mentee()]

    with pytest.raises(Contradiction) as refused:
        propose(make_pool(mentees, mentors), locks=locks, bans=bans)

    assert str(refused.value) == words


def test_those_left_over_hear_which_rule_rules_out_most():
    mentors = [
        make_mentor(at, line_of_business="Law" if at < 12 else "Claims", grade=8) for at in range(10, 14)
    ]
    mentors.append(make_mentor(14))
    proposal = propose(
        make_pool([make_mentee(), make_mentee(2, "Bo Lind"), make_mentee(3, "Ed Moss", grade=4)], mentors)
    )

    words = {left.key: left.words for left in proposal.left_over_mentees}

    assert len(proposal.pairs) == 1
    assert (
        words[3] == "The grade gap rules out 5 of 5 mentors. Nobody is left once every rule has had its say."
    )
    (left,) = (left for left in proposal.left_over_mentees if left.key != 3)
    assert (left.allowed, left.of, left.excluded) == (1, 5, (("grade_gap", 4), ("line_of_business", 2)))
    assert left.words == (
        "1 of 5 mentors would be allowed, but the best list needs them for others."
        " The grade gap rules out 4 of 5 mentors."
    )
    assert [shortage.words for shortage in proposal.shortages] == [
        "Ed Moss cannot be paired with anybody.",
        "Delia Fontaine and Bo Lind can between them be paired only with Owen Pemberton,"
        " and that is not enough.",
    ]


@pytest.mark.parametrize(
    ("mentees", "mentors"),
    [([], []), ([make_mentee()], []), ([], [make_mentor()]), ([make_mentee()], [make_mentee()])],
)
def test_empty_sides_and_nobody_allowed_give_an_empty_proposal_with_words(mentees, mentors):
    proposal = propose(make_pool(mentees, mentors))

    assert proposal.pairs == ()
    assert (proposal.points, proposal.average_score, proposal.weakest_score) == (0, None, None)
    assert proposal.certificate.holds
    assert all(left.words for left in (*proposal.left_over_mentees, *proposal.left_over_mentors))


def test_one_mentor_with_room_for_all_takes_all():
    mentees = [make_mentee(at, f"Mentee {at}") for at in range(10, 20)]

    proposal = propose(make_pool(mentees, [make_mentor(capacity=10)]))

    assert {pair.mentor for pair in proposal.pairs} == {2}
    assert len(proposal.pairs) == 10


def test_all_weights_at_nothing_still_pair_as_many_as_the_rules_allow():
    nothing = Weights.from_settings({name: 0 for name, _ in Weights().items()})
    mentees = [make_mentee(at) for at in range(10, 40)]
    mentors = [make_mentor(at) for at in range(50, 80)]

    proposal = propose(make_pool(mentees, mentors), weights=nothing)

    assert len(proposal.pairs) == 30
    assert proposal.points == 0


def coached(*coaches, **around):
    mentees = [
        make_mentee(at, department="Legal", location="Boston", languages={"English"}) for at in range(10, 16)
    ]
    mentors = [
        make_mentor(at, department="Service", location="Hartford", languages={"English"})
        for at in range(20, 26)
    ]
    return propose(make_pool(mentees, mentors, coaches=coaches, **around))


def make_coach(key, **facts):
    return Person(**{"key": key, "name": f"Coach {key}", "department": "People", "capacity": 9, **facts})


def test_every_pair_gets_a_coach_and_loads_are_even():
    near = make_coach(30, location="Hartford", languages={"English"})
    proposal = coached(near, make_coach(31), make_coach(32))

    assert proposal.coaches.loads == {30: 2, 31: 2, 32: 2}
    assert proposal.coaches.certificate.holds
    assert proposal.coaches.without == ()
    pair = next(pair for pair in proposal.pairs if pair.coach == 30)
    assert pair.coach_words == (
        "In neither's management chain or department; speaks English with both;"
        " works in Hartford like Owen Pemberton"
    )


def test_a_coach_takes_no_more_than_there_is_room_for():
    proposal = coached(make_coach(30, capacity=1), make_coach(31, capacity=3))

    assert proposal.coaches.loads == {30: 1, 31: 3}
    assert len(proposal.coaches.without) == 2
    assert {proposal.coaches.words[pair] for pair in proposal.coaches.without} == {
        "No place is left with a coach who stands apart from both"
    }


@pytest.mark.parametrize(
    ("coach", "managers"),
    [
        (make_coach(30, department="Legal"), {}),
        (make_coach(30, department="Service"), {}),
        (make_coach(30), {20: 30, **dict.fromkeys(range(21, 26), 20)}),
        (make_coach(30, manager=40), {40: 10, **dict.fromkeys(range(11, 16), 30)}),
    ],
)
def test_a_coach_stands_apart_from_both_in_the_company(coach, managers):
    proposal = coached(coach, directory=Directory(managers))

    assert proposal.coaches.loads == {30: 0}
    assert {pair.coach for pair in proposal.pairs} == {None}
    assert {pair.coach_words for pair in proposal.pairs} == {
        "Every coach is in the management chain or department of one of the two"
    }


def test_no_coach_leaves_pairs_without_and_no_plan():
    proposal = coached()

    assert proposal.coaches is None
    assert {pair.coach for pair in proposal.pairs} == {None}
