"""The kinds of message about sessions. Each looks again, just before it is written, whether its reason holds.

Subjects and calendar titles are neutral and nothing here names the partner or says what was discussed: a mail
is read on lock screens and in shared inboxes.
"""

from datetime import timedelta

from django.utils import timezone

from pairing.access import can_look_after
from programs import dates, links
from programs.mail import register
from programs.placeholders import OF_A_WAVE, link_to, of_wave
from programs.wording import Placeholder

from .calendar import attach_invitation
from .called_off import ALERTS_COACH, called_off_in_a_row
from .models import Session
from .notes import asked_at
from .pulses import OPEN_FOR, waiting
from .threads import unread

CONFIRMATION_LASTS = timedelta(days=30)
CONFIRM, PULSE = "confirm-session", "pulse"
OF_SESSIONS = {"app": "sessions", "program": "pair.wave.program"}
BOTH = "Both sides of the pair"
EVERY = (
    *OF_A_WAVE,
    Placeholder("number", "The number of the session", "4", in_subject=True),
    Placeholder(
        "when",
        "Day and time, in the reader’s own zone",
        "Thu, Sep 24, 10:00–11:00 AM (EDT)",
        in_subject=True,
    ),
    link_to("the session’s page", "/sessions/7/"),
)


def said(session, now):
    """When a session is, in the reader's zone (the active one) with its name."""
    start = timezone.localtime(session.starts_at)
    end = timezone.localtime(session.ends_at)
    return f"{dates.time_range(start, end, now=timezone.localtime(now))} ({start:%Z})"


def about(session, now):
    return {
        **of_wave(session.pair.wave),
        "number": str(session.number),
        "when": said(session, now),
        "link": links.absolute("session", session.pk),
    }


def is_stale(notice, session):
    """Whether a later step has overtaken a message about an earlier one."""
    return notice.occurrence != str(session.sequence)


def invite(mail, notice, session, now):
    attach_invitation(mail, session, notice.recipient, now=now)


def uninvite(mail, notice, session, now):
    attach_invitation(mail, session, notice.recipient, now=now, method="CANCEL")


