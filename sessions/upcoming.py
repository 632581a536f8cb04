"""The reminders about sessions that are to come, for a wave's page; importing them registers them."""

from programs.links import label_of
from programs.upcoming import Promise, register

from .models import NOTE_GRACE, Session
from .notices import CONFIRM
from .reminders import AT_MOST, SIDES, day_before, not_yet_told, notes_to_remind_of, starting_by


def sessions_of(waves):
    return Session.objects.filter(pair__wave__in=waves)


@register(
    "session-tomorrow",
    called=lambda number, occurrence: f"Session {number} is tomorrow",
    people=("person", "people"),
    why="the day before, at the hour of the session",
    subjects=sessions_of,
    number="number",
)
def sessions_tomorrow(wave, now, until):
    coming = starting_by(now, until + AT_MOST).filter(pair__wave=wave)
    for side in SIDES:
        for session in not_yet_told(coming, "session-tomorrow", side):
            due_at = day_before(session.starts_at, session.recipient_zone)
            yield Promise(
                session.recipient_id,
                label_of(session),
                str(session.sequence),
                max(due_at, now),
                session.number,
            )


@register(
    "note-due",
    called=lambda number, occurrence: f"Post the note for session {number}",
    people=("mentor", "mentors"),
    why="two days after the session",
    subjects=sessions_of,
    number="number",
)
def notes_due(wave, now, until):
    for session in notes_to_remind_of(until).filter(pair__wave=wave):
        due_at = max(session.starts_at + NOTE_GRACE, now)
        yield Promise(session.pair.mentor_id, label_of(session), "", due_at, session.number)


@register(
    CONFIRM,
    called=lambda number, occurrence: f"Say whether session {number} took place",
    people=("mentee", "mentees"),
    why="when the mentor has logged it",
    subjects=sessions_of,
    number="number",
)
def sessions_to_confirm(wave, now, until):
    """Owed in the moment in which a mentor logs a session."""
    return ()
