"""The follow-up mail's page: write, look at it as it will arrive, send."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.mail import kinds, letter
from programs.pages import page, whole_number

from ..access import can_write
from ..follow_ups import begun_from, keep_follow_up, send_follow_up
from ..forms import FollowUpForm
from ..models import FollowUp
from ..notices import follow_up_values
from .pages import back_to, found_session


@require_http_methods(["GET", "POST"])
def follow_up(request, pk):
    """The mentor's alone until it is sent; afterwards it says when."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    now = timezone.now()
    kept = FollowUp.objects.filter(session=session).first()
    writes = request.method == "POST" and request.POST.get("do") == "preview"
    start = {"version": kept.version if kept else 0, "text": kept.text if kept else begun_from(session)}
    form = FollowUpForm(request.POST if writes else None, initial=start)
    try:
        if writes and form.is_valid():
            keep_follow_up(session, **form.cleaned_data, now=now)
            return redirect("follow_up", session.pk)
        if request.POST.get("do") == "send":
            send_follow_up(session, version=whole_number(request.POST.get("version", "")), now=now)
            messages.success(request, f"Sent to {session.pair.mentee.given_name}.")
            return back_to(session)
    except NotAllowed as refusal:
        if not writes:
            messages.error(request, str(refusal))
            return redirect("follow_up", session.pk)
        form.add_error(None, str(refusal))
    context = {"session": session, "pair": session.pair, "kept": kept, "form": form}
    if kept:
        context["subject"], context["body"] = preview_of(session, kept, now)
    return page(request, "sessions/follow_up", context)


def preview_of(session, kept, now):
    """Subject and body as the mentee will get them."""
    mentee = session.pair.mentee
    values = follow_up_values(session, kept, now)
    return letter(kinds["follow-up"], mentee, values, session.pair.wave.program)
