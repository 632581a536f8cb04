"""What a program wants to reach, and how far it has come (P3)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from .person import User
from .program import Program, ProgramRole, Wave


class ObjectiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Objectives of the programs one serves, and those one looks after."""
        served = ProgramRole.objects.filter(person=user).values("program")
        return self.filter(models.Q(program__in=served) | models.Q(owner=user))


class Objective(models.Model):
    """One aim with a measure: where it stood, where it should stand."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField(default=1, help_text="Its place in the list.")
    name = models.CharField(max_length=160)
    measure = models.CharField(max_length=200, help_text="What is counted or asked, and how.")
    unit = models.CharField(max_length=20, blank=True, help_text="Such as %, days or mails a week.")
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    review_every_weeks = models.PositiveSmallIntegerField(default=12, validators=[MinValueValidator(1)])

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["program", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="an_objective_is_named_once"),
            models.CheckConstraint(
                condition=models.Q(review_every_weeks__range=(1, 104)),
                name="objectives_are_reviewed_within_two_years",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("objective", args=[self.pk])


class ObjectiveReading(models.Model):
    """The value of an objective on one day, by whom it was read, and what was said about it."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="readings")
    wave = models.ForeignKey(Wave, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    read_on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["objective", "-read_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "read_on"], name="an_objective_is_read_once_a_day")
        ]

    def __str__(self):
        return f"{self.objective}: {self.value} on {self.read_on}"
