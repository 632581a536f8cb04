"""What a program asks: its five sheets, each as its readers see it, and one question at a time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import questions as rules
from ...access import can_coordinate, require
from ...editing import ChangedMeanwhile
from ...forms.questions import QuestionForm, ScaleForm, preview_of
from ...lifecycle import NotAllowed
from ...models import Program, Question
from ...pages import is_htmx, page, whole_number
from .pages import coordinated_program

Sheet = Question.Sheet
DEEDS = ("up", "down", "remove", "again")


@require_http_methods(["GET", "POST"])
def questions_edit(request, pk, sheet):
    """One sheet: its questions in order, as their reader sees them, and what was asked before."""
    program, sheet = coordinated_program(request, pk), sheet_called(sheet)
    rows = list(rules.asked(program, sheet).select_related("by"))
    questions = [row for row in rows if row.kind != Question.Kind.HEADING]
    scale = None
    if rules.RULES[sheet].shares_scale:
        scale = ScaleForm(request.POST if "scale-words" in request.POST else None, rows=rows)
    if request.method == "POST":
        if any(deed in request.POST for deed in DEEDS):
            return do(request, program, sheet)
        if scale and scale.is_valid() and rescaled(request, program, sheet, scale):
            return redirect("questions_edit", program.pk, sheet)
    context = {
        "program": program,
        "sheet": sheet,
        "rules": rules.RULES[sheet],
        "sheets": [each for each in Sheet if (each in rules.SURVEYS) == (sheet in rules.SURVEYS)],
        "is_survey": sheet in rules.SURVEYS,
        "heading": next((row for row in rows if row.kind == Question.Kind.HEADING), None),
        "questions": questions,
        "may_add": len(questions) < rules.RULES[sheet].most,
        "may_retire": len(questions) > rules.RULES[sheet].least,
        "retired": [] if rules.RULES[sheet].wording_only else rules.retired(program, sheet),
        "shown": preview_of(sheet, rows),
        "form": scale,
    }
    return page(request, "programs/texts/questions", context)


def sheet_called(name):
    if name not in Sheet.values:
        raise Http404
    return Sheet(name)


def do(request, program, sheet):
    """Move, retire or ask again the question behind the button that was pressed."""
    deed = next(deed for deed in DEEDS if deed in request.POST)
    number = whole_number(request.POST[deed])
    same = Question.objects.filter(program=program, sheet=sheet)
    question = get_object_or_404(same.select_related("program"), pk=number or 0)
    try:
        if deed in ("up", "down"):
            rules.shift(program, sheet, question.pk, -1 if deed == "up" else 1)
        elif deed == "remove":
            rules.retire(question, by=request.user, now=timezone.now())
            messages.success(request, f"“{question.text}” is not asked any more. Answers to it stay.")
        else:
            rules.ask_again(question)
            messages.success(request, f"“{question.text}” is asked again.")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("questions_edit", program.pk, sheet)


def rescaled(request, program, sheet, form):
    """Save the words of a scale; False when others were saved meanwhile, which the form then says."""
    said = form.cleaned_data
    try:
        rules.rescale(
            program, sheet, said["words"], opened=said["opened"], by=request.user, now=timezone.now()
        )
    except ChangedMeanwhile as conflict:
        theirs = conflict.theirs.replace("\n", ", ")
        form.add_error("words", f"Somebody else changed the scale after you opened it. It is now: {theirs}.")
        form.data = form.data.copy()
        form.data["scale-opened"] = rules.scale_seal(list(rules.asked(program, sheet)))
        return False
    messages.success(request, "The scale is saved. Answers given before keep their words.")
    return True


@require_http_methods(["GET", "POST"])
def question_new(request, pk, sheet):
    """Ask one more question."""
    program, sheet = coordinated_program(request, pk), sheet_called(sheet)
    here = reverse("question_new", args=[program.pk, sheet])
    form = form_for(request, program, sheet, None, here)
    if wants_preview(request):
        return preview(request, sheet, form)
    if "show" not in request.POST and form.is_valid():
        try:
            question = rules.add(program, sheet, form.facts, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{question.text}” is asked from now on.")
            return redirect("questions_edit", program.pk, sheet)
    return page(request, "programs/texts/question", context_of(program, sheet, None, form))


@require_http_methods(["GET", "POST"])
def question_edit(request, pk):
    """Reword one question; what was answered keeps the words it was given to."""
    visible = Question.objects.filter(program__in=Program.objects.visible_to(request.user))
    question = get_object_or_404(visible.select_related("program", "by"), pk=pk)
    program, sheet = question.program, Sheet(question.sheet)
    require(can_coordinate(request.user, program))
    if question.retired_at:
        newer = rules.asked(program, sheet).filter(code=question.code).first()
        if request.method == "GET":
            return redirect(reverse("question_edit", args=[newer.pk]) if newer else sheet_of(question))
    form = form_for(request, program, sheet, question, reverse("question_edit", args=[question.pk]))
    if wants_preview(request):
        return preview(request, sheet, form)
    if "show" not in request.POST and form.is_valid() and revised(request, question, form):
        return redirect("questions_edit", program.pk, sheet)
    return page(request, "programs/texts/question", context_of(program, sheet, question, form))


def sheet_of(question):
    return reverse("questions_edit", args=[question.program_id, question.sheet])


def form_for(request, program, sheet, question, here):
    sheet_rules = rules.RULES[sheet]
    shared = rules.scale_of(rules.asked(program, sheet)[:1]) if sheet_rules.shares_scale else ()
    return QuestionForm(
        request.POST or None, rules=sheet_rules, question=question, shared=shared, preview_at=here
    )


def wants_preview(request):
    return "show" in request.POST and is_htmx(request)


def preview(request, sheet, form):
    return render(request, "programs/texts/_question_preview.html", shown_by(sheet, form))


def shown_by(sheet, form):
    """The question being written as its reader will see it; none while a part of it makes no sense."""
    question = form.shown() if form.is_bound else None
    return {"shown": preview_of(sheet, [question]) if question else None}


def context_of(program, sheet, question, form):
    found = {
        "program": program,
        "sheet": sheet,
        "rules": rules.RULES[sheet],
        "question": question,
        "form": form,
        "history": rules.history(question) if question else [],
        "is_read": rules.is_read(question) if question else False,
    }
    if form.is_bound:
        return found | shown_by(sheet, form)
    return found | {"shown": preview_of(sheet, [question]) if question else None}


def revised(request, question, form):
    """Save the new words; False when they cannot be saved, which the form then says."""
    try:
        current = rules.revise(
            question, form.facts, opened=form.cleaned_data["opened"], by=request.user, now=timezone.now()
        )
    except ChangedMeanwhile as conflict:
        theirs = conflict.theirs
        form.add_error("text", f"Somebody else changed this after you opened it. It says: {theirs.text}")
        form.data = form.data.copy()
        form.data["opened"] = rules.seal(theirs)
        return False
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    new = current.pk != question.pk
    messages.success(
        request,
        "Saved. Answers given before keep the earlier words." if new else "Saved. Nobody had read it yet.",
    )
    return True
