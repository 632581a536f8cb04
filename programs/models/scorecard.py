"""Scorecards: what reviewers make of an application, each on their own first (A5)."""

from django.db import models
from django.db.models import Q

from .application import Application
from .person import User
from .question import Question


class Scorecard(models.Model):
    """One reviewer's judgment of one application; others read it once they have submitted their own."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", "To be scored"
        SUBMITTED = "submitted", "Scored"
        CONFLICTED = "conflicted", "Conflict declared"

    STEPS = {
        Status.ASSIGNED: [Status.SUBMITTED, Status.CONFLICTED],
        Status.SUBMITTED: [Status.ASSIGNED, Status.CONFLICTED],
        Status.CONFLICTED: [],
    }

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scorecards")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scorecards")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASSIGNED)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="a_reviewer_scores_an_application_once"
            )
        ]

    def __str__(self):
        return f"Scorecard {self.pk}"


class Score(models.Model):
    """The mark of one criterion on a scorecard: 1 not shown, 2 some, 3 clear, 4 outstanding."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="scores")
    mark = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["scorecard", "criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="a_criterion_is_marked_once"),
            models.CheckConstraint(condition=Q(mark__range=(1, 4)), name="marks_are_one_to_four"),
        ]

    def __str__(self):
        return f"Score {self.pk}"
