"""Pulses: who is asked, for how long, and that each side answers once and may change its mind meanwhile."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from pairing.models import Pair
from programs.lifecycle import NotAllowed

from .models import Pulse, Session

OPEN_FOR = timedelta(days=14)


def answerable(person, now):
    """Held sessions of one's own pairs whose pulse can be given or changed still."""
    mine = Q(pair__mentor=person) | Q(pair__mentee=person)
    gone = (Pair.Status.PROPOSED, Pair.Status.CONSULTED, Pair.Status.ENDED)
    found = Session.objects.held().filter(mine, starts_at__gt=now - OPEN_FOR)
    return found.exclude(pair__status__in=gone).with_people()


def waiting(person, now):
    """Those that lack it, the latest first."""
    given = Pulse.objects.filter(session=OuterRef("pk"), person=person)
    return answerable(person, now).filter(~Exists(given)).order_by("-starts_at")


def pulse_of(session, person):
    return Pulse.objects.filter(session=session, person=person).first()


def give_pulse(session, *, person, answers, now):
    """Keep one side's four answers; the last press counts."""
    if not answerable(person, now).filter(pk=session.pk).exists():
        raise NotAllowed("This can be answered for two weeks after a session that was held.")
    Pulse.objects.bulk_create(
        [Pulse(session=session, person=person, answered_at=now, **answers)],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=[*answers, "answered_at"],
    )
