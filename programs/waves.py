"""Waves step by the clock or by a person, both through `move` (W3, W4)."""

from django.db import transaction

from .blockers import blockers
from .lifecycle import NotAllowed, move
from .models import Wave


@transaction.atomic
def step_wave(wave, *, to, by=None, now, reason=""):
    """Take a wave one step on.

    Hard blockers stop everybody. Soft ones stop the clock; a person may pass them with a reason.
    """
    Wave.objects.select_for_update().get(pk=wave.pk)
    found = blockers(wave, to, now)
    if hard := [blocker.sentence for blocker in found if blocker.is_hard]:
        raise NotAllowed(" ".join(hard))
    if found and (by is None or not reason):
        raise NotAllowed(" ".join(blocker.sentence for blocker in found))
    move(wave, to, by=by, reason=reason)


def cancel_wave(wave, *, by, reason):
    """Call a wave off; what hangs on it follows by the signal."""
    move(wave, Wave.Status.CANCELLED, by=by, reason=reason)


def step_by_the_clock(now, today):
    """Move every wave whose date has come and that nothing blocks; the number moved."""
    stepped = 0
    for wave in Wave.objects.exclude(status__in=(Wave.Status.CLOSED, Wave.Status.CANCELLED)):
        stepped += step_if_due(wave, now, today)
    return stepped


def step_if_due(wave, now, today):
    to = wave.next_status
    if today < wave.begins_on(to):
        return False
    try:
        step_wave(wave, to=to, now=now)
    except NotAllowed:  # blocked, or moved by somebody else this very minute: the page says which
        return False
    return True
