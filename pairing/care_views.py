"""Pages of looking after pairs: a quiet word, the agreement, concerns, new pairs in a running wave."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.models import User
from programs.pages import page, whole_number

from .access import can_look_after, can_pair, can_show_name
from .care import (
    WrittenMeanwhile,
    ask_for_a_word,
    latest_agreement,
    settle_word,
    sign_agreement,
    write_agreement,
)
from .concerns import settle_concern
from .forms import AgreementForm, TwoForm, WordForm
from .models import Concern, QuietWord
from .proposals import CannotPropose
from .rematch import OPEN, best_of_the_free, coaches_for, give_coach, pair_two
from .views import pair_in_sight, wave_to_pair


@require_POST
def pair_word(request, pk):
    """Ask the coach for a word; the other side is not told."""
    pair = pair_in_sight(request, pk)
    require(can_show_name(request.user, pair))
    form = WordForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is too long: 2,000 characters at most.")
        return redirect(pair)
    ask_for_a_word(pair, by=request.user, text=form.cleaned_data["text"], now=timezone.now())
    messages.success(request, f"{pair.coach.given_name} is told. Nobody else learns that you asked.")
    return redirect(pair)


@require_POST
def word_settle(request, pk):
    """The coach and the person have spoken."""
    word = get_object_or_404(QuietWord.objects.select_related("pair"), pk=pk, pair__coach=request.user)
    settle_word(word, now=timezone.now())
    messages.success(request, "Kept as spoken about.")
    return redirect(word.pair)


@require_POST
def concern_settle(request, pk):
    """Whoever looks after the pair has dealt with a rule that it breaks."""
    concern = get_object_or_404(Concern.objects.select_related("pair"), pk=pk)
    pair = pair_in_sight(request, concern.pair_id)
    require(can_look_after(request.user, pair))
    settle_concern(concern, by=request.user, now=timezone.now())
    messages.success(request, "Kept as looked at. It comes back only if something else changes.")
    return redirect(pair)


def pair_of_the_three(request, pk):
    """A pair for its two people and its coach; for coordinators its agreement is not there."""
    pair = pair_in_sight(request, pk)
    if not pair.has_member(request.user) and request.user.pk != pair.coach_id:
        raise Http404
    return pair


@require_http_methods(["GET", "POST"])
def agreement(request, pk):
    """What the two agree on: read by both and their coach, written and signed by the two."""
    pair = pair_of_the_three(request, pk)
    is_member = pair.has_member(request.user)
    latest = latest_agreement(pair)
    form = AgreementForm(request.POST if request.method == "POST" else None, latest=latest)
    if request.method == "POST":
        require(is_member)
        if kept(request, pair, latest, form):
            return redirect("agreement", pair.pk)
        latest = latest_agreement(pair)
    mine = "mentor_signed_at" if request.user.pk == pair.mentor_id else "mentee_signed_at"
    context = {
        "pair": pair,
        "wave": pair.wave,
        "is_member": is_member,
        "agreement": latest,
        "may_sign": is_member and pair.is_live and latest and getattr(latest, mine) is None,
        "may_write": is_member and pair.is_live,
        "form": form,
        "earlier": list(pair.agreements.select_related("by")[1:]),
        "partner": pair.partner_of(request.user) if is_member else None,
    }
    return page(request, "pairing/agreement", context)


def kept(request, pair, latest, form):
    """Sign or save; False where the form has to be shown again, which then says why."""
    now = timezone.now()
    try:
        if "sign" in request.POST:
            if latest is None or str(latest.version) != request.POST["sign"]:
                raise WrittenMeanwhile(latest)
            sign_agreement(latest, by=request.user, now=now)
            messages.success(request, "Signed.")
            return True
        if not form.is_valid():
            return False
        write_agreement(pair, form.texts, opened=form.cleaned_data["opened"], by=request.user, now=now)
    except WrittenMeanwhile as conflict:
        form.note_newer(conflict.latest)
        return False
    messages.success(request, "Saved and signed by you. The other side is asked to read and sign it.")
    return True


@require_http_methods(["GET", "POST"])
def pair_coach(request, pk):
    """Another coach for a live pair: who stands apart from both and has room."""
    pair = pair_in_sight(request, pk)
    require(can_pair(request.user, pair.wave))
    now = timezone.now()
    if request.method == "POST":
        pair = give_coach(pair, whole_number(request.POST.get("coach", "")), by=request.user, now=now)
        messages.success(request, f"{pair.coach} looks after {pair} now, and is told.")
        return redirect(pair)
    found = coaches_for(pair, now)
    people = User.objects.in_bulk([key for key, _, _ in found])
    coaches = [{"person": people[key], "room": room, "why_not": words} for key, room, words in found]
    return page(request, "pairing/coach", {"pair": pair, "wave": pair.wave, "coaches": coaches})


@require_http_methods(["GET", "POST"])
def rematch(request, pk):
    """The best new pairs of those free and waiting in a wave that is prepared or runs."""
    wave = wave_to_pair(request, pk)
    if request.method == "POST":
        form = TwoForm(request.POST)
        if not form.is_valid():
            messages.error(request, "That is not a pair of this wave.")
            return redirect("rematch", wave.pk)
        try:
            pair = pair_two(wave, **form.cleaned_data, by=request.user, now=timezone.now())
        except (NotAllowed, ValueError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{pair} is paired. Both and {pair.coach} are told.")
        return redirect("rematch", wave.pk)
    return page(request, "pairing/rematch", {"wave": wave, "is_open": wave.status in OPEN, **free_in(wave)})


def free_in(wave):
    """Rows of the best list of the free, and those it leaves over, with people to show."""
    try:
        candidates, found = best_of_the_free(wave, timezone.now())
    except CannotPropose as trouble:
        return {"trouble": str(trouble), "rows": [], "left_over": []}
    left = [*found.left_over_mentees, *found.left_over_mentors]
    keys = {key for pair in found.pairs for key in (pair.mentor, pair.mentee, pair.coach) if key}
    people = User.objects.in_bulk(keys | {one.key for one in left})
    sides = {one.key: "mentee" for one in found.left_over_mentees}
    return {
        "rows": [
            {
                "pair": pair,
                "mentor": people[pair.mentor],
                "mentee": people[pair.mentee],
                "coach": people.get(pair.coach),
            }
            for pair in found.pairs
        ],
        "left_over": [
            {"person": people[one.key], "side": sides.get(one.key, "mentor"), "left": one} for one in left
        ],
    }
