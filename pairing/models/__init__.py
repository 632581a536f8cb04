from .pair import Pair
from .proposal import LeftOver, Mark, Proposal, ProposedPair, RuleSetting

__all__ = ["LeftOver", "Mark", "Pair", "Proposal", "ProposedPair", "RuleSetting"]
