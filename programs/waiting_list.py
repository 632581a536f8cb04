"""Those who waited in vain for a wave go first in the next one (A6)."""

from django.db import transaction

from . import answers as questionnaire
from . import recommendations
from .admission import require_open
from .applications import submit
from .lifecycle import NotAllowed
from .models import Application, NoGo, Recommendation, TopicChoice, Wave
from .outbox import owe_all

Status = Application.Status
CARRIED = ("goals", "commits_hours", "will_challenge", "suitable_hours", "capacity", "assistant")
JUDGMENT = (*Recommendation.CRITERIA, "reasons", "confirms_hours", "forgotten_on", "asked_at", "answered_at")


def next_call(application):
    """The wave that somebody on a waiting list can go on to by one press, or None."""
    if application.status != Status.WAITLISTED or hasattr(application, "carried_to"):
        return None
    return (
        Wave.objects.open_for_applications()
        .filter(program=application.wave.program_id, number__gt=application.wave.number)
        .exclude(applications__person=application.person_id)
        .order_by("number")
        .first()
    )


def offer_places(wave):
    """When a wave recruits: tell everybody who waited for an earlier one that one press is enough."""
    waiting = (
        Application.objects.filter(
            wave__program=wave.program_id,
            wave__number__lt=wave.number,
            status=Status.WAITLISTED,
            carried_to=None,
            person__is_active=True,
        )
        .exclude(person__applications__wave=wave)
        .order_by("person_id", "-wave__number")
        .distinct("person_id")
    )
    owe_all(
        "waiting-list-offer",
        [(each.person_id, each) for each in waiting],
        occurrence=f"wave {wave.number}",
    )


@transaction.atomic
def carry_over(application, *, now, today):
    """Apply to the next wave with what was said for the last one; the new application.

    It is sent at once. Where the questions have changed so that something is missing it stays a draft, and
    its owner completes it. Whoever presses twice has one application.
    """
    waited = Application.objects.select_for_update().get(pk=application.pk)
    if hasattr(waited, "carried_to"):
        return waited.carried_to
    wave = next_call(waited)
    if wave is None:
        raise NotAllowed("There is no wave open to which this application could be carried over.")
    require_open(wave, waited.person, waited.side, today)
    carried = Application.objects.create(
        wave=wave,
        person=waited.person,
        side=waited.side,
        carried_from=waited,
        version=1,
        saved_at=now,
        **{name: getattr(waited, name) for name in CARRIED},
    )
    copy_rows(waited, carried)
    if is_complete(carried):
        submit(carried, now=now)
    return carried


def copy_rows(waited, carried):
    """Topics that are still taught, no-gos, answers that fit today's questions, and what referees said."""
    TopicChoice.objects.bulk_create(
        TopicChoice(application=carried, topic=each.topic, level=each.level, familiarity=each.familiarity)
        for each in waited.topics.all()
        if each.topic in carried.wave.program.topics
    )
    NoGo.objects.bulk_create(
        NoGo(application=carried, person=each.person, department=each.department)
        for each in waited.no_gos.all()
    )
    asked = questionnaire.asked_of(carried.side, carried.wave.program)
    said = questionnaire.carried(waited, asked)
    questionnaire.keep(carried, {question: said.get(question.pk) for question in asked})
    for each in waited.recommendations.exclude(status=Recommendation.Status.REPLACED):
        received = each.status == Recommendation.Status.RECEIVED and each.forgotten_on is None
        if received:
            facts = {name: getattr(each, name) for name in JUDGMENT}
            Recommendation.objects.create(
                application=carried,
                referee=each.referee,
                relation=each.relation,
                status=Recommendation.Status.RECEIVED,
                **facts,
            )
        elif each.referee.is_active and each.status != Recommendation.Status.DECLINED:
            recommendations.add_referees(carried, [(each.relation, each.referee)])


def is_complete(application):
    """Whether nothing that is asked today is missing."""
    asked = questionnaire.asked_of(application.side, application.wave.program)
    answered = set(application.answers.values_list("question", flat=True))
    spoken_for = application.recommendations.count()
    wanted = (
        1 + application.wave.program.teammates_asked if application.side == Application.Side.MENTOR else 0
    )
    return (
        application.commits_hours
        and application.will_challenge
        and bool(application.suitable_hours)
        and application.topics.exists()
        and all(question.pk in answered for question in asked if question.is_required)
        and spoken_for >= wanted
    )
