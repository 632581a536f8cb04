"""What the two of a pair write to each other between sessions, with files; nobody else reads it (S12)."""

from django.db import models

from pairing.models import Pair
from programs.models import User
from programs.models.sealed import SealedBinaryField, SealedTextField


class Message(models.Model):
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(blank=True)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pair", "at", "pk"]
        indexes = [models.Index(fields=["pair", "at"], name="messages_of_a_pair")]

    def __str__(self):
        return f"Message {self.pk}"


class MessageFile(models.Model):
    """A file with a message, kept sealed beside it, so that it goes where the message goes."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = SealedBinaryField()

    class Meta:
        ordering = ["message", "pk"]

    def __str__(self):
        return f"File {self.pk}"


class ThreadReading(models.Model):
    """How far one of the two has read."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_to = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "person"], name="one_reads_a_thread_once")]

    def __str__(self):
        return f"Reading {self.pk}"
