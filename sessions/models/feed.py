"""A person's private calendar address: renewed by a new nonce, dead with the account (S2)."""

import secrets

from django.db import models

from programs.models import User


def new_nonce():
    return secrets.token_hex(16)


class CalendarFeed(models.Model):
    """The address is signed: what stands here opens nothing without the house's key."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"Calendar of {self.person_id}"
