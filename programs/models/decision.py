"""Decisions on applications, kept so that they can be taken back before anybody hears of them (A5)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .application import Application
from .person import User
from .program import Wave


class Decision(models.Model):
    """One press of a button: what was decided about whom, and until when it can be undone."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="decisions")
    to = models.CharField(max_length=12, choices=Application.Status)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    sends_at = models.DateTimeField(help_text="When the mails leave; until then it can be undone.")
    undone_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="For reviewers; never sent.")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__lt=F("sends_at")),
                name="a_decision_is_undone_before_it_is_told",
            )
        ]

    def __str__(self):
        return f"Decision {self.pk}"

    def get_absolute_url(self):
        return reverse("decision", args=[self.pk])

    def can_be_undone(self, now):
        """Whether its mails still wait; they are looked at again when somebody presses the button."""
        return self.undone_at is None and now < self.sends_at


class DecidedApplication(models.Model):
    """One application in a decision, and where it stood before."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="applications")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    previous = models.CharField(max_length=12, choices=Application.Status)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "application"], name="an_application_is_decided_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"Application {self.application_id} in decision {self.decision_id}"


class LateInvitation(models.Model):
    """Leave for one person to apply to a wave whose applications are closed (W7)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="late_invitations")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Application.Side)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    expires_on = models.DateField()

    class Meta:
        ordering = ["wave", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="somebody_is_invited_late_once")
        ]

    def __str__(self):
        return f"Late invitation {self.pk}"
