"""The kinds of message this app sends; importing them registers them."""

from django.utils import timezone
from django.utils.dateformat import format as formatted

from . import (  # noqa: F401 - importing registers
    applicant_notices,
    community_notices,
    digests,
    guidelines,
    review_notices,
    setup_notices,
    waves,
)
from .applicant_notices import COORDINATORS
from .blockers import blockers
from .links import absolute
from .mail import register
from .models import ProgramRole, StatusChange, Wave
from .placeholders import OF_A_WAVE, QUESTIONS, link_to, of_wave, questions_go_to
from .wording import Placeholder

OF_WAVES = {"app": "programs", "program": "program"}


def still_coordinates(person, program):
    return program.roles.filter(person=person, role=ProgramRole.Role.COORDINATOR).exists()


@register(
    "wave-blocked",
    says="For coordinators: what keeps a wave from its next step",
    optional=False,
    to=COORDINATORS,
    when="Once a day from the date on, while something blocks the step",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("count", "How many things stand in the way", "2 things", in_subject=True),
        Placeholder("step", "The step that waits", "End the selection"),
        Placeholder("due_on", "The day on which the step was due", "Fri, Oct 16"),
        Placeholder(
            "blockers",
            "What stands in the way, a line each",
            "- 3 applications are undecided (must be mended)\n- The guidelines are not published",
            required=True,
        ),
        link_to("the page of the wave’s steps"),
    ),
    **OF_WAVES,
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
    lines = [f"- {each.sentence}{' (must be mended)' if each.is_hard else ''}" for each in found]
    return {
        **of_wave(wave),
        "count": f"{len(found)} thing{'' if len(found) == 1 else 's'}",
        "step": waves.VERBS[wave.next_status][0],
        "due_on": formatted(wave.begins_on(wave.next_status), "D, M j"),
        "blockers": "\n".join(lines),
        "link": absolute("wave_step", wave.pk),
    }


@register(
    "wave-stepped",
    says="For coordinators: a wave moved on by itself",
    to=COORDINATORS,
    when="When the clock has taken the wave a step further",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("status", "Where the wave is now", "running", in_subject=True),
        Placeholder("what_follows", "A sentence on what the step means", "Every pair gets its sessions."),
        link_to("the wave’s set-up"),
    ),
    **OF_WAVES,
)
def wave_stepped(notice, wave, now):
    """To coordinators, who did not press the button themselves."""
    if wave.status != notice.occurrence or not still_coordinates(notice.recipient, wave.program):
        return None
    return {
        **of_wave(wave),
        "status": wave.get_status_display().lower(),
        "what_follows": waves.VERBS[wave.status][1],
        "link": absolute("wave_setup", wave.pk),
    }


@register(
    "wave-cancelled",
    says="A wave is called off",
    optional=False,
    to="Everybody who takes part in the wave, and its coordinators",
    when="When the wave is cancelled",
    placeholders=(
        *OF_A_WAVE,
        Placeholder(
            "reason_given",
            "For coordinators, the reason that was noted; nothing for others",
            "The reason given: two of the coaches have left.",
        ),
        QUESTIONS,
    ),
    **OF_WAVES,
)
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
    return {
        **of_wave(wave),
        "reason_given": f"The reason given: {reason}" if reason else "",
        "questions_go_to": questions_go_to(wave.program),
    }


@register(
    "guidelines",
    says="Guidelines to read and accept",
    optional=False,
    to="Everybody who takes part, on the side that the guidelines are for",
    when="When a wave prepares, and whenever a new version is published meanwhile",
    placeholders=(
        *OF_A_WAVE,
        Placeholder(
            "what_is_new",
            "Whether these are the first guidelines or a new version",
            "there is a new version of the guidelines you work by",
        ),
        Placeholder(
            "headline",
            "The same in the words of a subject",
            "The guidelines of Digital Fluency have changed",
            in_subject=True,
        ),
        link_to("the guidelines"),
    ),
    **OF_WAVES,
)
def guidelines_to_accept(notice, wave, now):
    """Only for the version in force, and only while this person has not accepted it."""
    audience, _, version = notice.occurrence.rpartition("-")
    text = guidelines.in_force(wave.program, audience)
    if text is None or str(text.version) != version or wave.is_over:
        return None
    if not guidelines.still_to_accept(wave, audience).filter(person=notice.recipient).exists():
        return None
    name, is_new = wave.program.name, text.version > 1
    return {
        **of_wave(wave),
        "what_is_new": "there is a new version of the guidelines you work by"
        if is_new
        else "these are the guidelines you will work by",
        "headline": f"The guidelines of {name} have changed"
        if is_new
        else f"Guidelines of {name} to read and accept",
        "link": absolute("guidelines", wave.pk),
    }
