"""Who took what from which status to which, when and why (X5)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .person import User


class StatusChange(models.Model):
    """One step in the life of a wave, application, pair or session. ``by`` is empty for the clock."""

    subject_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    previous = models.CharField(max_length=16)
    current = models.CharField(max_length=16)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="steps_of_a_subject")]

    def __str__(self):
        return f"{self.previous} → {self.current}"
