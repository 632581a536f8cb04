"""Meetings of a whole wave: inviting, answering, calling off, who was there (W6)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from icalendar import Event as Entry

from . import invitations
from .blockers import Blocker
from .blockers import register as register_blocker
from .dates import day
from .home_cards import Card, register
from .lifecycle import NotAllowed
from .links import label_of
from .models import Attendance, Event, Notice, ProgramRole, User, Wave
from .models.community import mentored_by
from .outbox import owe_many

A_YEAR = timedelta(days=366)
SECONDS = 10
Answer = Attendance.Answer
Kind = Event.Kind


def invited(event):
    """Everybody who belongs to its wave, from the end of selection to that of the review; or its mentors."""
    if event.wave.status not in Wave.WITH_ITS_PEOPLE:
        return User.objects.none()
    return mentors_of(event.wave) if event.is_circle else belonging(event.wave)


def mentors_of(wave):
    mentors = wave.applications.accepted().mentors()
    return User.objects.employed().filter(pk__in=mentors.values("person"))


def belonging(wave):
    """Everybody who takes or took part in a wave, or serves its program."""
    return User.objects.employed().filter(
        Q(pk__in=wave.applications.accepted().values("person"))
        | Q(pk__in=ProgramRole.objects.filter(program=wave.program_id).values("person"))
    )


def is_invited(person, event):
    return invited(event).filter(pk=person.pk).exists()


@transaction.atomic
def call(event, *, now):
    """Save a meeting and invite to it. What changes its calendar entry is told to everybody anew."""
    if event.pk:
        before = Event.objects.select_for_update().get(pk=event.pk)
        if before.cancelled_at:
            raise NotAllowed("This meeting was called off. Call another one.")
        told = ("title", "starts_at", "ends_at", "place")
        event.sequence = before.sequence + any(getattr(before, name) != getattr(event, name) for name in told)
    event.save()
    invite(event, now)


def invite(event, now):
    """Owe everybody an invitation to the meeting as it stands; owing it again changes nothing."""
    if event.cancelled_at is None and event.starts_at > now:
        owe_many(invited(event), "event-invitation", about=event, occurrence=str(event.sequence))


def invite_to_what_is_ahead(wave, now):
    """Invitations for whoever is in the wave by now, to all its meetings still to come."""
    for event in wave.events.standing().filter(starts_at__gt=now):
        event.wave = wave
        invite(event, now)


@transaction.atomic
def call_off(event, *, now):
    """Cancel a meeting, and tell everybody who was asked to come, with a word for their calendars."""
    asked = Notice.objects.filter(kind="event-invitation", about=label_of(event))
    people = User.objects.employed().filter(
        pk__in=asked.exclude(delivery=Notice.Delivery.DROPPED).values("recipient")
    )
    off = Event.objects.standing().filter(pk=event.pk)
    if not off.update(cancelled_at=now, sequence=F("sequence") + 1):
        return
    event.refresh_from_db()
    if event.starts_at > now:
        owe_many(people, "event-cancelled", about=event, occurrence=str(event.sequence))


def call_off_what_is_ahead(wave, now):
    """With a wave its meetings go; calendars hear of it."""
    for event in wave.events.standing().filter(starts_at__gt=now):
        event.wave = wave
        call_off(event, now=now)


def guests(event):
    """Everybody who is invited or was written down, with ``answer`` and ``was_there``."""
    theirs = event.attendances.filter(person=OuterRef("pk"))
    return (
        (invited(event) | User.objects.filter(pk__in=event.attendances.values("person")))
        .annotate(answer=Subquery(theirs.values("answer")[:1]))
        .annotate(was_there=Subquery(theirs.values("was_there")[:1]))
        .order_by("family_name", "given_name", "pk")
    )


def answer(event, person, said, *, now):
    """Say whether one comes; it can change until the meeting begins."""
    if event.cancelled_at:
        raise NotAllowed("This meeting was called off.")
    if event.starts_at <= now:
        raise NotAllowed("This meeting has begun; answers are closed.")
    Attendance.objects.update_or_create(event=event, person=person, defaults={"answer": said})


def record(event, people, present, *, now):
    """Write down who of ``people`` was there, in one statement."""
    if event.starts_at > now:
        raise NotAllowed("Attendance can be recorded once the meeting has begun.")
    Attendance.objects.bulk_create(
        [Attendance(event=event, person_id=pk, was_there=pk in present) for pk in people],
        update_conflicts=True,
        unique_fields=["event", "person"],
        update_fields=["was_there"],
    )


# --- the launch of a wave and its date --------------------------------------------------------------------


def launch_of(wave):
    return wave.events.standing().filter(kind=Kind.LAUNCH).first()


def strays_from_its_day(event):
    """Whether a launch is on another day than its wave says."""
    return event.kind == Kind.LAUNCH and timezone.localdate(event.starts_at) != event.wave.launch_on


@register_blocker(Wave.Status.PREPARING)
@register_blocker(Wave.Status.RUNNING)
def launch_on_another_day(wave, now):
    """The date of the wave and the launch event must say the same."""
    event = launch_of(wave)
    if event is None or event.starts_at <= now:
        return None
    event.wave = wave
    if not strays_from_its_day(event):
        return None
    today = timezone.localdate(now)
    event_on, wave_on = timezone.localdate(event.starts_at), wave.launch_on
    return Blocker(
        f"The launch is called for {day(event_on, today=today)}; "
        f"the wave’s dates say {day(wave_on, today=today)}.",
        reverse("event_edit", args=[event.pk]),
    )


# --- the calendar entry -----------------------------------------------------------------------------------


def entry_of(event, recipient, *, now, method):
    """The calendar file: for one person, or with ``None`` for whoever fetches it from the page."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("summary", invitations.printable(event.title))
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    entry.add("url", f"{settings.SITE_URL}{event.get_absolute_url()}")
    if event.place:
        entry.add("location", invitations.printable(event.place))
    entry.add("organizer", invitations.organizer())
    if recipient:
        entry.add("attendee", invitations.attendee(recipient, "NEEDS-ACTION"))
    first, last = start.date() - A_YEAR, start.date() + A_YEAR
    return invitations.calendar_file([entry], method=method, kind="Events", first=first, last=last)


# --- on the home pages ------------------------------------------------------------------------------------


@register
def event_card(user, now):
    """The next meeting to which somebody has not said whether they come; who calls a circle is not asked."""
    event = (
        Event.objects.standing()
        .visible_to(user)
        .filter(Q(is_circle=False) | Q(wave__in=mentored_by(user)))
        .filter(starts_at__gt=now, wave__status__in=Wave.WITH_ITS_PEOPLE)
        .exclude(pk__in=Attendance.objects.filter(person=user).exclude(answer="").values("event"))
        .first()
    )
    if event is None:
        return []
    start = timezone.localtime(event.starts_at)
    return [
        Card(
            eyebrow=event.get_kind_display(),
            title=event.title,
            url=event.get_absolute_url(),
            action="Answer",
            seconds=SECONDS,
            text=day(start.date(), today=timezone.localdate(now))
            + (f", {event.place}" if event.place else ""),
        )
    ]
