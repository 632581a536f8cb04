"""The surveys that are about to be sent, for a wave's page; importing them registers them."""

from datetime import datetime, time

from django.utils import timezone

from programs.links import label_of
from programs.models import Notice
from programs.upcoming import Promise, register

from .models import Survey
from .surveys import LAST_WEEK, last_week_of, yet_to_answer


def midnight(day):
    """When a day begins for the clock that sends surveys."""
    return datetime.combine(day, time(0), timezone.get_default_timezone())


@register(
    "survey",
    called=lambda number, occurrence: "Survey, last reminder" if occurrence else "Survey, invitation",
    people=("person", "those who have not answered"),
    why="without saying who they are",
    subjects=lambda waves: Survey.objects.filter(wave__in=waves),
    number="pk",
    by_occurrence=True,
    names_nobody=True,
)
def surveys_to_send(wave, now, until):
    """At most one opens and one closes within days, so this asks about one or two."""
    for survey in wave.surveys.all():
        survey.wave = wave
        days = (("", survey.opens_on), (LAST_WEEK, last_week_of(survey)))
        coming = [(occurrence, midnight(day)) for occurrence, day in days if now < midnight(day) <= until]
        if not coming:
            continue
        about = label_of(survey)
        told = set(Notice.objects.filter(kind="survey", about=about).values_list("recipient", "occurrence"))
        for person_id in yet_to_answer(survey):
            for occurrence, due_at in coming:
                if (person_id, occurrence) not in told:
                    yield Promise(person_id, about, occurrence, due_at, survey.pk)
