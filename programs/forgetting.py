"""What is deleted on its day: the content of recommendations, so long after the selection (A4)."""

from datetime import timedelta

from django.utils import timezone

from .models import Application, Recommendation, Wave
from .waves import has_begun


def forget_recommendations(now, today):
    """Delete what referees wrote, so many days after the selection or their answer; how many it were.

    That an answer came is remembered; what it said is not. A selection that drags on keeps everything.
    """
    decided = Application.objects.exclude(status__in=Application.UNDECIDED)
    held = Recommendation.objects.filter(
        status=Recommendation.Status.RECEIVED, forgotten_on=None, application__in=decided
    ).select_related("application__wave__program")
    waves = {each.application.wave for each in held}
    ended = {wave.pk: selection_ended_on(wave) for wave in waves}
    old = [
        each.pk
        for each in held
        if (end := ended[each.application.wave_id])
        and today
        >= max(end, timezone.localdate(each.answered_at or now))
        + timedelta(days=each.application.wave.program.recommendations_kept_days)
    ]
    content = dict.fromkeys([*Recommendation.CRITERIA, "confirms_hours"]) | {"reasons": ""}
    return Recommendation.objects.filter(pk__in=old).update(forgotten_on=today, **content)


def selection_ended_on(wave):
    """The day on which a wave left its selection behind, or None while it has not."""
    if not has_begun(wave, Wave.Status.PAIRING):
        return None
    step = (
        wave.history.filter(current__in=(Wave.Status.PAIRING, Wave.Status.CANCELLED)).order_by("at").first()
    )
    return timezone.localdate(step.at) if step else wave.selection_ends_on
