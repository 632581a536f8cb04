"""Sessions of a pair, and what the mentor records about each."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pairing.models import Pair
from programs.models import User

NOTE_GRACE = timedelta(days=2)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of the pairs that ``user`` belongs to, coaches or coordinates."""
        return self.filter(pair__in=Pair.objects.visible_to(user))

    def movable_by(self, user):
        """Those, and the ones of an executive whose assistant ``user`` is."""
        return self.filter(pair__in=Pair.objects.movable_by(user))

    def held(self):
        return self.filter(status=Session.Status.HELD)

    def ahead(self, now):
        """Booked and still to come."""
        return self.filter(status__in=Session.BOOKED, starts_at__gte=now)

    def note_overdue(self, now):
        """Held long enough ago that a note should be there, and is not."""
        return self.held().filter(Q(note=None) | Q(note__posted_at=None), starts_at__lt=now - NOTE_GRACE)

    def window_passed(self, now):
        """Booked for a time that has gone by without anybody saying what became of it."""
        return self.filter(status__in=Session.BOOKED, starts_at__lt=now - timedelta(days=1))


class Session(models.Model):
    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        CONFIRMED = "confirmed", "Confirmed"
        HELD = "held", "Held"
        MISSED = "missed", "Window passed"
        CANCELLED = "cancelled", "Cancelled"

    STEPS = {
        Status.PLANNED: [Status.CONFIRMED, Status.HELD, Status.MISSED, Status.CANCELLED],
        Status.CONFIRMED: [Status.PLANNED, Status.HELD, Status.MISSED, Status.CANCELLED],
        Status.HELD: [],
        Status.MISSED: [Status.PLANNED],
        Status.CANCELLED: [Status.PLANNED],
    }
    BOOKED = (Status.PLANNED, Status.CONFIRMED)

    class Outcome(models.TextChoices):
        FULL = "full", "As planned"
        CUT_SHORT = "cut_short", "Cut short"
        INTERRUPTED = "interrupted", "Interrupted"

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    # the wall-clock time people agreed on, where; the instant follows from both
    local_date = models.DateField()
    local_time = models.TimeField()
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=120, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, help_text="Rises with every calendar message (RFC 5546)."
    )
    times_moved = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    mentee_confirmed_at = models.DateTimeField(null=True, blank=True)
    agenda_shared_at = models.DateTimeField(null=True, blank=True)

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["pair", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "number"], name="sessions_are_numbered_in_a_pair"),
            models.CheckConstraint(
                condition=Q(minutes__range=(15, 240)), name="session_length_is_within_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"], condition=Q(status__in=("planned", "confirmed")), name="sessions_ahead"
            ),
            models.Index(fields=["status", "starts_at"], name="sessions_by_status"),
        ]

    def __str__(self):
        return f"Session {self.number} of {self.pair}"

    def get_absolute_url(self):
        return reverse("session", args=[self.pk])

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def uid(self):
        """The calendar's name for this session, the same for as long as it lives."""
        return f"session-{self.pk}@verso"

    @property
    def is_booked(self):
        return self.status in self.BOOKED


class SessionMove(models.Model):
    """That a session was moved: from when to when, who asked, how short the notice was."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="moves")
    previous_start = models.DateTimeField()
    new_start = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "-moved_at"]

    def __str__(self):
        return f"Move of session {self.session_id}"


class AgendaItem(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"],
                name="agenda_items_stand_in_a_row",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self):
        return self.title


class Reading(models.Model):
    """Something for the mentee to read before a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="readings")
    title = models.CharField(max_length=160)
    url = models.URLField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    word = models.CharField(max_length=200, blank=True, help_text="A word from the mentor with it.")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["session", "pk"]

    def __str__(self):
        return self.title


class TimeSpent(models.Model):
    """The mentor's hours for one session: one each is the plan (S9)."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="time_spent")
    research = models.PositiveSmallIntegerField(default=0, help_text="Minutes.")
    preparing = models.PositiveSmallIntegerField(default=0)
    in_session = models.PositiveSmallIntegerField(default=0)
    notes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "time spent"

    def __str__(self):
        return f"Time spent on session {self.session_id}"

    @property
    def total(self):
        return self.research + self.preparing + self.in_session + self.notes
