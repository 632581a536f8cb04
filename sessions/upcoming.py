"""The reminders about sessions that are to come, for a wave's page; importing them registers them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from programs.links import label_of
from programs.upcoming import Promise, register

from .models import NOTE_GRACE, CoachCheckin, Session
from .notices import CONFIRM
from .reminders import (
    A_DAY,
    A_WEEK,
    AT_MOST,
    MORNING,
    SIDES,
    TIME_TO_READ,
    checkins_not_told,
    day_before,
    in_a_week,
    not_yet_told,
    notes_to_remind_of,
    starting_by,
    to_prepare,
    to_read,
)


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
    found = [not_yet_told(coming, "session-tomorrow", side) for side in SIDES]
    return promises_of(found, now, A_DAY)


@register(
    "session-in-a-week",
    called=lambda number, occurrence: f"Session {number} is in a week",
    people=("person", "people"),
    why="seven days before, with the daily mail",
    subjects=sessions_of,
    number="number",
)
def sessions_in_a_week(wave, now, until):
    found = [in_a_week(now, until, side).filter(pair__wave=wave) for side in SIDES]
    return promises_of(found, now, A_WEEK)


def promises_of(found, now, before):
    """Promises for what `not_yet_told` found, in one statement, each so long before the session."""
    fields = ("recipient_id", "recipient_zone", "label", "occurrence", "starts_at", "number")
    first, *others = [each.order_by().values_list(*fields) for each in found]
    for person, zone, about, occurrence, starts_at, number in first.union(*others, all=True):
        yield Promise(person, about, occurrence, max(day_before(starts_at, zone, before), now), number)


@register(
    "agenda-open",
    called=lambda number, occurrence: f"Share the agenda for session {number}",
    people=("mentor", "mentors"),
    why="three days before the session",
    subjects=sessions_of,
    number="number",
)
def agendas_open(wave, now, until):
    return promises_of([to_prepare(now, until).filter(pair__wave=wave)], now, TIME_TO_READ)


@register(
    "reading-waiting",
    called=lambda number, occurrence: f"Texts to read before session {number}",
    people=("mentee", "mentees"),
    why="three days before the session",
    subjects=sessions_of,
    number="number",
)
def texts_to_read(wave, now, until):
    return promises_of([to_read(now, until).filter(pair__wave=wave)], now, TIME_TO_READ)


@register(
    "checkin-due",
    called=lambda number, occurrence: "Check-in with a mentor",
    people=("coach", "coaches"),
    why="on the morning it is planned for",
    subjects=lambda waves: CoachCheckin.objects.filter(pair__wave__in=waves),
)
def checkins_ahead(wave, now, until):
    planned = checkins_not_told().filter(pair__wave=wave, planned_on__lte=until.date())
    for checkin in planned.filter(planned_on__gt=(now - A_WEEK).date()):
        morning = datetime.combine(checkin.planned_on, time(), ZoneInfo(checkin.recipient_zone)) + MORNING
        yield Promise(checkin.recipient_id, label_of(checkin), "", max(morning, now))


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
