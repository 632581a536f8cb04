"""The fit of two people: what each facet counts and says, and that the whole is the sum of its parts."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.matching import FACETS, BadSettings, Weights, fit_of
from pairing.matching.fit import Fit
from pairing.matching.grid import grid_of
from pairing.matching.hours import half_hours

from .matching_pools import make_mentee, make_mentor, make_pool, pools

WEIGHTS = st.builds(Weights, **{name: st.integers(0, 100) for name, _ in Weights().items()})


def part(name, mentee, mentor):
    """Points out of 100 and words of one facet that counts alone."""
    weights = Weights(**{kind.name: 100 if kind.name == name else 0 for kind in FACETS})
    (found,) = fit_of(make_pool([mentee], [mentor]), mentee.key, mentor.key, weights)
    return found.points / 1_000, found.words


def points_by_hand(mentee, mentor, weights):
    """The same fit, worked out the slow way from the rules in words."""
    total = max(1, sum(weight for _, weight in weights.items()))
    of = {name: 100_000 * weight // total for name, weight in weights.items()}
    needs = {
        topic: wanted * (4 - mentee.familiarity.get(topic, 0)) for topic, wanted in mentee.topics.items()
    }
    offered = [
        mentor.topics.get(topic, 0) * ceil(of["topics"] * need / (3 * sum(needs.values())))
        for topic, need in needs.items()
    ]
    shared = len(set(mentee.interests) & set(mentor.interests))
    interest = ceil(of["interests"] / min(4, max(1, len(set(mentee.interests)))))
    hours = set(half_hours(mentee.hours, mentee.utc_offset)) & set(
        half_hours(mentor.hours, mentor.utc_offset)
    )
    place = of["place"] // 2 if mentee.meets_remotely and mentor.meets_remotely else 0
    if mentee.location and mentee.location == mentor.location:
        place = of["place"]
    return {
        "topics": min(of["topics"], sum(offered)),
        "interests": min(of["interests"], shared * interest),
        "experience": min(
            of["experience"],
            len(set(mentee.experience) & set(mentor.experience))
            * ceil(of["experience"] / min(4, max(1, len(set(mentee.experience))))),
        ),
        "standing": min(of["standing"], mentor.standing * ceil(of["standing"] / 100)),
        "languages": of["languages"] if set(mentee.languages) & set(mentor.languages) else 0,
        "hours": min(of["hours"], len(hours) * ceil(of["hours"] / 16)),
        "place": place,
    }


@settings(max_examples=50, deadline=None)
@given(pools(), WEIGHTS)
def test_points_of_the_whole_pool_are_those_of_each_pair_by_hand(pool, weights):
    fit = Fit(grid_of(pool), weights)

    table = fit.points()
    rows, columns = (places.ravel() for places in np.indices(table.shape))
    told = iter(fit.parts(rows, columns))

    for row, mentee in enumerate(pool.mentees):
        for column, mentor in enumerate(pool.mentors):
            parts = {facet.name: facet.points for facet in next(told)}
            expected = points_by_hand(mentee, mentor, weights)
            assert parts == {name: expected[name] for name in parts}
            assert sum(parts.values()) == table[row, column] == sum(expected.values())
            assert 0 <= table[row, column] <= 100_000


@settings(max_examples=30, deadline=None)
@given(pools(), st.builds(Weights, **{name: st.integers(0, 33) for name, _ in Weights().items()}))
def test_only_the_proportions_of_weights_matter(pool, weights):
    tripled = Weights.from_settings({name: 3 * weight for name, weight in weights.items()})

    assert (Fit(grid_of(pool), weights).points() == Fit(grid_of(pool), tripled).points()).all()


@pytest.mark.parametrize(
    ("wanted", "known", "offered", "points", "words"),
    [
        ({}, {}, {"video": 3}, 0, "Delia Fontaine asked for no topic"),
        ({"video": 3}, {}, {}, 0, "Offers nothing that Delia Fontaine asked for"),
        ({"video": 3}, {}, {"video": 3}, 100, "Offers video at level 3, which Delia Fontaine wants most"),
        ({"video": 1}, {}, {"video": 3}, 100, "Offers video at level 3, as Delia Fontaine asked"),
        (
            {"video": 3, "chat": 1},
            {},
            {"video": 1, "chat": 3},
            50,
            "Offers chat at level 3 and video at level 1, of which Delia Fontaine wants video most",
        ),
        (
            {"video": 1, "chat": 1},
            {"chat": 3},
            {"video": 3},
            80,
            "Offers video at level 3, as Delia Fontaine asked",
        ),
    ],
)
def test_topics_count_by_how_much_they_are_wanted_and_how_little_known(wanted, known, offered, points, words):
    found = part("topics", make_mentee(topics=wanted, familiarity=known), make_mentor(topics=offered))

    assert found[0] == pytest.approx(points, abs=0.01)
    assert found[1] == words


def test_interests_count_against_what_the_mentee_names_and_four_are_enough():
    few = part("interests", make_mentee(interests={"choir", "sailing"}), make_mentor(interests={"choir"}))
    many = {"choir", "sailing", "chess", "film", "baking"}
    all_five = part("interests", make_mentee(interests=many), make_mentor(interests=many))
    two_of_five = part("interests", make_mentee(interests=many), make_mentor(interests={"choir", "sailing"}))
    none = part("interests", make_mentee(interests=many), make_mentor())

    assert few == (50, "Both name choir")
    assert all_five == (100, "Both name baking, chess, choir, film and sailing")
    assert two_of_five == (50, "Both name choir and sailing")
    assert none == (0, "No shared interest named")


def test_one_language_is_enough():
    both = {"English", "Spanish"}

    assert part("languages", make_mentee(languages=both), make_mentor(languages=both)) == (
        100,
        "Both speak English and Spanish",
    )
    assert part("languages", make_mentee(languages=both), make_mentor()) == (0, "No shared language named")


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ({}, {}, (100, "40 hours a week suit both")),
        ({"hours": {"mon-am"}}, {}, (50, "Only 4 hours a week suit both")),
        ({"hours": {"mon-08"}}, {}, (12.5, "Only 1 hour a week suits both")),
        ({"hours": {"mon-eve"}}, {}, (0, "No hour of the week suits both")),
        # Eight in Boston is half past six in the evening in Mumbai.
        (
            {"hours": {"mon-08"}, "utc_offset": -5},
            {"hours": {"mon-eve"}, "utc_offset": 5.5},
            (6.25, "Only 0.5 hours a week suit both"),
        ),
        # Sunday evening in Honolulu is Monday afternoon in Auckland.
        (
            {"hours": {"sun-eve"}, "utc_offset": -10},
            {"hours": {"mon-pm"}, "utc_offset": 12},
            (25, "Only 2 hours a week suit both"),
        ),
    ],
)
def test_hours_meet_across_time_zones_and_around_the_week(mentee, mentor, expected):
    assert part("hours", make_mentee(**mentee), make_mentor(**mentor)) == expected


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ({"location": "Hartford"}, {"location": "Hartford"}, (100, "Both work in Hartford")),
        (
            {"location": "Hartford"},
            {"location": "Boston"},
            (50, "Hartford and Boston: both are happy to meet remotely"),
        ),
        (
            {"location": "Hartford", "meets_remotely": False},
            {"location": "Boston"},
            (0, "Hartford and Boston: not both are happy to meet remotely"),
        ),
        ({}, {}, (50, "both are happy to meet remotely")),
    ],
)
def test_the_same_place_counts_in_full_and_meeting_remotely_half(mentee, mentor, expected):
    assert part("place", make_mentee(**mentee), make_mentor(**mentor)) == expected


def test_every_weight_has_its_facet_and_weights_survive_being_stored():
    weights = Weights(topics=7, place=0)

    assert [kind.name for kind in FACETS] == [name for name, _ in weights.items()]
    assert Weights.from_settings(weights.to_settings()) == weights
    assert sum(Weights().shares().values()) == 100_000


@pytest.mark.parametrize(
    "settings", [{"topics": 101}, {"topics": -1}, {"topics": 1.5}, {"topics": True}, {"fun": 1}]
)
def test_weights_out_of_range_are_refused_by_name(settings):
    with pytest.raises(BadSettings, match=next(iter(settings))):
        Weights.from_settings(settings)
