"""Scorecards: what reviewers make of an application, each on their own first (A5)."""

from django.db import models
from django.db.models import Q

from .application import Application
from .person import User
from .question import Question


class ScorecardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and the submitted ones of others where their scores are open to the user."""
        opened = Application.objects.whose_scores_are_open_to(user)
        mine = Q(reviewer=user) & ~Q(status=Scorecard.Status.CONFLICTED)
        others = Q(status=Scorecard.Status.SUBMITTED, application__in=opened)
        return self.filter(mine | others).filter(application__in=Application.objects.visible_to(user))

    def standing(self):
        """To be scored or scored; not given up for a conflict."""
        return self.exclude(status=Scorecard.Status.CONFLICTED)

    def submitted(self):
        return self.filter(status=Scorecard.Status.SUBMITTED)

    def waiting(self):
        """Still to be scored, of applications that are still to be decided on."""
        return self.filter(
            status=Scorecard.Status.ASSIGNED,
            application__status__in=(Application.Status.SUBMITTED, Application.Status.SHORTLISTED),
        )


class Scorecard(models.Model):
    """One reviewer's judgment of one application; others read it once they have submitted their own."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", "To be scored"
        SUBMITTED = "submitted", "Scored"
        CONFLICTED = "conflicted", "Conflict declared"

    STEPS = {
        Status.ASSIGNED: [Status.SUBMITTED, Status.CONFLICTED],
        Status.SUBMITTED: [Status.CONFLICTED],
        Status.CONFLICTED: [],
    }

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scorecards")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scorecards")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASSIGNED)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="a_reviewer_scores_an_application_once"
            )
        ]
        indexes = [models.Index(fields=["reviewer", "status"], name="scorecards_of_a_reviewer")]

    def __str__(self):
        return f"Scorecard {self.pk}"

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED


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
