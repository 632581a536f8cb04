"""The private calendar of a person, at an address that calendar programs fetch without signing in.

It shows what its owner sees of times, with neutral titles and nobody's name. A session that is called off is
gone from it. The address is the key: whoever renews it shuts out all who knew the one before.
"""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from icalendar import Event

from programs import invitations

from .calendar import A_YEAR, event_of
from .models import CalendarFeed, CoachCheckin, Session
from .models.feed import new_nonce

SALT = "calendar feed"
BACK = timedelta(days=365)
CHECKIN = "Coach check-in"


def signer():
    return Signer(salt=SALT, sep=".")


def renew(person, *, now):
    """A new address; the one before answers nothing from now on."""
    CalendarFeed.objects.update_or_create(person=person, defaults={"nonce": new_nonce(), "made_at": now})


def take_down(person):
    CalendarFeed.objects.filter(person=person).delete()


def token_of(feed):
    return signer().sign(feed.nonce)


def owner_of(token):
    """The person whose calendar it is, or None: unknown, renewed, taken down and left look the same."""
    try:
        nonce = signer().unsign(token)
    except BadSignature:
        return None
    feed = CalendarFeed.objects.filter(nonce=nonce, person__is_active=True).select_related("person").first()
    return feed and feed.person


def feed_of(person, *, now):
    """The file: booked and held sessions of a year back and all ahead, and a coach's check-ins."""
    sessions = Session.objects.of(person).exclude(
        status__in=(Session.Status.CANCELLED, Session.Status.MISSED)
    )
    sessions = sessions.filter(starts_at__gt=now - BACK).with_people().order_by("starts_at", "pk")
    checkins = CoachCheckin.objects.visible_to(person).filter(
        held_on=None, planned_on__gt=(now - BACK).date()
    )
    entries = [event_of(session, None, now=now, method="PUBLISH") for session in sessions]
    entries += [entry_of(checkin, now) for checkin in checkins.order_by("planned_on", "pk")]
    days = [session.local_date for session in sessions] or [timezone.localdate(now)]
    return invitations.calendar_file(
        entries, method="PUBLISH", kind="Sessions", first=min(days) - A_YEAR, last=max(days) + A_YEAR
    )


def entry_of(checkin, now):
    """A day to talk to the mentor of a pair; whom, the caseload says."""
    event = Event()
    event.add("uid", f"checkin-{checkin.pk}@verso")
    event.add("dtstamp", now)
    event.add("dtstart", checkin.planned_on)
    event.add("dtend", checkin.planned_on + timedelta(days=1))
    event.add("summary", CHECKIN)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
