"""Links in mails that let one person do one thing without signing in."""

from django.db import models

from .person import User


class LinkQuerySet(models.QuerySet):
    def live(self, purpose, now):
        """What can still be used: neither expired nor used nor replaced, and its recipient still here."""
        return self.filter(
            purpose=purpose, expires_at__gt=now, used_at=None, replaced_at=None, recipient__is_active=True
        ).select_related("recipient")


class Link(models.Model):
    """A single-purpose link. Only the SHA-256 of its token is stored; the token stands in the mail alone."""

    purpose = models.CharField(max_length=30)
    digest = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=60, help_text="app.Model:pk of what the link is for.")
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "about", "recipient"], name="links_for_a_thing")]

    def __str__(self):
        return f"{self.purpose} link for person {self.recipient_id}"
