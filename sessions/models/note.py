"""The mentor's record of a session, and who may read it."""

from django.db import models
from django.db.models import Q

from pairing.models import Pair
from programs.models import User
from programs.models.sealed import SealedJSONField, SealedTextField

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


class SessionNote(models.Model):
    class Sharing(models.TextChoices):
        ME = "me", "Only me"
        PAIR = "pair", "The two of us"
        COACH = "coach", "The two of us and our coach"

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="note")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="session_notes")
    did = SealedTextField(blank=True)
    was_new = SealedTextField(blank=True)
    aha = SealedTextField(blank=True)
    actions = SealedTextField(blank=True)
    sharing = models.CharField(max_length=6, choices=Sharing, default=Sharing.PAIR)
    version = models.PositiveIntegerField(default=1)
    posted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    saved_from = models.CharField(max_length=12, blank=True, help_text="The opened page that saved it last.")
    unposted = SealedJSONField(
        default=dict, lost=dict, help_text="What was typed since the note was posted, by field."
    )
    promised = models.CharField(
        max_length=6, blank=True, choices=Sharing, help_text="The readers its partner knows of."
    )
    widening_asked_at = models.DateTimeField(null=True, blank=True)

    objects = SessionNoteQuerySet.as_manager()

    TEXTS = ("did", "was_new", "aha", "actions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_at=None) | ~Q(promised=""), name="a_posted_note_names_its_readers"
            )
        ]

    def __str__(self):
        return f"Note on session {self.session_id}"

    @property
    def texts(self):
        """What stands in the note, by field."""
        return {name: getattr(self, name) for name in self.TEXTS}

    @property
    def is_posted(self):
        return self.posted_at is not None


class NoteVersion(models.Model):
    """What a note said when its author saved it with a button, and for whom. The author's alone."""

    note = models.ForeignKey(SessionNote, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    texts = SealedJSONField(lost=dict, help_text="{field: text}")
    sharing = models.CharField(max_length=6, choices=SessionNote.Sharing)
    was_posted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["note", "-number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_versions_are_numbered")]

    def __str__(self):
        return f"Version {self.number} of note {self.note_id}"


class SummaryQuerySet(models.QuerySet):
    def released(self):
        return self.exclude(mentor_agreed_at=None).exclude(mentee_agreed_at=None)

    def of_pair_of(self, user):
        """One's own, and what the other side has put to one."""
        return self.filter(
            Q(session__pair__mentor=user) | Q(session__pair__mentee=user, mentor_agreed_at__isnull=False)
        )


class SessionSummary(models.Model):
    """A few sentences that both release to the program; either takes them back at any time (S7)."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="summary")
    text = SealedTextField()
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)
    mentee_agreed_at = models.DateTimeField(null=True, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "session summaries"

    def __str__(self):
        return f"Summary of session {self.session_id}"

    @property
    def is_released(self):
        return self.mentor_agreed_at is not None and self.mentee_agreed_at is not None
