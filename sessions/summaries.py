"""A summary that both release to the program: written by the mentor, agreed to by both, taken back by either.

Whoever changes the words takes the other's agreement away: nobody agrees to what they have not read.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from programs.lifecycle import NotAllowed
from programs.outbox import owe

from .models import Session, SessionSummary


@transaction.atomic
def write_summary(session, *, text, version, now):
    """The mentor's words, put to the mentee. ``version`` is the one in front of the writer, 0 for none."""
    if session.status != Session.Status.HELD:
        raise NotAllowed("A summary is written once the session has been held.")
    agreed = {"mentor_agreed_at": now, "mentee_agreed_at": None}
    found = SessionSummary.objects.filter(session=session)
    if version == 0:
        try:
            with transaction.atomic():
                summary = SessionSummary.objects.create(session=session, text=text, written_at=now, **agreed)
        except IntegrityError:
            raise NotAllowed("There is a summary already. Look at it before you write over it.") from None
    else:
        changed = found.filter(version=version).update(
            text=text, written_at=now, version=F("version") + 1, **agreed
        )
        if not changed:
            raise NotAllowed(
                "The summary was changed in another window. Look at it before you write over it."
            )
        summary = found.get()
    owe(session.pair.mentee, "summary-offered", about=session, occurrence=str(summary.version), due_at=now)
    return summary


def agree_to_summary(session, *, by, version, now):
    """One side's agreement to the words in ``version``; twice is once."""
    side = side_of(session, by)
    found = SessionSummary.objects.filter(session=session, version=version, mentor_agreed_at__isnull=False)
    if not found.update(**{f"{side}_agreed_at": now}):
        raise NotAllowed("The summary has changed or was taken back since you opened it. Look at it again.")


def take_back_summary(session, *, by):
    """Take one's agreement back, at once and without a reason; the mentor's takes the offer with it."""
    side = side_of(session, by)
    taken = {f"{side}_agreed_at": None}
    if side == "mentor":
        taken["mentee_agreed_at"] = None
    SessionSummary.objects.filter(session=session).update(version=F("version") + 1, **taken)


def side_of(session, person):
    return "mentor" if session.pair.mentor_id == person.pk else "mentee"


def summary_seen_by(session, person):
    """The summary as this member of the pair may see it: the mentee once it was put to them."""
    return SessionSummary.objects.of_pair_of(person).filter(session=session).first()


def released_in(wave, reader):
    """Released summaries of a wave: all for its coordinators, those of their own pairs for coaches."""
    found = SessionSummary.objects.released().filter(
        session__in=Session.objects.visible_to(reader), session__pair__wave=wave
    )
    return found.select_related("session__pair").order_by("-written_at", "pk")
