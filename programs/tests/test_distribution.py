"""Dealing out: everybody gets what they need, nobody what they must not, and the shares are even."""

from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from programs.distribution import deal

REVIEWERS = ["ana", "ben", "cy"]


@st.composite
def panels(draw):
    applications = range(draw(st.integers(0, 5)))
    allowed = {each: sorted(draw(st.sets(st.sampled_from(REVIEWERS)))) for each in applications}
    wanted = {each: draw(st.integers(0, 2)) for each in applications}
    load = {each: draw(st.integers(0, 3)) for each in REVIEWERS}
    return wanted, allowed, load


def loads(dealt, load):
    found = dict(load)
    for reviewer in chain.from_iterable(dealt.values()):
        found[reviewer] += 1
    return sorted(found.values(), reverse=True)


def every_way(wanted, allowed):
    """All ways of dealing out, by trying."""
    choices = [
        list(combinations(allowed[each], min(wanted[each], len(allowed[each])))) for each in sorted(wanted)
    ]
    for chosen in product(*choices):
        yield dict(zip(sorted(wanted), chosen, strict=True))


@given(panels())
def test_everybody_gets_as_many_as_may_score_them_and_shares_are_as_even_as_can_be(panel):
    wanted, allowed, load = panel

    dealt = deal(wanted, allowed, load)

    for each in wanted:
        given_to = dealt.get(each, [])
        assert len(given_to) == len(set(given_to)) == min(wanted[each], len(allowed[each]))
        assert set(given_to) <= set(allowed[each])
    assert loads(dealt, load) == min(loads(way, load) for way in every_way(wanted, allowed))
    assert dealt == deal(dict(reversed(wanted.items())), allowed, load)


def test_ten_thousand_applications_are_dealt_out_evenly():
    people = [f"r{number:02}" for number in range(20)]
    wanted = dict.fromkeys(range(10_000), 2)
    allowed = {each: [person for person in people if hash((each, person)) % 7] for each in wanted}

    dealt = deal(wanted, allowed, dict.fromkeys(people, 0))

    assert set(loads(dealt, dict.fromkeys(people, 0))) == {1000}
