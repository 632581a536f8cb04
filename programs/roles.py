"""Who runs a program: taking people on and letting them go, with the refusals in words."""

from django.db import transaction

from .lifecycle import NotAllowed
from .models import Application, Program, ProgramRole, Wave

Role = ProgramRole.Role
# those who judge, decide or keep confidences stand outside the waves in which they do it
APART = {
    Role.COORDINATOR: "a coordinator decides on applications",
    Role.COACH: "a coach is there for both sides of a pair",
    Role.STEERING: "a steering member reviews applications",
}
OVER = (Wave.Status.CLOSED, Wave.Status.CANCELLED)
_ties = []


def tie(check):
    """Register ``check(role) -> sentence | ""``: what keeps somebody from laying a role down."""
    _ties.append(check)
    return check


def called(role):
    """A role within a sentence: program coordinator, HR coach."""
    label = Role(role).label
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def objection(program, person, role):
    """Why a person cannot take on a role, or nothing."""
    if not person.is_active:
        return f"{person} has left the company."
    if program.roles.filter(person=person, role=role).exists():
        return f"{person} is {called(role)} of this program already."
    if role in APART:
        taking_part = (
            Application.objects.filter(person=person, wave__program=program)
            .exclude(wave__status__in=OVER)
            .exclude(status__in=(Application.Status.WITHDRAWN, Application.Status.DECLINED))
            .select_related("wave")
            .first()
        )
        if taking_part:
            side = taking_part.get_side_display().lower()
            return (
                f"{person} takes part in wave {taking_part.wave.number} as a {side}; "
                f"{APART[role]} and stands outside it."
            )
    return ""


@transaction.atomic
def take_on(program, person, role, *, capacity=None):
    """Give somebody a part in running a program."""
    Program.objects.select_for_update().get(pk=program.pk)
    if refusal := objection(program, person, role):
        raise NotAllowed(refusal)
    facts = {"capacity": capacity} if capacity and role == Role.COACH else {}
    return ProgramRole.objects.create(program=program, person=person, role=role, **facts)


@transaction.atomic
def let_go(role):
    """Take a role back, unless the program would be left without anybody to run it."""
    Program.objects.select_for_update().get(pk=role.program_id)  # two people must not remove each other
    if not ProgramRole.objects.filter(pk=role.pk).exists():
        return
    others = ProgramRole.objects.filter(program=role.program_id, role=role.role).exclude(pk=role.pk)
    if role.role == Role.COORDINATOR and not others.exists():
        raise NotAllowed(f"{role.person} is the last coordinator. Add another one first.")
    if sentences := [sentence for check in _ties if (sentence := check(role))]:
        raise NotAllowed(" ".join(sentences))
    role.delete()
