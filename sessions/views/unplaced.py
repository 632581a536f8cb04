"""Giving a time to a session that planning could not place."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.pages import page

from ..access import can_place
from ..forms import MoveForm
from ..models import UnplacedSession
from ..schedule import usual_place
from ..unplaced import choices, give_time

OFFERED = 3


@require_http_methods(["GET", "POST"])
def session_place(request, pk):
    """One of the nearest choices, or a time typed in."""
    found = UnplacedSession.objects.waiting_for(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    request.wave = wave = found.pair.wave
    require(can_place(request.user, wave))
    now = timezone.now()
    place = usual_place(found.pair)
    form = MoveForm(request.POST or None, initial={"place": place})
    if form.is_valid():
        try:
            session = give_time(
                found, starts_at=form.starts_at, place=form.cleaned_data["place"], by=request.user, now=now
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Booked. Invitations are on their way to both calendars.")
            return redirect(session)
    context = {
        "wave": wave,
        "unplaced": found,
        "form": form,
        "place": place,
        "choices": choices(wave, [found], now=now, count=OFFERED)[found.pk],
        "zone": f"{timezone.localtime(now):%Z}",
    }
    return page(request, "sessions/place", context)
