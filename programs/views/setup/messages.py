"""Step 6: which messages go out and when, which surveys, and publishing."""

from collections import Counter

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ... import mail, questions, setup, waves
from ...blockers import blockers
from ...forms.waves import StepForm
from ...models import Question, Wave
from .pages import frame_of, program_in_setup

Status = Wave.Status


@require_GET
def setup_messages(request, pk):
    """What the program writes to whom, on which days, and whether the wave may open."""
    return messages_page(request, *program_in_setup(request, pk))


def messages_page(request, program, wave, publishing=None):
    """The page; with the form of an attempt to publish that needs mending, it is answered 422."""
    is_draft = bool(wave) and wave.status == Status.DRAFT
    found = blockers(wave, Status.RECRUITING, timezone.now()) if is_draft else []
    quiet = set(program.quiet_kinds)
    kinds = mail.kinds.of_programs()
    context = {
        "optional": [{"kind": kind, "is_quiet": kind.name in quiet} for kind in kinds if kind.optional],
        "always": [{"kind": kind} for kind in kinds if not kind.optional],
        "dates": setup.dates_of(wave) if wave else [],
        "surveys": survey_sheets(program),
        "is_draft": is_draft,
        "blockers": found,
        "hard": [blocker for blocker in found if blocker.is_hard],
        "form": publishing,
        "publishing": publishing or StepForm(needs_reason=bool(found), initial={"to": Status.RECRUITING}),
        "verb": waves.VERBS[Status.RECRUITING],
        "published": published(wave) if wave and not is_draft else None,
        **frame_of(program, wave, "messages"),
    }
    status = 422 if publishing is not None and publishing.errors else 200
    return render(request, "programs/setup/messages.html", context, status=status)


def survey_sheets(program):
    """``[(sheet, number of questions)]`` of the surveys, in the order in which they are asked."""
    asked = Question.objects.in_force().filter(program=program).exclude(kind=Question.Kind.HEADING)
    numbers = Counter(asked.values_list("sheet", flat=True))
    return [(sheet, numbers[sheet]) for sheet in questions.SURVEYS]


def published(wave):
    """When and by whom the wave was opened, as its history says; None for one that never was."""
    return wave.history.filter(current=Status.RECRUITING).select_related("by").order_by("at").first()
