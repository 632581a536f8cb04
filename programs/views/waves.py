"""The steps of a wave: what stands in the way of the next one, and going on."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import waves
from ..blockers import blockers
from ..cancelling import open_wish
from ..forms.waves import StepForm
from ..models import Wave
from ..pages import page
from .setup.messages import messages_page
from .setup.pages import coordinated_wave, frame_of

Status = Wave.Status


@require_http_methods(["GET", "POST"])
def wave_step(request, pk):
    """What stands in the way of the next step, and going on."""
    wave = coordinated_wave(request, pk)
    now, today = timezone.now(), timezone.localdate()
    found = standing(wave, now, today)
    form = StepForm(
        request.POST or None, needs_reason=bool(found["blockers"]), initial={"to": wave.next_status}
    )
    if form.is_valid():
        chosen = form.cleaned_data
        waves.step_wave(wave, to=chosen["to"], by=request.user, now=now, reason=chosen["reason"])
        messages.success(request, f"Wave {wave.number} is now {Status(chosen['to']).label.lower()}.")
        return redirect("wave_step", wave.pk)
    if wave.status == Status.DRAFT and request.method == "POST":
        return messages_page(request, wave.program, wave, publishing=form)
    context = {
        "form": form,
        "history": waves.history_of(wave),
        "verb": waves.VERBS.get(wave.next_status),
        "may_cancel": not wave.is_over,
        "wish": open_wish(wave),
        **found,
        **frame_of(wave.program, wave),
        "key": "step",
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
