"""What people volunteered counts in the search and is in nothing that comes out; wishes count and say so."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.matching import BadPool, Weights, alternatives, look_at, propose, solved

from .matching_pools import OFF, make_mentee, make_mentor, make_pool, pools

SEEKS = Weights(difference=40)


def without_words(pool):
    """The same pool as if nobody had ever volunteered anything."""
    return replace(
        pool,
        mentees=[replace(person, volunteered={}) for person in pool.mentees],
        mentors=[replace(person, volunteered={}) for person in pool.mentors],
    )


def pairs_of(proposal):
    return {(pair.mentee, pair.mentor) for pair in proposal.pairs}


def test_a_difference_decides_between_two_who_fit_as_well():
    mentee = make_mentee(1, volunteered={"generation": "before 1970"})
    same = make_mentor(2, volunteered={"generation": "before 1970"})
    other = make_mentor(3, volunteered={"generation": "after 1995"})
    silent = make_mentor(4)
    pool = make_pool([mentee], [same, other, silent])

    assert pairs_of(propose(pool, OFF, SEEKS)) == {(1, 3)}
    for key in (2, 4):
        without = replace(pool, mentors=[one for one in pool.mentors if one.key != 3])
        assert propose(without, OFF, SEEKS, bans=[(1, key)]).pairs, "what is not said is never a bar"


def test_half_of_the_attributes_that_differ_give_half_of_the_points():
    mentee = make_mentee(1, volunteered={"generation": "a", "gender": "b"})
    pool = make_pool([mentee], [make_mentor(2, volunteered={"generation": "c", "gender": "b"})])

    found = solved(pool, OFF, SEEKS)

    shown, sought = found.points_of(0)
    assert (sought - shown).tolist() == [20_000]


@settings(max_examples=150, deadline=None)
@given(pools())
def test_nothing_that_is_shown_of_a_pair_depends_on_what_the_two_volunteered(pool):
    found = propose(pool, weights=SEEKS)
    plain = without_words(pool)

    for pair in found.pairs:
        shown = look_at(plain, pair.mentee, pair.mentor, weights=SEEKS)
        assert {**asdict(pair), "coach": None, "coach_words": ""} == asdict(shown)


@settings(max_examples=150, deadline=None)
@given(pools())
def test_taking_everything_back_gives_the_list_of_those_who_never_said_anything(pool):
    assert propose(without_words(pool), weights=SEEKS) == propose(without_words(pool))


@settings(max_examples=80, deadline=None)
@given(pools())
def test_a_price_is_what_the_shown_points_of_those_who_move_come_to(pool):
    found = solved(pool, weights=SEEKS)
    for mentee in pool.mentees:
        for one in alternatives(found, mentee.key):
            if one.lost is None or one.is_made:
                continue
            before = sum(points_of(pool, move.mentee, move.before) for move in one.shifts)
            after = sum(points_of(pool, move.mentee, move.after) for move in one.shifts)
            assert one.lost == before - after


def points_of(pool, mentee, mentor):
    return 0 if mentor is None else look_at(without_words(pool), mentee, mentor).points


@settings(max_examples=100, deadline=None)
@given(pools(), st.data())
def test_a_wish_counts_for_ten_points_and_leaves_the_fit_as_it_is(pool, data):
    if not pool.mentees or not pool.mentors:
        return
    wish = (
        data.draw(st.sampled_from([person.key for person in pool.mentees])),
        data.draw(st.sampled_from([person.key for person in pool.mentors])),
    )
    before, after = propose(pool), propose(pool, wishes=[wish])

    assert len(after.pairs) == len(before.pairs)
    if wish in pairs_of(before):
        assert wish in pairs_of(after)
    shown = {(pair.mentee, pair.mentor): pair.points for pair in after.pairs}
    if wish in shown:
        assert shown[wish] == look_at(pool, *wish).points


def test_a_wish_tips_the_scales_and_no_more():
    mentees = [make_mentee(1, interests=frozenset(["chess"]))]
    near = make_mentor(2, interests=frozenset(["chess"]))
    pool = make_pool(mentees, [near, make_mentor(3)])

    assert pairs_of(propose(pool, OFF, Weights(interests=5, topics=0, place=95), wishes=[(1, 3)])) == {(1, 3)}
    assert pairs_of(propose(pool, OFF, Weights(interests=100), wishes=[(1, 3)])) == {(1, 2)}


@pytest.mark.parametrize("standing", [-1, 101, True, 1.5])
def test_a_standing_lies_between_0_and_100(standing):
    with pytest.raises(BadPool, match="standing"):
        make_mentor(2, standing=standing)
