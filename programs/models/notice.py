"""The outbox: every message that is promised is a row, sent once, whatever the worker does."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .person import User

CLAIM_LASTS = timedelta(minutes=10)
GIVE_UP_AFTER = 6


class NoticeQuerySet(models.QuerySet):
    def due(self, now):
        """What should be on its way by ``now``."""
        return self.filter(delivery=Notice.Delivery.OWED, due_at__lte=now)

    def claim(self, pk):
        """Take one owed notice for sending; True for the one caller who got it."""
        now = timezone.now()
        return bool(
            self.filter(pk=pk, delivery=Notice.Delivery.OWED, due_at__lte=now).update(
                delivery=Notice.Delivery.CLAIMED, claimed_at=now, attempts=F("attempts") + 1
            )
        )

    def gathered(self):
        """What waits to go out with others in its recipient's daily mail."""
        return self.filter(delivery=Notice.Delivery.GATHERED)

    def stuck(self, now):
        """Claimed by a worker that then fell silent before it had spoken to the mail server."""
        return self.filter(delivery=Notice.Delivery.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)

    def in_doubt(self, now):
        """Handed to the mail server by a worker that died before it could write down the result."""
        return self.filter(delivery=Notice.Delivery.SENDING, claimed_at__lt=now - CLAIM_LASTS)


class Notice(models.Model):
    """One message owed to one person about one thing."""

    class Delivery(models.TextChoices):
        OWED = "owed", "Waiting"
        GATHERED = "gathered", "Waiting for the daily mail"
        CLAIMED = "claimed", "Being prepared"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNKNOWN = "unknown", "Perhaps sent"
        HELD = "held", "Held"
        DROPPED = "dropped", "No longer needed"
        GIVEN_UP = "given_up", "Given up"

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, help_text="app.Model:pk of what the message is about.")
    occurrence = models.CharField(max_length=40, blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.OWED)
    due_at = models.DateTimeField()
    owed_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    digest = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="parts",
        help_text="The daily mail it goes out with.",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "recipient", "occurrence"], name="a_message_is_owed_once"
            ),
            models.CheckConstraint(
                condition=~Q(delivery="gathered") | Q(digest__isnull=False),
                name="what_is_gathered_has_its_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(delivery="owed"), name="notices_waiting"),
            models.Index(
                fields=["claimed_at"],
                condition=Q(delivery__in=("claimed", "sending")),
                name="notices_in_hand",
            ),
            models.Index(fields=["digest"], condition=Q(delivery="gathered"), name="notices_gathered"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="notices_in_digests"),
        ]

    def __str__(self):
        return f"{self.kind} for person {self.recipient_id}"

    @property
    def message_id(self):
        """Stable over retries, so that a mail server can recognise a double."""
        return f"<notice-{self.pk}@verso>"
