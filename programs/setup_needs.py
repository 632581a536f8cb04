"""What of a set-up waits for the coordinators of a wave (`apps.py` imports it)."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from . import dates
from .cancelling import open_wish
from .needs import Need, register
from .objectives import due_in
from .setup import wave_in_front


@register
def readings_due(wave, reader, now):
    """The objectives whose reading is due, on the page of the wave in front; earlier waves ask nothing."""
    if wave != wave_in_front(wave.program):
        return []
    today = timezone.localdate(now)
    return [
        Need(
            f"Read where “{each.objective.name}” stands",
            f"{each.objective.measure.rstrip('.')}. Due {dates.day(each.due_on, today=today)}.",
            each.objective.get_absolute_url(),
            "Read",
            icon="flag",
            since=datetime.combine(each.due_on, time(0), timezone.get_default_timezone()),
        )
        for each in due_in(wave.program, today)
    ]


@register
def cancellation_waiting(wave, reader, now):
    """A wish to call the wave off that waits for a second person."""
    wish = open_wish(wave)
    if wish is None:
        return []
    mine = wish.asked_by_id == reader.pk
    return [
        Need(
            f"Wave {wave.number} may be called off",
            "You asked for it; it waits for a second person."
            if mine
            else f"{wish.asked_by or 'Somebody'} asks for it; it takes a second person.",
            reverse("wave_cancellation", args=[wave.pk]),
            "See" if mine else "Answer",
            icon="alert",
            since=wish.asked_at,
        )
    ]
