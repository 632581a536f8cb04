"""Seats among the steering members, offered to those who took part in the pilot (W5)."""

from django.db import transaction
from django.urls import reverse

from . import roles
from .home_cards import Card, register
from .lifecycle import NotAllowed, move
from .models import ProgramRole, SteeringOffer, User, Wave
from .outbox import owe_all

SECONDS = 30
OFFERED_IN = (Wave.Status.REVIEWING, Wave.Status.CLOSED)
Status = SteeringOffer.Status


def is_pilot(wave):
    """Whether a wave is the first of its program that was not called off."""
    earlier = Wave.objects.filter(program=wave.program_id, number__lt=wave.number)
    return not earlier.exclude(status=Wave.Status.CANCELLED).exists()


def can_be_offered(wave):
    return is_pilot(wave) and wave.status in OFFERED_IN


def candidates(wave):
    """Those who took part in the wave, have no seat and were not offered one."""
    seated = ProgramRole.objects.filter(program=wave.program_id, role=ProgramRole.Role.STEERING)
    return (
        User.objects.employed()
        .filter(pk__in=wave.applications.accepted().values("person"))
        .exclude(pk__in=seated.values("person"))
        .exclude(pk__in=wave.steering_offers.values("person"))
    )


@transaction.atomic
def offer(wave, people, *, by, now):
    """Offer a seat to people of the pilot; how many were not asked before."""
    if not can_be_offered(wave):
        raise NotAllowed("Seats are offered to the people of the first wave, once its sessions are over.")
    chosen = candidates(wave).filter(pk__in=people).values_list("pk", flat=True)
    made = SteeringOffer.objects.bulk_create(
        [SteeringOffer(wave=wave, person_id=pk, by=by, at=now) for pk in chosen], ignore_conflicts=True
    )
    pks = {each.person_id for each in made}
    standing = SteeringOffer.objects.filter(wave=wave, person__in=pks, status=Status.OFFERED)
    owe_all("steering-offer", [(each.person_id, each) for each in standing])
    return len(pks)


@transaction.atomic
def accept(offer):
    """Take the seat. Whoever takes part in a wave at the moment is told why they cannot yet."""
    move(offer, Status.ACCEPTED, by=offer.person)
    roles.take_on(offer.wave.program, offer.person, ProgramRole.Role.STEERING)


def decline(offer):
    move(offer, Status.DECLINED, by=offer.person)


@register
def seat_card(user, now):
    """A seat that waits for its answer."""
    offers = SteeringOffer.objects.filter(person=user, status=Status.OFFERED)
    return [
        Card(
            eyebrow="An offer",
            title=f"A seat among the steering members of {each.wave.program}",
            url=reverse("steering_offer", args=[each.pk]),
            action="Decide",
            seconds=SECONDS,
        )
        for each in offers.select_related("wave__program")
    ]
