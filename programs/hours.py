"""What a wave asks of everybody in hours. Pure: the plan of a wave in, minutes out."""

from dataclasses import dataclass

from .models import ProgramRole
from .words import counted

MENTORS_MONTH = ("research", "prepare", "in session", "notes and follow-up")  # an hour each
CHECKIN_MINUTES = 30


@dataclass(frozen=True)
class Hours:
    """One side's time in a wave: minutes over the whole wave, and how they come about."""

    label: str
    minutes: int
    because: str

    @property
    def said(self):
        """``8 h 45 min``"""
        hours, rest = divmod(self.minutes, 60)
        return " ".join([*([f"{hours} h"] if hours or not rest else []), *([f"{rest} min"] if rest else [])])


def of_wave(wave, holders):
    """The hours of mentors, mentees and coaches; ``holders`` are the roles of the program."""
    sessions = counted(wave.session_count, "session")
    meeting = wave.session_count * (wave.session_minutes + wave.preparation_minutes)
    before = f" and {wave.preparation_minutes} before each" if wave.preparation_minutes else ""
    together = f"{sessions} of {wave.session_minutes} minutes{before}"
    months = -(-((wave.sessions_end_on - wave.sessions_start_on).days + 1) // 30)
    coaches = [role for role in holders if role.role == ProgramRole.Role.COACH]
    room = sum(role.capacity for role in coaches)
    fullest = max((role.capacity for role in coaches), default=0)
    checkins = counted(wave.coach_meetings, "check-in")
    return {
        "sides": [
            Hours("A mentee", meeting, together),
            Hours(
                "A mentor",
                months * 60 * len(MENTORS_MONTH),
                f"four hours a month over {counted(months, 'month')}: {', '.join(MENTORS_MONTH)}",
            ),
            Hours(
                "A coach, at most",
                fullest * wave.coach_meetings * CHECKIN_MINUTES,
                f"{checkins} of {CHECKIN_MINUTES} minutes with each of {counted(fullest, 'pair')}",
            ),
        ],
        "room": room,
        "is_short": room < wave.capacity,
        "coach_count": len(coaches),
    }
