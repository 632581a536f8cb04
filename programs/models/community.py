"""What a program shares with its people: resources, news, discussions, events, alumni (P6, W6, W8)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .person import User
from .program import Program, Wave


class Resource(models.Model):
    """Something worth reading or watching, kept by topic."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="resources")
    topic = models.CharField(max_length=80, blank=True, help_text="One of the program's topics, or none.")
    title = models.CharField(max_length=160)
    url = models.URLField(blank=True)
    text = models.TextField(blank=True, help_text="Markdown.")
    minutes = models.PositiveSmallIntegerField(default=0, help_text="How long it takes; 0 says nothing.")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["topic", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(text=""), name="a_resource_has_something_to_read"
            )
        ]

    def __str__(self):
        return self.title


class Announcement(models.Model):
    """News for everybody in a program, or in one of its waves."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="announcements")
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.CASCADE, related_name="announcements"
    )
    title = models.CharField(max_length=120)
    text = models.TextField(help_text="Markdown.")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("announcement", args=[self.pk])


class Discussion(models.Model):
    """A question to the people of a program, and their answers."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="discussions")
    title = models.CharField(max_length=160)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        indexes = [models.Index(fields=["program", "-last_post_at"], name="discussions_of_a_program")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("discussion", args=[self.pk])


class Post(models.Model):
    """One contribution to a discussion. What is removed leaves a gap that says so, not its words."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="posts")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True, help_text="Markdown.")
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["discussion", "at", "pk"]
        indexes = [models.Index(fields=["discussion", "at"], name="posts_of_a_discussion")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(text=""), name="a_removed_post_keeps_no_words"
            )
        ]

    def __str__(self):
        return f"Post {self.pk}"


class Event(models.Model):
    """A launch, a closing or another meeting of a whole wave."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", "Launch"
        CLOSING = "closing", "Closing"
        OTHER = "other", "Meeting"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True, help_text="Markdown.")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="an_event_ends_after_it_starts"
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


class Alumnus(models.Model):
    """Somebody who stays in touch after a wave: listed to the others who do, as long as they like (W8)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="alumni")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    volunteers = models.BooleanField(default=False, help_text="Would take part again.")

    class Meta:
        verbose_name_plural = "alumni"
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="an_alumnus_is_listed_once")
        ]

    def __str__(self):
        return f"{self.person}, alumnus of {self.program}"
