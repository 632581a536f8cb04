"""The one place for a solver: a list of greatest worth, and the prices that prove it.

Small tables go to a dense solver as a whole. Large ones are solved on a few candidates for everybody; the
prices that come of that are held against all pairs, those that are worth more than their prices join the
candidates, and so on until there is none: then the list is the best of the whole table, not only of the
candidates.

SciPy is enough for everything. Where ``lapx`` is installed it takes the dense tables, several times faster;
its answer has to pass the same proof, and if it does not, SciPy's is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import count as turns

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .errors import NotOptimal
from .proof import Prices, owners, prices_of
from .sides import Ints
from .worth import BLOCK, Points, Worth

__all__ = ["DENSE", "Watch", "nobody_watches", "solve"]

Watch = Callable[[str, float], None]
"""Told which step is at work and how much of it is done, 0 to 1; what it raises stops the work."""

DENSE = 1500 * 1500  # pairs up to which a table is solved as a whole
FOR_A_ROW, FOR_A_COLUMN = 16, 8  # candidates to begin with
MORE_FOR_A_ROW = 20  # candidates that join a row in one round
NEARLY = 1_000  # one point: what lacks no more joins too, since it would be asked about in the next round
ALL_KEPT_FROM = 30  # turns after which nothing is dropped any more, so that it must come to an end
KEPT = 8  # candidates kept from round to round, times the rows


def nobody_watches(step: str, done: float) -> None:
    """For callers who do not ask how far the work is."""


def solve(worth: Worth, watch: Watch = nobody_watches) -> tuple[Ints, Prices]:
    """The column (n,) of each row, or -1, of a list with the greatest worth, and its prices."""
    count, size = worth.shape
    if count * size > DENSE:
        return _by_candidates(worth, watch)
    watch("optimum", 0.0)
    for solver in _dense_solvers():
        chosen = _as_list(worth, *solver(worth))
        try:
            return chosen, prices_of(worth, chosen)
        except NotOptimal:
            if solver is _scipy:
                raise
    raise NotOptimal("There is no solver.")


def _dense_solvers() -> list[Callable[[Worth], tuple[Ints, Ints]]]:
    return [_lapx, _scipy] if find_spec("lap") else [_scipy]


def _scipy(worth: Worth) -> tuple[Ints, Ints]:
    rows, columns = linear_sum_assignment(_costs(worth))
    return rows.astype(np.int64), columns.astype(np.int64)


def _lapx(worth: Worth) -> tuple[Ints, Ints]:
    rows, columns = import_module("lap").lapjvr(
        _costs(worth), extend_cost=worth.shape[0] != worth.shape[1], return_cost=False
    )
    return np.asarray(rows, np.int64), np.asarray(columns, np.int64)


def _costs(worth: Worth) -> Points:
    """Costs for solvers that seek the least; no pair at all costs nothing."""
    costs = worth.held.astype(np.float64)
    costs += worth.lift
    np.negative(costs, out=costs)
    costs[worth.held == worth.bar] = 0
    return costs


def _as_list(worth: Worth, rows: Ints, columns: Ints) -> Ints:
    chosen = np.full(worth.shape[0], -1, np.int64)
    real = worth.at(rows, columns) > 0
    chosen[rows[real]] = columns[real]
    return chosen


# Candidates


def _by_candidates(worth: Worth, watch: Watch) -> tuple[Ints, Prices]:
    size = worth.shape[1]
    keys, prices = _first_candidates(worth, watch), None
    for turn in turns(1):
        watch("optimum", 1 - 0.6**turn)
        rows, columns = np.divmod(keys, size)
        values = worth.at(rows, columns)
        chosen = _sparse(worth.shape, rows, columns, values, prices)
        prices = _sparse_prices(worth.shape, rows, columns, values, chosen)
        fresh = _underpriced(worth, prices)
        if not len(fresh):
            return chosen, prices
        if turn < ALL_KEPT_FROM:
            excess = prices.rows[rows] + prices.columns[columns] - values
            most = min(len(keys) - 1, KEPT * worth.shape[0])
            keys = keys[excess <= np.partition(excess, most)[most]]
        keys = np.union1d(keys, fresh)
    raise AssertionError("the turns never end")


def _first_candidates(worth: Worth, watch: Watch) -> Ints:
    """Keys (row * s + column) of good columns for every row and, where columns are scarce, of good rows."""
    count, size = worth.shape
    scarce = count > 0.6 * size
    found, best, best_rows = [], [], []
    for start in range(0, count, BLOCK):
        watch("candidates", start / count)
        block = worth.held[start : start + BLOCK]
        columns = _good_columns(block, min(FOR_A_ROW, size))
        rows = np.arange(len(block))[:, None]
        real = block[rows, columns] > worth.bar
        found.append((((rows + start) * size) + columns)[real])
        if scarce:
            top = block.argmax(axis=0)
            best_rows.append(top + start)
            best.append(block[top, np.arange(size)])
    if scarce:
        points, rows = np.stack(best), np.stack(best_rows)
        few = min(FOR_A_COLUMN, len(points))
        order = np.argpartition(points, len(points) - few, axis=0)[len(points) - few :]
        keys = np.take_along_axis(rows, order, 0) * size + np.arange(size)
        found.append(keys[np.take_along_axis(points, order, 0) > worth.bar])
    return np.unique(np.concatenate(found))


def _good_columns(block: Points, few: int) -> Ints:
    """``few`` good columns (h, few) per row: the best of each stretch of columns, then of the best stretches.

    A handful of passes over the block; the very best columns would take a sort, and are not needed.
    """
    height, size = block.shape
    width = max(1, size // (4 * few))
    stretches = size // width
    columns = block[:, : stretches * width].reshape(height, stretches, width).argmax(axis=2)
    columns += np.arange(stretches) * width
    if stretches * width < size:
        rest = block[:, stretches * width :].argmax(axis=1) + stretches * width
        columns = np.hstack([columns, rest[:, None]])
    points = np.take_along_axis(block, columns, 1)
    if columns.shape[1] > few:
        order = np.argpartition(points, columns.shape[1] - few, axis=1)[:, -few:]
        columns = np.take_along_axis(columns, order, 1)
    found: Ints = columns
    return found


def _sparse(shape: tuple[int, int], rows: Ints, columns: Ints, values: Ints, known: Prices | None) -> Ints:
    """The best list (n,) of these pairs alone, the sooner the closer the prices ``known`` are to its own.

    One column more per row stands for nobody. With prices, one row more per column stands for nobody too, and
    takes the column of whom that column is given to. Everybody is then in every list, so that taking the
    prices off takes the same off each. What is left is nothing for nearly all pairs of the best one.
    """
    count, size = shape
    everybody = np.arange(count)
    if known is None:
        top = int(values.max(initial=0)) + 1
        cost = np.concatenate([top - values, np.full(count, top)])
        places = (np.concatenate([rows, everybody]), np.concatenate([columns, size + everybody]))
        of = (count, size + count)
    else:
        excess = known.rows[rows] + known.columns[columns] - values
        cost = np.concatenate([excess, known.rows, known.columns, np.zeros(len(rows), np.int64)])
        cost += 1 - int(cost.min())  # what costs 0 would not be there at all
        nobodies = np.arange(size)
        places = (
            np.concatenate([rows, everybody, count + nobodies, count + columns]),
            np.concatenate([columns, size + everybody, nobodies, size + rows]),
        )
        of = (count + size, size + count)
    _, taken = min_weight_full_bipartite_matching(csr_matrix((cost.astype(np.float64), places), shape=of))
    chosen = taken[:count]
    found: Ints = np.where(chosen < size, chosen, -1).astype(np.int64)
    return found


def _sparse_prices(shape: tuple[int, int], rows: Ints, columns: Ints, values: Ints, chosen: Ints) -> Prices:
    """The prices of the best list of these pairs, which stand in order of rows (compare ``prices_of``)."""
    count, size = shape
    own = np.zeros(count, np.int64)
    taken = chosen[rows] == columns
    own[rows[taken]] = values[taken]
    owner = owners(chosen, size)
    first = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    prices, of_row = np.zeros(size, np.int64), own.copy()
    moved = np.arange(count)
    for _ in range(count + 2):
        many = first[moved + 1] - first[moved]
        pairs = np.repeat(first[moved] - np.cumsum(many) + many, many) + np.arange(many.sum())
        asked = prices.copy()
        np.maximum.at(asked, columns[pairs], values[pairs] - np.repeat(of_row[moved], many))
        risen = np.flatnonzero(asked > prices)
        if not len(risen):
            return Prices(of_row, prices)
        prices, moved = asked, owner[risen]
        if (moved < 0).any():
            break
        of_row[moved] = own[moved] - prices[risen]
    raise NotOptimal("The solver's list is not the best of the candidates.")


def _underpriced(worth: Worth, prices: Prices) -> Ints:
    """Keys of pairs that are worth more than their two prices, the worst of each row, or nearly so.

    Empty only if no pair at all is worth more than its prices.
    """
    count, size = worth.shape
    found, is_priced = [np.empty(0, np.int64)], True
    for start in range(0, count, BLOCK):
        part = slice(start, start + BLOCK)
        above = worth.above_columns(part, prices.columns)
        short = prices.rows[part] - worth.lift
        most = above.max(axis=1)
        is_priced = is_priced and not (most > short).any()
        hot = np.flatnonzero(most > short - NEARLY)
        if len(hot):
            columns = _good_columns(above[hot], min(MORE_FOR_A_ROW, size))
            under = np.take_along_axis(above[hot], columns, 1) > short[hot, None] - NEARLY
            found.append(((hot + start)[:, None] * size + columns)[under])
    return found[0] if is_priced else np.unique(np.concatenate(found))
