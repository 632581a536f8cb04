"""The review of a wave: findings with decisions, and seats offered to pilot members (W5); risks (H3)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .person import User
from .program import Wave


class Finding(models.Model):
    """What a wave has taught, tied to a figure, and what is decided about it for the next one."""

    class Decision(models.TextChoices):
        KEEP = "keep", "Keep"
        CHANGE = "change", "Change"
        STOP = "stop", "Stop"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="findings")
    finding = models.TextField()
    figure = models.CharField(max_length=40, help_text="The key of the figure it rests on.")
    figure_said = models.CharField(max_length=200, help_text="The figure as it stood when this was written.")
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    what = models.CharField(max_length=300, blank=True, help_text="What is kept, changed or stopped.")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["wave", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | (~Q(what="") & Q(owner__isnull=False)),
                name="a_decision_says_what_and_who",
            )
        ]

    def __str__(self):
        return f"Finding {self.pk} of {self.wave_id}"

    @property
    def is_decided(self):
        return bool(self.decision)


class FindingVersion(models.Model):
    """A finding as somebody saved it; the newest is the one that stands."""

    of = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="versions")
    finding = models.TextField()
    figure_said = models.CharField(max_length=200)
    decision = models.CharField(max_length=6, choices=Finding.Decision, blank=True)
    what = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Version {self.pk} of finding {self.of_id}"


class WaveReview(models.Model):
    """That the review of a wave is closed: its findings and decisions stand as they are."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="closed_review")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self):
        return f"Review of {self.wave}"


class SteeringOffer(models.Model):
    """A seat among the steering members, offered to somebody who took part in a wave."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    STEPS = {Status.OFFERED: [Status.ACCEPTED, Status.DECLINED], Status.ACCEPTED: [], Status.DECLINED: []}

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="steering_offers")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.OFFERED)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["wave", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="a_seat_is_offered_once")]

    def __str__(self):
        return f"Steering offer {self.pk}"


class RiskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Risks are the coordinators' own: they may be about people."""
        return self.filter(wave__in=Wave.objects.coordinated_by(user))

    def open(self):
        return self.filter(settled_at=None)


class Risk(models.Model):
    """Something that could go wrong for a wave, with the person who looks after it."""

    class Level(models.TextChoices):
        WATCH = "watch", "On watch"
        RISK = "risk", "Needs help"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="risks")
    name = models.CharField(max_length=160)
    detail = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=5, choices=Level, default=Level.WATCH)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    logged_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "level", "logged_at"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("risk", args=[self.pk])


class RiskChange(models.Model):
    """One entry in the history of a risk: who did what, and when."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    said = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Change {self.pk} of risk {self.risk_id}"


class WaveCancellation(models.Model):
    """One person's wish to call a wave off; a second person makes it happen (two pairs of eyes)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="cancellations")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Confirmed or taken back.")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave"], condition=Q(settled_at=None), name="one_wish_to_cancel_a_wave_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("asked_by")),
                name="nobody_confirms_their_own_cancellation",
            ),
        ]

    def __str__(self):
        return f"Cancellation of {self.wave_id}"
