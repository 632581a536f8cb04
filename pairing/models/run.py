"""A long search for pairs in the background, with how far it is."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from programs.models import User, Wave

SILENT = timedelta(minutes=2)  # a worker says something every second; after this it is taken for dead


class MatchRun(models.Model):
    """One search that somebody asked for; at most one of a wave is under way."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Not finished"

    UNDER_WAY = (Status.WAITING, Status.RUNNING)
    STEPS = {
        Status.WAITING: [Status.RUNNING, Status.STOPPED, Status.FAILED],
        Status.RUNNING: [Status.DONE, Status.STOPPED, Status.FAILED],
        Status.DONE: [],
        Status.STOPPED: [],
        Status.FAILED: [],
    }
    # what the search tells of itself, in order, with how much of the whole each step is
    SHARES = {
        "points": ("Points of every possible pair", 15),
        "weakest": ("How strong the weakest pair can be", 25),
        "candidates": ("First candidates", 2),
        "optimum": ("The best list", 43),
        "ties": ("Settling ties", 3),
        "proof": ("Proving that it is the best", 2),
        "words": ("Reasons in words", 8),
        "coaches": ("Coaches", 2),
    }

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="match_runs")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    step = models.CharField(max_length=12, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="When the worker last said how far it is.")
    stop_asked = models.BooleanField(default=False)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["wave", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave"], condition=Q(status__in=("waiting", "running")), name="one_search_at_a_time"
            )
        ]

    def __str__(self):
        return f"Search {self.pk}"

    @property
    def is_under_way(self):
        return self.status in self.UNDER_WAY

    @property
    def step_words(self):
        return self.SHARES.get(self.step, ("Waiting for a worker", 0))[0]
