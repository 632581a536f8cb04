"""What the demo's set-up shows: a program that is measured at set moments, with one reading due."""

from datetime import timedelta
from decimal import Decimal

from programs.models import ObjectiveReading, Program, User

from . import cast
from .waves import WEEK, noon

# newest last; a value that the template's objective of this name was read at
READINGS = {
    "Leaders use the channels our customers use": ("24", "38", "46", "51"),
    "Pairs see it through": ("58", "71", "75"),
    "Familiarity grows": ("2.4", "3.1", "3.3"),
    "Decisions change": ("1", "3", "4"),
    "Mentors are seen": ("82",),
}
COMMENTS = (
    "Asked of both sides, nobody missing.",
    "Counted from the schedule.",
    "Two people were on leave.",
    "",
)
DUE_SINCE = timedelta(days=3)


def measure(program, today):
    """Read every objective as often as it asks for since the pilot; one is due again."""
    Program.objects.filter(pk=program.pk).update(
        created_at=noon(today - 80 * WEEK),
        problem="Decisions about what customers do on a phone are taken by people who seldom do it.",
        steps_saved=["purpose", "waves", "rules", "confidentiality"],
    )
    ines, wren = (User.objects.get(email=email) for email in (cast.COORDINATOR, cast.STEERING))
    for place, objective in enumerate(program.objectives.all()):
        values = READINGS.get(objective.name, ())
        every = objective.review_every_weeks * WEEK
        last = today - every - DUE_SINCE if place == 0 else today - every / 2
        objective.owner = wren if place == 1 else ines
        objective.save(update_fields=["owner"])
        ObjectiveReading.objects.bulk_create(
            ObjectiveReading(
                objective=objective,
                value=Decimal(value),
                read_on=last - back * every,
                by=objective.owner,
                comment=COMMENTS[(place + back) % len(COMMENTS)],
            )
            for back, value in enumerate(reversed(values))
        )
