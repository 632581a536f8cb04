"""The best list whose mentors are composed as a program asks: so many from a place, line or function.

Quotas that cross each other leave the assignment problem: they need an integer program (HiGHS, inside SciPy).
The three aims stay what they are, one program after the other: as many pairs as the quotas allow, then the
weakest as strong as possible, then the most points, then the greatest sum of hashes, so that the order of
rows says nothing.

What it comes to is bounded from above without trusting the solver: with a price on every quota, and one on
every pair, the list is an assignment problem again, whose own prices are proved as always. The bound says how
far at most the list is from the best; with whole prices it is usually met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, vstack

from .errors import BadSettings, Contradiction
from .grid import Flags
from .people import Person
from .sides import Ints
from .solver import solve
from .worth import Points, Worth, bar_of, barred_below

__all__ = ["ATTRIBUTES", "Quota", "Quotas", "best_composed", "quotas_of"]

ATTRIBUTES = ("location", "line_of_business", "function", "department")
MOST_PAIRS = 150_000  # allowed pairs up to which the integer program is of a size to wait for


@dataclass(frozen=True, kw_only=True)
class Quota:
    """At least and at most so many pairs whose mentor has this ``value`` of an attribute."""

    attribute: str
    value: str
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        if self.attribute not in ATTRIBUTES:
            raise BadSettings(f"A quota is about {', '.join(ATTRIBUTES)}, not {self.attribute!r}.")
        for number in (self.least, self.most):
            if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
                raise BadSettings(f"A quota for {self.value} takes whole numbers from 0, not {number!r}.")
        if self.most is not None and self.most < self.least:
            raise BadSettings(f"A quota for {self.value} asks for {self.least} and allows {self.most}.")


@dataclass(frozen=True)
class Quotas:
    """Quotas by seats: ``inside`` (g × s) says which count, ``least`` and ``most`` (g,) how many pairs."""

    names: tuple[str, ...]
    inside: Flags
    least: Ints
    most: Ints


def quotas_of(
    quotas: Sequence[Quota], mentors: Sequence[Person], column: Ints, taken: Sequence[int]
) -> Quotas:
    """Quotas for seats (s,) of these mentors, less the pairs locked with ``taken`` mentors already."""
    inside, least, most = [], [], []
    for quota in quotas:
        has = np.array([getattr(mentor, quota.attribute) == quota.value for mentor in mentors], np.bool_)
        locked = sum(bool(has[at]) for at in taken)
        inside.append(has[column] if len(column) else np.zeros(0, np.bool_))
        least.append(max(0, quota.least - locked))
        most.append(len(column) if quota.most is None else quota.most - locked)
        if most[-1] < 0:
            raise Contradiction(f"More than {quota.most} locked pairs have a mentor from {quota.value}.")
    return Quotas(
        tuple(quota.value for quota in quotas),
        np.array(inside, np.bool_).reshape(len(quotas), len(column)),
        np.array(least, np.int64),
        np.array(most, np.int64),
    )


@dataclass(frozen=True)
class _Program:
    """The pairs (e,) that a list may hold, and what it must keep to."""

    rows: Ints
    columns: Ints
    points: Ints
    shape: tuple[int, int]
    quotas: Quotas

    def matrix(self) -> csr_matrix:
        """One line for each row, each seat, each quota, and all pairs together."""
        count, size = self.shape
        edges = np.arange(len(self.rows))
        one = np.ones(len(edges))
        lines = [
            csr_matrix((one, (self.rows, edges)), shape=(count, len(edges))),
            csr_matrix((one, (self.columns, edges)), shape=(size, len(edges))),
            csr_matrix(self.quotas.inside[:, self.columns].astype(float)),
            csr_matrix(one[None, :]),
        ]
        return vstack(lines).tocsr()

    def limits(self, pairs: int | None) -> tuple[np.ndarray, np.ndarray]:
        """The least and most of each line; ``pairs`` is how many there must be, if that is known."""
        count, size = self.shape
        low = np.concatenate([np.zeros(count + size), self.quotas.least, [0 if pairs is None else pairs]])
        high = np.concatenate([np.ones(count + size), self.quotas.most, [min(count, size)]])
        if pairs is not None:
            high[-1] = pairs
        return low, high

    def best(self, gain: Ints, pairs: int | None, floor: tuple[Ints, int] | None = None) -> Ints | None:
        """Which pairs (k,) to make for the greatest sum of ``gain``; None where none keep to the quotas."""
        if not len(self.rows):
            return None if self.quotas.least.any() or pairs else np.empty(0, np.int64)
        low, high = self.limits(pairs)
        limits = [LinearConstraint(self.matrix(), low, high)]
        if floor is not None:
            limits.append(LinearConstraint(floor[0][None, :].astype(float), floor[1], np.inf))
        found = milp(
            -gain.astype(float),
            constraints=limits,
            bounds=Bounds(0, 1),
            integrality=np.ones(len(gain)),
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            return None
        chosen: Ints = np.flatnonzero(found.x > 0.5)
        return chosen


def _program(held: Points, level: int, quotas: Quotas) -> _Program:
    rows, columns = np.nonzero(held >= level)
    if len(rows) > MOST_PAIRS:
        raise BadSettings(
            f"Quotas are worked out for up to {MOST_PAIRS:,} allowed pairs; here are {len(rows):,}."
        )
    return _Program(rows, columns, held[rows, columns].astype(np.int64), held.shape, quotas)


def best_composed(
    held: Points, quotas: Quotas, hashes: Ints, *, weakest_first: bool = True
) -> tuple[Ints, int]:
    """A list (n,) that keeps to the quotas, and the most points that any with as many pairs could have.

    ``held`` is n × s (``worth``), ``hashes`` (n × s) settle ties. :class:`Contradiction` names the quotas
    that cannot be met.
    """
    everybody = _program(held, bar_of(held) + 1, quotas)
    most = everybody.best(np.ones(len(everybody.rows), np.int64), None)
    if most is None:
        raise Contradiction(_why_not(everybody))
    pairs = len(most)
    chosen = np.full(len(held), -1, np.int64)
    if not pairs:
        return chosen, 0
    level = _strongest(held, quotas, everybody, pairs) if weakest_first else int(everybody.points.min())
    program = _program(held, level, quotas)
    made = program.best(program.points, pairs)
    assert made is not None
    total = int(program.points[made].sum())
    tied = program.best(hashes[program.rows, program.columns], pairs, (program.points, total))
    made = made if tied is None else tied
    chosen[program.rows[made]] = program.columns[made]
    return chosen, _bound(held, level, program, pairs)


def _strongest(held: Points, quotas: Quotas, everybody: _Program, pairs: int) -> int:
    """The greatest level that leaves as many pairs under the quotas, by halving what lies between."""
    levels = np.unique(everybody.points)
    low, high = 0, len(levels)
    while high - low > 1:
        middle = (low + high) // 2
        program = _program(held, int(levels[middle]), quotas)
        if program.best(np.ones(len(program.rows), np.int64), pairs) is None:
            high = middle
        else:
            low = middle
    return int(levels[low])


def _bound(held: Points, level: int, program: _Program, pairs: int) -> int:
    """No list of so many pairs at this level has more points than this: proved by prices, not a solver."""
    low, high = program.limits(pairs)
    matrix, count = program.matrix(), sum(program.shape)
    relaxed = linprog(
        -program.points.astype(float),
        A_ub=vstack([matrix[:-1], -matrix[count:-1]]).tocsr(),
        b_ub=np.concatenate([high[:-1], -low[count:-1]]),
        A_eq=matrix[-1:],
        b_eq=[pairs],
        bounds=(0, 1),
        method="highs",
    )
    upper = np.rint(-relaxed.ineqlin.marginals[count:]).astype(np.int64)
    groups = len(program.quotas.names)
    above, below = upper[:groups], upper[groups:]
    each = int(np.rint(-relaxed.eqlin.marginals[0]))
    priced = barred_below(held, level).astype(np.int64)
    cost = each + ((above - below)[:, None] * program.quotas.inside).sum(axis=0)
    # what is worth nothing at these prices is in no best list, and no solver may be made to take it
    counts = (priced > bar_of(held)) & (priced > cost)
    worth = Worth(np.where(counts, priced - cost, bar_of(priced)), 0)
    _, prices = solve(worth)
    return int(
        prices.rows.sum()
        + prices.columns.sum()
        + each * pairs
        + (above * program.quotas.most).sum()
        - (below * program.quotas.least).sum()
    )


def _why_not(program: _Program) -> str:
    """Which quotas cannot be met, alone or together."""
    quotas = program.quotas
    for at, name in enumerate(quotas.names):
        alone = Quotas((name,), quotas.inside[at : at + 1], np.array([0], np.int64), quotas.most[at : at + 1])
        lone = _Program(program.rows, program.columns, program.points, program.shape, alone)
        found = lone.best(alone.inside[0][lone.columns].astype(np.int64), None)
        can = 0 if found is None else int(alone.inside[0][lone.columns[found]].sum())
        if can < quotas.least[at]:
            return (
                f"At most {can} pairs can have a mentor from {name}; the quota asks for {quotas.least[at]}."
            )
    names = ", ".join(quotas.names)
    return f"The quotas for {names} cannot all be met at once. Lower one of them."
