"""What is due is found in the data, so a lost, late or doubled run reminds everybody once.

The day before means the same hour on the wall clock one day earlier, where the person is: a session at ten on
the Monday after the clocks change is announced on Sunday at ten, 23 or 25 hours before.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from pairing.models import Pair
from programs.models import Notice
from programs.outbox import owe_all

from .models import Session

A_DAY = timedelta(days=1)
AT_MOST = timedelta(hours=26)  # a day on the wall clock is never longer
SIDES = ("mentor", "mentee")


def owe_session_reminders(now):
    """Promise mentor and mentee a word the day before each session; the number of sessions looked at.

    The occurrence is the session's sequence: a session that moved is announced again for its new time.
    """
    soon = starting_by(now, now + AT_MOST)
    promises = defaultdict(list)
    for side in SIDES:
        for session in not_yet_told(soon, "session-tomorrow", side):
            if day_before(session.starts_at, session.recipient_zone) <= now < session.starts_at:
                promises[session.sequence].append((session.recipient_id, session))
    for sequence, due in promises.items():
        owe_all("session-tomorrow", due, occurrence=str(sequence), due_at=now)
    return sum(len(due) for due in promises.values())


def starting_by(now, until):
    """Booked sessions of pairs under way that start within a time."""
    return Session.objects.ahead(now).filter(starts_at__lte=until, pair__status=Pair.Status.ACTIVE)


def not_yet_told(sessions, kind, side):
    """Those of which one side has not been told since the last move, with the person and their zone."""
    told = Notice.objects.filter(
        kind=kind,
        recipient=OuterRef("recipient_id"),
        about=OuterRef("label"),
        occurrence=OuterRef("times_told"),
    )
    return (
        sessions.annotate(
            recipient_id=F(f"pair__{side}"),
            recipient_zone=Coalesce(
                NullIf(F(f"pair__{side}__preferences__time_zone"), Value("")), F(f"pair__{side}__time_zone")
            ),
            label=label(),
            times_told=Cast("sequence", CharField()),
        )
        .filter(~Exists(told))
        .order_by("pk")
    )


def label():
    """How notices name a session, made in the database."""
    return Concat(Value(f"{Session._meta.label}:"), Cast("pk", CharField()), output_field=CharField())


def day_before(starts_at, zone):
    """The same hour one calendar day earlier, in ``zone``."""
    there = starts_at.astimezone(ZoneInfo(zone))
    earlier = datetime.combine(there.date() - A_DAY, there.time(), ZoneInfo(zone))
    return earlier.astimezone(UTC)


def owe_note_reminders(now):
    """Promise each mentor one word about a note that is two days late."""
    promises = [(session.pair.mentor_id, session) for session in notes_to_remind_of(now)]
    owe_all("note-due", promises, due_at=now)
    return len(promises)


def notes_to_remind_of(now):
    """Sessions whose note is two days late at ``now`` and whose mentor has not heard of it."""
    told = Notice.objects.filter(kind="note-due", about=OuterRef("label"))
    return (
        Session.objects.note_overdue(now)
        .exclude(pair__status=Pair.Status.ENDED)
        .annotate(label=label())
        .filter(~Exists(told))
        .select_related("pair")
        .order_by("pk")
    )
