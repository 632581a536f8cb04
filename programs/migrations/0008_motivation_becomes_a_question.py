"""What mentors wrote under two fixed headings becomes answers to questions, in the words they were asked."""

from django.db import migrations
from django.utils import timezone

ASKED = {
    "motivation": ("Why do you want to be a mentor?", ""),
    "experience": (
        "What have you taught or explained before?",
        "A colleague, a club, an aunt: anything counts.",
    ),
}


def into_answers(apps, schema_editor):
    Application = apps.get_model("programs", "Application")
    Question = apps.get_model("programs", "Question")
    Answer = apps.get_model("programs", "ApplicationAnswer")
    asked = Question.objects.filter(sheet="mentor_application")
    # a program that asks something else by now does not ask this as well
    asking_otherwise = set(asked.exclude(code__in=ASKED).values_list("program", flat=True))
    for number, (name, (text, hint)) in enumerate(ASKED.items(), start=1):
        questions = {each.program_id: each for each in asked.filter(code=name)}
        written = Application.objects.exclude(**{name: ""}).select_related("wave")
        for application in written.iterator(chunk_size=500):
            program = application.wave.program_id
            if program not in questions:
                questions[program] = Question.objects.create(
                    program_id=program,
                    sheet="mentor_application",
                    code=name,
                    number=number,
                    kind="long",
                    text=text,
                    hint=hint,
                    is_required=number == 1,
                    retired_at=timezone.now() if program in asking_otherwise else None,
                )
            Answer.objects.get_or_create(
                application=application,
                question=questions[program],
                defaults={"value": getattr(application, name)},
            )


def into_columns(apps, schema_editor):
    Application = apps.get_model("programs", "Application")
    Answer = apps.get_model("programs", "ApplicationAnswer")
    found = Answer.objects.filter(question__sheet="mentor_application", question__code__in=ASKED)
    for answer in found.select_related("question").iterator(chunk_size=500):
        Application.objects.filter(pk=answer.application_id).update(**{answer.question.code: answer.value})


class Migration(migrations.Migration):
    dependencies = [("programs", "0007_drafts_by_version")]

    operations = [migrations.RunPython(into_answers, into_columns)]
