"""What became of each timed job the last time, for the page that lists them (J4)."""

from django.db import models


class JobRun(models.Model):
    """One row for each job, written by whichever worker carries it out."""

    name = models.CharField(max_length=80, unique=True, help_text="The task behind the job.")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=120, blank=True, help_text="The kind of what went wrong.")
    runs = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.name
