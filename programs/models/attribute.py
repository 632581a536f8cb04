"""What people volunteer of themselves (U5): apart from directory and profile, with purpose and consent.

Readable by nobody but the person and the matching rules; counted only in groups that hide everybody in them.
"""

from django.db import models
from django.db.models import Q

from .person import User
from .program import Program


class Attribute(models.Model):
    """Something a program invites people to say of themselves, and the answers it knows."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="attributes")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    why = models.CharField(max_length=300, help_text="The purpose, as the person reads it before consenting.")
    choices = models.JSONField(default=list, help_text="The words to choose from.")

    class Meta:
        ordering = ["program", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["program", "code"], name="an_attribute_is_asked_once")]

    def __str__(self):
        return self.name


class VolunteeredQuerySet(models.QuerySet):
    def for_matching(self):
        return self.filter(for_matching=True)

    def for_figures(self):
        return self.filter(for_figures=True)


class Volunteered(models.Model):
    """What somebody says of themself, what for, and since when. Taking it back deletes the row."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="volunteered")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="volunteered")
    value = models.CharField(max_length=80)
    for_matching = models.BooleanField(default=False)
    for_figures = models.BooleanField(default=False)
    consented_at = models.DateTimeField()

    objects = VolunteeredQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "volunteered"
        constraints = [
            models.UniqueConstraint(fields=["attribute", "person"], name="an_attribute_is_volunteered_once"),
            models.CheckConstraint(
                condition=Q(for_matching=True) | Q(for_figures=True), name="what_is_volunteered_has_a_purpose"
            ),
        ]

    def __str__(self):
        return f"Volunteered {self.pk}"
