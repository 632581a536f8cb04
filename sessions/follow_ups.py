"""The follow-up mail: begun from the note, shown as it will read, and sent once by the mentor's press."""

from django.db import IntegrityError, transaction
from django.db.models import F

from programs.lifecycle import NotAllowed
from programs.outbox import owe

from .models import FollowUp, Session, SessionNote


def begun_from(session):
    """What the mail begins with: what was done and agreed, in the note's words, for the mentor to change."""
    note = SessionNote.objects.filter(session=session).first()
    parts = [] if note is None else [("What we did", note.did), ("What each of us will do", note.actions)]
    told = [f"{title}:\n{text.strip()}" for title, text in parts if text.strip()]
    return "\n\n".join([f"Dear {session.pair.mentee.given_name},", *told])


def keep_follow_up(session, *, text, version, now):
    """Keep the words unsent; ``version`` is what the writer had in front of them, 0 for nothing."""
    if session.status != Session.Status.HELD:
        raise NotAllowed("A follow-up is written once the session has been held.")
    unsent = FollowUp.objects.filter(session=session, sent_at=None)
    if version == 0:
        try:
            with transaction.atomic():
                return FollowUp.objects.create(session=session, text=text, written_at=now)
        except IntegrityError:
            raise NotAllowed("There is a follow-up already. Open it again before you go on.") from None
    if not unsent.filter(version=version).update(text=text, written_at=now, version=F("version") + 1):
        raise NotAllowed("It was sent or changed in another window. Nothing was sent from here.")
    return FollowUp.objects.get(session=session)


@transaction.atomic
def send_follow_up(session, *, version, now):
    """Send what was previewed, once: of two presses one sends and the other is told so."""
    sent = FollowUp.objects.filter(session=session, sent_at=None, version=version).update(sent_at=now)
    if not sent:
        raise NotAllowed("It was sent or changed meanwhile. Nothing was sent from here.")
    owe(session.pair.mentee, "follow-up", about=session, due_at=now)
