"""Writing the mentor's note: a draft is the author's alone, posting chooses the readers.

Nothing typed is ever lost to another window: a save that comes from an older version is not made, and both
texts are shown instead.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from programs.lifecycle import NotAllowed

from .models import Session, SessionNote

Sharing = SessionNote.Sharing
WIDTH = {Sharing.ME: 0, Sharing.PAIR: 1, Sharing.COACH: 2}


@dataclass(frozen=True)
class Conflict(Exception):
    """Somebody, perhaps the author in another window, saved since; ``stored`` is what stands there now."""

    stored: SessionNote


def save_note(session, *, author, version, texts, sharing, post, now):
    """Save a note if nobody saved it since ``version`` (0: there was none).

    ``post`` shows it to the readers that ``sharing`` names. "Only me" is never posted: it is a working note.
    """
    note = SessionNote.objects.filter(session=session).first()
    if post:
        refuse_posting(session, note, texts, sharing)
    fields = {**texts, "sharing": sharing, "posted_at": posted_at(note, post, sharing, now)}
    if note is None and version == 0:
        try:
            with transaction.atomic():
                return SessionNote.objects.create(session=session, author=author, **fields)
        except IntegrityError:  # the other window was quicker
            note = SessionNote.objects.get(session=session)
    elif note and SessionNote.objects.write(note.pk, version=version, **fields):
        return SessionNote.objects.get(pk=note.pk)
    if note is None:
        raise NotAllowed("This note is gone. Copy your text and open the session again.")
    raise Conflict(SessionNote.objects.get(pk=note.pk))


def posted_at(note, post, sharing, now):
    """A posted note stays posted while it is edited; narrowed to oneself it is not posted any more."""
    if sharing == Sharing.ME:
        return None
    if note and note.posted_at:
        return note.posted_at
    return now if post else None


def refuse_posting(session, note, texts, sharing):
    if session.status != Session.Status.HELD:
        raise NotAllowed("Log the session as held before you post its note. A draft can be kept at any time.")
    if not any(text.strip() for text in texts.values()):
        raise NotAllowed("There is nothing in the note yet.")
    if is_widening(note, sharing):
        raise NotAllowed("It was posted to fewer people. What was written for them stays with them.")


def is_widening(note, sharing):
    """Whether a posted note would get readers that its partner did not expect."""
    return bool(note and note.posted_at and WIDTH[sharing] > WIDTH[note.sharing])
