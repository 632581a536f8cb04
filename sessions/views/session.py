"""One session's page, and the deeds that take it a step on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs.access import require
from programs.pages import whole_number

from .. import lifecycle
from ..access import can_confirm, can_move, can_write
from ..forms import OutcomeForm
from ..workspace import page_of_session, workspace_of
from .pages import back_to, complain, found_session


@require_GET
def session(request, pk):
    """The mentor's workspace; for everybody else who may see the session, what they may see of it."""
    found = found_session(request, pk)
    now = timezone.now()
    if can_write(request.user, found):
        return render(request, "sessions/workspace.html", workspace_of(found, request.user, now))
    return render(request, "sessions/session.html", page_of_session(found, request.user, now))


@require_POST
def session_outcome(request, pk):
    """Log what became of a session."""
    found = found_session(request, pk)
    form = OutcomeForm(request.POST)
    if request.POST.get("outcome") == OutcomeForm.CANCELLED:
        require(can_move(request.user, found))
        lifecycle.cancel_session(found, by=request.user, now=timezone.now())
        said = f"Session {found.number} is called off. Both calendars follow. Choose a new time when you can."
        messages.success(request, said)
        return redirect("session_move", found.pk)
    require(can_write(request.user, found))
    if not form.is_valid():
        complain(request, form)
        return back_to(found)
    outcome = form.cleaned_data["outcome"]
    if outcome == OutcomeForm.MISSED:
        lifecycle.miss_session(found, by=request.user, now=timezone.now())
        messages.success(request, f"Logged. Choose a new time for session {found.number} when you can.")
        return back_to(found)
    lifecycle.hold_session(found, by=request.user, outcome=outcome, now=timezone.now())
    mentee = found.pair.mentee.given_name
    messages.success(request, f"Session {found.number} is logged. {mentee} is asked to confirm it.")
    return back_to(found, "notes")


@require_POST
def session_confirmation(request, pk):
    """The mentee's one tap: the time works, or the session took place."""
    found = found_session(request, pk)
    require(can_confirm(request.user, found))
    seen = whole_number(request.POST.get("sequence", ""))
    lifecycle.confirm_session(found, by=request.user, now=timezone.now(), seen=seen)
    messages.success(request, f"Session {found.number} is confirmed.")
    return redirect("my_pair")
