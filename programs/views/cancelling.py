"""Calling a wave off: one asks with a reason, another confirms."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import cancelling, waves
from ..access import can_coordinate, can_review, require
from ..forms.waves import CancellationForm
from ..models import Wave
from ..pages import found_wave, page, whole_number


@require_http_methods(["GET", "POST"])
def wave_cancellation(request, pk):
    """What calling off would do, who has asked for it, and the button for the second person."""
    wave = found_wave(request, pk)
    require(can_review(request.user, wave.program))
    wish = cancelling.open_wish(wave)
    form = CancellationForm(request.POST if "ask" in request.POST else None)
    if request.method == "POST" and answered(request, wave, form):
        return redirect("wave_cancellation", wave.pk)
    context = {
        "wave": wave,
        "form": form,
        "wish": wish,
        "may_ask": can_coordinate(request.user, wave.program),
        "may_confirm": bool(wish) and cancelling.can_confirm(request.user, wish),
        "asked_myself": bool(wish) and wish.asked_by_id == request.user.pk,
        "second": cancelling.who_could_confirm(wave, but=(wish and wish.asked_by) or request.user),
        "done": settled(wave),
        "verb": waves.VERBS[Wave.Status.CANCELLED],
        "add_people": reverse("setup_roles", args=[wave.program_id]) + "#add",
    }
    return page(request, "programs/wave_cancellation", context)


def answered(request, wave, form):
    """Do what the pressed button says; False when the form needs mending."""
    now = timezone.now()
    if "ask" in request.POST:
        require(can_coordinate(request.user, wave.program))
        if not form.is_valid():
            return False
        cancelling.ask_to_cancel(wave, by=request.user, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, "Asked. Those who can confirm get a mail.")
        return True
    wish = wave.cancellations.filter(pk=whole_number(request.POST.get("wish", ""))).first()
    if wish is None:
        messages.error(request, "There is nothing to confirm or to take back.")
        return True
    if "take_back" in request.POST:
        cancelling.take_back(wish, by=request.user, now=now)
        messages.success(request, "Taken back. The wave goes on.")
        return True
    cancelling.confirm_cancellation(wish, by=request.user, now=now)
    messages.success(request, f"Wave {wave.number} is called off.")
    return True


def settled(wave):
    """Who asked and who confirmed, once a wave has been called off."""
    return (
        wave.cancellations.exclude(confirmed_by=None).select_related("asked_by", "confirmed_by").first()
        if wave.status == Wave.Status.CANCELLED
        else None
    )
