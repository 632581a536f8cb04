"""Quotas for the composition of the chosen mentors, against every list there is; what cannot be met."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.matching import BadSettings, Contradiction, Quota, propose
from pairing.matching.quotas import Quotas, best_composed

from .matching_pools import OFF, make_mentee, make_mentor, make_pool
from .test_matching_optimum import BARRED, TABLES, held_of


@st.composite
def quotas_for(draw, size):
    """One or two quotas over random groups of seats, which may overlap."""
    groups = draw(st.integers(1, 2))
    inside = np.array([[draw(st.booleans()) for _ in range(size)] for _ in range(groups)], np.bool_)
    least = np.array([draw(st.integers(0, 2)) for _ in range(groups)], np.int64)
    most = np.array([int(low) + draw(st.integers(0, 3)) for low in least], np.int64)
    return Quotas(tuple("AB"[:groups]), inside, least, most)


def every_list(table, quotas):
    """``(pairs, weakest, points)`` of every list that keeps to the quotas."""
    size = table.shape[1]

    def go_on(row, chosen):
        if row == len(table):
            taken = [column for column in chosen if column >= 0]
            counts = quotas.inside[:, taken].sum(axis=1) if taken else np.zeros(len(quotas.names))
            if (counts >= quotas.least).all() and (counts <= quotas.most).all():
                points = [int(table[at, column]) for at, column in enumerate(chosen) if column >= 0]
                yield len(points), min(points, default=0), sum(points)
            return
        yield from go_on(row + 1, [*chosen, -1])
        for column in range(size):
            if table[row, column] > BARRED and column not in chosen:
                yield from go_on(row + 1, [*chosen, column])

    return list(go_on(0, []))


@settings(max_examples=120, deadline=None)
@given(TABLES, st.data())
def test_no_list_that_keeps_to_the_quotas_is_better(table, data):
    quotas = data.draw(quotas_for(table.shape[1]))
    hashes = np.arange(1, table.size + 1).reshape(table.shape)
    possible = every_list(table, quotas)

    if not possible:
        with pytest.raises(Contradiction):
            best_composed(held_of(table), quotas, hashes)
        return
    chosen, bound = best_composed(held_of(table), quotas, hashes)

    points = [int(table[row, column]) for row, column in enumerate(chosen) if column >= 0]
    found = len(points), min(points, default=0), sum(points)
    assert found == max(possible)
    assert bound >= found[2], "the bound is one"


def test_a_bound_where_no_list_is_as_large_as_the_table():
    """Pairs that cost more than they are worth must not be forced on the solver that proves the bound."""
    table = np.zeros((4, 4), np.int64)
    table[3, 1] = table[3, 2] = 1
    nobody = Quotas(("A",), np.array([[False, False, True, False]]), np.array([0]), np.array([0]))

    chosen, bound = best_composed(held_of(table), nobody, np.arange(1, 17).reshape(4, 4))

    assert sorted(chosen.tolist()) == [-1, 0, 1, 3] and chosen[3] == 1
    assert bound >= 1


def from_(place, key, **facts):
    return make_mentor(key, name=f"Mentor {key}", location=place, **facts)


def pool_of_places(places, mentees=3):
    return make_pool(
        [make_mentee(100 + at, name=f"Mentee {at}", location="Hartford") for at in range(mentees)],
        [from_(place, at) for at, place in enumerate(places, start=1)],
    )


def places_of(pool, proposal):
    at = {mentor.key: mentor.location for mentor in pool.mentors}
    return sorted(at[pair.mentor] for pair in proposal.pairs)


def test_a_quota_brings_in_who_would_not_have_been_chosen():
    pool = pool_of_places(["Hartford"] * 3 + ["Austin"] * 2)
    assert places_of(pool, propose(pool, OFF)) == ["Hartford"] * 3

    found = propose(pool, OFF, quotas=[Quota(attribute="location", value="Austin", least=1)])

    assert places_of(pool, found) == ["Austin", "Hartford", "Hartford"]
    assert found.certificate.holds and found.certificate.gap == 0
    assert found.certificate.sentence == "No better list exists under these rules."


def test_at_most_keeps_some_out_even_if_that_costs_a_pair():
    pool = pool_of_places(["Hartford"] * 3)

    found = propose(pool, OFF, quotas=[Quota(attribute="location", value="Hartford", most=2)])

    assert len(found.pairs) == 2


def test_locked_pairs_count():
    pool = pool_of_places(["Hartford"] * 3 + ["Austin"])
    quota = Quota(attribute="location", value="Austin", least=1, most=1)

    found = propose(pool, OFF, locks=[(100, 4)], quotas=[quota])

    assert places_of(pool, found) == ["Austin", "Hartford", "Hartford"]


@pytest.mark.parametrize(
    ("quotas", "words"),
    [
        (
            [Quota(attribute="location", value="Austin", least=2)],
            "At most 1 pairs can have a mentor from Austin",
        ),
        (
            [
                Quota(attribute="location", value="Austin", least=1),
                Quota(attribute="location", value="Hartford", least=3),
            ],
            "cannot all be met at once",
        ),
    ],
)
def test_what_cannot_be_met_is_named(quotas, words):
    pool = pool_of_places(["Hartford"] * 3 + ["Austin"])

    with pytest.raises(Contradiction, match=words):
        propose(pool, OFF, quotas=quotas)


@pytest.mark.parametrize(
    "facts",
    [
        {"attribute": "gender", "value": "x"},
        {"attribute": "location", "value": "x", "least": -1},
        {"attribute": "location", "value": "x", "least": 2, "most": 1},
        {"attribute": "location", "value": "x", "most": True},
    ],
)
def test_quotas_that_make_no_sense_are_refused(facts):
    with pytest.raises(BadSettings):
        Quota(**facts)


def test_quotas_do_not_depend_on_the_order_of_rows():
    pool = pool_of_places(["Hartford", "Austin", "Boston", "Austin", "Hartford"], mentees=4)
    turned = make_pool(pool.mentees[::-1], pool.mentors[::-1])
    quotas = [Quota(attribute="location", value="Austin", least=1, most=1)]

    one, other = propose(pool, OFF, quotas=quotas), propose(turned, OFF, quotas=quotas)

    assert [(pair.mentee, pair.mentor) for pair in one.pairs] == [
        (pair.mentee, pair.mentor) for pair in other.pairs
    ]
