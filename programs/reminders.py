"""The reminders that this app's rules will owe, for `upcoming`; importing them registers them."""

from .links import label_of
from .models import Notice, Recommendation, Wave
from .recommendations import REMINDED, still_asked
from .upcoming import Promise, register


def themselves(waves):
    return Wave.objects.filter(pk__in=waves)


@register(
    "recommendation-reminder",
    called=lambda number, occurrence: f"Recommendations still to come, {occurrence}",
    people=("referee", "referees"),
    why="a week after the request and three days before it lapses",
    subjects=lambda waves: Recommendation.objects.filter(application__wave__in=waves),
    by_occurrence=True,
)
def recommendations_asked(wave, now, until):
    waiting = list(still_asked().filter(application__wave=wave))
    told = set(
        Notice.objects.filter(
            kind="recommendation-reminder", about__in=[label_of(each) for each in waiting]
        ).values_list("about", "occurrence")
    )
    for each in waiting:
        for occurrence, since, lapses in REMINDED:
            about, due_at = label_of(each), each.asked_at + since
            if due_at > until or each.asked_at + lapses <= now or (about, occurrence) in told:
                continue
            yield Promise(each.referee_id, about, occurrence, max(due_at, now))


@register(
    "guidelines",
    called=lambda number, occurrence: "Read and accept the guidelines",
    people=("person", "people"),
    why="in the version in force",
    subjects=themselves,
)
def guidelines_published(wave, now, until):
    """Owed in the moment in which the wave starts preparing, or a version is published."""
    return ()


@register(
    "wave-blocked",
    called=lambda number, occurrence: "What keeps the wave from its next step",
    people=("coordinator", "coordinators"),
    why="each morning until it is mended",
    subjects=themselves,
)
def steps_blocked(wave, now, until):
    """Owed in the moment in which the clock finds the step blocked."""
    return ()
