"""What three made-up programs come to, kept by digest: a library that changes an answer is noticed.

An upgrade of NumPy or SciPy must change nothing here. A change of the rules, the fit or the company that is
meant changes both columns, or the second, and is written into the table with it.
"""

from hashlib import blake2b

import pytest

from pairing.bench.company import pool_of
from pairing.matching import Rules, Weights, propose
from pairing.matching.fit import Fit
from pairing.matching.grid import grid_of


def digest(facts):
    return blake2b(repr(facts).encode(), digest_size=8).hexdigest()


@pytest.mark.parametrize(
    ("size", "weakest_first", "points", "pairs"),
    [
        ((40, 40), True, "0899dab9bc7063c1", "4603eedb42f15f74"),
        ((60, 180), True, "2e942d94ce9336e5", "aa6691e3d8ad42e1"),
        ((90, 70), False, "4d723ab44f9e7956", "7ed9321a3aac8314"),
    ],
)
def test_three_programs_come_to_what_they_came_to(size, weakest_first, points, pairs):
    pool = pool_of(*size, seed=7, coaches=6)
    table = Fit(grid_of(pool), Weights()).points()

    found = propose(pool, Rules(), Weights(), weakest_first=weakest_first)

    made = [(pair.mentee, pair.mentor, pair.points, pair.coach) for pair in found.pairs]
    assert (digest(table.tolist()), digest(made)) == (points, pairs)
