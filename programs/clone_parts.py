"""The parts of this app's programs and waves that a copy takes along or sets anew (`apps.py` imports it)."""

from django.template.defaultfilters import capfirst
from django.utils.dateformat import format as formatted

from .cloning import Part, register
from .forms.waves import DATE_LABELS, NUMBERS
from .models import (
    Attribute,
    Guidelines,
    Objective,
    ProgramText,
    Question,
    Resource,
    TrainingModule,
)
from .own_words import all_in_force


def said(value):
    """A value as a line of text."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def copies(rows, program, **changes):
    """Unsaved copies of ``rows`` that belong to ``program``."""
    for row in rows:
        fields = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        yield type(row)(**{**fields, "program_id": program.pk, **changes})


# --- programs ---------------------------------------------------------------------------------------------

AIMS = {
    "purpose": "Purpose",
    "problem": "The problem to solve",
    "business_case": "Business case",
    "topics": "Topics",
    "teammates_asked": "Teammates asked about a mentor",
    "recommendations_kept_days": "Days that recommendations are kept",
    "retention_months": "Months that a closed wave is kept",
    "quiet_kinds": "Messages not sent",
}


def aims(program):
    found = {name: (label, said(getattr(program, name))) for name, label in AIMS.items()}
    return found | {"lens": ("What the program looks at", program.get_lens_display())}


def guidelines(program):
    """The newest version of each side, published or not."""
    newest = program.guidelines.order_by("audience", "-version").distinct("audience")
    return {each.audience: (f"For {each.get_audience_display().lower()}", each.text) for each in newest}


def copy_guidelines(source, program, now):
    """As drafts: somebody reads them before they are published."""
    Guidelines.objects.bulk_create(
        Guidelines(program=program, audience=audience, text=text)
        for audience, (_, text) in guidelines(source).items()
    )


def objectives(program):
    return {
        each.name: (
            each.name,
            f"{each.measure}: from {said(each.baseline) or 'where it is'} to {each.target} {each.unit}, "
            f"read every {each.review_every_weeks} weeks",
        )
        for each in program.objectives.all()
    }


def copy_objectives(source, program, now):
    """With where they began; who looks after them is chosen anew, as are all people."""
    Objective.objects.bulk_create(copies(source.objectives.all(), program, owner_id=None))


def questions(program):
    return {
        (each.sheet, each.code): (
            f"{each.get_sheet_display()}: {each.text}",
            " ".join(filter(None, [each.text, each.hint, said(each.choices), required(each), weight(each)])),
        )
        for each in program.questions.in_force()
    }


def required(question):
    return "" if question.is_required else "(optional)"


def weight(question):
    return f"Weight {question.weight}." if question.sheet == Question.Sheet.SCORECARD else ""


def copy_questions(source, program, now):
    Question.objects.bulk_create(copies(source.questions.in_force(), program, by_id=None))


def training(program):
    return {
        (each.audience, each.code): (
            f"{each.get_audience_display()}: {each.title}",
            " ".join(
                filter(
                    None,
                    [
                        each.title,
                        each.text,
                        each.url,
                        said(each.cards),
                        "Required." if each.is_required else "",
                    ],
                )
            ),
        )
        for each in program.training.in_force()
    }


def copy_training(source, program, now):
    TrainingModule.objects.bulk_create(copies(source.training.in_force(), program, by_id=None))


def texts(program):
    return {
        kind: (capfirst(kind.replace("-", " ")), f"{text.subject}\n{text.body}")
        for kind, text in all_in_force(program).items()
    }


def copy_texts(source, program, now):
    ProgramText.objects.bulk_create(
        copies(all_in_force(source).values(), program, version=1, at=now, by_id=None)
    )


def resources(program):
    return {
        (each.topic, each.title): (each.title, " ".join(filter(None, [each.topic, each.url, each.text])))
        for each in program.resources.all()
    }


def copy_resources(source, program, now):
    Resource.objects.bulk_create(copies(source.resources.all(), program, by_id=None, added_at=now))


def attributes(program):
    return {each.code: (each.name, f"{each.why} {said(each.choices)}") for each in program.attributes.all()}


def copy_attributes(source, program, now):
    Attribute.objects.bulk_create(copies(source.attributes.all(), program))


register("program", Part("Aims and settings", aims))
register("program", Part("Guidelines, as drafts", guidelines, copy_guidelines, "sides"))
register("program", Part("Objectives, without their readings", objectives, copy_objectives, "objectives"))
register("program", Part("Questions of every form", questions, copy_questions, "questions"))
register("program", Part("Training", training, copy_training, "modules"))
register("program", Part("Texts of mails", texts, copy_texts, "mails in your own words"))
register("program", Part("Readings and links", resources, copy_resources, "entries"))
register("program", Part("Attributes people may volunteer", attributes, copy_attributes, "attributes"))


# --- waves ------------------------------------------------------------------------------------------------


def dates(wave):
    return {
        name: (label, formatted(day, "D, M j, Y") if (day := getattr(wave, name)) else "")
        for name, (label, _) in DATE_LABELS.items()
    }


def plan(wave):
    found = {name: (label, said(getattr(wave, name))) for name, (label, *_) in NUMBERS.items()}
    return found | {"has_leaderboard": ("Leaderboard", said(wave.has_leaderboard))}


def curriculum(wave):
    return {
        lesson.number: (
            f"Session {lesson.number}",
            "\n".join(
                filter(
                    None,
                    [
                        lesson.topic,
                        lesson.summary,
                        *(f"{minutes} {title}" for minutes, title in lesson.recipe),
                        lesson.reading_title,
                        lesson.reading_url,
                    ],
                )
            ),
        )
        for lesson in wave.curriculum.filter(number__lte=wave.session_count)
    }


def along_with_the_form(source, wave, now):
    """The form of the new wave begins with these; `starting.start_wave` saves them."""


register("wave", Part("Dates", dates))
register("wave", Part("Session plan", plan, along_with_the_form, "settings"))
register("wave", Part("Curriculum and reading", curriculum, along_with_the_form, "sessions"))
