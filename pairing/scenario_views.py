"""Pages beside the workbench: scenarios, drafts compared, the history and taking the last deed back (M5)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.models import Wave
from programs.pages import is_htmx, page, whole_number

from . import scenarios
from .access import can_pair
from .deeds import adopt, to_undo, undo
from .models import Proposal
from .models.run import SILENT
from .policy import asked_of_pairs
from .policy_forms import ScenarioForm
from .proposals import CannotPropose
from .runs import stop_run
from .views import wave_to_pair

TO_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def pairing_scenarios(request, pk):
    """Try other weights and rules beside the draft; the lists side by side, and who moves between two."""
    wave = wave_to_pair(request, pk)
    if wave.status != Wave.Status.PAIRING:
        messages.info(request, "Scenarios are tried while the wave is pairing.")
        return redirect("pairing", wave.pk)
    form = ScenarioForm(request.POST or None, **asked_of_pairs(wave.program_id))
    if request.method == "POST" and form.is_valid():
        try:
            scenario = scenarios.try_out(
                wave,
                rules=form.rules,
                weights=form.weights,
                quotas=form.quotas,
                name=form.cleaned_data["name"],
                by=request.user,
                now=timezone.now(),
            )
        except (CannotPropose, NotAllowed) as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"{scenario} is beside the draft. Nothing is changed by it.")
            return redirect("pairing_scenarios", wave.pk)
    return page(request, "pairing/scenarios", {"wave": wave, "form": form, **side_by_side(request, wave)})


def side_by_side(request, wave):
    """The draft and the scenarios as columns, and the pairs that move between the draft and one of them."""
    lists = wave.proposals.filter(status__in=(Proposal.Status.DRAFT, Proposal.Status.SCENARIO))
    lists = lists.prefetch_related("pairs__mentor", "pairs__mentee", "left_over").order_by("number")
    lists = sorted(lists, key=lambda each: each.status != Proposal.Status.DRAFT)
    has_draft = bool(lists) and lists[0].status == Proposal.Status.DRAFT
    wanted = whole_number(request.GET.get("with", ""))
    other = next((each for each in lists[1:] if each.pk == wanted), None)
    if other is None and len(lists) > 1:
        other = lists[-1]
    return {
        "columns": scenarios.columns(lists) if lists else [],
        "has_draft": has_draft,
        "is_full": len(lists) - has_draft >= scenarios.MOST,
        "most": scenarios.MOST,
        "first": lists[0] if lists else None,
        "other": other,
        "moved": scenarios.moved_between(lists[0], other) if other else [],
    }


def scenario_in_sight(request, pk):
    proposal = get_object_or_404(
        Proposal.objects.visible_to(request.user).select_related("wave__program"), pk=pk
    )
    request.wave = proposal.wave
    require(can_pair(request.user, proposal.wave))
    return proposal


@require_POST
def scenario_adopt(request, pk):
    """Let a scenario be the draft; its rules and weights become the program's."""
    scenario = scenario_in_sight(request, pk)
    adopt(scenario, by=request.user, now=timezone.now())
    messages.success(request, f"{scenario} is the draft now, and what it tried is the program’s.")
    return redirect("pairing", scenario.wave_id)


@require_POST
def scenario_drop(request, pk):
    """Put a scenario away."""
    scenario = scenario_in_sight(request, pk)
    scenarios.drop(scenario, by=request.user)
    messages.success(request, f"{scenario} is dropped.")
    return redirect("pairing_scenarios", scenario.wave_id)


@require_GET
def pairing_history(request, pk):
    """Who did what in the workbench and why; every draft, each against the one before or any other."""
    wave = wave_to_pair(request, pk)
    drafts = list(wave.proposals.exclude(status=Proposal.Status.SCENARIO).select_related("made_by"))
    found = wave.pairing_deeds.select_related("by", "undone_by")
    last = to_undo(wave)
    context = {
        "wave": wave,
        "page_obj": Paginator(found, TO_A_PAGE).get_page(request.GET.get("page")),
        "last": last if wave.status == Wave.Status.PAIRING else None,
        "drafts": drafts,
        **compared(request, drafts),
    }
    return page(request, "pairing/history", context)


def compared(request, drafts):
    """The two drafts that the address names, else the last two; and the pairs that differ."""
    known = {draft.pk: draft for draft in drafts}
    wanted = [known.get(whole_number(request.GET.get(name, ""))) for name in ("before", "after")]
    usual = [drafts[1], drafts[0]] if len(drafts) > 1 else [None, None]
    before, after = (one or other for one, other in zip(wanted, usual, strict=True))
    if before is None or after is None:
        return {"before": None, "after": None, "moved": []}
    lists = Proposal.objects.filter(pk__in=[before.pk, after.pk])
    lists = {each.pk: each for each in lists.prefetch_related("pairs__mentor", "pairs__mentee")}
    return {
        "before": before,
        "after": after,
        "moved": scenarios.moved_between(lists[before.pk], lists[after.pk]),
    }


@require_POST
def pairing_undo(request, pk):
    """Take the last deed back."""
    wave = wave_to_pair(request, pk)
    try:
        deed = undo(
            wave,
            deed=whole_number(request.POST.get("deed", "")),
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Undone: {deed.words}.")
    return redirect("pairing_history" if request.POST.get("from") == "history" else "pairing", wave.pk)


@require_http_methods(["GET", "POST"])
def pairing_run(request, pk):
    """How far a search in the background is; it can be stopped."""
    wave = wave_to_pair(request, pk)
    run = wave.match_runs.select_related("by").first()
    if run is None or run.status == run.Status.DONE:
        return moved_on(request, wave)
    if request.method == "POST":
        stop_run(run)
        return redirect("pairing_run", wave.pk)
    is_silent = run.is_under_way and timezone.now() - run.heard_at > SILENT
    return page(request, "pairing/run", {"wave": wave, "run": run, "is_silent": is_silent})


def moved_on(request, wave):
    """The draft is there: a part of the page cannot lead anywhere, so it asks the browser to."""
    url = reverse("pairing", args=[wave.pk])
    return HttpResponse(headers={"HX-Redirect": url}) if is_htmx(request) else redirect(url)
