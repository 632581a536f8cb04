"""What sessions add to a home: the pulse of a session that was held."""

from django.urls import reverse

from programs.home_cards import Card, register
from programs.words import counted

from .pulses import waiting
from .threads import unread

TWENTY, A_LOOK = 20, 60
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


@register
def messages_waiting(user, now):
    """One card for each pair in which the other has written."""
    return [
        Card(
            eyebrow="Messages",
            title=f"{counted(pair.fresh, 'new message')} from {pair.partner_of(user).given_name}",
            url=reverse("thread", args=[pair.pk]),
            action="Read",
            seconds=A_LOOK,
            text="Between the two of you.",
        )
        for pair in unread(user)
    ]
