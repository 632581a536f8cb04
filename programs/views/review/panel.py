"""Who scores what: dealing applications out to reviewers, and giving single ones by hand."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from programs.access import can_coordinate, require
from programs.forms.reviews import PanelForm
from programs.models import Scorecard
from programs.pages import page, whole_number
from programs.reviewing import (
    assign,
    criteria_of,
    distribute,
    panel_is_open,
    possible_reviewers,
    take_back,
    to_be_scored,
)
from programs.words import counted

from .reading import application_for_review, wave_for_review

SHOWN = 10


@require_http_methods(["GET", "POST"])
def reviewers(request, pk):
    """Who scores in a wave, how far they are, and dealing out what has nobody yet."""
    wave = wave_for_review(request, pk)
    require(can_coordinate(request.user, wave.program))
    people = possible_reviewers(wave.program)
    scoring = people.filter(scorecards__application__wave=wave).distinct()
    form = PanelForm(
        request.POST if request.method == "POST" else None,
        people=people,
        chosen=(scoring if scoring.exists() else people).values_list("pk", flat=True),
        each=wave.reviewers_each,
    )
    if form.is_valid():
        new = distribute(
            wave,
            form.cleaned_data["reviewers"],
            each=form.cleaned_data["each"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(
            request,
            f"{counted(new, 'application is', 'applications are')} dealt out. Reviewers have been told."
            if new
            else "Every application has its reviewers already.",
        )
        return redirect("reviewers", wave.pk)
    return page(request, "programs/review/reviewers", panel_of(wave, form))


def panel_of(wave, form):
    """Who has how many and has scored how many; which applications are short of a reviewer."""
    in_wave = Q(scorecards__application__wave=wave)
    people = (
        possible_reviewers(wave.program)
        .annotate(
            given=Count("scorecards", filter=in_wave & ~Q(scorecards__status="conflicted")),
            scored=Count("scorecards", filter=in_wave & Q(scorecards__status="submitted")),
            conflicts=Count("scorecards", filter=in_wave & Q(scorecards__status="conflicted")),
        )
        .order_by("family_name", "given_name", "pk")
    )
    standing = Count("scorecards", filter=~Q(scorecards__status=Scorecard.Status.CONFLICTED))
    applications = to_be_scored(wave).annotate(held=standing)
    short = applications.filter(held__lt=wave.reviewers_each)
    handed_on = Scorecard.objects.filter(application=OuterRef("pk"), status=Scorecard.Status.CONFLICTED)
    return {
        "wave": wave,
        "form": form,
        "people": people,
        "applications": applications.count(),
        "short": short.annotate(is_handed_on=Exists(handed_on))[:SHOWN],
        "short_number": short.count(),
        "criteria": criteria_of(wave.program),
        "panel_open": panel_is_open(wave),
    }


@require_POST
def application_reviewers(request, pk):
    """Give one application to somebody by hand, or take it back from somebody who has not begun."""
    found = application_for_review(request, pk)
    require(can_coordinate(request.user, found.wave.program))
    if key := whole_number(request.POST.get("remove", "")):
        card = get_object_or_404(Scorecard.objects.standing(), pk=key, application=found)
        take_back(card)
        messages.success(request, f"{card.reviewer} no longer scores this application.")
        return redirect("application", found.pk)
    key = whole_number(request.POST.get("reviewer", ""))
    person = possible_reviewers(found.wave.program).filter(pk=key).first()
    if person is None:
        messages.error(request, "Choose a reviewer.")
        return redirect("application", found.pk)
    assign(found, person, by=request.user, now=timezone.now())
    messages.success(request, f"{person} scores this application too.")
    return redirect("application", found.pk)
