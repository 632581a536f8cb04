"""The jobs of the clock: what each does, how the last run went, when the next one comes.

The schedule in the settings is the list; the words are those of the tasks themselves. Celery tells of every
run it begins and ends, in a worker as in `manage.py tick`, so a job says the same whoever carries it out.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from celery.signals import task_failure, task_postrun, task_prerun
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from .models import JobRun
from .outbox import ring

EARLY = timedelta(seconds=5)  # cron and the clock of a beat do not begin on the same tick
LATE = 3  # intervals without a run after which a job is called late
AT_LEAST = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """``every`` is how long the clock waits between two runs; ``run`` the last one, if there was any."""

    slug: str
    task: str
    does: str
    every: timedelta
    run: JobRun | None
    now: datetime

    @property
    def title(self):
        words = self.slug.replace("-", " ")
        return words[:1].upper() + words[1:]

    @property
    def next_at(self):
        """When the clock comes back to it; None before the first run: a beat counts from its own start."""
        return max(self.run.began_at + self.every, self.now) if self.run else None

    @property
    def is_due(self):
        return self.run is None or self.run.began_at + self.every - EARLY <= self.now

    @property
    def state(self):
        """A tone and a word: what a reader has to know first."""
        if self.run is None:
            return "none", "Never run"
        if self.now - self.run.began_at > max(LATE * self.every, AT_LEAST):
            return "risk", "Late"
        if self.run.trouble:
            return "risk", "Failed"
        if self.run.ended_at is None:
            return "watch", "Under way"
        return "ok", "Done"

    @property
    def took(self):
        """How long the last run took, in seconds; None while it is under way."""
        if self.run is None or self.run.ended_at is None:
            return None
        return (self.run.ended_at - self.run.began_at).total_seconds()


def jobs(now):
    """Every job of the schedule, in its order: one statement."""
    known = tasks()
    runs = {run.name: run for run in JobRun.objects.all()}
    return [
        Job(
            slug=slug,
            task=entry["task"],
            does=" ".join((known[entry["task"]].__doc__ or "").split()),
            every=timedelta(seconds=entry["schedule"]),
            run=runs.get(entry["task"]),
            now=now,
        )
        for slug, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]


def tasks():
    current_app.loader.import_default_modules()
    return current_app.tasks


def ask_for(slug):
    """Ring for one job now; False for what is no job."""
    entry = settings.CELERY_BEAT_SCHEDULE.get(slug)
    if entry is None:
        return False
    ring(tasks()[entry["task"]])
    return True


def carry_out(now, *, everything=False):
    """Do each job that is due once, here; yields ``(slug, trouble, seconds)``.

    One that fails keeps none of the others from being done.
    """
    known = tasks()
    for job in jobs(now):
        if not (everything or job.is_due):
            continue
        began = time.monotonic()
        result = known[job.task].apply()
        trouble = type(result.result).__name__ if result.failed() else ""
        yield job.slug, trouble, time.monotonic() - began


# --- what Celery tells ----------------------------------------------------------------------------------


def is_job(name):
    return any(entry["task"] == name for entry in settings.CELERY_BEAT_SCHEDULE.values())


@task_prerun.connect
def begun(task=None, **kwargs):
    if is_job(task.name):
        facts = {"began_at": timezone.now(), "ended_at": None, "trouble": ""}
        JobRun.objects.update_or_create(name=task.name, defaults=facts)


@task_postrun.connect
def ended(task=None, **kwargs):
    JobRun.objects.filter(name=task.name).update(ended_at=timezone.now(), runs=F("runs") + 1)


@task_failure.connect
def failed(sender=None, exception=None, **kwargs):
    """The kind alone: the words of an exception may quote what somebody wrote."""
    kind = type(exception).__name__[:120]
    JobRun.objects.filter(name=sender.name).update(trouble=kind, failures=F("failures") + 1)
