"""New waves and new programs from existing ones, and what differs from the source afterwards (P2)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ... import calendar, cloning, starting
from ...access import can_coordinate
from ...clone_parts import curriculum, dates, plan
from ...forms.waves import NUMBERS
from ...models import Program, Wave
from ...pages import is_htmx, page, whole_number
from ...wave_reviews import decisions_before
from .pages import coordinated_wave, frame_of, program_in_setup
from .plan import made_by, plan_form, wants_saving

TEMPLATE = "template"


@require_http_methods(["GET", "POST"])
def wave_new(request, pk):
    """Plan the next wave, from any wave the reader coordinates; what is copied stands beside the calendar."""
    program, _ = program_in_setup(request, pk)
    today = timezone.localdate()
    waves = list(
        Wave.objects.coordinated_by(request.user)
        .select_related("program")
        .order_by("program__name", "-number")
    )
    source = source_of(request, program, waves)
    wave = Wave(program=program, **taken_from(source))
    form = plan_form(request, wave, today, initial=proposed(wave, today))
    context = {
        "form": form,
        "made": made_by(form, today),
        "source": source,
        **(copy_of_a_wave(source, form) if source else {}),
    }
    if is_htmx(request):
        return render(request, "programs/setup/_new_wave_aside.html", context)
    if wants_saving(request) and form.is_valid():
        begun = starting.start_wave(program, form.save(commit=False), source=source, kept=form.newly_kept)
        messages.success(request, f"Wave {begun.number} is planned as a draft. Nobody has been told yet.")
        return redirect("wave_setup", begun.pk)
    context |= {
        "sources": waves,
        "decided": decisions_before(wave),
        "next_number": (program.waves.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        **frame_of(program, None, "waves"),
    }
    return page(request, "programs/setup/wave_new", context)


def source_of(request, program, waves):
    """The wave to copy: the one asked for, else the latest of the program; None for the template's plan."""
    wanted = request.GET.get("from", "")
    if wanted == TEMPLATE:
        return None
    pk = whole_number(wanted)
    named = [wave for wave in waves if wave.pk == pk]
    return next(iter(named or [wave for wave in waves if wave.program_id == program.pk]), None)


def taken_from(source):
    names = (*NUMBERS, "has_leaderboard")
    return {name: getattr(source, name) for name in names} if source else {}


def proposed(wave, today):
    """Dates for a plan like this one, from a Monday far enough away."""
    start = calendar.next_start(today)
    return calendar.proposed_dates(start, session_count=wave.session_count, cadence_days=wave.cadence_days)


def copy_of_a_wave(source, form):
    """What goes along, what the form changes of it, and what stays behind."""
    here = form.instance
    shown = Wave(**{name: form.value(name) for name in form.Meta.fields if form.value(name) is not None})
    shown.has_leaderboard = here.has_leaderboard
    return {
        "copied": cloning.copied_from(source, "wave"),
        "differing": [
            *cloning.differences(plan(source), plan(shown)),
            *cloning.differences(dates(source), dates(shown)),
        ],
        "left_behind": cloning.left_behind_of_a_wave(source),
        "lesson_count": len(curriculum(source)),
    }


@require_GET
def wave_differences(request, pk):
    """In what a wave differs from the one it was copied from, as both stand today."""
    wave = coordinated_wave(request, pk)
    source = Wave.objects.select_related("program").filter(pk=wave.source_id).first()
    context = {"source": source, "sections": sections(request, source, wave, "wave")}
    frame = frame_of(wave.program, wave) | {"key": "wave-differences"}
    return page(request, "programs/setup/differences", context | frame)


@require_GET
def program_differences(request, pk):
    """The same for a program and its source: aims, guidelines, questions, texts, rules."""
    program, wave = program_in_setup(request, pk)
    source = Program.objects.filter(pk=program.source_id).first()
    context = {"source": source, "sections": sections(request, source, program, "program")}
    frame = frame_of(program, wave) | {"key": "program-differences"}
    return page(request, "programs/setup/differences", context | frame)


def sections(request, source, target, kind):
    """The parts that differ; None where the reader does not coordinate the source and so may not read it."""
    owner = source.program if isinstance(source, Wave) else source
    if source is None or not can_coordinate(request.user, owner):
        return None
    return cloning.compared(source, target, kind)


def source_program(request):
    """The program that ``?from=`` names, if the reader coordinates it; 404 for any other."""
    pk = whole_number(request.GET.get("from", ""))
    return get_object_or_404(Program.objects.coordinated_by(request.user), pk=pk)


def begin_from(source, form, request):
    """Make the copy and open its first step."""
    made = cloning.copy_program(
        source,
        form.facts,
        by=request.user,
        sponsor=form.cleaned_data["sponsor"],
        now=timezone.now(),
    )
    messages.success(request, f"{made} is begun from {source}. You coordinate it.")
    return redirect("setup_purpose", made.pk)
