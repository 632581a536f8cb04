"""Where mentors and mentees land: the session in front of them, and what is asked of them now."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from programs.home_cards import cards_for

from ..home import home_of_mentee, pairs_of
from ..waiting import waiting_of
from ..workspace import current_session, workspace_of
from .pages import found_session


@require_GET
def my_pair(request):
    """A mentor's current session, a mentee's home, or how an application stands."""
    now = timezone.now()
    pairs = pairs_of(request.user, request.session.get("role"))
    if not pairs:
        return render(
            request,
            "sessions/waiting.html",
            {**waiting_of(request.user, timezone.localdate(now)), "cards": cards_for(request.user, now)},
        )
    pair = pairs[0]
    request.wave = pair.wave
    if pair.mentee_id == request.user.pk:
        return render(request, "sessions/home.html", home_of_mentee(pair, request.user, now))
    cards = cards_for(request.user, now)
    session = current_session(pairs, now)
    if session is None:
        return render(request, "sessions/unplanned.html", {"pair": pair, "pairs": pairs, "cards": cards})
    session = found_session(request, session.pk)
    context = {**workspace_of(session, request.user, now), "cards": cards}
    return render(request, "sessions/workspace.html", context)
