"""What stands between a wave and its next step, as far as sessions are concerned."""

from django.urls import reverse

from programs.blockers import Blocker, register
from programs.models import Wave
from programs.words import counted

from .models import Session


@register(Wave.Status.REVIEWING)
def sessions_without_outcome(wave, now):
    open_ones = Session.objects.filter(pair__wave=wave).window_passed(now).count()
    if open_ones:
        return Blocker(
            f"{counted(open_ones, 'session has', 'sessions have')} passed without an outcome.",
            reverse("schedule", args=[wave.pk]) + "?show=overdue",
        )
    return None
