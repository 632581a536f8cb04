from .care import Agreement, Concern, PairEnding, QuietWord
from .pair import Pair
from .proposal import Deed, LeftOver, Mark, Proposal, ProposedPair, RuleSetting, WeightSetting

__all__ = [
    "Agreement",
    "Concern",
    "Deed",
    "LeftOver",
    "Mark",
    "Pair",
    "PairEnding",
    "Proposal",
    "ProposedPair",
    "QuietWord",
    "RuleSetting",
    "WeightSetting",
]
