"""What is due is found in the data, so a lost, late or doubled run reminds everybody once.

The day before means the same hour on the wall clock one day earlier, where the person is: a session at ten on
the Monday after the clocks change is announced on Sunday at ten, 23 or 25 hours before.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateTimeField, Exists, F, Func, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from pairing.models import Pair
from programs.models import Notice
from programs.outbox import owe_found

from .models import Session

A_DAY = timedelta(days=1)
AT_MOST = timedelta(hours=26)  # a day on the wall clock is never longer
SIDES = ("mentor", "mentee")


def owe_session_reminders(now):
    """Promise mentor and mentee a word the day before each session; how many were not promised before.

    The occurrence is the session's sequence: a session that moved is announced again for its new time.
    """
    soon = starting_by(now, now + AT_MOST)
    return sum(
        owe_found("session-tomorrow", due_by(not_yet_told(soon, "session-tomorrow", side), now), due_at=now)
        for side in SIDES
    )


class InZone(Func):
    """An instant as the wall clock of a zone shows it, or such a wall time as an instant."""

    template, arg_joiner = "(%(expressions)s)", " AT TIME ZONE "
    output_field = DateTimeField()


def due_by(sessions, now):
    """Those of `not_yet_told` whose day before has come: `day_before`, in the database."""
    yesterday = InZone(F("starts_at"), F("recipient_zone")) - Value(A_DAY)
    found = sessions.annotate(remind_at=InZone(yesterday, F("recipient_zone")))
    return found.filter(remind_at__lte=now, starts_at__gt=now)


def starting_by(now, until):
    """Booked sessions of pairs under way that start within a time."""
    return Session.objects.ahead(now).filter(starts_at__lte=until, pair__status=Pair.Status.ACTIVE)


def not_yet_told(sessions, kind, side):
    """Those of which one side has not been told since the last move, with the person and their zone."""
    told = Notice.objects.filter(
        kind=kind,
        recipient=OuterRef("recipient_id"),
        about=OuterRef("label"),
        occurrence=OuterRef("occurrence"),
    )
    return (
        sessions.annotate(
            recipient_id=F(f"pair__{side}"),
            recipient_zone=Coalesce(
                NullIf(F(f"pair__{side}__preferences__time_zone"), Value("")), F(f"pair__{side}__time_zone")
            ),
            label=label(),
            occurrence=Cast("sequence", CharField()),
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
    """Promise each mentor one word about a note that is two days late; how many were not promised before."""
    return owe_found("note-due", notes_to_remind_of(now), due_at=now)


def notes_to_remind_of(now):
    """Sessions whose note is two days late at ``now`` and whose mentor has not heard of it."""
    told = Notice.objects.filter(kind="note-due", about=OuterRef("label"))
    return (
        Session.objects.note_overdue(now)
        .exclude(pair__status=Pair.Status.ENDED)
        .annotate(label=label(), recipient_id=F("pair__mentor"), occurrence=Value(""))
        .filter(~Exists(told))
        .select_related("pair")
        .order_by("pk")
    )
