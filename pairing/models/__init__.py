from .pair import Pair
from .proposal import Deed, LeftOver, Mark, Proposal, ProposedPair, RuleSetting, WeightSetting

__all__ = [
    "Deed",
    "LeftOver",
    "Mark",
    "Pair",
    "Proposal",
    "ProposedPair",
    "RuleSetting",
    "WeightSetting",
]
