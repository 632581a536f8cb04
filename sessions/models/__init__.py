from .checkin import CoachCheckin
from .note import SessionNote
from .session import NOTE_GRACE, AgendaItem, Reading, Session, SessionMove, TimeSpent, UnplacedSession

__all__ = [
    "NOTE_GRACE",
    "AgendaItem",
    "CoachCheckin",
    "Reading",
    "Session",
    "SessionMove",
    "SessionNote",
    "TimeSpent",
    "UnplacedSession",
]
