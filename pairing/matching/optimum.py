"""The best list of pairs: as many as possible, then the weakest as strong as possible, then the most points.

All of it is the assignment problem. A column that may be used k times becomes k slots. A pair is worth
a fixed amount, larger than all points together, plus its points, so that one sum orders lists by
number of pairs first. Everything is an integer; the solver computes in floating point, within the
range where that is exact, and is not trusted either way (see ``proof``).

Among equally good lists the one with the greatest sum of a hash of its keys is taken. All best lists
use only pairs whose prices come to exactly their value, so it takes a second, small, run on those.
The answer then depends neither on the order of rows nor on which solver is at work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from .errors import NotOptimal
from .grid import Flags, Ints
from .proof import Certificate, Cover, Prices, cover_of, owners, prices_of

__all__ = ["Best", "Hashes", "Seated", "best_list", "hashes_of", "solve"]

Hashes = npt.NDArray[np.uint64]
EXACT = 2**53
HASH_BITS = 30


@dataclass(frozen=True)
class Best:
    """The best list: ``chosen`` (n,) gives each row its column or -1.

    ``short_rows`` (n,) and ``short_columns`` (m,) flag those whom rows left over can reach: these rows
    have nobody but these columns between them, and that is not enough for all. ``seated`` is the list as
    it was found, from which follows what another pair would cost.
    """

    chosen: Ints
    short_rows: Flags
    short_columns: Flags
    certificate: Certificate
    seated: Seated


@dataclass(frozen=True)
class Seated:
    """The list by seats: s seats, ``column`` (s,) says of which column each is.

    ``points`` and ``values`` are n × s, ``chosen`` (n,) gives each row its seat or -1, ``prices`` prove it;
    ``lift`` is what making a pair adds to its points.
    """

    column: Ints
    points: Ints
    values: Ints
    lift: int
    chosen: Ints
    prices: Prices


def hashes_of(keys: Iterable[object]) -> Hashes:
    """A stable number for each key, the same on every machine and in every run."""
    digests = (blake2b(repr(key).encode(), digest_size=8).digest() for key in keys)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


def best_list(
    points: Ints,
    allowed: Flags,
    capacity: Ints,
    row_hashes: Hashes,
    column_hashes: Hashes,
    *,
    weakest_first: bool = True,
    crowding: int = 0,
) -> Best:
    """The best list under the allowed pairs, with its proof; raises ``NotOptimal`` if the proof fails.

    ``points`` is n × m thousandths of any sign, ``allowed`` n × m flags, ``capacity`` (m,) how often a
    column may be used. With ``weakest_first`` off the total comes right after the number of pairs.
    ``crowding`` is charged once for the second use of a column, twice for the third and so on; above
    the greatest points it evens out how often columns are used as far as rules and capacity let it.
    """
    count, size = allowed.shape
    uses = np.minimum(capacity, count)
    column = np.repeat(np.arange(size), uses)
    use = np.arange(len(column)) - np.repeat(np.cumsum(uses) - uses, uses)
    points, allowed = points[:, column] - crowding * use, allowed[:, column]

    most = _largest(allowed)
    floor, stronger = _strongest_floor(points, allowed, most) if weakest_first else (None, None)
    good = allowed if floor is None else allowed & (points >= floor)
    values, lift = _values(points, good)
    found = solve(values)
    prices = prices_of(values, found)
    chosen = _settle_ties(values, found, prices, row_hashes, column_hashes[column])

    cover = cover_of(allowed, chosen)
    certificate = _certify(
        points=points,
        allowed=allowed,
        values=values,
        lift=lift,
        chosen=chosen,
        prices=prices,
        cover=cover,
        stronger=stronger,
    )
    if not certificate.holds:
        raise NotOptimal(certificate.sentence)
    short = np.zeros(size, np.bool_)
    short[column[cover.columns]] = True
    return Best(
        np.where(chosen >= 0, column[chosen] if len(column) else -1, -1),
        cover.rows,
        short,
        certificate,
        Seated(column, points, values, lift, chosen, prices),
    )


def solve(values: Ints) -> Ints:
    """The column (n,) of each row, or -1, of a list with the greatest value: the one place for a solver.

    ``values`` is n × s, positive where a pair is allowed and 0 elsewhere.
    """
    chosen = np.full(len(values), -1, np.int64)
    rows, columns = linear_sum_assignment(values.astype(np.float64), maximize=True)
    real = values[rows, columns] > 0
    chosen[rows[real]] = columns[real]
    return chosen


def _values(points: Ints, allowed: Flags) -> tuple[Ints, int]:
    """What pairs are worth: ``points + lift`` where allowed, else 0; and the lift, above all points."""
    if not allowed.any():
        return np.zeros(points.shape, np.int64), 0
    base = int(points[allowed].min())
    spread = int(points[allowed].max()) - base
    smaller = min(points.shape)
    pair_worth = smaller * spread + 1
    if smaller * (pair_worth + spread) >= EXACT:
        raise OverflowError("The points are too large for an exact answer.")
    lift = pair_worth - base
    return np.where(allowed, points + lift, 0), lift


def _largest(allowed: Flags) -> Ints:
    """A list (n,) with as many pairs as possible."""
    if not allowed.any():
        return np.full(len(allowed), -1, np.int64)
    found: Ints = maximum_bipartite_matching(csr_matrix(allowed), perm_type="column").astype(np.int64)
    return found


def _strongest_floor(points: Ints, allowed: Flags, most: Ints) -> tuple[int | None, Cover | None]:
    """The greatest floor under the points that leaves as many pairs possible, and why none above it does.

    No floor can lie above the k-th best row or column when there are k pairs. From there it goes down
    in growing steps and then halves what lies between: near the top few pairs remain, so each step is
    cheap.
    """
    pairs = int((most >= 0).sum())
    if not pairs:
        return None, None
    lowest = np.int64(np.iinfo(np.int64).min)
    held = np.where(allowed, points, lowest)
    bound = min(int(np.sort(held.max(axis=axis))[-pairs]) for axis in (0, 1))
    levels = np.unique(points[allowed & (points <= bound)])

    def list_above(level: int) -> Ints:
        return _largest(allowed & (points >= level))

    too_high, high_enough, step = len(levels), len(levels) - 1, 1
    while high_enough > 0 and int((list_above(int(levels[high_enough])) >= 0).sum()) < pairs:
        too_high, high_enough, step = high_enough, max(0, high_enough - step), 2 * step
    while too_high - high_enough > 1:
        middle = (too_high + high_enough) // 2
        if int((list_above(int(levels[middle])) >= 0).sum()) == pairs:
            high_enough = middle
        else:
            too_high = middle
    floor = int(levels[high_enough])
    return floor, cover_of(allowed & (points > floor), list_above(floor + 1))


def _settle_ties(
    values: Ints, found: Ints, prices: Prices, row_hashes: Hashes, column_hashes: Hashes
) -> Ints:
    """Of all lists as good as ``found``, the one with the greatest sum of hashes.

    On pairs whose prices come to their value, a list is best exactly if everybody with a price is in
    it. That weighs more than any sum of hashes. One column more per row stands for nobody.
    """
    tight = np.flatnonzero((values > 0) & (prices.rows[:, None] + prices.columns == values))
    if not len(tight):
        return found
    count, size = values.shape
    rows, columns = np.divmod(tight, size)
    needed = (prices.rows[rows] > 0).astype(np.int64) + (prices.columns[columns] > 0)
    weight = _mixed(row_hashes[rows], column_hashes[columns]) + needed * (2 * min(count, size) << HASH_BITS)
    top = int(weight.max()) + 1
    cost = np.concatenate([top - weight, np.full(count, top)]).astype(np.float64)
    places = (np.concatenate([rows, np.arange(count)]), np.concatenate([columns, size + np.arange(count)]))
    _, chosen = min_weight_full_bipartite_matching(csr_matrix((cost, places), shape=(count, size + count)))
    settled: Ints = np.where(chosen < size, chosen, -1).astype(np.int64)
    return settled


def _mixed(one: Hashes, other: Hashes) -> Ints:
    """Hashes of pairs, 1 to 2**30, from those of their two ends (the finaliser of splitmix64)."""
    mixed = one ^ (other * np.uint64(0x9E3779B97F4A7C15))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    hashes: Ints = (mixed >> np.uint64(64 - HASH_BITS)).astype(np.int64) + 1
    return hashes


def _certify(
    *,
    points: Ints,
    allowed: Flags,
    values: Ints,
    lift: int,
    chosen: Ints,
    prices: Prices,
    cover: Cover,
    stronger: Cover | None,
) -> Certificate:
    """Count everything again from the arrays: nothing is taken over from the search."""
    rows = np.flatnonzero(chosen >= 0)
    if (values[rows, chosen[rows]] <= 0).any() or (owners(chosen, values.shape[1]) >= 0).sum() < len(rows):
        raise NotOptimal("The list makes a pair that is not allowed or uses a place twice.")
    taken = points[rows, chosen[rows]]
    weakest = int(taken.min()) if len(rows) else None
    most_pairs = cover.size if cover.touches_all(allowed) else min(allowed.shape)
    above = None
    if stronger is not None and weakest is not None:
        above = stronger.size if stronger.touches_all(allowed & (points > weakest)) else len(rows)
    fair = bool((prices.rows >= 0).all() and (prices.columns >= 0).all())
    return Certificate(
        pairs=len(rows),
        points=int(taken.sum()),
        dual=int(prices.rows.sum() + prices.columns.sum()) - lift * len(rows),
        min_reduced_cost=prices.least_reduced(values) if fair else -1,
        most_pairs=most_pairs,
        weakest=weakest,
        above_weakest=above,
    )
