"""Confirming a session from the mail: the link only shows a button, the press does it.

Mail scanners follow links, so opening one any number of times changes nothing. The token leaves the address
at once, for addresses end up in logs.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from programs import links

from ..lifecycle import confirm_session as confirm
from ..models import Session
from ..notices import CONFIRM

KEPT = "confirm_session_link"


@require_safe
@login_not_required
def confirm_link(request, token):
    """Take the token out of the address and show the button on a clean one."""
    return take_in(request, CONFIRM, token, KEPT, "confirm_session")


def take_in(request, purpose, token, name, clean):
    """Keep a live link in the browser's session under ``name`` and go on to the ``clean`` address."""
    link = links.find(purpose, token, now=timezone.now())
    if link is None:
        return dead_link(request)
    request.session[name] = link.pk  # not the token: what is stored must not work as a link
    return redirect(clean)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def confirm_session(request):
    """Show when the session was, and a button; the press confirms it."""
    now = timezone.now()
    link = links.kept(CONFIRM, request.session.get(KEPT), now=now)
    session = link and session_of(link)
    if session is None:
        return dead_link(request)
    if request.method == "POST":
        if session.status == Session.Status.HELD and links.use(link, now=now):
            confirm(session, by=link.recipient, now=now)
        return render(request, "sessions/confirmed.html", {"session": session})
    return render(request, "sessions/confirm_session.html", {"session": session})


def session_of(link):
    """The session the link is about, as long as its recipient is the one to confirm it."""
    sessions = Session.objects.held().with_people()
    return sessions.filter(pk=links.pk_of(link), pair__mentee=link.recipient).first()


def dead_link(request):
    """Unknown, used, replaced and expired look the same."""
    return render(request, "sessions/dead_link.html", status=404)
