"""The mentor's record of a session, and who may read it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pairing.models import Pair
from programs.models import User

from .session import Session


class SessionNoteQuerySet(models.QuerySet):
    def readable_by(self, user):
        """One's own, and posted notes that were shared with one's part in the pair."""
        pair = Pair.objects.published()
        return self.filter(
            Q(author=user)
            | Q(posted_at__isnull=False)
            & (
                Q(sharing__in=("pair", "coach"), session__pair__in=pair.filter(mentee=user))
                | Q(sharing="coach", session__pair__in=pair.filter(coach=user))
            )
        )

    def write(self, pk, *, version, **fields):
        """Save a note if nobody saved it since ``version``; False when somebody did."""
        return bool(
            self.filter(pk=pk, version=version).update(
                version=F("version") + 1, updated_at=timezone.now(), **fields
            )
        )


class SessionNote(models.Model):
    class Sharing(models.TextChoices):
        ME = "me", "Only me"
        PAIR = "pair", "The two of us"
        COACH = "coach", "The two of us and our coach"

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="note")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="session_notes")
    did = models.TextField(blank=True)
    was_new = models.TextField(blank=True)
    aha = models.TextField(blank=True)
    actions = models.TextField(blank=True)
    sharing = models.CharField(max_length=6, choices=Sharing, default=Sharing.PAIR)
    version = models.PositiveIntegerField(default=1)
    posted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionNoteQuerySet.as_manager()

    TEXTS = ("did", "was_new", "aha", "actions")

    def __str__(self):
        return f"Note on session {self.session_id}"
