"""Why not another pair: for one mentee every mentor, with the rule that forbids it or its price (M4)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs.lifecycle import NotAllowed
from programs.models import User, Wave
from programs.pages import is_htmx, page, searched
from programs.words import capital, counted

from .candidates import candidates_of
from .deeds import swap
from .forms import SwapForm
from .marks import CannotMark
from .matching import NotOptimal, alternatives, solved
from .models import Mark
from .proposals import CannotPropose, marks_within
from .views import wave_to_pair

TO_A_PAGE, A_FEW = 25, 5


@require_POST
def pairing_swap(request, pk):
    """Give a mentee the mentor that was weighed: the next draft is the best list with the two in it."""
    wave = wave_to_pair(request, pk)
    form = SwapForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is not a pair of this wave.")
        return redirect("pairing", wave.pk)
    try:
        moved = swap(wave, by=request.user, now=timezone.now(), **form.cleaned_data)
    except (CannotMark, CannotPropose, NotAllowed, ValueError) as trouble:
        messages.error(request, str(trouble))
    else:
        others = f" {capital(counted(moved, 'other mentee'))} moved." if moved else " Nobody else moved."
        messages.success(request, f"Swapped.{others} You can undo it.")
    return redirect("pairing", wave.pk)


@require_GET
def pairing_alternatives(request, pk, mentee):
    """What each mentor would cost the whole list if this mentee had to have them, worked out afresh.

    Asked from within the workbench, a few of them answer: the cheapest, and the best that a rule forbids.
    """
    wave = wave_to_pair(request, pk)
    if wave.status != Wave.Status.PAIRING:
        messages.info(request, "Other pairs are weighed while the wave is pairing.")
        return redirect("pairing", wave.pk)
    try:
        found = weighed(wave, mentee)
    except (ValueError, NotOptimal) as trouble:
        if is_htmx(request):
            return render(request, "pairing/_swap.html", {"trouble": str(trouble), "wave": wave})
        messages.error(request, str(trouble))
        return redirect("pairing", wave.pk)
    people = User.objects.in_bulk([one.mentor for one in found] + [mentee])
    context = {
        "wave": wave,
        "mentee": people[mentee],
        "made": next((one for one in found if one.is_made), None),
        "made_mentor": next((people[one.mentor] for one in found if one.is_made), None),
    }
    if is_htmx(request):
        shown = rows_of(wave, mentee, a_few(found), people)
        return render(request, "pairing/_swap.html", context | {"rows": shown, "all": len(found) - 1})
    words = searched(request)
    shown = [one for one in found if words.casefold() in str(people[one.mentor]).casefold()]
    listed = Paginator(shown, TO_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "possible": sum(one.can_be_had for one in found),
        "barred": sum(bool(one.barred) for one in found),
        "priced": not any(one.can_be_had and one.fewer is None for one in found),
        "rows": rows_of(wave, mentee, listed, people),
        "page_obj": listed,
        "words": words,
    }
    return page(request, "pairing/alternatives", context)


def weighed(wave, mentee):
    """Every mentor for a mentee of the wave with their price; 404 for anybody else."""
    candidates = candidates_of(wave, today=timezone.localdate())
    if mentee not in candidates.pool.mentee_at:
        raise Http404
    policy = candidates.rules, candidates.weights
    return alternatives(
        solved(candidates.pool, *policy, *marks_within(candidates), candidates.quotas), mentee
    )


def a_few(found):
    """The cheapest, and the one with the best fit that a rule forbids."""
    possible = [one for one in found if one.can_be_had]
    barred = sorted((one for one in found if one.barred), key=lambda one: -one.points)[:1]
    return possible[: A_FEW - len(barred)] + barred


def rows_of(wave, mentee, shown, people):
    marks = dict(Mark.objects.filter(wave=wave, mentee=mentee).values_list("mentor", "kind"))
    return [
        {
            "one": one,
            "mentor": people[one.mentor],
            "is_locked": marks.get(one.mentor) == Mark.Kind.LOCK,
            "is_kept_apart": marks.get(one.mentor) == Mark.Kind.FORBID,
            "is_wished": marks.get(one.mentor) == Mark.Kind.WISH,
        }
        for one in shown
    ]
