"""What people volunteer of themselves (U5): apart from directory and profile, with purpose and consent.

Readable by nobody but the person and the matching rules; counted only in groups that hide everybody in them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .application import Application
from .person import User
from .program import Program, Wave


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
        return self.exclude(matching_since=None)

    def for_figures(self):
        return self.exclude(figures_since=None)


class Volunteered(models.Model):
    """What somebody says of themself, and since when it may be used for which purpose.

    Taking it back deletes the row.
    """

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="volunteered")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="volunteered")
    value = models.CharField(max_length=80)
    matching_since = models.DateTimeField(null=True, blank=True, help_text="Consent to pairing.")
    figures_since = models.DateTimeField(null=True, blank=True, help_text="Consent to being counted.")

    objects = VolunteeredQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "volunteered"
        constraints = [
            models.UniqueConstraint(fields=["attribute", "person"], name="an_attribute_is_volunteered_once"),
            models.CheckConstraint(
                condition=~Q(matching_since=None, figures_since=None),
                name="what_is_volunteered_has_a_purpose",
            ),
        ]

    def __str__(self):
        return f"Volunteered {self.pk}"


class Composition(models.Model):
    """How one list of a wave was composed, on a day on which that gave nobody away.

    It is kept as it was shown: whoever holds it can subtract it from the next one, so the next one is made
    with it in mind (`small_groups`). ``people`` are digests of who stood on the list, each with their word.
    """

    class List(models.TextChoices):
        APPLIED = "applied", "Applied"
        SHORTLIST = "shortlist", "Shortlisted or accepted"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="compositions")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="compositions")
    side = models.CharField(max_length=8, choices=Application.Side)
    name = models.CharField(max_length=12, choices=List)
    people = ArrayField(models.CharField(max_length=64))
    cells = models.JSONField(help_text="[[answers, …], count] each; an empty answer is not said.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["wave", "attribute", "side", "name", "-made_at", "-pk"]

    def __str__(self):
        return f"Composition {self.pk}"
