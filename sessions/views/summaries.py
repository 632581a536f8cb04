"""Released summaries: written, agreed to, taken back by the pair; read by those who run the program."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.models import Wave
from programs.pages import page, whole_number

from ..access import can_see_schedule, can_write
from ..forms import SummaryForm
from ..summaries import agree_to_summary, released_in, summary_seen_by, take_back_summary, write_summary
from .pages import found_session

TO_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def summary(request, pk):
    """Write it, read it, agree to it or take it back."""
    session = found_session(request, pk)
    require(session.pair.has_member(request.user))
    seen = summary_seen_by(session, request.user)
    form = None
    if can_write(request.user, session):
        wrote = request.POST.get("do") == "write"
        start = {"version": seen.version if seen else 0, "text": seen.text if seen else ""}
        form = SummaryForm(request.POST if wrote else None, initial=start)
    if request.method == "POST":
        try:
            if said := carried_out(request, session, form):
                messages.success(request, said)
                return redirect("summary", session.pk)
        except NotAllowed as refusal:
            if form is None or not form.is_bound:
                messages.error(request, str(refusal))
                return redirect("summary", session.pk)
            form.add_error(None, str(refusal))
    context = {"session": session, "pair": session.pair, "summary": seen, "form": form}
    return page(request, "sessions/summary", context)


def carried_out(request, session, form):
    """Do what the button says and tell what became of it; nothing for a form that needs mending."""
    deed, now = request.POST.get("do"), timezone.now()
    partner = session.pair.partner_of(request.user).given_name
    if deed == "write":
        require(form is not None)
        if not form.is_valid():
            return ""
        write_summary(session, **form.cleaned_data, now=now)
        return f"{partner} is asked. Nobody else reads it before both of you agree."
    if deed == "agree":
        version = whole_number(request.POST.get("version", ""))
        agree_to_summary(session, by=request.user, version=version, now=now)
        return (
            "Released: coordinators and your coach can read it. Either of you can take it back at any time."
        )
    if deed == "take_back":
        take_back_summary(session, by=request.user)
        return "Taken back. Nobody in the program reads it any more."
    raise NotAllowed("Choose what to do with the summary.")


@require_GET
def summaries(request, pk):
    """What pairs of a wave released, newest first."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user), pk=pk)
    request.wave = wave
    require(can_see_schedule(request.user, wave))
    found = Paginator(released_in(wave, request.user), TO_A_PAGE).get_page(request.GET.get("page"))
    return page(request, "sessions/summaries", {"wave": wave, "page_obj": found})
