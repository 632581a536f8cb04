"""Training: one's modules, reading or walking through one, and for coordinators who still has it to do."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from .. import training as rules
from ..access import can_coordinate, require
from ..guidelines import sections
from ..models import TrainingCompletion, TrainingModule
from ..pages import found_wave, page

ON_A_PAGE = 50


@require_GET
def training(request):
    """What is taught to the reader, and what of it they have completed."""
    modules = list(rules.modules_for(request.user))
    context = {
        "modules": modules,
        "missing": [module for module in modules if module.is_required and not module.is_done],
        "with_program": len({module.program_id for module in modules}) > 1,
    }
    return page(request, "programs/community/training", context)


@require_http_methods(["GET", "POST"])
def training_module(request, pk):
    """One module: to read, to open elsewhere, or to walk through card by card; at its end it is completed."""
    module = get_object_or_404(
        TrainingModule.objects.visible_to(request.user).select_related("program"), pk=pk
    )
    if module.retired_at and (newer := wording_in_force(module)):
        return redirect(newer)
    is_taught = TrainingModule.objects.for_sides_of(request.user).filter(pk=module.pk).exists()
    walk = rules.walk(module.cards, (request.POST or request.GET).get("path", ""))
    if request.method == "POST":
        require(is_taught)
        if module.kind == TrainingModule.Kind.SCENARIO and not walk.is_over:
            messages.error(request, "There are cards left. Answer them first.")
            return redirect(f"{module.get_absolute_url()}?path={walk.path}")
        rules.complete(module, request.user, now=timezone.now())
        messages.success(request, f"“{module.title}” is completed.")
        return redirect("training")
    done = TrainingCompletion.objects.filter(
        person=request.user,
        module__program=module.program_id,
        module__audience=module.audience,
        module__code=module.code,
    )
    context = {
        "module": module,
        "is_taught": is_taught,
        "completion": done.order_by("completed_at").first(),
        "sections": sections(module.text),
        "walk": walk if module.kind == TrainingModule.Kind.SCENARIO else None,
        "back": walk.path.rpartition(".")[0],
    }
    return page(request, "programs/community/training_module", context)


def wording_in_force(module):
    same = TrainingModule.objects.in_force().filter(program=module.program_id, audience=module.audience)
    return same.filter(code=module.code).first()


@require_http_methods(["GET", "POST"])
def wave_training(request, pk):
    """Who of a wave still has required training before them; a coordinator may remind them once a day."""
    wave = found_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    if request.method == "POST":
        reminded = rules.ask_participants(wave, occurrence=timezone.localdate().isoformat())
        messages.success(request, f"A mail goes to {reminded} of them." if reminded else "Nobody is left.")
        return redirect(reverse("wave_training", args=[wave.pk]))
    waiting = rules.still_to_train(wave).select_related("person").order_by("side", "person__family_name")
    modules = TrainingModule.objects.in_force().filter(program=wave.program_id).with_completions(wave)
    context = {
        "wave": wave,
        "modules": modules,
        "waiting": waiting[:ON_A_PAGE],
        "count": waiting.count(),
        "accepted": wave.applications.accepted().count(),
    }
    return page(request, "programs/community/wave_training", context)
