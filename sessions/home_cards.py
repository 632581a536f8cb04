"""What sessions add to a home: the pulse of a session that was held."""

from django.urls import reverse

from programs.home_cards import Card, register

from .pulses import waiting

TWENTY = 20
MOST = 2


@register
def pulses_waiting(user, now):
    """One card for each of the latest sessions without this person's pulse."""
    return [
        Card(
            eyebrow="After the session",
            title=f"How was session {session.number}?",
            url=reverse("pulse", args=[session.pk]),
            action="Four taps",
            seconds=TWENTY,
            text="Never shown to the other side.",
        )
        for session in waiting(user, now)[:MOST]
    ]
