"""The steps of a session, as people call them, and what follows from each.

Every one locks the session first and looks at it afresh, so that of two people who press at once one succeeds
and the other is told how things stand.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pairing.models import Pair
from programs.lifecycle import NotAllowed, move
from programs.models import User
from programs.outbox import owe, owe_many

from .called_off import tell_who_helps
from .models import Session, SessionMove
from .schedule import clashing, why_off
from .wall_clock import local

Status = Session.Status
PULSE_AFTER = timedelta(hours=2)


def locked(session):
    """The session as it stands now, ours until the transaction ends.

    The pair comes first, as it does for whoever concludes it: neither waits for the other in a circle.
    """
    Pair.objects.select_for_update(no_key=True).get(pk=session.pair_id)
    return Session.objects.select_for_update(of=("self",)).with_people().get(pk=session.pk)


@transaction.atomic
def hold_session(session, *, by, outcome=Session.Outcome.FULL, now):
    """Log a session as held; the mentee is asked to confirm it."""
    session = locked(session)
    refuse_log(session, now)
    move(session, Status.HELD, by=by, outcome=outcome, held_at=session.starts_at)
    owe(session.pair.mentee, "confirm-session", about=session, due_at=now)
    people = (session.pair.mentor, session.pair.mentee)
    owe_many(people, "pulse", about=session, due_at=now + PULSE_AFTER)
    return session


@transaction.atomic
def miss_session(session, *, by, now):
    """Log that a session did not take place. Nobody is blamed, and it can be booked again."""
    session = locked(session)
    refuse_log(session, now)
    move(session, Status.MISSED, by=by)
    return session


def refuse_log(session, now):
    if session.pair.status == Pair.Status.ENDED:
        raise NotAllowed("This pair has concluded; its sessions stay as they are.")
    if now < session.starts_at:
        raise NotAllowed(f"{session} has not begun yet.")


@transaction.atomic
def cancel_session(session, *, by, reason="", now):
    """Call a session off; it leaves both calendars."""
    session = locked(session)
    move(session, Status.CANCELLED, by=by, reason=reason, sequence=session.sequence + 1)
    people = (session.pair.mentor, session.pair.mentee)
    owe_many(people, "session-cancelled", about=session, occurrence=str(session.sequence), due_at=now)
    if by and by.pk == session.pair.mentee_id and session.pair.is_live:
        tell_who_helps(session, now=now)
    return session


@transaction.atomic
def move_session(session, *, starts_at, place=None, by, now):
    """Give a session another time or place and tell both calendars; a missed one is booked anew.

    Both people are locked, not only the session: two sessions of one person that are moved at once must not
    end up at the same hour.
    """
    session = locked(session)
    list(
        User.objects.select_for_update()
        .filter(pk__in=(session.pair.mentor_id, session.pair.mentee_id))
        .order_by("pk")
    )
    refuse_move(session, starts_at, now)
    previous_start = session.starts_at
    was_booked = session.is_booked
    if was_booked and starts_at == previous_start and place in (None, session.place):
        raise NotAllowed("That is when and where it is already.")
    session.local_date, session.local_time = local(starts_at, session.time_zone)
    session.starts_at = starts_at
    session.place = session.place if place is None else place
    session.sequence += 1
    fields = ["local_date", "local_time", "starts_at", "place", "sequence"]
    if starts_at != previous_start:
        session.times_moved += 1
        fields.append("times_moved")
        SessionMove.objects.create(
            session=session, previous_start=previous_start, new_start=starts_at, by=by, moved_at=now
        )
    session.save(update_fields=fields)
    if session.status != Status.PLANNED:
        move(session, Status.PLANNED, by=by)
    people = (session.pair.mentor, session.pair.mentee)
    owe_many(people, "session-moved", about=session, occurrence=str(session.sequence), due_at=now)
    return session


def refuse_move(session, starts_at, now):
    if session.status == Status.HELD:
        raise NotAllowed(f"{session} was held and cannot be moved.")
    if session.pair.status in (Pair.Status.ENDED, Pair.Status.COMPLETED):
        raise NotAllowed("This pair has concluded; its sessions stay as they are.")
    if starts_at <= now:
        raise NotAllowed("That time has passed. Choose one still to come.")
    if starts_at != session.starts_at and (reason := why_off(session, starts_at)):
        raise NotAllowed(reason)
    if clashing(session, starts_at):
        raise NotAllowed("One of you has another mentoring session at that time.")


@transaction.atomic
def confirm_session(session, *, by, now, seen=None):
    """The mentee's word: that the time works, or that a session logged as held took place.

    ``seen`` is the sequence of the time in front of the mentee: nobody agrees to a time they have not read.
    True when this call was the one that confirmed; a second tap changes nothing.
    """
    session = locked(session)
    if session.status == Status.HELD:
        return bool(
            Session.objects.filter(pk=session.pk, mentee_confirmed_at=None).update(mentee_confirmed_at=now)
        )
    if seen not in (None, session.sequence):
        raise NotAllowed(f"{session} has been moved since you opened this page. Look at the new time first.")
    if session.status == Status.PLANNED and session.starts_at > now:
        move(session, Status.CONFIRMED, by=by)
        return True
    if session.status == Status.CONFIRMED:
        return False
    raise NotAllowed(f"There is nothing to confirm: {session} is {session.get_status_display().lower()}.")


def cancel_what_is_ahead(pair, *, by, now=None):
    """When a pair ends its dates leave the calendars; what was held stays."""
    now = now or timezone.now()
    for session in Session.objects.filter(pair=pair).ahead(now):
        cancel_session(session, by=by, reason="The pair has concluded.", now=now)
