"""What could go wrong for a wave: what people logged, and what the figures say by themselves."""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q

from pairing.models import Pair
from programs.models import ProgramRole
from sessions.models import Session, TimeSpent

HOURS_PLANNED = 4
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One risk on the page of a wave; ``url`` leads to it where somebody logged it."""

    tone: str
    sentence: str
    detail: str
    url: str = ""


def risks(figures):
    """``{"lines", "more"}``: the most serious first, what people logged before what was computed."""
    lines = sorted(
        [*logged(figures.wave), *hours_over(figures.wave), *coaches_over(figures)],
        key=lambda line: line.tone != "risk",
    )
    return {"lines": lines[:SHOWN], "more": max(0, len(lines) - SHOWN)}


def logged(wave):
    for risk in wave.risks.open().select_related("owner").order_by("logged_at"):
        owner = f"Owner: {risk.owner.full_name}" if risk.owner else "Owner: nobody yet"
        yield Line(risk.level, risk.name, f"{risk.detail} {owner}".strip(), risk.get_absolute_url())


def hours_over(wave):
    """Mentors who need more than a tenth over the four hours that they were promised."""
    spent = TimeSpent.objects.filter(session__pair__wave=wave, session__status=Session.Status.HELD).aggregate(
        mean=Avg(F("research") + F("preparing") + F("in_session") + F("notes"))
    )["mean"]
    if spent and spent > 60 * HOURS_PLANNED * 1.1:
        yield Line(
            "watch",
            "Mentor hours are running over",
            f"Average {spent / 60:.1f} of {HOURS_PLANNED} hours per session. Computed.",
        )


def coaches_over(figures):
    """Coaches with more pairs in the wave than they said they can look after."""
    loads = (
        ProgramRole.objects.filter(program=figures.wave.program_id, role=ProgramRole.Role.COACH)
        .annotate(
            load=Count(
                "person__pairs_coached",
                filter=Q(
                    person__pairs_coached__wave=figures.wave, person__pairs_coached__status__in=Pair.LIVE
                ),
            )
        )
        .filter(load__gt=F("capacity"))
        .select_related("person")
    )
    for role in loads:
        yield Line(
            "watch",
            f"{role.person.full_name} is over the limit of {role.capacity} pairs",
            f"{role.load} pairs now. Computed.",
        )
