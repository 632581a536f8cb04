"""A pulse: four taps of one side after a session, never shown to the other (S11)."""

from django.db import models
from django.db.models import Q

from programs.models import User

from .session import Session


class Pulse(models.Model):
    class Who(models.TextChoices):
        MENTOR = "mentor", "The mentor"
        BOTH = "both", "Both of us"
        MENTEE = "mentee", "The mentee"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="pulses")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    useful = models.PositiveSmallIntegerField()
    agenda_by = models.CharField(max_length=6, choices=Who)
    spoke_most = models.CharField(max_length=6, choices=Who)
    challenge = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_pulse_of_a_side"),
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5)) & Q(challenge__range=(1, 5)), name="pulses_are_one_to_five"
            ),
        ]

    def __str__(self):
        return f"Pulse {self.pk}"
