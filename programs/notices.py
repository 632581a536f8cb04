"""The kinds of message this app sends; importing them registers them."""

from django.utils import timezone

from . import applicant_notices, community_notices, digests, guidelines, waves  # noqa: F401 - importing registers
from .blockers import blockers
from .links import absolute
from .mail import register
from .models import ProgramRole, StatusChange, Wave

# --- waves and guidelines ---------------------------------------------------------------------------------


def still_coordinates(person, program):
    return program.roles.filter(person=person, role=ProgramRole.Role.COORDINATOR).exists()


@register(
    "wave-blocked",
    app="programs",
    says="For coordinators: what keeps a wave from its next step",
    optional=False,
)
def wave_blocked(notice, wave, now):
    """Only while the step is due and something still stands against it."""
    if not still_coordinates(notice.recipient, wave.program):
        return None
    if not waves.is_due(wave, timezone.localdate(now, timezone.get_default_timezone())):
        return None
    found = blockers(wave, wave.next_status, now)
    if not found:
        return None
    return {
        "wave": wave,
        "verb": waves.VERBS[wave.next_status][0],
        "due_on": wave.begins_on(wave.next_status),
        "found": found,
        "link": absolute("wave_step", wave.pk),
    }


@register("wave-stepped", app="programs", says="For coordinators: a wave moved on by itself")
def wave_stepped(notice, wave, now):
    """To coordinators, who did not press the button themselves."""
    if wave.status != notice.occurrence or not still_coordinates(notice.recipient, wave.program):
        return None
    return {
        "wave": wave,
        "what_follows": waves.VERBS[wave.status][1],
        "link": absolute("wave_setup", wave.pk),
    }


@register("wave-cancelled", app="programs", says="A wave is called off", optional=False)
def wave_cancelled(notice, wave, now):
    """The reason is the coordinators' own; participants get one neutral sentence."""
    if wave.status != Wave.Status.CANCELLED:
        return None
    reason = ""
    if still_coordinates(notice.recipient, wave.program):
        change = StatusChange.objects.filter(
            subject_type__model="wave", subject_id=wave.pk, current=Wave.Status.CANCELLED
        ).first()
        reason = change.reason if change else ""
    return {"wave": wave, "contact": wave.program.contact, "reason": reason}


@register("guidelines", app="programs", says="Guidelines to read and accept", optional=False)
def guidelines_to_accept(notice, wave, now):
    """Only for the version in force, and only while this person has not accepted it."""
    audience, _, version = notice.occurrence.rpartition("-")
    text = guidelines.in_force(wave.program, audience)
    if text is None or str(text.version) != version or wave.is_over:
        return None
    if not guidelines.still_to_accept(wave, audience).filter(person=notice.recipient).exists():
        return None
    return {"wave": wave, "is_new": text.version > 1, "link": absolute("guidelines", wave.pk)}
