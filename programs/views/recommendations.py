"""Answering a recommendation by the link in a mail. The only pages of this app that need no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from programs import links, recommendations
from programs.forms.recommendations import RecommendationForm
from programs.lifecycle import NotAllowed
from programs.pages import page

HELD = "recommendation"


@require_safe
@login_not_required
def recommendation_link(request, token):
    """Take the link out of the address bar and into the session. Harmless however often it is opened."""
    link = links.find(recommendations.PURPOSE, token, now=timezone.now())
    if link:
        request.session[HELD] = {"link": link.pk}
    else:
        request.session.pop(HELD, None)
    return redirect("recommendation")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def recommendation(request):
    """The form of the link that the session holds. One answer counts, the first."""
    now = timezone.now()
    held = request.session.get(HELD, {})
    if request.method != "POST" and "outcome" in held:
        return page(request, "programs/recommendation_done", {"outcome": held["outcome"]})
    link = links.kept(recommendations.PURPOSE, held.get("link"), now=now)
    asked = link and recommendations.open_to(link, {request.user.pk, request.last_reader})
    if not asked:
        return closed(request)

    if request.POST.get("decline") in ("not_me", "rather_not"):
        not_me = request.POST["decline"] == "not_me"
        return answered(
            request, "declined", lambda: recommendations.decline(link, asked, now=now, not_me=not_me)
        )
    typed = request.POST if request.method == "POST" else None
    form = RecommendationForm(typed, recommendation=asked)
    if form.is_valid():
        return answered(
            request, "received", lambda: recommendations.answer(link, asked, form.judgment, now=now)
        )
    return page(request, "programs/recommendation", {"form": form, "recommendation": asked})


def answered(request, outcome, deed):
    """Do the one deed of a link; whoever comes second sees what everybody sees of a link that is spent."""
    try:
        done = deed()
    except NotAllowed:  # replaced or answered in this very moment
        done = False
    if not done:
        return closed(request)
    request.session[HELD] = {"outcome": outcome}
    return redirect("recommendation")


def closed(request):
    """One page for unknown, used, replaced, lapsed and withdrawn: it names nobody."""
    request.session.pop(HELD, None)
    return page(request, "programs/recommendation_closed", {}, status=404)
