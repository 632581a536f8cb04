"""Pairing mentees with mentors: rules, fit, the optimum and its proof, in plain data.

Nothing in this package knows of Django or a database: people come in as :class:`Person`, keys and
reasons go out. Arrays are n mentees × m mentors in order of keys; points are integers in thousandths,
100 000 for a perfect fit. ``propose`` is the front door; the other modules, in the order in which they
build on each other:

    errors, words, hours   sentences and slots of the week
    people, policy         who takes part; rules and weights as a program sets them
    grid, rules, fit       the pool as arrays; what is forbidden; what speaks for it
    worth, proof, floor    what pairs are worth; prices that prove a list; the strongest weakest pair
    solver, quotas         the one place for a solver; lists composed as a program asks
    optimum                the search for the best list
    solved                 a pool with its best list
    coaches, reasons       a coach for each pair; why
    forcing, alternatives  what any other pair would cost the whole; why not
"""

from .alternatives import Alternative, Shift, alternatives
from .coaches import assign_coaches
from .errors import (
    BadPool,
    BadSettings,
    Contradiction,
    NotOptimal,
    ReportingCycle,
    UnknownManager,
    UnknownPerson,
)
from .fit import FACETS, FacetPoints
from .people import Directory, Key, Person, Pool
from .policy import Force, Rule, Rules, Weights
from .proof import Certificate
from .proposal import CoachPlan, LeftOver, Proposal, ProposedPair, Shortage
from .propose import fit_of, look_at, proposal_of, propose
from .quotas import Quota
from .rules import RULES, Finding, judge
from .solved import Solved, solved

__all__ = [
    "FACETS",
    "RULES",
    "Alternative",
    "BadPool",
    "BadSettings",
    "Certificate",
    "CoachPlan",
    "Contradiction",
    "Directory",
    "FacetPoints",
    "Finding",
    "Force",
    "Key",
    "LeftOver",
    "NotOptimal",
    "Person",
    "Pool",
    "Proposal",
    "ProposedPair",
    "Quota",
    "ReportingCycle",
    "Rule",
    "Rules",
    "Shift",
    "Shortage",
    "Solved",
    "UnknownManager",
    "UnknownPerson",
    "Weights",
    "alternatives",
    "assign_coaches",
    "fit_of",
    "judge",
    "look_at",
    "proposal_of",
    "propose",
    "solved",
]
