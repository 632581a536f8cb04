"""Searching in the background, for pools that take longer than a page may (M5).

The search holds no lock: people are read, the list is found, and only then the wave is held and everybody
looked at once more. What changed meanwhile ends the run in words and not in a list that no longer fits.
"""

import logging
import time

from celery import shared_task
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed
from programs.models import Wave
from programs.outbox import ring

from .deeds import keep_found
from .matching.solver import DENSE
from .models import MatchRun
from .models.run import SILENT
from .proposals import CannotPropose, candidates_now, find_list

log = logging.getLogger(__name__)
Status = MatchRun.Status
SECOND = 1.0


class Stopped(Exception):
    """Somebody asked the search to stop."""


def is_long(pool):
    """Whether the search is one for the background."""
    return len(pool.mentees) * sum(mentor.capacity for mentor in pool.mentors) > DENSE


def begin_run(wave, *, by, now):
    """Ask for a search; the one that is under way, if there is one that still says something."""
    MatchRun.objects.filter(wave=wave, status__in=MatchRun.UNDER_WAY, heard_at__lt=now - SILENT).update(
        status=Status.FAILED, trouble="The worker fell silent. Begin again."
    )
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(wave=wave, by=by, asked_at=now, heard_at=now)
            ring(search_run, run.pk)
    except IntegrityError:
        return MatchRun.objects.get(wave=wave, status__in=MatchRun.UNDER_WAY)
    return run


def latest_run(wave):
    """What was asked for last, if it is under way or has ended without a list."""
    run = wave.match_runs.first()
    return run if run and run.status != Status.DONE else None


def stop_run(run):
    """Ask the worker to stop, or take the run back before one has begun; pressing twice changes nothing."""
    taken = MatchRun.objects.filter(pk=run.pk, status=Status.WAITING).update(status=Status.STOPPED)
    if not taken:
        MatchRun.objects.filter(pk=run.pk, status=Status.RUNNING).update(stop_asked=True)


def waiting():
    return list(MatchRun.objects.filter(status=Status.WAITING).order_by("pk").values_list("pk", flat=True))


def search(pk, clock=timezone.now):
    """Carry out one run, once, whoever comes first."""
    if not MatchRun.objects.filter(pk=pk, status=Status.WAITING).update(
        status=Status.RUNNING, heard_at=clock()
    ):
        return
    run = MatchRun.objects.select_related("by").get(pk=pk)
    wave = Wave.objects.select_related("program").get(pk=run.wave_id)
    try:
        candidates = candidates_now(wave, clock())
        found = find_list(candidates, watch=Watcher(pk, clock))
        keep_found(wave, candidates, found, by=run.by, now=clock())
    except Stopped:
        end(pk, Status.STOPPED)
    except Exception as trouble:
        log.exception("The search of run %s broke.", pk)
        is_told = isinstance(trouble, (CannotPropose, NotAllowed, ValueError))
        end(pk, Status.FAILED, str(trouble) if is_told else "Something broke. Try again.")
    else:
        end(pk, Status.DONE)


@shared_task
def search_run(pk):
    """The same for a worker."""
    search(pk)


def end(pk, status, trouble=""):
    MatchRun.objects.filter(pk=pk, status=Status.RUNNING).update(status=status, trouble=trouble[:300])


class Watcher:
    """Told by the search how far it is; writes it down about once a second, and stops it when asked to."""

    def __init__(self, pk, clock):
        self.pk, self.clock, self.written = pk, clock, 0.0

    def __call__(self, step, done):
        if time.monotonic() - self.written < SECOND:
            return
        self.written = time.monotonic()
        MatchRun.objects.filter(pk=self.pk).update(
            step=step, percent=percent_of(step, done), heard_at=self.clock()
        )
        if MatchRun.objects.filter(pk=self.pk, stop_asked=True).exists():
            raise Stopped


def percent_of(step, done):
    """How much of the whole is done when this much of a step is."""
    before = 0
    for name, (_, share) in MatchRun.SHARES.items():
        if name == step:
            return round(before + share * min(1.0, done))
        before += share
    return 0
