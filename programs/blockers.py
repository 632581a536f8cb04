"""What stands between a wave and its next step: functions with a sentence and a link each (W3).

Apps to the right register theirs under the status that they guard.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from .guidelines import still_to_accept
from .models import Application, Event, Guidelines, Recommendation, Wave
from .training import still_to_train
from .wave_reviews import FROM_THEN_ON, against_closing, is_closed, review_is_recorded, wave_before
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
        return Blocker(
            "The program has no coordinator.", reverse("setup_roles", args=[wave.program_id]), is_hard=True
        )
    return None


@register(Status.RECRUITING)
def no_topics(wave, now):
    if not wave.program.topics:
        return Blocker(
            "The program names no topics.", reverse("setup_purpose", args=[wave.program_id]), is_hard=True
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


@register(Status.RECRUITING)
def review_of_the_wave_before(wave, now):
    """A wave opens on what the one before has taught, not beside it (W5)."""
    before = wave_before(wave)
    if before is None or review_is_recorded(before):
        return None
    found = [f"Wave {before.number} is {before.get_status_display().lower()}; its review comes first."]
    if before.status in FROM_THEN_ON:
        found = against_closing(before) or ["It is not closed."]
        found.insert(0, f"The review of wave {before.number} is not finished.")
    return Blocker(" ".join(found), reverse("wave_review", args=[before.pk]), is_hard=True)


@register(Status.RECRUITING)
def no_objectives(wave, now):
    if not wave.program.objectives.exists():
        return Blocker(
            "No objective says how success is measured.", reverse("objective_new", args=[wave.program_id])
        )
    return None


@register(Status.RECRUITING)
def no_coach(wave, now):
    if not wave.program.roles.filter(role="coach", person__is_active=True).exists():
        return Blocker("No coach is named yet.", reverse("setup_roles", args=[wave.program_id]) + "#add")
    return None


@register(Status.SELECTING)
def nobody_applied(wave, now):
    applied = set(
        wave.applications.exclude(
            status__in=(Application.Status.DRAFT, Application.Status.WITHDRAWN)
        ).values_list("side", flat=True)
    )
    missing = [side.label.lower() for side in Application.Side if side not in applied]
    if missing:
        return Blocker(f"No {' and no '.join(missing)} has applied.", reverse("applications", args=[wave.pk]))
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


@register(Status.PREPARING)
def launch_event_missing(wave, now):
    if not wave.events.filter(kind=Event.Kind.LAUNCH, cancelled_at=None).exists():
        return Blocker("No launch event is planned.", reverse("events", args=[wave.pk]))
    return None


@register(Status.RUNNING)
def training_not_completed(wave, now):
    waiting = still_to_train(wave).count()
    if waiting:
        return Blocker(
            f"{counted(waiting, 'person has', 'people have')} not completed the required training.",
            reverse("wave_training", args=[wave.pk]),
        )
    return None


@register(Status.CLOSED)
def review_not_closed(wave, now):
    """Without it the next wave cannot open (W5)."""
    if is_closed(wave):
        return None
    # a wave whose review period ends is still reviewing: what else stands against closing is said
    found = " ".join(["The review is not finished.", *against_closing(wave)])
    return Blocker(found, reverse("wave_review", args=[wave.pk]))


@register(Status.RUNNING)
def guidelines_not_accepted(wave, now):
    waiting = sum(still_to_accept(wave, side).count() for side in Guidelines.Audience)
    if waiting:
        return Blocker(
            f"{counted(waiting, 'person has', 'people have')} not accepted the guidelines.",
            reverse("guidelines", args=[wave.pk]),
        )
    return None
