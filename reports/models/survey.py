"""Surveys of a wave: questions to one side of it, and when they are asked."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from programs.models import Program, User, Wave


class SurveyQuerySet(models.QuerySet):
    def due(self, today):
        """Those whose days these are, whether their questions have been written yet or not."""
        return self.filter(opens_on__lte=today, closes_on__gte=today)

    def open(self, today):
        """Those that can be answered."""
        return self.due(today).filter(Exists(SurveyQuestion.objects.filter(survey=OuterRef("pk"))))

    def coordinated_by(self, user):
        return self.filter(wave__program__in=Program.objects.coordinated_by(user))


class Survey(models.Model):
    """Two minutes of questions to the mentors or the mentees of a wave.

    It has no questions until it opens: then they are written in the program's words of that day.

    Answers stand under the respondent's name so that they can be changed for a week; nobody reads
    one, and figures appear from five answers.
    """

    class Audience(models.TextChoices):
        MENTOR = "mentor", "Mentors"
        MENTEE = "mentee", "Mentees"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="surveys")
    kind = models.CharField(max_length=20, default="end-of-wave", help_text="The occasion.")
    title = models.CharField(max_length=120)
    audience = models.CharField(max_length=8, choices=Audience)
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "opens_on", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "kind", "audience"], name="one_survey_of_a_kind_per_side"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_dates_are_in_order"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("survey", args=[self.pk])


class SurveyQuestion(models.Model):
    class Kind(models.TextChoices):
        SCALE = "scale", "Five tiles"
        TEXT = "text", "One sentence"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)
    text = models.CharField(max_length=240)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SCALE)
    choices = models.JSONField(default=list, help_text="Words from best to worst, worth 5 to 1.")
    is_optional = models.BooleanField(default=False)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_questions_are_numbered"),
            models.UniqueConstraint(fields=["survey", "code"], name="survey_question_codes_are_unique"),
        ]

    def __str__(self):
        return self.text


class Response(models.Model):
    """One person's answers to one survey."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="survey_responses")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="everybody_answers_once")]

    def __str__(self):
        return f"Response {self.pk}"


class Answer(models.Model):
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(1, 5)), name="answers_are_one_to_five"
            ),
        ]

    def __str__(self):
        return f"Answer {self.pk}"
