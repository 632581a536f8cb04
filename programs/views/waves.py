"""The steps of a wave: what stands in the way of the next one, going on, or calling it off."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import waves
from ..blockers import blockers
from ..forms.waves import StepForm
from ..models import Wave
from ..pages import page
from .setup.pages import coordinated_wave, rooms

Status = Wave.Status


@require_http_methods(["GET", "POST"])
def wave_step(request, pk):
    """What stands in the way of the next step; going on, or calling the wave off."""
    wave = coordinated_wave(request, pk)
    now, today = timezone.now(), timezone.localdate()
    found = standing(wave, now, today)
    cancelling = request.POST.get("to") == Status.CANCELLED
    going_on = StepForm(
        None if cancelling else request.POST or None,
        needs_reason=bool(found["blockers"]),
        initial={"to": wave.next_status},
    )
    calling_off = StepForm(
        request.POST if cancelling else None,
        needs_reason=True,
        initial={"to": Status.CANCELLED},
        auto_id="cancel_%s",
    )
    form = calling_off if cancelling else going_on
    if form.is_valid():
        chosen = form.cleaned_data
        if cancelling:
            waves.cancel_wave(wave, by=request.user, reason=chosen["reason"])
        else:
            waves.step_wave(wave, to=chosen["to"], by=request.user, now=now, reason=chosen["reason"])
        messages.success(request, f"Wave {wave.number} is now {Status(chosen['to']).label.lower()}.")
        return redirect("wave_step", wave.pk)
    context = {
        "wave": wave,
        "form": form,
        "going_on": going_on,
        "calling_off": calling_off,
        "cancelling": cancelling,
        "rooms": rooms(wave, "step"),
        "history": waves.history_of(wave),
        "verb": waves.VERBS.get(wave.next_status),
        "cancel_verb": waves.VERBS[Status.CANCELLED],
        "may_cancel": Status.CANCELLED in wave.STEPS[wave.status],
        **found,
    }
    return page(request, "programs/wave_step", context)


def standing(wave, now, today):
    """The line of steps, what blocks the next one, and what the clock does."""
    found = blockers(wave, wave.next_status, now) if wave.next_status else []
    return {
        "steps": waves.line_of(wave),
        "blockers": found,
        "has_hard": any(blocker.is_hard for blocker in found),
        "forecast": waves.forecast(wave, found, today=today),
    }
