"""The coach's caseload: who needs help first, and writing down that one has talked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pairing.models import Pair
from programs.access import require
from programs.home_cards import cards_for
from programs.lifecycle import NotAllowed
from programs.pages import whole_number

from ..access import can_log_checkin
from ..caseload import caseload_of
from ..coaching import log_checkin
from ..forms import CheckinForm


@require_GET
def caseload(request):
    """One's pairs, worst first, and the chosen one's reasons."""
    return caseload_page(request, whole_number(request.GET.get("pair", "")))


def caseload_page(request, chosen, form=None):
    """The pairs beside the form of the chosen one; a form that needs mending keeps what was typed."""
    now = timezone.now()
    context = caseload_of(request.user, now, chosen=chosen)
    context["cards"] = cards_for(request.user, now)
    if context["rows"]:
        today = timezone.localdate(now)
        request.wave_id = context["selected"].pair.wave_id
        context["checkin_form"] = form or CheckinForm(initial={"held_on": today, "minutes": 30}, today=today)
    return render(request, "sessions/caseload.html", context, status=422 if form else 200)


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
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The check-in is written down.")
            return redirect(f"{reverse('caseload')}?pair={pair.pk}#checkin")
    for sentence in form.non_field_errors():
        messages.error(request, sentence)
    return caseload_page(request, pair.pk, form)
