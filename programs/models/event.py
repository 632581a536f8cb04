"""Meetings of a whole wave: launch, closing and others, with who comes and who was there (W6)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .application import Application
from .community import mentored_by, waves_of
from .person import User
from .program import Program, Wave


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings of the waves one takes or took part in, or serves."""
        took_part = Application.objects.accepted().filter(person=user, wave__status=Wave.Status.CLOSED)
        found = self.filter(Q(wave__in=waves_of(user)) | Q(wave__in=took_part.values("wave")))
        called = Q(wave__program__in=Program.objects.coordinated_by(user))
        return found.filter(Q(is_circle=False) | called | Q(wave__in=mentored_by(user)))

    def standing(self):
        return self.filter(cancelled_at=None)


class Event(models.Model):
    """A launch, a closing or another meeting of a whole wave."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", "Launch"
        CLOSING = "closing", "Closing"
        OTHER = "other", "Meeting"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER)
    is_circle = models.BooleanField(default=False, help_text="Of the circle: its mentors alone (S12).")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True, help_text="Markdown.")
    sequence = models.PositiveSmallIntegerField(
        default=0, help_text="Rises whenever time, place or title change; calendars follow it."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="an_event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(is_circle=False) | Q(kind="other"), name="a_circle_neither_launches_nor_closes"
            ),
            models.UniqueConstraint(
                fields=["wave", "kind"],
                condition=Q(kind__in=("launch", "closing"), cancelled_at=None),
                name="a_wave_is_launched_and_closed_once",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.pk])

    @property
    def uid(self):
        """The calendar's name for this event, the same for as long as it lives."""
        return f"event-{self.pk}@verso"

    @property
    def minutes(self):
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Attendance(models.Model):
    """What somebody answered to an event's invitation, and whether they were there."""

    class Answer(models.TextChoices):
        COMING = "coming", "Coming"
        NOT_COMING = "not_coming", "Not coming"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    was_there = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="attendance_is_said_once")]

    def __str__(self):
        return f"{self.person} at {self.event}"
