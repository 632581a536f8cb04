"""What follows here when something moved: waves close or are called off, people withdraw."""

from django.dispatch import receiver

from programs.lifecycle import moved
from programs.models import Application, Wave

from .lifecycle import complete_pairs, end_pair, release_pairs
from .models import Pair


@receiver(moved, sender=Wave)
def pairs_follow_their_wave(instance, by, **kwargs):
    if instance.status == Wave.Status.CLOSED:
        complete_pairs(instance)
    elif instance.status == Wave.Status.CANCELLED:
        release_pairs(instance, by=by)


@receiver(moved, sender=Application)
def pairs_end_when_somebody_withdraws(instance, by, **kwargs):
    """Whoever withdraws from a wave leaves their pair, and the other is free for a new one."""
    if instance.status != Application.Status.WITHDRAWN:
        return
    mine = Pair.objects.filter(wave=instance.wave_id).of_person(instance.person).live()
    for pair in mine.select_related("mentor", "mentee"):
        end_pair(pair, by=by)