@register(
    "session-planned",
    says="A session is planned, with its calendar entry",
    optional=False,
    attach=invite,
    to=BOTH,
    when="When the sessions of a wave are planned",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def session_planned(notice, session, now):
    if session.sequence or not session.is_booked or session.starts_at <= now:
        return None  # moved meanwhile: the later message carries the right time
    return about(session, now)


@register(
    "session-moved",
    says="A session has another time or place",
    optional=False,
    urgent=True,
    attach=invite,
    to=BOTH,
    when="When a session is moved",
    placeholders=(
        *EVERY,
        Placeholder(
            "you_moved_it", "A sentence for whoever moved it; nothing for the other", "You moved it."
        ),
    ),
    **OF_SESSIONS,
)
def session_moved(notice, session, now):
    if is_stale(notice, session) or not session.is_booked:
        return None
    last = session.moves.first()
    by_reader = last and last.by_id == notice.recipient_id
    return about(session, now) | {"you_moved_it": "You moved it." if by_reader else ""}


@register(
    "session-cancelled",
    says="A session is off",
    optional=False,
    urgent=True,
    attach=uninvite,
    to=BOTH,
    when="When a session is called off",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def session_cancelled(notice, session, now):
    if is_stale(notice, session) or session.status != Session.Status.CANCELLED:
        return None
    return about(session, now)


@register(
    "session-tomorrow",
    says="The day before a session",
    to=BOTH,
    when="The day before a session",
    placeholders=(
        *EVERY,
        Placeholder(
            "still_to_do",
            "What is open: texts for the mentee to read, an agenda for the mentor to share; or nothing",
            "2 texts are waiting to be read before it.",
        ),
    ),
    **OF_SESSIONS,
)
def session_tomorrow(notice, session, now):
    if is_stale(notice, session) or not is_ahead(session, now):
        return None
    return about(session, now) | {"still_to_do": still_to_do(session, notice.recipient)}


def still_to_do(session, reader):
    """What is open before a session: reading for the mentee, the agenda for the mentor."""
    if reader.pk != session.pair.mentee_id:
        return "" if session.agenda_shared_at else "The agenda has not been shared yet."
    unread = session.readings.filter(read_at=None).count()
    if not unread:
        return ""
    return f"{'One text is' if unread == 1 else f'{unread} texts are'} waiting to be read before it."


@register(
    "note-due",
    says="A session note is two days late",
    to="The mentor",
    when="Two days after a session whose note is not posted",
    placeholders=(
        *EVERY,
        Placeholder(
            "draft_is_kept", "A sentence for mentors who have begun; else nothing", "Your draft is kept."
        ),
    ),
    **OF_SESSIONS,
)
def note_due(notice, session, now):
    if session.status != Session.Status.HELD or session.pair.status == session.pair.Status.ENDED:
        return None
    note = getattr(session, "note", None)
    if note and note.posted_at:
        return None
    return about(session, now) | {"draft_is_kept": "Your draft is kept." if note else ""}


@register(
    "session-in-a-week",
    says="A week before a session",
    daily=True,
    to=BOTH,
    when="Seven days before a session, with the daily mail",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def session_in_a_week(notice, session, now):
    if is_stale(notice, session) or not is_ahead(session, now):
        return None
    return about(session, now)


def is_ahead(session, now):
    """Booked, still to come, in a pair under way."""
    return session.is_booked and session.starts_at > now and session.pair.status == session.pair.Status.ACTIVE


@register(
    "agenda-open",
    says="An agenda that is not shared yet",
    to="The mentor",
    when="Three days before a session whose agenda is not shared",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def agenda_open(notice, session, now):
    if not is_ahead(session, now) or session.pair.mentor_id != notice.recipient_id:
        return None
    return None if session.agenda_shared_at else about(session, now)


@register(
    "reading-waiting",
    says="Texts to read before a session",
    to="The mentee",
    when="Three days before a session with texts that are not read yet",
    placeholders=(*EVERY, Placeholder("unread", "How many texts are waiting", "2 texts are")),
    **OF_SESSIONS,
)
def reading_waiting(notice, session, now):
    if not is_ahead(session, now) or session.pair.mentee_id != notice.recipient_id:
        return None
    many = session.readings.filter(read_at=None).count()
    if not many:
        return None
    return about(session, now) | {"unread": "One text is" if many == 1 else f"{many} texts are"}


@register(
    "checkin-due",
    says="A check-in with a mentor is due",
    to="The coach",
    when="On the morning of a planned check-in",
    placeholders=(*OF_A_WAVE, link_to("the coach’s pairs", "/caseload/")),
    **OF_SESSIONS,
)
def checkin_due(notice, checkin, now):
    pair = checkin.pair
    if checkin.held_on or pair.status != pair.Status.ACTIVE or pair.coach_id != notice.recipient_id:
        return None
    return {**of_wave(pair.wave), "link": links.absolute("caseload")}


@register(
    CONFIRM,
    says="Whether a session took place",
    to="The mentee",
    when="When the mentor has logged a session as held",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def session_to_confirm(notice, session, now):
    if session.status != Session.Status.HELD or session.mentee_confirmed_at:
        return None
    token = links.mint(
        CONFIRM, about=session, recipient=notice.recipient, expires_at=now + CONFIRMATION_LASTS, now=now
    )
    return about(session, now) | {"link": links.absolute("confirm_link", token)}


@register(
    "note-widening",
    says="Whether the coach may read a note, too",
    optional=False,
    to="The mentee",
    when="When the mentor asks for one more reader of a posted note",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def note_widening(notice, session, now):
    note = getattr(session, "note", None)
    if note is None or note.widening_asked_at is None:
        return None
    if notice.occurrence and notice.occurrence != asked_at(note.widening_asked_at):
        return None
    return about(session, now)


@register(
    "summary-offered",
    says="A summary that could be released",
    to="The mentee",
    when="When the mentor puts a summary of a session to the mentee",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def summary_offered(notice, session, now):
    summary = getattr(session, "summary", None)
    if summary is None or summary.mentor_agreed_at is None or summary.mentee_agreed_at:
        return None
    if notice.occurrence and notice.occurrence != str(summary.version):
        return None
    return about(session, now) | {"link": links.absolute("summary", session.pk)}


@register(
    PULSE,
    says="Four taps after a session",
    to=BOTH,
    when="Two hours after a session is logged as held",
    placeholders=EVERY,
    **OF_SESSIONS,
)
def pulse_wanted(notice, session, now):
    if not waiting(notice.recipient, now).filter(pk=session.pk).exists():
        return None
    expires_at = session.starts_at + OPEN_FOR
    token = links.mint(PULSE, about=session, recipient=notice.recipient, expires_at=expires_at, now=now)
    return about(session, now) | {"link": links.absolute("pulse_link", token)}


@register(
    "called-off-again",
    says="For coaches and coordinators: sessions called off in a row",
    to="The coach of the pair; from the third on the coordinators of the program, too",
    when="When the mentee calls off a session for the second or third time in a row",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("number", "How many in a row", "2", in_subject=True),
        Placeholder("team_name", "The name of the pair’s team", "Avocet"),
        link_to("the pair’s page", "/pairs/7/"),
    ),
    app="sessions",
    program="wave.program",
)
def called_off_again(notice, pair, now):
    number = called_off_in_a_row(pair)
    if number < ALERTS_COACH or not pair.is_live or not can_look_after(notice.recipient, pair):
        return None
    return {
        **of_wave(pair.wave),
        "number": str(number),
        "team_name": pair.team_name,
        "link": links.absolute("pair", pair.pk),
    }


@register(
    "follow-up",
    says="The mentor’s word after a session",
    optional=False,
    to="The mentee",
    when="When the mentor sends it",
    placeholders=(*EVERY, Placeholder("words", "What the mentor wrote and previewed", "Dear Tom, …")),
    **OF_SESSIONS,
)
def follow_up_sent(notice, session, now):
    kept = getattr(session, "follow_up", None)
    return follow_up_values(session, kept, now) if kept and kept.sent_at else None


def follow_up_values(session, kept, now):
    return about(session, now) | {"words": kept.text}


@register(
    "message-waiting",
    says="The other one of the pair has written",
    to="The other one of the pair, at most once a day",
    when="When a message is written",
    placeholders=(*OF_A_WAVE, link_to("the thread", "/pairs/7/messages/")),
    app="sessions",
    program="wave.program",
)
def message_waiting(notice, pair, now):
    if not unread(notice.recipient).filter(pk=pair.pk).exists():
        return None
    return {**of_wave(pair.wave), "link": links.absolute("thread", pair.pk)}
