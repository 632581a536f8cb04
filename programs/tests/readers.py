"""People who want their mail in a certain way, and promises to write to them."""

from datetime import timedelta

from django.utils.dateparse import parse_datetime

from programs import digests, outbox
from programs.models import Application, Notice, Preferences, Wave
from programs.tests.factories import make_application, make_person, make_wave

EVENING = parse_datetime("2026-01-15T18:00:00-05:00")
SEVEN = parse_datetime("2026-01-16T07:00:00-05:00")
NEXT_SEVEN = SEVEN + timedelta(days=1)


def make_reader(**wishes):
    person = make_person(given_name="Kim")
    Preferences.objects.create(person=person, **{"delivery": "digest", **wishes})
    return person


def owe_something(person, *, shortlisted=True):
    """One optional message: the person's application is on the shortlist."""
    status = Application.Status.SHORTLISTED if shortlisted else Application.Status.SUBMITTED
    application = make_application(person=person, status=status, wave=make_wave())
    outbox.owe(person, "application-shortlisted", about=application)
    return application


def owe_what_must_be_known(person):
    outbox.owe(person, "wave-cancelled", about=make_wave(status=Wave.Status.CANCELLED))


def states():
    """Of the digests and of all else, in the order in which they were owed."""
    return [
        list(notices.order_by("pk").values_list("delivery", flat=True))
        for notices in (Notice.objects.filter(kind=digests.KIND), Notice.objects.exclude(kind=digests.KIND))
    ]
