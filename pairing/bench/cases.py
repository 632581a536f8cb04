"""What is measured: each case alone in a process of its own, so that its time and memory are its own.

Run as ``python -m pairing.bench.cases whole 1000 1000``; prints one line of JSON.
"""

import json
import resource
import sys
import time
from importlib import import_module

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.bench.company import pool_of
from pairing.matching import alternatives, propose
from pairing.matching.propose import proposal_of
from pairing.matching.solved import solved
from pairing.matching.worth import NARROW

LIFT = 300_000  # three times a perfect fit: what a pair is worth besides its points


def whole(mentees, mentors):
    """Points, optimum with its three aims, certificate, and reasons for all pairs and all left over."""
    pool = pool_of(mentees, mentors)
    start = time.perf_counter()
    found = propose(pool)
    spent = time.perf_counter() - start
    return {"seconds": spent, "pairs": len(found.pairs), "holds": found.certificate.holds}


def floor(mentees, mentors):
    """SciPy's bare solver on the same table of points: one total, no aims, no proof, no words."""
    table = solved(pool_of(mentees, mentors)).held
    values = np.where(table > NARROW, table + LIFT, 0).astype(np.float64)
    start = time.perf_counter()
    rows, columns = linear_sum_assignment(values, maximize=True)
    spent = time.perf_counter() - start
    return {"seconds": spent, "pairs": int((values[rows, columns] > 0).sum())}


def why(mentees, mentors):
    """The exact price of every other mentor for one mentee, from a list that is found."""
    found = solved(pool_of(mentees, mentors))
    start = time.perf_counter()
    alternatives(found, found.pool.mentees[mentees // 2].key)
    return {"seconds": time.perf_counter() - start}


def words(mentees, mentors):
    """The reasons alone."""
    found = solved(pool_of(mentees, mentors))
    start = time.perf_counter()
    proposal_of(found)
    return {"seconds": time.perf_counter() - start}


def munkres(mentees, mentors):
    """The pure-Python Hungarian method (munkres 1.1.4) on the same table."""
    table = solved(pool_of(mentees, mentors)).held
    costs = np.where(table > NARROW, LIFT - table, 2 * LIFT).tolist()
    solver = import_module("munkres").Munkres()
    start = time.perf_counter()
    solver.compute(costs)
    return {"seconds": time.perf_counter() - start}


def networkx(mentees, mentors):
    """networkx's matching of greatest weight on the same table."""
    nx = import_module("networkx")
    table = solved(pool_of(mentees, mentors)).held
    graph = nx.Graph()
    for row, column in zip(*np.nonzero(table > NARROW), strict=True):
        graph.add_edge(int(row), mentees + int(column), weight=int(table[row, column]) + LIFT)
    start = time.perf_counter()
    nx.max_weight_matching(graph)
    return {"seconds": time.perf_counter() - start}


def matching(mentees, mentors):
    """`matching`'s stable marriage by the same points: not the optimum, by design."""
    table = solved(pool_of(mentees, mentors)).held
    games = import_module("matching.games")
    size = min(mentees, mentors)
    order = np.argsort(-table[:size, :size], axis=1), np.argsort(-table[:size, :size].T, axis=1)
    left = {f"e{one}": [f"o{other}" for other in row] for one, row in enumerate(order[0])}
    right = {f"o{one}": [f"e{other}" for other in row] for one, row in enumerate(order[1])}
    sys.setrecursionlimit(10**6)  # it copies its players recursively
    start = time.perf_counter()
    games.StableMarriage.create_from_dictionaries(left, right).solve()
    return {"seconds": time.perf_counter() - start}


CASES = {case.__name__: case for case in (whole, floor, why, words, munkres, networkx, matching)}

if __name__ == "__main__":
    name, mentees, mentors = sys.argv[1:]
    found = CASES[name](int(mentees), int(mentors))
    found["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))  # noqa: T201 - this is what the process is for
