"""What stands between a wave and its next step: functions with a sentence and a link each (W3).

Apps to the right register theirs under the status that they guard.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from .guidelines import still_to_accept
from .models import Application, Guidelines, Recommendation, Wave
from .words import counted

Status = Wave.Status
_checks = defaultdict(list)


@dataclass(frozen=True)
class Blocker:
    """One reason not to step yet. A hard one cannot be passed; a soft one can, with a reason."""

    sentence: str
    url: str
    is_hard: bool = False


def register(status):
    """Decorate ``check(wave, now) -> Blocker | None``: asked before a wave becomes ``status``."""

    def keep(check):
        _checks[status].append(check)
        return check

    return keep


def blockers(wave, to, now):
    """Everything that stands against ``wave`` becoming ``to``, hard ones first."""
    found = [check(wave, now) for check in _checks[to]]
    return sorted((blocker for blocker in found if blocker), key=lambda blocker: not blocker.is_hard)


@register(Status.RECRUITING)
def no_coordinator(wave, now):
    if not wave.program.roles.filter(role="coordinator").exists():
        return Blocker("The program has no coordinator.", wave.program.get_absolute_url(), is_hard=True)
    return None


@register(Status.RECRUITING)
def no_topics(wave, now):
    if not wave.program.topics:
        return Blocker(
            "The program names no topics.", reverse("program_edit", args=[wave.program_id]), is_hard=True
        )
    return None


@register(Status.RECRUITING)
def applications_closed_before_they_open(wave, now):
    if wave.applications_close_on < timezone.localdate(now):
        return Blocker(
            "The last day for applications has passed.",
            reverse("wave_setup", args=[wave.pk]) + "#id_applications_close_on",
        )
    return None


@register(Status.RECRUITING)
def guidelines_unpublished(wave, now):
    published = set(wave.program.guidelines.exclude(published_at=None).values_list("audience", flat=True))
    missing = [side.label.lower() for side in Guidelines.Audience if side not in published]
    if missing:
        return Blocker(
            f"Guidelines for {' and '.join(missing)} are not published.",
            reverse("guidelines", args=[wave.pk]),
        )
    return None


@register(Status.PAIRING)
def applications_undecided(wave, now):
    waiting = wave.applications.undecided().count()
    if waiting:
        return Blocker(
            f"{counted(waiting, 'application is', 'applications are')} undecided.",
            reverse("applications", args=[wave.pk]) + "?show=waiting",
        )
    return None


@register(Status.PAIRING)
def nobody_accepted(wave, now):
    sides = set(wave.applications.accepted().values_list("side", flat=True))
    missing = [side.label.lower() for side in Application.Side if side not in sides]
    if missing:
        return Blocker(
            f"No {' and no '.join(missing)} has been accepted.",
            reverse("applications", args=[wave.pk]),
            is_hard=True,
        )
    return None


@register(Status.PAIRING)
def recommendations_missing(wave, now):
    missing = Recommendation.objects.filter(
        application__wave=wave, application__status=Application.Status.ACCEPTED, status="asked"
    ).count()
    if missing:
        return Blocker(
            f"{counted(missing, 'recommendation', 'recommendations')} of accepted mentors not received.",
            reverse("applications", args=[wave.pk]),
        )
    return None


@register(Status.RUNNING)
def guidelines_not_accepted(wave, now):
    waiting = sum(still_to_accept(wave, side).count() for side in Guidelines.Audience)
    if waiting:
        return Blocker(
            f"{counted(waiting, 'person has', 'people have')} not accepted the guidelines.",
            reverse("guidelines", args=[wave.pk]),
        )
    return None
