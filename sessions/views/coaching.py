"""The coach's caseload: who needs help first, and writing down that one has talked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pairing.models import Pair
from programs.access import require
from programs.lifecycle import NotAllowed

from ..access import can_log_checkin
from ..caseload import caseload_of
from ..coaching import log_checkin
from ..forms import CheckinForm
from .pages import complain


@require_GET
def caseload(request):
    """One's pairs, worst first, and the chosen one's reasons."""
    now = timezone.now()
    chosen = request.GET.get("pair", "")
    context = caseload_of(
        request.user, now, chosen=int(chosen) if chosen.isascii() and chosen.isdigit() else None
    )
    if context["rows"]:
        request.wave_id = context["selected"].pair.wave_id
        context["checkin_form"] = CheckinForm(
            initial={"held_on": timezone.localdate(now), "minutes": 30}, today=timezone.localdate(now)
        )
    return render(request, "sessions/caseload.html", context)


@require_POST
def checkin(request, pk):
    """Write down a check-in; the case note is the coach's own."""
    pair = Pair.objects.visible_to(request.user).filter(pk=pk).first()
    if pair is None:
        raise Http404
    require(can_log_checkin(request.user, pair))
    form = CheckinForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            log_checkin(pair, coach=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The check-in is written down.")
    else:
        complain(request, form)
    return redirect(f"{reverse('caseload')}?pair={pair.pk}#checkin")
