"""What a program teaches: the modules of both sides, one module at a time, and the files of some."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from ... import modules as rules
from ...access import can_coordinate, require
from ...editing import ChangedMeanwhile
from ...forms.modules import ModuleForm
from ...guidelines import sections
from ...lifecycle import NotAllowed
from ...models import Guidelines, Program, TrainingModule
from ...pages import is_htmx, page, whole_number
from .pages import coordinated_program

Audience, Kind = Guidelines.Audience, TrainingModule.Kind
DEEDS = ("up", "down", "remove", "again")


@require_http_methods(["GET", "POST"])
def training_edit(request, pk):
    """What both sides are taught, in order, and what they were taught before."""
    program = coordinated_program(request, pk)
    if request.method == "POST":
        return do(request, program)
    context = {
        "program": program,
        "sides": [
            {
                "audience": side,
                "modules": rules.taught(program, side).select_related("by"),
                "retired": rules.retired(program, side),
            }
            for side in Audience
        ],
        "kinds": list(Kind),
    }
    return page(request, "programs/texts/training", context)


def do(request, program):
    """Move, retire or teach again the module behind the button that was pressed."""
    deed = next((deed for deed in DEEDS if deed in request.POST), None)
    if deed is None:
        return redirect("training_edit", program.pk)
    number = whole_number(request.POST[deed])
    module = get_object_or_404(program.training.select_related("program"), pk=number or 0)
    try:
        if deed in ("up", "down"):
            rules.shift(program, module.audience, module.pk, -1 if deed == "up" else 1)
        elif deed == "remove":
            rules.retire(module, by=request.user, now=timezone.now())
            messages.success(request, f"“{module.title}” is not taught any more.")
        else:
            rules.teach_again(module)
            messages.success(request, f"“{module.title}” is taught again.")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("training_edit", program.pk)


@require_http_methods(["GET", "POST"])
def module_new(request, pk, audience, kind):
    """Teach one more thing of one kind."""
    program = coordinated_program(request, pk)
    if audience not in Audience.values or kind not in Kind.values:
        raise Http404
    here = reverse("module_new", args=[program.pk, audience, kind])
    form = ModuleForm(request.POST or None, request.FILES or None, kind=kind, preview_at=here)
    if wants_preview(request):
        return preview(request, form)
    if "show" not in request.POST and form.is_valid():
        try:
            module = rules.add(program, audience, form.kind, form.facts, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{module.title}” is taught from now on.")
            return redirect("training_edit", program.pk)
    context = {"program": program, "side": Audience(audience), "form": form, "here": here}
    return page(request, "programs/texts/module", context | shown_by(form))


@require_http_methods(["GET", "POST"])
def module_edit(request, pk):
    """Change one module; who completed it keeps that."""
    visible = TrainingModule.objects.filter(program__in=Program.objects.visible_to(request.user))
    module = get_object_or_404(visible.select_related("program", "by"), pk=pk)
    program = module.program
    require(can_coordinate(request.user, program))
    if module.retired_at and request.method == "GET":
        newer = rules.taught(program, module.audience).filter(code=module.code).first()
        return redirect("module_edit", newer.pk) if newer else redirect("training_edit", program.pk)
    here = reverse("module_edit", args=[module.pk])
    form = ModuleForm(
        request.POST or None, request.FILES or None, kind=module.kind, module=module, preview_at=here
    )
    if wants_preview(request):
        return preview(request, form)
    if "show" not in request.POST and form.is_valid() and revised(request, module, form):
        return redirect("training_edit", program.pk)
    context = {
        "program": program,
        "module": module,
        "side": Audience(module.audience),
        "form": form,
        "here": here,
        "history": rules.history(module),
        "is_read": rules.is_read(module),
    }
    return page(request, "programs/texts/module", context | shown_by(form))


def wants_preview(request):
    return "show" in request.POST and is_htmx(request)


def preview(request, form):
    return render(request, "programs/texts/_module_preview.html", {"form": form, **shown_by(form)})


def shown_by(form):
    text, cards = form.shown()
    return {"sections": sections(text), "cards": cards, "problems": form.errors.get("cards", [])}


def revised(request, module, form):
    """Save the new words; False when they cannot be saved, which the form then says."""
    try:
        current = rules.revise(
            module, form.facts, opened=form.cleaned_data["opened"], by=request.user, now=timezone.now()
        )
    except ChangedMeanwhile as conflict:
        form.add_error(
            None,
            f"Somebody else changed this module after you opened it; “{conflict.theirs.title}” stands there "
            "now. Save once more to put yours in its place, or open it anew.",
        )
        form.data = form.data.copy()
        form.data["opened"] = rules.seal(conflict.theirs)
        return False
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    new = current.pk != module.pk
    messages.success(
        request,
        "Saved. Who completed the earlier one keeps that." if new else "Saved. Nobody had read it yet.",
    )
    return True


@require_GET
def training_file(request, pk):
    """The file of a module, to download, for those who may read the module."""
    module = get_object_or_404(TrainingModule.objects.visible_to(request.user).exclude(file=""), pk=pk)
    try:
        content = module.file.open()
    except FileNotFoundError:
        raise Http404 from None
    name = f"{slugify(module.title) or 'training'}.pdf"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
