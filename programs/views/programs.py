"""Programs: the list, starting one, its page, its guidelines."""

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from .. import cloning, starting
from .. import guidelines as texts
from ..access import can_coordinate, can_start_program, require
from ..forms.programs import GuidelinesForm, ProgramForm
from ..models import Application, Guidelines, GuidelinesAcceptance, Program, ProgramRole, Wave
from ..pages import found_wave, page
from ..program_templates import KEYS, all_templates, template
from .setup import copies
from .setup.people import teams_of

Audience = Guidelines.Audience


@require_GET
def programs(request):
    """Every program one may read about, with its waves."""
    visible_waves = Wave.objects.visible_to(request.user)
    found = (
        Program.objects.visible_to(request.user)
        .select_related("contact")
        .prefetch_related(
            Prefetch("waves", visible_waves),
            Prefetch("roles", ProgramRole.objects.filter(person=request.user), to_attr="own_roles"),
        )
        .order_by("name")
    )
    context = {"programs": found, "may_start": can_start_program(request.user)}
    return page(request, "programs/programs", context)


@require_http_methods(["GET", "POST"])
def program_new(request):
    """Start a program from a template, or from one that the reader coordinates."""
    require(can_start_program(request.user))
    key = request.GET.get("template", "")
    if "from" in request.GET:
        return program_from(request, copies.source_program(request))
    if key not in KEYS:
        context = {
            "templates": all_templates(),
            "sources": Program.objects.coordinated_by(request.user).order_by("name"),
        }
        return render(request, "programs/program_templates.html", context)
    chosen = template(key)
    brought = {
        "name": "" if key == "blank" else chosen.name,
        "purpose": chosen.purpose,
        "business_case": chosen.business_case,
        "lens": chosen.lens,
        "topics": "\n".join(chosen.topics),
        "teammates_asked": chosen.teammates_asked,
        "contact": request.user,
    }
    form = ProgramForm(request.POST or None, initial=brought)
    if form.is_valid():
        begun = starting.start_program(
            form.facts, by=request.user, template_key=key, sponsor=form.cleaned_data["sponsor"]
        )
        messages.success(request, f"{begun} is begun. You coordinate it.")
        return redirect("setup_purpose", begun.pk)
    return page(request, "programs/program_form", {"form": form, "template": chosen})


def program_from(request, source):
    """The form of a copy, with what goes along and what stays behind beside it."""
    brought = {
        **{name: getattr(source, name) for name in ProgramForm.Meta.fields},
        "name": "",
        "topics": "\n".join(source.topics),
        "contact": request.user,
    }
    form = ProgramForm(request.POST or None, initial=brought)
    if form.is_valid():
        return copies.begin_from(source, form, request)
    context = {
        "form": form,
        "source": source,
        "copied": cloning.copied_from(source, "program"),
        "left_behind": cloning.left_behind(source),
    }
    return page(request, "programs/program_form", context)


@require_GET
def program(request, pk):
    """What a program is for, who runs it, its waves."""
    program = visible_program(request, pk)
    holders = program.roles.select_related("person").order_by("person__family_name", "pk")
    context = {
        "program": program,
        "waves": Wave.objects.visible_to(request.user).filter(program=program).order_by("-number"),
        "teams": teams_of(list(holders)),
        "may_coordinate": can_coordinate(request.user, program),
    }
    return page(request, "programs/program", context)


def visible_program(request, pk):
    return get_object_or_404(Program.objects.visible_to(request.user).select_related("contact"), pk=pk)


# --- guidelines -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def guidelines(request, pk):
    """What is expected of one's side, to read and accept; whoever serves the program reads both."""
    wave = found_wave(request, pk)
    side = side_of(request.user, wave)
    text = texts.in_force(wave.program, side) if side else None
    if request.method == "POST":
        require(text is not None)
        if request.POST.get("version") == str(text.pk):
            texts.accept(text, request.user, now=timezone.now())
            messages.success(request, "You have accepted the guidelines.")
        else:
            messages.error(request, "This is a newer version than the one you read. Look at it first.")
        return redirect("guidelines", wave.pk)
    accepted = text and GuidelinesAcceptance.objects.filter(guidelines=text, person=request.user).first()
    may_coordinate = can_coordinate(request.user, wave.program)
    shown = [text] if side else [texts.in_force(wave.program, each) for each in Audience]
    context = {
        "wave": wave,
        "side": side,
        "may_accept": bool(text),
        "accepted": accepted,
        "shown": [{"guidelines": each, "sections": texts.sections(each.text)} for each in shown if each],
        "may_coordinate": may_coordinate,
        "versions": counted(wave) if may_coordinate else [],
    }
    return page(request, "programs/guidelines", context)


def side_of(user, wave):
    """The side on which somebody takes part or has asked to, or an empty string."""
    gone = (Application.Status.WITHDRAWN, Application.Status.DECLINED)
    sides = wave.applications.filter(person=user).exclude(status__in=gone).values_list("side", flat=True)
    return sides.first() or ""


def counted(wave):
    """Both sides with their versions, and how many of the accepted have yet to accept."""
    found = texts.versions_of(wave.program)
    for side in found:
        taking_part = wave.applications.accepted().filter(Q(side=side["audience"]))
        side["people"] = taking_part.count()
        side["waiting"] = texts.still_to_accept(wave, side["audience"]).count()
    return found


@require_http_methods(["GET", "POST"])
def guidelines_edit(request, pk):
    """Write the next version of one side's guidelines, and put it in force."""
    program = visible_program(request, pk)
    require(can_coordinate(request.user, program))
    wanted = request.GET.get("for")
    audience = Audience(wanted) if wanted in Audience.values else Audience.MENTOR
    current = texts.latest(program, audience)
    form = GuidelinesForm(request.POST or None, text=current.text if current else "")
    theirs = ""
    if form.is_valid():
        try:
            written = texts.rewrite(
                program, audience, form.cleaned_data["text"], opened=form.cleaned_data["opened"]
            )
        except texts.ChangedMeanwhile as conflict:
            theirs = conflict.theirs
            form.add_error(
                "text", "Somebody else changed this text after you opened it. Theirs stands below."
            )
            form.data = form.data.copy()
            form.data["opened"] = texts.fingerprint(theirs)
        else:
            return saved(request, program, audience, written)
    context = {
        "program": program,
        "form": form,
        "audience": audience,
        "current": current,
        "theirs": theirs,
        "sections": texts.sections(current.text) if current else [],
        "waves": program.waves.filter(status__in=texts.UNDER_WAY),
    }
    return page(request, "programs/guidelines_form", context)


def saved(request, program, audience, written):
    """A draft stays on its page; a published version is announced to those it asks."""
    if "publish" not in request.POST:
        messages.success(request, f"Version {written.version} is saved as a draft.")
        return redirect(f"{reverse('guidelines_edit', args=[program.pk])}?for={audience}")
    if texts.publish(written, now=timezone.now()):
        messages.success(request, f"Version {written.version} for {audience.label.lower()} is published.")
    return redirect(program)
