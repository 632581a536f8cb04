from .care import Agreement, Concern, Consultation, PairEnding, QuietWord
from .pair import Pair
from .proposal import (
    Deed,
    LeftOver,
    Mark,
    Proposal,
    ProposedPair,
    QuotaSetting,
    RuleSetting,
    WeightSetting,
)
from .run import MatchRun

__all__ = [
    "Agreement",
    "Concern",
    "Consultation",
    "Deed",
    "LeftOver",
    "Mark",
    "MatchRun",
    "Pair",
    "PairEnding",
    "Proposal",
    "ProposedPair",
    "QuietWord",
    "QuotaSetting",
    "RuleSetting",
    "WeightSetting",
]
