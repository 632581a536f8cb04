"""What the session pages share."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from ..models import Session


def found_session(request, pk):
    """A session the reader may see, with its people, or 404. The sidebar then shows its wave."""
    session = Session.objects.visible_to(request.user).with_people().with_progress().filter(pk=pk).first()
    if session is None:
        raise Http404
    request.wave = session.pair.wave
    return session


def back_to(session, part=""):
    """To the session's page, at the part that changed."""
    return redirect(session.get_absolute_url() + (f"#{part}" if part else ""))


def complain(request, form):
    """Say what was wrong with a small form that has no page of its own."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
