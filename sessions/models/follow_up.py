"""The mentor's word to the mentee after a session: kept while it is written, sent once (S8)."""

from django.db import models

from programs.models.sealed import SealedTextField

from .session import Session


class FollowUp(models.Model):
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="follow_up")
    text = SealedTextField()
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Follow-up of session {self.session_id}"
