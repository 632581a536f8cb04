"""What is due is found in the data, so a lost, late or doubled run reminds everybody once.

The day before means the same hour on the wall clock one day earlier, where the person is: a session at ten on
the Monday after the clocks change is announced on Sunday at ten, 23 or 25 hours before.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateField, DateTimeField, Exists, F, Func, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from pairing.models import Pair
from programs.models import Notice
from programs.outbox import owe_found

from .models import CoachCheckin, Reading, Session

A_DAY = timedelta(days=1)
AT_MOST = timedelta(hours=26)  # a day on the wall clock is never longer
SIDES = ("mentor", "mentee")
TIME_TO_READ = timedelta(days=3)
MORNING = timedelta(hours=8)
A_WEEK = timedelta(days=7)
SLACK = AT_MOST - A_DAY


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


def due_by(sessions, now, before=A_DAY):
    """Those of `not_yet_told` whose day before, or some days, has come: `day_before`, in the database."""
    earlier = InZone(F("starts_at"), F("recipient_zone")) - Value(before)
    found = sessions.annotate(remind_at=InZone(earlier, F("recipient_zone")))
    return found.filter(remind_at__lte=now, starts_at__gt=now)


def starting_by(now, until):
    """Booked sessions of pairs under way that start within a time."""
    return Session.objects.ahead(now).filter(starts_at__lte=until, pair__status=Pair.Status.ACTIVE)


def zone_of(person):
    """The zone that somebody at the end of this path chose, or else that of the directory."""
    chosen = NullIf(F(f"{person}__preferences__time_zone"), Value(""))
    return Coalesce(chosen, F(f"{person}__time_zone"))


def not_yet_told(sessions, kind, side, occurrence=None):
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
            recipient_zone=zone_of(f"pair__{side}"),
            label=label(Session),
            occurrence=Cast("sequence", CharField()) if occurrence is None else Value(occurrence),
        )
        .filter(~Exists(told))
        .order_by("pk")
    )


def label(model):
    """How notices name a row, made in the database."""
    return Concat(Value(f"{model._meta.label}:"), Cast("pk", CharField()), output_field=CharField())


def day_before(starts_at, zone, before=A_DAY):
    """The same hour one calendar day, or some, earlier, in ``zone``."""
    there = starts_at.astimezone(ZoneInfo(zone))
    earlier = datetime.combine(there.date() - before, there.time(), ZoneInfo(zone))
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
        .annotate(label=label(Session), recipient_id=F("pair__mentor"), occurrence=Value(""))
        .filter(~Exists(told))
        .select_related("pair")
        .order_by("pk")
    )


def owe_reading_reminders(now):
    """Promise each mentee one word about what is unread three days before a session; how many were new.

    Whoever is less than a day away hears of it with the word of the day before.
    """
    return owe_found("reading-waiting", due_by(to_read(now, now), now, TIME_TO_READ), due_at=now)


def to_read(now, until):
    """Sessions within three days of a time with texts the mentee has not read nor heard of, as above."""
    unread = Reading.objects.filter(session=OuterRef("pk"), read_at=None)
    soon = starting_by(now, until + TIME_TO_READ + SLACK).filter(starts_at__gt=now + AT_MOST)
    return not_yet_told(soon.filter(Exists(unread)), "reading-waiting", "mentee", occurrence="")


def owe_agenda_reminders(now):
    """Promise each mentor one word about an agenda not shared three days before; how many were new."""
    return owe_found("agenda-open", due_by(to_prepare(now, now), now, TIME_TO_READ), due_at=now)


def to_prepare(now, until):
    """Sessions within three days of a time whose agenda the mentor has not shared nor been asked for."""
    soon = starting_by(now, until + TIME_TO_READ + SLACK).filter(starts_at__gt=now + AT_MOST)
    return not_yet_told(soon.filter(agenda_shared_at=None), "agenda-open", "mentor", occurrence="")


def owe_week_reminders(now):
    """Promise mentor and mentee a word seven days before each session; how many were not promised before.

    Only within a day of that: who was invited later has just heard when it is.
    """
    return sum(
        owe_found("session-in-a-week", due_by(in_a_week(now, now, side), now, A_WEEK), due_at=now)
        for side in SIDES
    )


def in_a_week(now, until, side):
    soon = starting_by(now, until + A_WEEK + SLACK).filter(starts_at__gt=now + A_WEEK - A_DAY)
    return not_yet_told(soon, "session-in-a-week", side)


def owe_checkin_reminders(now):
    """Promise each coach one word on the morning of a check-in; how many were not promised before."""
    return owe_found("checkin-due", checkins_due(now), due_at=now)


def checkins_due(now):
    """Check-ins of pairs under way that are planned for today, where the coach is, or were within a week."""
    return checkins_not_told().filter(
        planned_on__lte=Cast(InZone(Value(now - MORNING), F("recipient_zone")), DateField()),
        planned_on__gt=(now - A_WEEK).date(),
    )


def checkins_not_told():
    told = Notice.objects.filter(
        kind="checkin-due", about=OuterRef("label"), recipient=OuterRef("recipient_id")
    )
    return (
        CoachCheckin.objects.filter(held_on=None, pair__status=Pair.Status.ACTIVE)
        .annotate(
            label=label(CoachCheckin),
            recipient_id=F("pair__coach"),
            recipient_zone=zone_of("pair__coach"),
            occurrence=Value(""),
        )
        .filter(~Exists(told))
        .order_by("pk")
    )
