from .application import HALF_DAYS, Application, NoGo, Recommendation, TopicChoice
from .attribute import Attribute, Composition, Volunteered
from .community import Alumnus, Announcement, AnnouncementReading, Resource
from .decision import DecidedApplication, Decision, LateInvitation
from .directory import DirectoryChange, DirectoryImport
from .discussion import Discussion, Post, PostReport
from .event import Attendance, Event
from .history import StatusChange
from .job import JobRun
from .link import Link
from .notice import Notice
from .objective import Objective, ObjectiveReading
from .person import Preferences, User
from .profile import PITCH_WORDS, DrawnPhotos, ProfileDraft, TalentProfile
from .program import (
    BlockedDay,
    CurriculumSession,
    Guidelines,
    GuidelinesAcceptance,
    Program,
    ProgramRole,
    Wave,
)
from .question import ApplicationAnswer, Question
from .review import Finding, FindingVersion, Risk, RiskChange, SteeringOffer, WaveCancellation, WaveReview
from .scorecard import Score, Scorecard
from .text import ProgramText
from .training import TrainingCompletion, TrainingModule
from .typed import TypedForm

__all__ = [
    "Alumnus",
    "Announcement",
    "AnnouncementReading",
    "Application",
    "ApplicationAnswer",
    "Attendance",
    "Attribute",
    "Composition",
    "BlockedDay",
    "CurriculumSession",
    "DecidedApplication",
    "Decision",
    "DirectoryChange",
    "DirectoryImport",
    "Discussion",
    "DrawnPhotos",
    "Event",
    "Finding",
    "FindingVersion",
    "Guidelines",
    "GuidelinesAcceptance",
    "HALF_DAYS",
    "LateInvitation",
    "JobRun",
    "Link",
    "NoGo",
    "Notice",
    "Objective",
    "ObjectiveReading",
    "PITCH_WORDS",
    "Post",
    "PostReport",
    "Preferences",
    "ProfileDraft",
    "Program",
    "ProgramRole",
    "ProgramText",
    "Question",
    "Recommendation",
    "Resource",
    "Risk",
    "RiskChange",
    "Score",
    "Scorecard",
    "StatusChange",
    "SteeringOffer",
    "TalentProfile",
    "TopicChoice",
    "TrainingCompletion",
    "TrainingModule",
    "TypedForm",
    "User",
    "Volunteered",
    "Wave",
    "WaveCancellation",
    "WaveReview",
]
