"""Objectives: what a program wants to reach, read at set moments (P3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, Prefetch
from django.utils import timezone

from .access import can_coordinate
from .lifecycle import NotAllowed
from .models import Objective, ObjectiveReading, Program
from .outbox import owe_all


@dataclass(frozen=True)
class Standing:
    """An objective with where it stands: its readings, newest first, and when the next one is due."""

    objective: Objective
    readings: tuple
    due_on: date
    is_due: bool

    @property
    def latest(self):
        return self.readings[0] if self.readings else None

    @property
    def current(self):
        """The value read last; before the first reading it stands where it began."""
        return self.latest.value if self.latest else self.objective.baseline

    @property
    def reached(self):
        """How much of the way from baseline to target is done, in percent between 0 and 100, or None."""
        goal, start = self.objective.target, self.objective.baseline
        if self.current is None or start is None or goal == start:
            return None
        done = 100 * (self.current - start) / (goal - start)
        return int(min(max(done, Decimal(0)), Decimal(100)))

    @property
    def is_reached(self):
        """Whether the target is met, whichever way it lies."""
        if self.current is None:
            return False
        start = self.objective.baseline
        falls = start is not None and self.objective.target < start
        return self.current <= self.objective.target if falls else self.current >= self.objective.target


def standing(objective, today):
    """Where one objective stands; its readings come prefetched or in one statement."""
    readings = tuple(objective.readings.all())
    begun = timezone.localdate(objective.program.created_at)
    last = readings[0].read_on if readings else begun
    due_on = last + timedelta(weeks=objective.review_every_weeks)
    return Standing(objective, readings, due_on, due_on <= today)


def standing_of(program, today):
    """Every objective of a program in its order, in two statements."""
    found = program.objectives.select_related("owner").prefetch_related(
        Prefetch("readings", ObjectiveReading.objects.select_related("by").order_by("-read_on", "-pk"))
    )
    for objective in found:
        objective.program = program
    return [standing(objective, today) for objective in found]


def due_in(program, today):
    """The objectives whose reading is due, longest due first."""
    return sorted((each for each in standing_of(program, today) if each.is_due), key=lambda each: each.due_on)


def can_read_value(user, objective):
    """Who may write a reading down: the coordinators and the objective's owner."""
    return objective.owner_id == user.pk or can_coordinate(user, objective.program)


@transaction.atomic
def add_objective(objective):
    """Put a new objective at the end of its program's list."""
    Program.objects.select_for_update().get(pk=objective.program_id)
    last = objective.program.objectives.aggregate(last=Max("number"))["last"]
    objective.number = (last or 0) + 1
    objective.save()
    return objective


def record(objective, value, *, read_on, by, wave=None, comment=""):
    """Write a reading down. A day has one; the second is told, so that nobody's value is lost unseen."""
    try:
        with transaction.atomic():
            return ObjectiveReading.objects.create(
                objective=objective, wave=wave, value=value, read_on=read_on, by=by, comment=comment
            )
    except IntegrityError as twice:
        raise NotAllowed("There is a reading of this day already. Choose another day.") from twice


def owe_readings(today):
    """Ask the owner of each objective whose reading is due, or its coordinators where it has none; once."""
    by_occasion = {}
    for program in Program.objects.filter(objectives__isnull=False).distinct():
        for each in due_in(program, today):
            objective = each.objective
            if objective.owner_id:
                people = [objective.owner_id]
            else:
                people = program.roles.filter(role="coordinator").values_list("person", flat=True)
            by_occasion.setdefault(each.due_on, []).extend((person, objective) for person in people)
    for due_on, promises in by_occasion.items():
        owe_all("reading-due", promises, occurrence=due_on.isoformat())
