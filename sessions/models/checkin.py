"""Coach check-ins: a coach and the mentor of a pair talking."""

from django.db import models
from django.db.models import Q

from pairing.models import Pair
from programs.models import User
from programs.models.sealed import SealedTextField


class CheckinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The record is the coach's own; what is planned is for whoever coaches the pair by then."""
        return self.filter(Q(coach=user) | Q(held_on=None, pair__coach=user))


class CoachCheckin(models.Model):
    class Form(models.TextChoices):
        MEETING = "meeting", "Meeting"
        CALL = "call", "Call"
        MESSAGE = "message", "Message"

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="checkins")
    coach = models.ForeignKey(User, on_delete=models.PROTECT, related_name="checkins")
    planned_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    form = models.CharField(max_length=8, choices=Form, default=Form.CALL)
    case_note = SealedTextField(blank=True)

    objects = CheckinQuerySet.as_manager()

    class Meta:
        ordering = ["pair", "planned_on"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "planned_on"], name="one_checkin_of_a_pair_per_day"),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 240)), name="checkin_length_is_within_reason"
            ),
        ]

    def __str__(self):
        return f"Check-in {self.pk}"
