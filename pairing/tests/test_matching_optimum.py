"""The search for the best list of pairs, against enumeration, and the proof of what it finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pairing.matching import NotOptimal, solver
from pairing.matching.coaches import evenly
from pairing.matching.optimum import best_list, hashes_of
from pairing.matching.proof import cover_of, prices_of
from pairing.matching.worth import NARROW, Worth, worth_of

BARRED = -99
TABLES = hnp.arrays(
    np.int64,
    st.tuples(st.integers(1, 5), st.integers(1, 6)),
    elements=st.integers(-6, 6).map(lambda points: BARRED if points < -3 else points),
    fill=st.nothing(),
)
SIX = hnp.arrays(
    np.int64, (6, 6), elements=st.integers(0, 5).map(lambda points: points or BARRED), fill=st.nothing()
)


def held_of(table):
    """The table as the search wants it."""
    return np.where(table > BARRED, table, NARROW).astype(np.int32)


def best(table, capacity=None, *, weakest_first=True, rows=None, columns=None, crowding=0):
    count, size = table.shape
    return best_list(
        held_of(table),
        np.ones(size, np.int64) if capacity is None else np.array(capacity, np.int64),
        hashes_of(range(count) if rows is None else rows),
        hashes_of(range(size) if columns is None else columns),
        weakest_first=weakest_first,
        crowding=crowding,
    )


def worth(table, chosen, *, weakest_first=True):
    """What a list comes to, in the order of the aims."""
    points = [int(table[row, column]) for row, column in enumerate(chosen) if column >= 0]
    return len(points), min(points, default=0) if weakest_first else 0, sum(points)


def best_by_trying(table, capacity=None, *, weakest_first=True):
    """The best that any list at all comes to."""
    size = table.shape[1]
    seats = [1] * size if capacity is None else list(capacity)
    found = [(0, 0, 0)]

    def go_on(row, chosen):
        if row == len(table):
            found.append(worth(table, chosen, weakest_first=weakest_first))
            return
        go_on(row + 1, [*chosen, -1])
        for column in range(size):
            if table[row, column] > BARRED and chosen.count(column) < seats[column]:
                go_on(row + 1, [*chosen, column])

    go_on(0, [])
    return max(found)


@settings(max_examples=250, deadline=None)
@given(TABLES, st.booleans())
def test_no_list_is_better(table, weakest_first):
    found = best(table, weakest_first=weakest_first)

    expected = best_by_trying(table, weakest_first=weakest_first)
    assert worth(table, found.chosen.tolist(), weakest_first=weakest_first) == expected
    assert found.certificate.holds
    assert found.certificate.pairs == expected[0]
    assert found.certificate.points == found.certificate.dual == expected[2]


@settings(max_examples=25, deadline=None)
@given(SIX)
def test_no_list_is_better_at_six_by_six(table):
    found = best(table)

    assert worth(table, found.chosen.tolist()) == best_by_trying(table)


@settings(max_examples=100, deadline=None)
@given(TABLES, st.data())
def test_columns_are_used_up_to_their_capacity(table, data):
    capacity = data.draw(st.lists(st.integers(0, 3), min_size=table.shape[1], max_size=table.shape[1]))

    found = best(table, capacity)

    used = np.bincount(found.chosen[found.chosen >= 0], minlength=table.shape[1])
    assert (used <= capacity).all()
    assert worth(table, found.chosen.tolist()) == best_by_trying(table, capacity)


@settings(max_examples=80, deadline=None)
@given(TABLES)
def test_those_left_over_have_too_few_columns_between_them(table):
    found = best(table)

    allowed = table > BARRED
    reach = allowed[found.short_rows].any(axis=0)
    left = int((found.chosen < 0).sum())
    assert not (reach & ~found.short_columns).any()
    assert found.short_rows.sum() - found.short_columns.sum() == left


@settings(max_examples=120, deadline=None)
@given(
    hnp.arrays(
        np.int64,
        st.tuples(st.integers(1, 6), st.integers(1, 6)),
        elements=st.integers(0, 2),
        fill=st.nothing(),
    ),
    st.randoms(use_true_random=False),
)
def test_ties_are_settled_by_keys_and_not_by_the_order_of_rows(table, random):
    table = np.where(table == 0, BARRED, table)
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    one = best(table).chosen.tolist()
    other = best(table[np.ix_(rows, columns)], rows=rows, columns=columns).chosen.tolist()

    named = {(rows[row], columns[column]) for row, column in enumerate(other) if column >= 0}
    assert named == {(row, column) for row, column in enumerate(one) if column >= 0}


@pytest.mark.parametrize(
    ("shape", "spread"),
    [
        ((1, 1), 5),
        ((40, 60), 9),
        ((120, 70), 100_000),
        ((300, 300), 100_000),
        ((300, 300), 1),
        ((100, 600), 40),
    ],
)
def test_the_proof_holds_at_every_size(shape, spread):
    random = np.random.default_rng(7)
    table = np.where(random.random(shape) < 0.7, random.integers(0, spread, shape), BARRED)

    found = best(table)

    assert found.certificate.holds
    assert found.certificate.pairs == min(shape)
    assert found.certificate.min_reduced_cost == 0
    assert found.certificate.sentence == "No better list exists under these rules."


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (3, 4)])
def test_empty_sides_and_nothing_allowed_give_an_empty_list_with_its_proof(shape):
    found = best(np.full(shape, BARRED, np.int64))

    assert found.chosen.tolist() == [-1] * shape[0]
    assert (found.certificate.pairs, found.certificate.points, found.certificate.weakest) == (0, 0, None)
    assert found.certificate.holds


def test_one_column_with_room_for_all_takes_all():
    found = best(np.array([[3], [1], [2]]), [5])

    assert found.chosen.tolist() == [0, 0, 0]
    assert found.certificate.points == 6


def test_crowding_evens_out_how_often_columns_are_used():
    table = np.array([[9, 1, 1]] * 7)

    free = best(table, [7, 7, 7], weakest_first=False)
    even = best(table, [7, 7, 7], weakest_first=False, crowding=10)

    assert np.bincount(free.chosen, minlength=3).tolist() == [7, 0, 0]
    assert sorted(np.bincount(even.chosen, minlength=3).tolist()) == [2, 2, 3]


@settings(max_examples=60, deadline=None)
@given(TABLES, st.data())
def test_trying_few_places_first_gives_the_same_even_list_as_trying_all(table, data):
    count, size = table.shape
    capacity = np.array(data.draw(st.lists(st.integers(0, 6), min_size=size, max_size=size)), np.int64)
    hashes = hashes_of(range(count)), hashes_of(range(size))

    few = evenly(held_of(table), capacity, *hashes)
    every = best_list(held_of(table), capacity, *hashes, weakest_first=False, crowding=100_001)

    assert few.chosen.tolist() == every.chosen.tolist()
    assert few.certificate.points == every.certificate.points


def test_the_weakest_pair_comes_before_the_total():
    table = np.array([[10, 6], [6, 1]])

    assert best(table).chosen.tolist() == [1, 0]
    assert best(np.array([[20, 6], [6, 1]]), weakest_first=False).chosen.tolist() == [0, 1]


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.int64, (5, 5), elements=st.integers(1, 9), fill=st.nothing()), st.permutations(range(5)))
def test_prices_exist_for_the_best_list_and_for_no_other(values, order):
    chosen = np.array(order)
    total = int(values[np.arange(5), chosen].sum())
    most = best_by_trying(values * 1, weakest_first=False)[2]

    if total == most:
        prices = prices_of(Worth(values, 0), chosen)
        assert prices.least_reduced(Worth(values, 0)) >= 0
        assert int(prices.rows.sum() + prices.columns.sum()) == total
    else:
        with pytest.raises(NotOptimal):
            prices_of(Worth(values, 0), chosen)


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.bool_, (5, 6), fill=st.nothing()), st.integers(0, 5))
def test_a_cover_is_as_small_as_the_list_only_if_there_cannot_be_more_pairs(allowed, drop):
    table = np.where(allowed, 1, BARRED)
    chosen = best(table).chosen

    held, level = held_of(table), NARROW + 1

    cover = cover_of(held, level, chosen)
    assert cover.touches_all(held, level)
    assert cover.size == (chosen >= 0).sum()

    if drop < 5 and chosen[drop] >= 0:
        chosen[drop] = -1
        less = cover_of(held, level, chosen)
        assert less.size > (chosen >= 0).sum() or not less.touches_all(held, level)


@pytest.mark.parametrize("fault", ["shuffled", "short", "twice", "barred"])
def test_a_wrong_answer_of_the_solver_is_never_let_through(monkeypatch, fault):
    random = np.random.default_rng(3)
    table = random.integers(0, 1_000, (8, 8))
    table[0, 0] = BARRED
    right = best(table).chosen

    def wrong(worth):
        found = right.copy()
        if fault == "shuffled":
            found = np.roll(np.arange(8), 3)
        if fault == "short":
            found[2] = -1
        if fault == "twice":
            found[2] = found[3]
        if fault == "barred":
            found[:] = np.arange(8)
        rows = np.flatnonzero(found >= 0)
        return rows, found[rows]

    monkeypatch.setattr(solver, "_dense_solvers", lambda: [wrong])

    with pytest.raises(NotOptimal):
        best(table)


@settings(max_examples=250, deadline=None)
@given(TABLES, st.data())
def test_candidates_and_prices_lead_to_the_same_list_as_the_whole_table(table, data):
    few = data.draw(st.integers(1, 2))
    whole = best(table)

    with pytest.MonkeyPatch.context() as patched:
        for name, value in (("DENSE", 0), ("FOR_A_ROW", few), ("FOR_A_COLUMN", 1), ("MORE_FOR_A_ROW", 1)):
            patched.setattr(solver, name, value)
        patched.setattr(solver, "KEPT", data.draw(st.integers(0, 1)))
        priced = best(table)

    assert priced.chosen.tolist() == whole.chosen.tolist()
    assert priced.certificate == whole.certificate


@pytest.mark.parametrize("shape", [(700, 700), (400, 1500), (1500, 400)])
def test_candidates_give_the_proved_best_at_size(monkeypatch, shape):
    random = np.random.default_rng(11)
    table = random.integers(0, 90_000, shape) + random.integers(0, 9_000, shape[1])
    table = np.where(random.random(shape) < 0.6, table, BARRED)
    whole = best(table)
    monkeypatch.setattr(solver, "DENSE", 0)
    monkeypatch.setattr(solver, "BLOCK", 64)

    priced = best(table)

    assert priced.chosen.tolist() == whole.chosen.tolist()
    assert priced.certificate.holds


def test_what_is_watched_can_be_stopped(monkeypatch):
    monkeypatch.setattr(solver, "DENSE", 0)
    steps = []

    class Stopped(Exception):
        pass

    def watch(step, done):
        steps.append((step, done))
        if step == "optimum":
            raise Stopped

    table = np.arange(36).reshape(6, 6)
    with pytest.raises(Stopped):
        best_list(held_of(table), np.ones(6, np.int64), hashes_of(range(6)), hashes_of(range(6)), watch=watch)
    assert [step for step, _ in steps] == ["weakest", "candidates", "optimum"]
    assert all(0 <= done <= 1 for _, done in steps)


def test_another_solver_gives_the_same_list(monkeypatch):
    table = np.random.default_rng(5).integers(0, 9, (60, 70))
    by_lapx = best(table)
    monkeypatch.setattr(solver, "_dense_solvers", lambda: [solver._scipy])

    assert best(table).chosen.tolist() == by_lapx.chosen.tolist()


def test_points_beyond_what_is_exact_are_refused():
    with pytest.raises(OverflowError):
        worth_of(np.array([[0, 2**53], [1, 2]]))
