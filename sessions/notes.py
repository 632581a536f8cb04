"""Writing the mentor's note: a draft is the author's alone, posting chooses the readers.

Nothing typed is ever lost to another window: a save that comes from an older version is not made, and both
texts are shown instead. What is kept while typing reaches nobody: a posted note goes on saying what was
posted until its author presses the button. Each press leaves a version behind.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from programs.drafts import write_over
from programs.lifecycle import NotAllowed
from programs.outbox import owe

from .models import NoteVersion, Session, SessionNote

Sharing = SessionNote.Sharing
WIDTH = {Sharing.ME: 0, Sharing.PAIR: 1, Sharing.COACH: 2}
NOTHING = dict.fromkeys(SessionNote.TEXTS, "")


@dataclass(frozen=True)
class Conflict(Exception):
    """Somebody, perhaps the author in another window, saved since; ``stored`` is what stands there now."""

    stored: SessionNote


@transaction.atomic
def save_note(session, *, author, version, texts, sharing, post, now, page=""):
    """Save a note if nobody saved it since ``version`` (0: there was none), and keep the version.

    ``post`` shows it to the readers that ``sharing`` names. "Only me" is never posted: it is a working note.
    """
    note = SessionNote.objects.filter(session=session).first()
    posted = posted_at(note, post, sharing, now)
    if posted or (post and sharing != Sharing.ME):
        refuse_posting(session, note, texts, sharing)
    fields = {**texts, "sharing": sharing, "posted_at": posted, "unposted": {}}
    if posted:
        fields["promised"] = sharing
    if note is None or sharing != note.sharing or not posted:
        fields["widening_asked_at"] = None
    saved = written(session, note, author, version, page, fields)
    # what the page still has under way was typed for a draft: it must not overtake the press
    SessionNote.objects.filter(pk=saved.pk).update(saved_from="")
    NoteVersion.objects.create(
        note=saved, number=saved.version, texts=texts, sharing=sharing, was_posted=bool(posted), at=now
    )
    return saved


def keep_note(session, *, author, version, texts, page=""):
    """Keep what is being typed: in a draft at once, beside a posted note until its author posts it anew."""
    note = SessionNote.objects.filter(session=session).first()
    fields = {"unposted": texts} if note and note.is_posted else texts
    return written(session, note, author, version, page, fields)


def written(session, note, author, version, page, fields):
    """The note with these fields, or `Conflict`: one row, one UPDATE with its condition."""
    if note is None and version == 0:
        try:
            with transaction.atomic():
                return SessionNote.objects.create(session=session, author=author, saved_from=page, **fields)
        except IntegrityError:  # the other window was quicker
            note = SessionNote.objects.get(session=session)
    elif note and write_over(
        SessionNote.objects.filter(pk=note.pk), version, page=page, updated_at=timezone.now(), **fields
    ):
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
        name = session.pair.mentee.given_name
        raise NotAllowed(f"It was posted to fewer people. Ask {name} first, beside the note.")


def is_widening(note, sharing):
    """Whether a note would get readers that its partner did not expect: those of a posting stay a promise."""
    return bool(note and note.promised and WIDTH[sharing] > WIDTH[note.promised])


def typed_in(note):
    """What its author left in the editor, by field."""
    return note.unposted or note.texts if note else NOTHING


# --- more readers than were promised ------------------------------------------------------------------


@transaction.atomic
def ask_to_widen(session, *, now):
    """The mentor asks the mentee whether the coach may read a posted note too. Asking twice asks once."""
    note = locked_note(session)
    if not note.is_posted or note.sharing != Sharing.PAIR:
        raise NotAllowed("Only a note that the two of you read can be opened to your coach.")
    if note.widening_asked_at is None:
        SessionNote.objects.filter(pk=note.pk).update(widening_asked_at=now)
        owe(session.pair.mentee, "note-widening", about=session, occurrence=asked_at(now), due_at=now)


@transaction.atomic
def settle_widening(session, *, agreed, seen=None, now):
    """The mentee's answer, or the mentor taking the question back.

    ``seen`` is the version that the mentee read: nobody opens words to others that they have not seen.
    """
    note = locked_note(session)
    if note.widening_asked_at is None:
        raise NotAllowed("Nobody is asking any more.")
    if agreed and seen != note.version:
        raise NotAllowed("The note was changed since you opened this page. Read it again first.")
    changes = {"widening_asked_at": None}
    if agreed:
        changes |= {"sharing": Sharing.COACH, "promised": Sharing.COACH, "version": F("version") + 1}
    SessionNote.objects.filter(pk=note.pk).update(**changes)
    if agreed:
        note.refresh_from_db()
        NoteVersion.objects.create(
            note=note, number=note.version, texts=note.texts, sharing=note.sharing, was_posted=True, at=now
        )


def asked_at(when):
    """One question as a notice names it: asked again later it is another."""
    return f"{when:%Y%m%d%H%M%S%f}"


def locked_note(session):
    note = SessionNote.objects.select_for_update().filter(session=session).first()
    if note is None:
        raise NotAllowed("There is no note on this session.")
    return note
