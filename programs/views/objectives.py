"""Objectives of a program: writing them, reading where they stand (P3)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .. import objectives, setup
from ..access import can_coordinate, require
from ..forms.objectives import ObjectiveForm, ReadingForm
from ..models import Objective
from ..pages import page
from .setup.pages import frame_of, program_in_setup


def visible_objective(request, pk):
    found = Objective.objects.visible_to(request.user).select_related("program", "owner")
    return get_object_or_404(found, pk=pk)


def coordinated_objective(request, pk):
    objective = visible_objective(request, pk)
    require(can_coordinate(request.user, objective.program))
    return objective


@require_http_methods(["GET", "POST"])
def objective_new(request, pk):
    """One more thing that the program wants to reach."""
    program, wave = program_in_setup(request, pk)
    form = ObjectiveForm(request.POST or None, instance=Objective(program=program))
    if form.is_valid():
        made = objectives.add_objective(form.save(commit=False))
        messages.success(request, f"“{made.name}” is an objective now.")
        return redirect("setup_purpose", program.pk)
    return page(
        request, "programs/setup/objective_form", {"form": form, **frame_of(program, wave, "purpose")}
    )


@require_http_methods(["GET", "POST"])
def objective_edit(request, pk):
    """Change an objective, or take it off the list."""
    objective = coordinated_objective(request, pk)
    form = ObjectiveForm(request.POST or None, instance=objective)
    if form.is_valid():
        form.save()
        messages.success(request, "The objective is saved.")
        return redirect("objective", objective.pk)
    program = objective.program
    context = {
        "form": form,
        "objective": objective,
        "reading_count": objective.readings.count(),
        **frame_of(program, setup.wave_in_front(program), "purpose"),
    }
    return page(request, "programs/setup/objective_form", context)


@require_POST
def objective_removal(request, pk):
    """Take an objective off the list, with its readings."""
    objective = coordinated_objective(request, pk)
    objective.delete()
    messages.success(request, f"“{objective.name}” is no objective any more.")
    return redirect("setup_purpose", objective.program_id)


@require_http_methods(["GET", "POST"])
def objective(request, pk):
    """Where an objective stands: its readings, and the form for the next one."""
    found = visible_objective(request, pk)
    today = timezone.localdate()
    may_read = objectives.can_read_value(request.user, found)
    if request.method == "POST":
        require(may_read)
    sent = request.POST if request.method == "POST" else None  # also when nothing was in it
    form = ReadingForm(sent, objective=found, today=today)
    if form.is_valid():
        objectives.record(
            found, by=request.user, wave=setup.wave_in_front(found.program), **form.cleaned_data
        )
        messages.success(request, "The reading is kept.")
        return redirect("objective", found.pk)
    context = {
        "objective": found,
        "each": objectives.standing(found, today),
        "form": form,
        "may_read": may_read,
        "may_coordinate": can_coordinate(request.user, found.program),
    }
    return page(request, "programs/setup/objective", context)
