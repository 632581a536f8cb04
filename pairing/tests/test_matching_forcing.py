"""What a pair made by force costs the whole list, against enumeration of all lists that contain it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.matching.forcing import forced

from .test_matching_optimum import BARRED, TABLES, best


def every_list(table, seats, row, column, floor):
    """``(pairs, points)`` of the best list with this pair, the others at least as strong as ``floor``."""
    size = table.shape[1]
    found = []

    def go_on(at, chosen):
        if at == len(table):
            taken = [(one, other) for one, other in enumerate(chosen) if other >= 0]
            found.append((len(taken), sum(int(table[place]) for place in taken)))
            return
        ways = [column] if at == row else [-1, *range(size)]
        for other in ways:
            if other >= 0 and chosen.count(other) + (other == column and at < row) >= seats[other]:
                continue
            if other >= 0 and at != row and not (table[at, other] > BARRED and table[at, other] >= floor):
                continue
            go_on(at + 1, [*chosen, other])

    go_on(0, [])
    return max(found)


@settings(max_examples=200, deadline=None)
@given(TABLES, st.data())
def test_the_cost_is_that_of_the_best_list_with_the_pair(table, data):
    size = table.shape[1]
    seats = data.draw(st.lists(st.integers(1, 2), min_size=size, max_size=size))
    row = data.draw(st.integers(0, len(table) - 1))
    found = best(table, seats)
    seated, facts = found.seated, found.certificate
    floor = BARRED if facts.weakest is None else facts.weakest

    prices = forced(table[row][seated.column], seated.worth, seated.chosen, seated.prices, row)

    for seat, column in enumerate(seated.column.tolist()):
        pairs, points = every_list(table, seats, row, column, floor)
        assert facts.pairs - prices.fewer[seat] == pairs, (seat, column)
        assert facts.points - prices.lost[seat] == points, (seat, column)


@settings(max_examples=200, deadline=None)
@given(TABLES, st.data())
def test_the_moves_lead_to_a_list_that_costs_just_that(table, data):
    row = data.draw(st.integers(0, len(table) - 1))
    found = best(table)
    seated, facts = found.seated, found.certificate
    prices = forced(table[row][seated.column], seated.worth, seated.chosen, seated.prices, row)

    for column in range(table.shape[1]):
        chosen = seated.chosen.copy()
        moves = prices.moves(column) if chosen[row] != column else ()
        for move in moves:
            assert chosen[move.row] == move.before
            chosen[move.row] = move.after
        taken = [(one, int(other)) for one, other in enumerate(chosen) if other >= 0]
        assert chosen[row] == column
        assert len({other for _, other in taken}) == len(taken), "nobody is given away twice"
        assert all(table[place] > BARRED for place in taken if place != (row, column))
        assert facts.pairs - prices.fewer[column] == len(taken)
        assert facts.points - prices.lost[column] == sum(int(table[place]) for place in taken)


@settings(max_examples=100, deadline=None)
@given(TABLES, st.data())
def test_it_never_costs_less_than_the_two_prices_say(table, data):
    row = data.draw(st.integers(0, len(table) - 1))
    seated = best(table).seated
    prices = forced(table[row][seated.column], seated.worth, seated.chosen, seated.prices, row)

    cost = prices.fewer * seated.worth.lift + prices.lost
    least = seated.prices.rows[row] + seated.prices.columns - table[row] - seated.worth.lift
    assert (cost >= least).all()
    if seated.chosen[row] >= 0:
        assert cost[seated.chosen[row]] == 0, "what is in the list costs nothing"


def test_nobody_to_choose_from_has_no_price():
    seated = best(np.zeros((1, 0), np.int64)).seated

    prices = forced(np.zeros(0, np.int64), seated.worth, seated.chosen, seated.prices, 0)

    assert len(prices.lost) == 0
