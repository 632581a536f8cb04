"""The best list of pairs: as many as possible, then the weakest as strong as possible, then the most points.

All of it is the assignment problem. A column that may be used k times becomes k slots. A pair is worth
a fixed amount, larger than all points together, plus its points, so that one sum orders lists by
number of pairs first. Everything is an integer; the solver computes in floating point, within the
range where that is exact, and is not trusted either way (see ``proof``).

Among equally good lists the one with the greatest sum of a hash of its keys is taken. All best lists
use only pairs whose prices come to exactly their worth, so it takes a second, small, run on those.
The answer then depends neither on the order of rows nor on which solver is at work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .errors import NotOptimal
from .floor import Floor, strongest_floor
from .grid import Flags
from .proof import Certificate, Cover, Prices, cover_of, owners
from .quotas import Quotas, best_composed
from .sides import Ints
from .solver import Watch, nobody_watches, solve
from .worth import BLOCK, WIDE, Points, Worth, bar_of, barred_below, worth_of

__all__ = ["Best", "Hashes", "Seated", "best_list", "composed_list", "hashes_of"]

Hashes = npt.NDArray[np.uint64]
HASH_BITS = 30


@dataclass(frozen=True)
class Best:
    """The best list: ``chosen`` (n,) gives each row its column or -1.

    ``short_rows`` (n,) and ``short_columns`` (m,) flag those whom rows left over can reach: these rows
    have nobody but these columns between them, and that is not enough for all. ``seated`` is the list as
    it was found, from which follows what another pair would cost, unless it keeps to quotas: ``priced``.
    """

    chosen: Ints
    short_rows: Flags
    short_columns: Flags
    certificate: Certificate
    seated: Seated
    priced: bool = True


@dataclass(frozen=True)
class Seated:
    """The list by seats: s seats, ``column`` (s,) says of which column each is.

    ``worth`` is n × s, ``chosen`` (n,) gives each row its seat or -1, ``prices`` prove it.
    """

    column: Ints
    worth: Worth
    chosen: Ints
    prices: Prices


def hashes_of(keys: Iterable[object]) -> Hashes:
    """A stable number for each key, the same on every machine and in every run."""
    digests = (blake2b(repr(key).encode(), digest_size=8).digest() for key in keys)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


def best_list(
    held: Points,
    capacity: Ints,
    row_hashes: Hashes,
    column_hashes: Hashes,
    *,
    weakest_first: bool = True,
    crowding: int = 0,
    watch: Watch = nobody_watches,
) -> Best:
    """The best list of the pairs that are not barred, with its proof; ``NotOptimal`` if the proof fails.

    ``held`` is n × m thousandths of any sign (``worth``), ``capacity`` (m,) how often a column may be used.
    With ``weakest_first`` off the total comes right after the number of pairs. ``crowding`` is charged once
    for the second use of a column, twice for the third and so on; above the greatest points it evens out
    how often columns are used as far as rules and capacity let it. ``watch`` is told how far the work is.
    """
    column, seats = _seats(held, capacity, crowding)
    watch("weakest", 0.0)
    floor = strongest_floor(seats) if weakest_first else None
    worth = worth_of(barred_below(seats, floor.level if floor else None))
    found, prices = solve(worth, watch)
    watch("ties", 0.0)
    chosen = _settle_ties(worth, found, prices, row_hashes, column_hashes[column])
    watch("proof", 0.0)
    cover = cover_of(seats, bar_of(seats) + 1, chosen)
    certificate = _certify(seats, worth, chosen, prices, cover, floor)
    if not certificate.holds:
        raise NotOptimal(certificate.sentence)
    short = np.zeros(held.shape[1], np.bool_)
    short[column[cover.columns]] = True
    return Best(
        np.where(chosen >= 0, column[chosen] if len(column) else -1, -1),
        cover.rows,
        short,
        certificate,
        Seated(column, worth, chosen, prices),
    )


def composed_list(
    held: Points,
    capacity: Ints,
    row_hashes: Hashes,
    column_hashes: Hashes,
    quotas_by_seat: Callable[[Ints], Quotas],
    *,
    weakest_first: bool = True,
) -> Best:
    """The best list that keeps to quotas, and how far at most it is from any that could be.

    No prices of single pairs follow from it: those are of lists without quotas. As many pairs as the quotas
    allow and the weakest of them come from the integer program, the points from its bound.
    """
    column, seats = _seats(held, capacity, 0)
    quotas = quotas_by_seat(column)
    hashes = _mixed(row_hashes[:, None], column_hashes[column][None, :]) >> 10  # sums stay exact in a float
    chosen, bound = best_composed(seats, quotas, hashes, weakest_first=weakest_first)
    rows = np.flatnonzero(chosen >= 0)
    taken = seats[rows, chosen[rows]].astype(np.int64)
    if len(set(chosen[rows].tolist())) < len(rows) or (taken <= bar_of(seats)).any():
        raise NotOptimal("The list makes a pair that is not allowed or uses a place twice.")
    counts = (quotas.inside[:, chosen[rows]]).sum(axis=1)
    if (counts < quotas.least).any() or (counts > quotas.most).any():
        raise NotOptimal("The list does not keep to the quotas.")
    certificate = Certificate(
        pairs=len(rows),
        points=int(taken.sum()),
        dual=max(bound, int(taken.sum())),
        min_reduced_cost=0,
        most_pairs=len(rows),
        weakest=int(taken.min()) if len(rows) else None,
        above_weakest=None,
    )
    nobody = np.zeros(held.shape[1], np.bool_)
    worth = worth_of(barred_below(seats, None))
    prices = Prices(np.zeros(len(held), np.int64), np.zeros(seats.shape[1], np.int64))
    return Best(
        np.where(chosen >= 0, column[chosen] if len(column) else -1, -1),
        np.zeros(len(held), np.bool_),
        nobody,
        certificate,
        Seated(column, worth, chosen, prices),
        priced=False,
    )


def _seats(held: Points, capacity: Ints, crowding: int) -> tuple[Ints, Points]:
    """Of which column each seat (s,) is, and the table by seats (n × s)."""
    count, size = held.shape
    uses = np.minimum(capacity, count)
    column = np.repeat(np.arange(size), uses)
    if (uses == 1).all():
        return column, held
    seats = held[:, column]
    if not crowding:
        return column, seats
    use = np.arange(len(column)) - np.repeat(np.cumsum(uses) - uses, uses)
    return column, np.where(seats > bar_of(seats), seats.astype(np.int64) - crowding * use, WIDE)


def _settle_ties(
    worth: Worth, found: Ints, prices: Prices, row_hashes: Hashes, column_hashes: Hashes
) -> Ints:
    """Of all lists as good as ``found``, the one with the greatest sum of hashes.

    On pairs whose prices come to their worth, a list is best exactly if everybody with a price is in
    it. That weighs more than any sum of hashes. One column more per row stands for nobody.
    """
    count, size = worth.shape
    rows, columns = _tight(worth, prices)
    if not len(rows):
        return found
    needed = (prices.rows[rows] > 0).astype(np.int64) + (prices.columns[columns] > 0)
    weight = _mixed(row_hashes[rows], column_hashes[columns]) + needed * (2 * min(count, size) << HASH_BITS)
    top = int(weight.max()) + 1
    cost = np.concatenate([top - weight, np.full(count, top)]).astype(np.float64)
    places = (np.concatenate([rows, np.arange(count)]), np.concatenate([columns, size + np.arange(count)]))
    _, chosen = min_weight_full_bipartite_matching(csr_matrix((cost, places), shape=(count, size + count)))
    settled: Ints = np.where(chosen < size, chosen, -1).astype(np.int64)
    return settled


def _tight(worth: Worth, prices: Prices) -> tuple[Ints, Ints]:
    """Rows and columns (k,) of the pairs whose two prices come to exactly what they are worth."""
    found = []
    for start in range(0, worth.shape[0] if worth.shape[1] else 0, BLOCK):
        here = worth.tight(slice(start, start + BLOCK), prices.rows, prices.columns)
        rows, columns = np.nonzero(here)
        found.append((rows + start, columns))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate([rows for rows, _ in found]), np.concatenate([columns for _, columns in found])


def _mixed(one: Hashes, other: Hashes) -> Ints:
    """Hashes of pairs, 1 to 2**30, from those of their two ends (the finaliser of splitmix64)."""
    mixed = one ^ (other * np.uint64(0x9E3779B97F4A7C15))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    hashes: Ints = (mixed >> np.uint64(64 - HASH_BITS)).astype(np.int64) + 1
    return hashes


def _certify(
    seats: Points, worth: Worth, chosen: Ints, prices: Prices, cover: Cover, floor: Floor | None
) -> Certificate:
    """Count everything again from the table: nothing is taken over from the search."""
    rows = np.flatnonzero(chosen >= 0)
    if (worth.at(rows, chosen[rows]) <= 0).any() or (owners(chosen, worth.shape[1]) >= 0).sum() < len(rows):
        raise NotOptimal("The list makes a pair that is not allowed or uses a place twice.")
    taken = seats[rows, chosen[rows]].astype(np.int64)
    weakest = int(taken.min()) if len(rows) else None
    most_pairs = cover.size if cover.touches_all(seats, bar_of(seats) + 1) else min(seats.shape)
    above = None
    if floor is not None and weakest is not None:
        stronger = cover_of(seats, weakest + 1, floor.beyond)
        above = stronger.size if stronger.touches_all(seats, weakest + 1) else len(rows)
    fair = bool((prices.rows >= 0).all() and (prices.columns >= 0).all())
    return Certificate(
        pairs=len(rows),
        points=int(taken.sum()),
        dual=int(prices.rows.sum() + prices.columns.sum()) - worth.lift * len(rows),
        min_reduced_cost=prices.least_reduced(worth) if fair else -1,
        most_pairs=most_pairs,
        weakest=weakest,
        above_weakest=above,
    )
