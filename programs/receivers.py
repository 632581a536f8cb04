"""What follows in this app when something here has moved."""

from django.dispatch import receiver
from django.utils import timezone

from . import alumni, events, guidelines, training, waiting_list, wave_reviews
from .lifecycle import moved
from .models import Application, Wave
from .outbox import owe_many
from .waves import coordinators_of


@receiver(moved, sender=Wave)
def follow_a_wave(instance, by, **rest):
    """Coordinators hear of what the clock did; participants of what they must do, or of the end."""
    if instance.status == Wave.Status.CANCELLED:
        owe_many(concerned_by(instance, but=by), "wave-cancelled", about=instance)
        events.call_off_what_is_ahead(instance, timezone.now())
        return
    if instance.status == Wave.Status.PAIRING:
        events.invite_to_what_is_ahead(instance, timezone.now())
    if instance.status == Wave.Status.REVIEWING:
        wave_reviews.reopen_review(instance)
    if instance.status == Wave.Status.CLOSED:
        alumni.invite(instance)
    if by is None:
        owe_many(
            coordinators_of(instance.program), "wave-stepped", about=instance, occurrence=instance.status
        )
    if instance.status == Wave.Status.RECRUITING:
        waiting_list.offer_places(instance)
    if instance.status == Wave.Status.PREPARING:
        guidelines.ask_participants(instance)
        training.ask_participants(instance)
    if instance.status == Wave.Status.CLOSED:  # there is nothing left to call off
        instance.cancellations.filter(settled_at=None).update(settled_at=timezone.now())


@receiver(moved, sender=Application)
def follow_an_application(instance, **rest):
    """Whoever joins late is invited to the meetings to come, and asked what others were asked before."""
    if instance.status != Application.Status.ACCEPTED:
        return
    if instance.wave.status in Wave.WITH_ITS_PEOPLE:
        events.invite_to_what_is_ahead(instance.wave, timezone.now())
    if instance.wave.status in guidelines.UNDER_WAY:
        guidelines.ask_participants(instance.wave)
        training.ask_participants(instance.wave)


def concerned_by(wave, *, but):
    """Everybody who would wait in vain: applicants still in, and those who run the program."""
    applicants = (
        wave.applications.exclude(
            status__in=(
                Application.Status.DRAFT,
                Application.Status.DECLINED,
                Application.Status.WITHDRAWN,
            )
        )
        .select_related("person")
        .order_by("pk")
    )
    people = [application.person for application in applicants]
    people += [role.person for role in wave.program.roles.exclude(role="sponsor").select_related("person")]
    return [person for person in dict.fromkeys(people) if person != but]
