"""Surveys: asking, answering, and figures that hide everybody who answered.

Figures appear from five answers, and a figure says its base and its question. Who has not answered
is known to the reminder alone.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from pairing.models import Pair
from programs.lifecycle import NotAllowed
from programs.outbox import owe_all

from . import occasions
from .models import Answer, Response, Survey, SurveyQuestion

SMALLEST_GROUP = 5
LAST_WEEK = "last-week"
CHANGE_OF_MIND = timedelta(days=7)


@transaction.atomic
def plan_surveys(wave):
    """Plan the surveys of a wave on its calendar; doing it again changes nothing.

    What they ask is written when they open, so that words can be changed until then.
    """
    for each in occasions.planned(wave):
        Survey.objects.get_or_create(
            wave=wave,
            kind=each.occasion.kind,
            audience=each.audience,
            defaults={"title": each.title, "opens_on": each.opens_on, "closes_on": each.closes_on},
        )


@transaction.atomic
def write_questions(survey):
    """Give a survey the program's words of this day, once; True when it has something to ask."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("wave").get(pk=survey.pk)
    if survey.questions.exists():
        return True
    questions = SurveyQuestion.objects.bulk_create(occasions.questions_for(survey))
    titles = {(each.occasion.kind, each.audience): each.title for each in occasions.planned(survey.wave)}
    if title := titles.get((survey.kind, survey.audience)):
        Survey.objects.filter(pk=survey.pk).update(title=title)
    return bool(questions)


def ask(now, today):
    """Owe everybody who has not answered an open survey one invitation, and one reminder in its last week."""
    for survey in Survey.objects.due(today).select_related("wave"):
        if not write_questions(survey):
            continue
        promises = [(person_id, survey) for person_id in yet_to_answer(survey)]
        owe_all("survey", promises, due_at=now)
        if today >= last_week_of(survey):
            owe_all("survey", promises, occurrence=LAST_WEEK, due_at=now)


def yet_to_answer(survey):
    """Those who are asked and have not answered; for the sender alone, no page may say who they are."""
    answered = Response.objects.filter(survey=survey, person=OuterRef(survey.audience))
    pairs = Pair.objects.published().filter(wave=survey.wave_id).exclude(status=Pair.Status.ENDED)
    return pairs.filter(~Exists(answered)).order_by().values_list(survey.audience, flat=True).distinct()


def last_week_of(survey):
    """The day from which those who have not answered are reminded."""
    return max(survey.opens_on, survey.closes_on - timedelta(days=7))


def may_change(response, now):
    return response is None or now - response.answered_at <= CHANGE_OF_MIND


@transaction.atomic
def answer(survey, person, values, *, now, today):
    """Keep or change somebody's answers; ``values`` maps question to 1–5 or to text."""
    if not survey.opens_on <= today <= survey.closes_on:
        raise NotAllowed("This survey is closed.")
    response, new = Response.objects.select_for_update().get_or_create(
        survey=survey, person=person, defaults={"answered_at": now}
    )
    if not new and not may_change(response, now):
        raise NotAllowed("Answers can be changed for a week. Yours are kept as they are.")
    Answer.objects.filter(response=response).delete()
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question=question,
            value=None if question.kind == SurveyQuestion.Kind.TEXT else value,
            text=value if question.kind == SurveyQuestion.Kind.TEXT else "",
        )
        for question, value in values.items()
        if value not in (None, "")
    )
    return response


@dataclass(frozen=True)
class Figure:
    """What one question gave: answers per choice from best to worst, or nothing when too few answered."""

    question: SurveyQuestion
    base: int
    counts: tuple

    @property
    def is_shown(self):
        return self.base >= SMALLEST_GROUP

    @property
    def rows(self):
        """``(words, count, percent)`` from best to worst."""
        return [
            (words, count, round(100 * count / self.base))
            for words, count in zip(self.question.choices, self.counts, strict=True)
        ]


def figures(survey):
    """A figure per scale question, in one statement for the answers; empty ones below five answers."""
    questions = list(survey.questions.filter(kind=SurveyQuestion.Kind.SCALE))
    counted = {}
    for question_id, value, count in (
        Answer.objects.filter(question__in=questions)
        .values_list("question", "value")
        .annotate(count=Count("pk"))
        .order_by()
    ):
        counted[question_id, value] = count
    return [figure(question, counted) for question in questions]


def figure(question, counted):
    counts = tuple(counted.get((question.pk, value), 0) for value in (5, 4, 3, 2, 1))
    base = sum(counts)
    return Figure(question, base, counts) if base >= SMALLEST_GROUP else Figure(question, 0, (0,) * 5)


def reply_counts(wave):
    """``(survey, answered, asked)`` for each survey of a wave; the base is everybody who is asked."""
    pairs = Pair.objects.published().filter(wave=wave).exclude(status=Pair.Status.ENDED)
    asked = pairs.aggregate(mentor=Count("mentor", distinct=True), mentee=Count("mentee", distinct=True))
    for survey in wave.surveys.annotate(answered=Count("responses")):
        yield survey, survey.answered, asked[survey.audience]


def replies(wave, today, pairs):
    """``(answered, asked)`` over the surveys of a wave that have opened; ``pairs`` are those still asked."""
    asked = {side: len({getattr(pair, f"{side}_id") for pair in pairs}) for side in Survey.Audience.values}
    opened = wave.surveys.filter(opens_on__lte=today).annotate(answered=Count("responses"))
    opened = list(opened.values_list("audience", "answered"))
    return sum(answered for _, answered in opened), sum(asked.get(side, 0) for side, _ in opened)
