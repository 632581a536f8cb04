from .checkin import CoachCheckin
from .feed import CalendarFeed
from .follow_up import FollowUp
from .note import NoteVersion, SessionNote, SessionSummary
from .pulse import Pulse
from .session import NOTE_GRACE, AgendaItem, Reading, Session, SessionMove, TimeSpent, UnplacedSession
from .thread import Message, MessageFile, ThreadReading

__all__ = [
    "NOTE_GRACE",
    "AgendaItem",
    "CalendarFeed",
    "CoachCheckin",
    "FollowUp",
    "Message",
    "MessageFile",
    "NoteVersion",
    "Pulse",
    "Reading",
    "Session",
    "SessionMove",
    "SessionNote",
    "SessionSummary",
    "ThreadReading",
    "TimeSpent",
    "UnplacedSession",
]
