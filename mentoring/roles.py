"""The parts a person plays, each with a home of its own and never a mixed one."""

from dataclasses import dataclass

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast

from pairing.models import Pair
from programs.models import Application, ProgramRole, Wave

# in the order in which they are offered; the first is where one lands after signing in
LABELS = {
    "coordinator": "Program coordinator",
    "coach": "HR coach",
    "mentor": "Mentor",
    "mentee": "Mentee",
    "steering": "Steering member",
    "sponsor": "Sponsor",
    "assistant": "Assistant",
    "administrator": "Administrator",
    "colleague": "Colleague",
}


@dataclass(frozen=True)
class Part:
    """One role of a person and the wave it is about, if any."""

    key: str
    wave_id: int | None = None

    @property
    def label(self):
        return LABELS[self.key]


def parts_of(user):
    """Every role the user holds, in one statement whatever the number of programs."""
    found = {}
    roles, *others = played(user)
    for key, wave_id, status in roles.union(*others, all=True):
        found.setdefault(key, []).append((wave_id, status))
    parts = [Part(key, best_wave(found[key])) for key in LABELS if key in found]
    if user.is_superuser:
        parts.append(Part("administrator"))
    return parts or [Part("colleague")]


def played(user):
    """``(role, wave, its status)`` of what somebody serves, takes part in, and assists with."""
    applied = Application.objects.exclude(
        status__in=(Application.Status.WITHDRAWN, Application.Status.DECLINED)
    )
    side = Case(When(mentor=user, then=Value("mentor")), default=Value("mentee"), output_field=CharField())
    for rows, key, wave in (
        (ProgramRole.objects.filter(person=user), F("role"), "program__waves"),
        (Pair.objects.of_person(user), side, "wave"),
        (applied.filter(person=user), F("side"), "wave"),
        (Application.objects.filter(assistant=user).accepted(), Value("assistant"), "wave"),
    ):
        found = rows.order_by().annotate(part=Cast(key, CharField()), at=F(wave), stage=F(f"{wave}__status"))
        yield found.values_list("part", "at", "stage")


STAGES = [
    Wave.Status.RUNNING,
    Wave.Status.PREPARING,
    Wave.Status.REVIEWING,
    Wave.Status.PAIRING,
    Wave.Status.SELECTING,
    Wave.Status.RECRUITING,
    Wave.Status.DRAFT,
    Wave.Status.CLOSED,
    Wave.Status.CANCELLED,
]


def best_wave(waves):
    """The wave to open first: what runs before what is being built, that before what is over."""
    known = [(STAGES.index(status), -pk) for pk, status in waves if pk]
    return -min(known)[1] if known else None
