"""The parts a person plays, each with a home of its own and never a mixed one."""

from dataclasses import dataclass

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
    """Every role the user holds, in three statements whatever the number of programs."""
    found = {}
    for role, wave_id in (
        ProgramRole.objects.filter(person=user).order_by("role").values_list("role", "program__waves")
    ):
        found.setdefault(role, []).append(wave_id)
    for side, wave_id in taking_part(user):
        found.setdefault(side, []).append(wave_id)
    for wave_id in Application.objects.filter(assistant=user).accepted().values_list("wave", flat=True):
        found.setdefault("assistant", []).append(wave_id)
    parts = [Part(key, best_wave(found[key])) for key in LABELS if key in found]
    if user.is_superuser:
        parts.append(Part("administrator"))
    return parts or [Part("colleague")]


def taking_part(user):
    """``(side, wave)`` of the pairs and applications of a person."""
    for mentor_id, wave_id in Pair.objects.of_person(user).values_list("mentor", "wave"):
        yield ("mentor" if mentor_id == user.pk else "mentee"), wave_id
    yield from (
        Application.objects.filter(person=user)
        .exclude(status__in=(Application.Status.WITHDRAWN, Application.Status.DECLINED))
        .values_list("side", "wave")
    )


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


def best_wave(wave_ids):
    """The wave to open first: what runs before what is being built, that before what is over."""
    known = Wave.objects.filter(pk__in=[pk for pk in wave_ids if pk]).values_list("pk", "status")
    return min(known, key=lambda wave: (STAGES.index(wave[1]), -wave[0]), default=(None,))[0]
