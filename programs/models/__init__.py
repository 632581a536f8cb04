from .application import HALF_DAYS, Application, NoGo, Recommendation, TopicChoice
from .directory import DirectoryChange, DirectoryImport
from .history import StatusChange
from .link import Link
from .notice import Notice
from .person import Preferences, User
from .profile import PITCH_WORDS, TalentProfile
from .program import (
    BlockedDay,
    CurriculumSession,
    Guidelines,
    GuidelinesAcceptance,
    Program,
    ProgramRole,
    Wave,
)
from .question import ApplicationAnswer, Question, Score, Scorecard

__all__ = [
    "HALF_DAYS",
    "PITCH_WORDS",
    "Application",
    "ApplicationAnswer",
    "BlockedDay",
    "CurriculumSession",
    "DirectoryChange",
    "DirectoryImport",
    "Guidelines",
    "GuidelinesAcceptance",
    "Link",
    "NoGo",
    "Notice",
    "Preferences",
    "Program",
    "ProgramRole",
    "Question",
    "Recommendation",
    "Score",
    "Scorecard",
    "StatusChange",
    "TalentProfile",
    "TopicChoice",
    "User",
    "Wave",
]
