"""Training modules of a program, and who has completed them (P5)."""

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from .person import User
from .program import Guidelines, Program


class TrainingModuleQuerySet(models.QuerySet):
    def in_force(self):
        """What is taught today; retired modules stay for those who completed them."""
        return self.filter(retired_at=None)


class TrainingModule(models.Model):
    """One thing to learn before the sessions: a text, a link, a file, or scenario cards to walk through.

    ``cards`` is the scenario: a list of ``{"key", "text", "answers": [{"text", "reply", "to"}]}``. The walk
    begins with the first card; ``to`` names the next one, and an empty ``to`` ends it.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "Something to read"
        LINK = "link", "A page elsewhere"
        FILE = "file", "A file"
        SCENARIO = "scenario", "Scenario cards"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="training")
    audience = models.CharField(max_length=8, choices=Guidelines.Audience)
    number = models.PositiveSmallIntegerField(default=1)
    code = models.SlugField(max_length=40, help_text="The same over every revision of a module.")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(default=10)
    text = models.TextField(blank=True, help_text="Markdown.")
    url = models.URLField(blank=True)
    file = models.FileField(upload_to="training", storage=default_storage, blank=True)
    cards = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False, help_text="Before the first session.")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TrainingModuleQuerySet.as_manager()

    class Meta:
        ordering = ["program", "audience", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "audience", "code"],
                condition=Q(retired_at=None),
                name="one_wording_of_a_module_in_force",
            ),
            models.CheckConstraint(condition=~Q(kind="link") | ~Q(url=""), name="a_link_leads_somewhere"),
        ]

    def __str__(self):
        return self.title


class TrainingCompletion(models.Model):
    """That somebody completed a module, in the revision that they had before them."""

    module = models.ForeignKey(TrainingModule, on_delete=models.CASCADE, related_name="completions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "person"], name="a_module_is_completed_once")
        ]

    def __str__(self):
        return f"{self.person} completed {self.module}"
