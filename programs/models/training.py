"""Training modules of a program, and who has completed them (P5)."""

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from .application import Application
from .person import User
from .program import Guidelines, Program, ProgramRole


def number_of(rows, column):
    """How many different values of ``column`` the rows of a subquery hold."""
    counted = rows.order_by().values(whole=Value(1)).annotate(number=Count(column, distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


class TrainingModuleQuerySet(models.QuerySet):
    def in_force(self):
        """What is taught today; retired modules stay for those who completed them."""
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """Those of the sides on which somebody takes part; whoever serves the program reads all of them."""
        mine = Application.objects.taking_part().filter(person=user)
        return self.filter(
            Q(program__in=ProgramRole.objects.filter(person=user).values("program"))
            | Q(Exists(mine.filter(wave__program=OuterRef("program"), side=OuterRef("audience"))))
        )

    def for_sides_of(self, user):
        """What is taught to somebody: the modules in force for the sides on which they take part."""
        mine = Application.objects.taking_part().filter(person=user)
        return self.in_force().filter(
            Exists(mine.filter(wave__program=OuterRef("program"), side=OuterRef("audience")))
        )

    def with_completions(self, wave):
        """``people``: accepted on the module's side of ``wave``; ``done``: those who completed it."""
        people = wave.applications.accepted().filter(side=OuterRef("audience"), person__is_active=True)
        finished = TrainingCompletion.objects.filter(
            person__in=wave.applications.accepted().filter(person__is_active=True).values("person")
        ).same_module()
        return self.annotate(people=number_of(people, "pk"), done=number_of(finished, "person"))


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

    def get_absolute_url(self):
        return reverse("training_module", args=[self.pk])


class TrainingCompletionQuerySet(models.QuerySet):
    def same_module(self):
        """Completions of the outer module or of a former wording of it, for a subquery."""
        return self.filter(
            module__program=OuterRef("program"),
            module__audience=OuterRef("audience"),
            module__code=OuterRef("code"),
        )


class TrainingCompletion(models.Model):
    """That somebody completed a module, in the revision that they had before them."""

    module = models.ForeignKey(TrainingModule, on_delete=models.CASCADE, related_name="completions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    completed_at = models.DateTimeField()

    objects = TrainingCompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "person"], name="a_module_is_completed_once")
        ]

    def __str__(self):
        return f"{self.person} completed {self.module}"
