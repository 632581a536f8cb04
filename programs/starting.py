"""Beginning things: a program from a template, a wave from a program."""

from itertools import count

from django.db import transaction
from django.utils import timezone

from .calendar import span
from .lifecycle import NotAllowed
from .models import (
    Attribute,
    BlockedDay,
    CurriculumSession,
    Guidelines,
    Objective,
    Program,
    ProgramRole,
    Question,
    Resource,
    TrainingModule,
    Wave,
)
from .program_templates import Lesson, template
from .waves import locked_fields


@transaction.atomic
def start_program(facts, *, by, template_key="blank", sponsor=None, now=None):
    """A new program with everything that the template brings; whoever starts it coordinates it.

    ``facts`` are fields of the program and win over the template's. Guidelines arrive as drafts: somebody
    reads them before they are published.
    """
    chosen = template(template_key)
    program = Program.objects.create(
        **{
            "business_case": chosen.business_case,
            "lens": chosen.lens,
            "topics": list(chosen.topics),
            "teammates_asked": chosen.teammates_asked,
            "contact": by,
            **facts,
            "template": template_key,
        }
    )
    Guidelines.objects.bulk_create(
        Guidelines(program=program, audience=audience, text=text)
        for audience, text in chosen.guidelines.items()
    )
    fill(program, chosen, now=now or timezone.now())
    ProgramRole.objects.create(program=program, person=by, role=ProgramRole.Role.COORDINATOR)
    if sponsor:
        ProgramRole.objects.create(program=program, person=sponsor, role=ProgramRole.Role.SPONSOR)
    return program


def fill(program, chosen, *, now):
    """Give a new program the questions, training, attributes, objectives and readings of a template."""
    sheets, sides = {}, {}
    Question.objects.bulk_create(
        Question(program=program, number=number_of(asked, sheets), **rows_of(asked))
        for asked in chosen.questions
    )
    TrainingModule.objects.bulk_create(
        TrainingModule(program=program, number=place(sides, module.audience), **rows_of(module))
        for module in chosen.training
    )
    Attribute.objects.bulk_create(
        Attribute(program=program, number=number, **rows_of(invited))
        for number, invited in enumerate(chosen.attributes, start=1)
    )
    Objective.objects.bulk_create(
        Objective(program=program, number=number, **rows_of(aim))
        for number, aim in enumerate(chosen.objectives, start=1)
    )
    Resource.objects.bulk_create(
        Resource(program=program, added_at=now, **rows_of(reading)) for reading in chosen.resources
    )


def number_of(asked, sheets):
    """Its place on its sheet; a heading stands before the first."""
    return 0 if asked.kind == Question.Kind.HEADING else place(sheets, asked.sheet)


def place(counters, name):
    """The next number on the list called ``name``, from 1."""
    return next(counters.setdefault(name, count(1)))


def rows_of(entry):
    """The fields of a template's entry; its lists cannot change, a row's may."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(entry).items()}


@transaction.atomic
def start_wave(program, wave, *, source=None, kept=()):
    """Save ``wave`` as the next one of its program, with a curriculum to start from.

    ``source`` is the wave it is copied from, the latest of the program unless another is named; ``kept`` are
    stretches of days to avoid, with the reason.
    """
    Program.objects.select_for_update().get(pk=program.pk)  # two coordinators must not both make wave 3
    latest = program.waves.order_by("-number").first()
    wave.program = program
    wave.number = latest.number + 1 if latest else 1
    wave.status = Wave.Status.DRAFT
    wave.source = source or latest
    wave.save()
    for first, last, reason in kept:
        block_days(wave, first, last, reason)
    lessons = lessons_of(wave.source) if wave.source else []
    fit_curriculum(wave, lessons or template(program.template).curriculum)
    return wave


def lessons_of(wave):
    """What an earlier wave taught, for the next one to begin with."""
    return [
        Lesson(
            topic=session.topic,
            summary=session.summary,
            recipe=session.recipe,
            reading_title=session.reading_title,
            reading_url=session.reading_url,
            reading_minutes=session.reading_minutes,
        )
        for session in wave.curriculum.order_by("number")
    ]


def fit_curriculum(wave, lessons=()):
    """A curriculum entry for each session of the wave.

    Entries beyond the last session stay, unseen, so that nothing typed is lost while numbers are tried.
    """
    known = set(wave.curriculum.values_list("number", flat=True))
    CurriculumSession.objects.bulk_create(
        [
            CurriculumSession(wave=wave, number=number, **vars(lesson_for(number, lessons)))
            for number in range(1, wave.session_count + 1)
            if number not in known
        ],
        ignore_conflicts=True,
    )


def lesson_for(number, lessons):
    if number <= len(lessons):
        lesson = lessons[number - 1]
        return Lesson(**{**vars(lesson), "recipe": [list(item) for item in lesson.recipe]})
    return Lesson(topic=f"Session {number}", recipe=[])


@transaction.atomic
def change_plan(wave, fields, *, given_back=(), kept=()):
    """Save the changed ``fields`` of a wave; the curriculum follows the number of sessions.

    ``given_back`` are stretches of days on which sessions can be planned again, ``kept`` those that are to be
    free from now on, with the reason.

    What may change depends on where the wave stands, so it must still stand where the writer saw it.
    """
    status = Wave.objects.select_for_update().values_list("status", flat=True).get(pk=wave.pk)
    if status != wave.status:
        label = Wave.Status(status).label.lower()
        raise NotAllowed(f"{wave} is {label} by now. Open its set-up again to see what can still change.")
    if locked := set(fields) & set(locked_fields(wave)):
        raise NotAllowed(f"{wave} is too far along to change {', '.join(sorted(locked))}.")
    if wave.is_over and (given_back or kept):
        raise NotAllowed(f"{wave} is over; no day of it can change.")
    wave.save(update_fields=list(fields))
    for first, last in given_back:
        unblock_days(wave, first, last)
    for first, last, reason in kept:
        block_days(wave, first, last, reason)
    fit_curriculum(wave)


@transaction.atomic
def change_confidentiality(program, wave, chosen):
    """Save how long things are kept, and whether the wave has a leaderboard while that can change."""
    program.recommendations_kept_days = chosen["recommendations_kept_days"]
    program.retention_months = chosen["retention_months"]
    program.save(update_fields=["recommendations_kept_days", "retention_months"])
    if wave and chosen["has_leaderboard"] != wave.has_leaderboard:
        wave.has_leaderboard = chosen["has_leaderboard"]
        change_plan(wave, ["has_leaderboard"])


@transaction.atomic
def block_days(wave, first, last, reason):
    """Keep the working days from ``first`` to ``last`` free of sessions; the number of days added."""
    known = set(wave.blocked_days.values_list("day", flat=True))
    new = [day for day in span(first, last) if day.weekday() < 5 and day not in known]
    BlockedDay.objects.bulk_create(
        [BlockedDay(wave=wave, day=day, reason=reason) for day in new], ignore_conflicts=True
    )
    return len(new)


def unblock_days(wave, first, last):
    """Give the days from ``first`` to ``last`` back to the plan."""
    wave.blocked_days.filter(day__range=(first, last)).delete()
