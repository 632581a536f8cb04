"""The risks of a wave: the list with what is settled, logging one, changing, settling, opening again."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import risks
from ..forms.risks import RiskForm, SettlingForm
from ..models import Risk, RiskChange
from ..pages import page, wave_of_coordinator


def risk_of(request, pk):
    found = Risk.objects.visible_to(request.user).select_related("wave__program", "owner", "by")
    risk = get_object_or_404(found, pk=pk)
    request.wave = risk.wave
    return risk


@require_GET
def risk_list(request, pk):
    """What could go wrong, what has been settled, and how each got there."""
    wave = wave_of_coordinator(request, pk)
    history = Prefetch("changes", RiskChange.objects.select_related("by"))
    found = list(wave.risks.select_related("owner").prefetch_related(history).order_by("level", "logged_at"))
    context = {
        "wave": wave,
        "open": [risk for risk in found if not risk.settled_at],
        "settled": [risk for risk in found if risk.settled_at],
    }
    return page(request, "programs/risks/risks", context)


@require_http_methods(["GET", "POST"])
def risk_new(request, pk):
    """Log a risk."""
    wave = wave_of_coordinator(request, pk)
    form = RiskForm(request.POST or None, program=wave.program, initial={"owner": request.user.pk})
    if form.is_valid():
        risks.log_risk(wave, form.facts, by=request.user, now=timezone.now())
        messages.success(request, "The risk is logged.")
        return redirect("risks", wave.pk)
    return page(request, "programs/risks/risk", {"wave": wave, "form": form})


@require_http_methods(["GET", "POST"])
def risk(request, pk):
    """Change a risk, with its history beside it."""
    risk = risk_of(request, pk)
    # the form works on a copy: what is refused must not change the risk that the page is about
    copy = Risk(**{name: getattr(risk, name) for name in ("pk", "wave", *risks.FIELDS, "logged_at")})
    form = RiskForm(request.POST or None, program=risk.wave.program, instance=copy)
    if form.is_valid():
        risks.change_risk(risk, form.facts, by=request.user, now=timezone.now())
        messages.success(request, "The risk is saved.")
        return redirect("risks", risk.wave_id)
    context = {
        "wave": risk.wave,
        "risk": risk,
        "form": form,
        "settling": SettlingForm(),
        "history": risk.changes.select_related("by"),
    }
    return page(request, "programs/risks/risk", context)


@require_POST
def risk_settlement(request, pk):
    """Settle a risk, or open it again."""
    risk = risk_of(request, pk)
    now = timezone.now()
    if "reopen" in request.POST:
        risks.reopen(risk, by=request.user, now=now)
        messages.success(request, "The risk is open again.")
        return redirect(risk)
    form = SettlingForm(request.POST)
    if form.is_valid():
        risks.settle(risk, by=request.user, now=now, how=form.cleaned_data["how"])
        messages.success(request, "The risk is settled. It stays on the list below the open ones.")
        return redirect("risks", risk.wave_id)
    context = {
        "wave": risk.wave,
        "risk": risk,
        "form": form,
        "settling": form,
        "history": risk.changes.select_related("by"),
    }
    return page(request, "programs/risks/settlement", context)
