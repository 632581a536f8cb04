"""The demo's third wave taken on to the day on which it is paired: `manage.py demo --pairing`."""

from django.db import transaction
from django.utils import timezone

from programs.decisions import decide, overfull
from programs.models import Application, User, Wave

from . import cast
from .story import NAME
from .waves import step

Status = Wave.Status


@transaction.atomic
def ready_to_pair(today):
    """Accept everybody who applied and close the selection; False when the wave is further already."""
    wave = Wave.objects.select_related("program").filter(program__name=NAME).order_by("-number").first()
    if wave is None or wave.status != Status.RECRUITING:
        return False
    by = User.objects.get(email=cast.COORDINATOR)
    chosen = list(wave.applications.undecided().select_related("person"))
    decide(
        wave,
        chosen,
        Application.Status.ACCEPTED,
        by=by,
        now=timezone.now(),
        noticed=overfull(wave, chosen),
    )
    for status in (Status.SELECTING, Status.PAIRING):
        step(wave, status, by, on=today)
    return True
