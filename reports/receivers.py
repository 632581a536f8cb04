"""What follows here when a wave has moved."""

from django.dispatch import receiver

from programs.lifecycle import moved
from programs.models import Wave

from .surveys import plan_surveys


@receiver(moved, sender=Wave)
def surveys_of_a_running_wave(sender, instance, **kwargs):
    """A wave that runs has its surveys waiting for their dates."""
    if instance.status == Wave.Status.RUNNING:
        plan_surveys(instance)
