"""Sessions of a pair, and what the mentor records about each."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from pairing.models import Pair
from programs.models import User, Wave

NOTE_GRACE = timedelta(days=2)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of the pairs that ``user`` belongs to, coaches or coordinates."""
        return self.filter(pair__in=Pair.objects.visible_to(user))

    def movable_by(self, user):
        """Those, and the ones of an executive whose assistant ``user`` is."""
        return self.filter(pair__in=Pair.objects.movable_by(user))

    def of(self, user):
        """Sessions of the user's own pairs, as mentor, mentee or coach."""
        mine = Q(pair__mentor=user) | Q(pair__mentee=user) | Q(pair__coach=user)
        return self.filter(mine).exclude(pair__status=Pair.Status.PROPOSED)

    def assisted_by(self, user):
        """Sessions of executives who named the user as their assistant for the wave."""
        return self.filter(pair__in=Pair.objects.assisted_by(user))

    def with_member_in(self, people):
        """Sessions in which any of these people sit."""
        return self.filter(Q(pair__mentor__in=people) | Q(pair__mentee__in=people))

    def of_anyone_called(self, word):
        """Sessions of pairs in whose names or team name ``word`` occurs."""
        found = Q(pair__team_name__icontains=word)
        for side in ("mentor", "mentee"):
            for name in ("given_name", "family_name"):
                found |= Q(**{f"pair__{side}__{name}__icontains": word})
        return self.filter(found)

    def with_people(self):
        return self.select_related("pair__mentor", "pair__mentee", "pair__coach", "pair__wave__program")

    def with_progress(self):
        """Whether a note was posted, without its text ever leaving the database."""
        posted = self.model._meta.apps.get_model("mentoring_sessions", "SessionNote").objects.filter(
            session=OuterRef("pk"), posted_at__isnull=False
        )
        return self.annotate(has_note=Exists(posted))

    def booked(self):
        return self.filter(status__in=Session.BOOKED)

    def still_to_settle(self):
        """Booked, in pairs and waves that go on: what an ended one left open waits for nobody."""
        over = (Wave.Status.CLOSED, Wave.Status.CANCELLED)
        return self.booked().exclude(pair__status=Pair.Status.ENDED).exclude(pair__wave__status__in=over)

    def held(self):
        return self.filter(status=Session.Status.HELD)

    def ahead(self, now):
        """Booked and still to come."""
        return self.filter(status__in=Session.BOOKED, starts_at__gte=now)

    def note_overdue(self, now):
        """Held long enough ago that a note should be there, and is not."""
        return self.held().filter(Q(note=None) | Q(note__posted_at=None), starts_at__lt=now - NOTE_GRACE)

    def window_passed(self, now):
        """Booked, in a pair that goes on, for a time that passed without anybody saying what became of it."""
        late = self.filter(status__in=Session.BOOKED, starts_at__lt=now - timedelta(days=1))
        return late.filter(pair__status__in=Pair.LIVE)


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

    @property
    def note_due_at(self):
        return self.starts_at + NOTE_GRACE

    def place_for(self, person):
        """Where it is, as ``person`` would say it; by default at the mentee's."""
        if self.place:
            return self.place
        mentee = self.pair.mentee
        if person.pk == mentee.pk:
            return "your office"
        return f"{mentee.given_name}’s office" + (f" in {mentee.location}" if mentee.location else "")


class UnplacedSessionQuerySet(models.QuerySet):
    def waiting_for(self, user):
        """Those of active pairs that ``user`` coaches or coordinates, with their people."""
        pairs = Pair.objects.visible_to(user).filter(status=Pair.Status.ACTIVE)
        return self.filter(pair__in=pairs).select_related(
            "pair__mentor", "pair__mentee", "pair__wave__program"
        )


class UnplacedSession(models.Model):
    """A session that planning found no time for, and why; gone once it has one."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="unplaced_sessions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)

    objects = UnplacedSessionQuerySet.as_manager()

    class Meta:
        ordering = ["pair", "number"]
        constraints = [models.UniqueConstraint(fields=["pair", "number"], name="a_session_is_left_out_once")]

    def __str__(self):
        return f"Session {self.number} of {self.pair_id}: {self.reason}"


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
