"""What a program asks: the questions of its forms, and what applicants answer to them (A2, A3, A5)."""

from django.db import models
from django.db.models import Q

from .application import Application
from .person import User
from .program import Program


class QuestionQuerySet(models.QuerySet):
    def in_force(self):
        """What is asked today; retired questions stay for the answers they were given."""
        return self.filter(retired_at=None)

    def of(self, program, sheet):
        """The questions of one sheet in the order in which they are asked."""
        return self.in_force().filter(program=program, sheet=sheet).order_by("number", "pk")


class Question(models.Model):
    """One question of a program's forms.

    A question that somebody has answered never changes: new words make a new row with the same ``code``,
    and the old one is retired, so that every answer keeps the wording it was given to.
    """

    class Sheet(models.TextChoices):
        MENTOR_APPLICATION = "mentor_application", "Mentors’ application"
        MENTEE_ENROLMENT = "mentee_enrolment", "Mentees’ enrolment"
        SCORECARD = "scorecard", "Reviewers’ scorecard"
        NEEDS = "needs", "Familiarity by area"
        RECOMMENDATION = "recommendation", "Referees’ form"
        READINESS = "readiness", "Readiness for change"
        AFTER_ONE_MENTOR = "after_one_mentor", "Session one: mentors"
        AFTER_ONE_MENTEE = "after_one_mentee", "Session one: mentees"
        MIDWAY_MENTOR = "midway_mentor", "Midway: mentors"
        MIDWAY_MENTEE = "midway_mentee", "Midway: mentees"
        END_MENTOR = "end_mentor", "The end: mentors"
        END_MENTEE = "end_mentee", "The end: mentees"

    class Kind(models.TextChoices):
        SHORT = "short", "One line"
        LONG = "long", "A few sentences"
        CHOICE = "choice", "One of several"
        CHOICES = "choices", "Any of several"
        SCALE = "scale", "A scale"
        YES_NO = "yes_no", "Yes or no"
        HEADING = "heading", "The heading"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="questions")
    sheet = models.CharField(max_length=20, choices=Sheet)
    code = models.SlugField(max_length=40, help_text="The same over every revision of a question.")
    number = models.PositiveSmallIntegerField(
        default=1, help_text="Its place on the sheet; 0 for the heading."
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LONG)
    text = models.CharField(max_length=240)
    hint = models.CharField(max_length=240, blank=True)
    choices = models.JSONField(
        default=list, blank=True, help_text="The words to choose from; for a scale from least to most."
    )
    is_required = models.BooleanField(default=True)
    weight = models.PositiveSmallIntegerField(
        default=1, help_text="On a scorecard: how much the criterion counts."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["program", "sheet", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "sheet", "code"],
                condition=Q(retired_at=None),
                name="one_wording_of_a_question_in_force",
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="criteria_weigh_one_to_ten"),
        ]

    def __str__(self):
        return self.text


class AnswerManager(models.Manager):
    """An answer without its wording says nothing, so both are read together."""

    def get_queryset(self):
        return super().get_queryset().select_related("question")


class ApplicationAnswer(models.Model):
    """What an applicant answered to one question, in the wording that they read."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(help_text="Text, a chosen word, a list of them, a number, or true or false.")

    objects = AnswerManager()

    class Meta:
        ordering = ["application", "question__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="a_question_is_answered_once")
        ]

    def __str__(self):
        return f"Answer {self.pk} of application {self.application_id}"

    @property
    def said(self):
        """The answer as one reads it: the word of a scale, not its number."""
        if isinstance(self.value, bool):
            return "Yes" if self.value else "No"
        if isinstance(self.value, list):
            return ", ".join(self.value)
        steps = self.question.choices
        if self.question.kind == Question.Kind.SCALE and isinstance(self.value, int):
            word = steps[self.value - 1] if self.value <= len(steps) else ""
            return f"{word} ({self.value} of {len(steps)})" if word else str(self.value)
        return str(self.value)
