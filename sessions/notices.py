"""The kinds of message about sessions. Each looks again, just before it is written, whether its reason holds.

Subjects and calendar titles are neutral and nothing here names the partner or says what was discussed: a mail
is read on lock screens and in shared inboxes.
"""

from datetime import timedelta

from django.utils import timezone

from programs import dates, links
from programs.mail import register

from .calendar import attach_invitation
from .models import Session

CONFIRMATION_LASTS = timedelta(days=30)
CONFIRM = "confirm-session"


def said(session, now):
    """When a session is, in the reader's zone (the active one) with its name."""
    start = timezone.localtime(session.starts_at)
    end = timezone.localtime(session.ends_at)
    return f"{dates.time_range(start, end, now=timezone.localtime(now))} ({start:%Z})"


def about(session, now):
    return {
        "session": session,
        "when": said(session, now),
        "url": links.absolute("session", session.pk),
        "now": now,
    }


def is_stale(notice, session):
    """Whether a later step has overtaken a message about an earlier one."""
    return notice.occurrence != str(session.sequence)


def invite(mail, notice, session, context):
    attach_invitation(mail, session, notice.recipient, now=context["now"])


def uninvite(mail, notice, session, context):
    attach_invitation(mail, session, notice.recipient, now=context["now"], method="CANCEL")


@register(
    "session-planned",
    app="sessions",
    says="A session is planned, with its calendar entry",
    optional=False,
    attach=invite,
)
def session_planned(notice, session, now):
    if session.sequence or not session.is_booked or session.starts_at <= now:
        return None  # moved meanwhile: the later message carries the right time
    return about(session, now)


@register(
    "session-moved",
    app="sessions",
    says="A session has another time or place",
    optional=False,
    urgent=True,
    attach=invite,
)
def session_moved(notice, session, now):
    if is_stale(notice, session) or not session.is_booked:
        return None
    last = session.moves.first()
    return about(session, now) | {"last": last, "by_me": last and last.by_id == notice.recipient_id}


@register(
    "session-cancelled",
    app="sessions",
    says="A session is off",
    optional=False,
    urgent=True,
    attach=uninvite,
)
def session_cancelled(notice, session, now):
    if is_stale(notice, session) or session.status != Session.Status.CANCELLED:
        return None
    return about(session, now)


@register("session-tomorrow", app="sessions", says="The day before a session")
def session_tomorrow(notice, session, now):
    if is_stale(notice, session) or not session.is_booked or session.starts_at <= now:
        return None
    if session.pair.status != session.pair.Status.ACTIVE:
        return None
    mentee = notice.recipient_id == session.pair.mentee_id
    unread = session.readings.filter(read_at=None).count() if mentee else 0
    shares = not mentee and session.agenda_shared_at is None
    return about(session, now) | {"unread": unread, "agenda_open": shares}


@register("note-due", app="sessions", says="A session note is two days late")
def note_due(notice, session, now):
    if session.status != Session.Status.HELD or session.pair.status == session.pair.Status.ENDED:
        return None
    note = getattr(session, "note", None)
    if note and note.posted_at:
        return None
    return about(session, now) | {"has_draft": note is not None}


@register(CONFIRM, app="sessions", says="Whether a session took place")
def session_to_confirm(notice, session, now):
    if session.status != Session.Status.HELD or session.mentee_confirmed_at:
        return None
    token = links.mint(
        CONFIRM, about=session, recipient=notice.recipient, expires_at=now + CONFIRMATION_LASTS, now=now
    )
    return about(session, now) | {"url": links.absolute("confirm_link", token)}
