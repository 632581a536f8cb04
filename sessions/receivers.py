"""What follows here when a wave or a pair has moved. All of it in the transaction of that step."""

from django.dispatch import receiver
from django.utils import timezone

from pairing.models import Pair
from programs.lifecycle import moved
from programs.models import Wave

from .lifecycle import cancel_what_is_ahead
from .schedule import plan_pairs, plan_wave


@receiver(moved, sender=Wave)
def plan_when_a_wave_runs(instance, **kwargs):
    if instance.status == Wave.Status.RUNNING:
        plan_wave(instance, now=timezone.now())


@receiver(moved, sender=Pair)
def plan_for_a_late_pair(instance, previous, **kwargs):
    """A pair published while its wave runs gets its sessions too."""
    began = instance.status == Pair.Status.ACTIVE and previous != Pair.Status.PAUSED
    if began and instance.wave.status == Wave.Status.RUNNING:
        plan_pairs(instance.wave, Pair.objects.filter(pk=instance.pk), now=timezone.now())


@receiver(moved, sender=Pair)
def clear_calendars_of_a_concluded_pair(instance, by, **kwargs):
    if instance.status in (Pair.Status.ENDED, Pair.Status.COMPLETED):
        cancel_what_is_ahead(instance, by=by)
