"""The links that mails to referees carry, and browsers that have opened one."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs import links
from programs.recommendations import PURPOSE


def asked_of(recommendation, now=None):
    """The token of a link, as the mail to the referee carries it."""
    now = now or timezone.now()
    return links.mint(
        PURPOSE,
        about=recommendation,
        recipient=recommendation.referee,
        expires_at=recommendation.answer_by,
        now=now,
    )


def opened(token, client=None):
    client = client or Client()
    client.get(reverse("recommendation_link", args=[token]))
    return client
