"""Reviewing (screen 02): one application after the other, each with one's own scorecard beside it."""

from django.contrib import messages
from django.db.models import Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs import conflicts, drafts
from programs.access import can_coordinate, can_decide, can_read_recommendations, can_score, require
from programs.decisions import DECISIONS
from programs.drafts import differences
from programs.forms.reviews import ScorecardForm, stand_of
from programs.lifecycle import NotAllowed
from programs.models import Application, Recommendation, Scorecard, TalentProfile, User
from programs.pages import page
from programs.reviewing import (
    Stale,
    criteria_of,
    declare_conflict,
    keep,
    my_cards,
    panel_is_open,
    possible_reviewers,
    submit,
)
from programs.scores import table_of
from programs.words import capital, listed, spelled

from .reading import (
    TONES,
    Status,
    application_for_review,
    recommendations_of,
    shared_interests,
    warnings_about,
    wave_for_review,
)

QUEUE = 12  # the part of a long queue that stands beside an application


@require_GET
def application(request, pk):
    """One application: the profile as a mentee would see it, one's scorecard, what others say."""
    own = Application.objects.filter(pk=pk, person=request.user)
    if own.exists():
        return redirect("my_application", pk)
    found = application_for_review(request, pk)
    card = card_of(request.user, found)
    return page(request, "programs/review/application", review_page(request, found, card))


def card_of(user, found):
    return Scorecard.objects.standing().filter(reviewer=user, application=found).first()


def review_page(request, found, card, form=None, texts=()):
    """What the page shows; ``form`` is a scorecard to mend, ``texts`` what another window saved."""
    user, wave = request.user, found.wave
    prefetch_related_objects([found], "answers__question")
    profile = TalentProfile.objects.filter(person=found.person).first()
    why_not = conflicts.why_not_score(user, found) if card else None
    may_read = can_read_recommendations(user, found)
    asked = recommendations_of(found) if may_read else []
    if card and not why_not and form is None and panel_is_open(wave):
        form = ScorecardForm(card=card, criteria=criteria_of(wave.program))
    manager = next((each["it"] for each in asked if each["it"].relation == "manager"), None)
    received = [each for each in asked if each["it"].status == Recommendation.Status.RECEIVED]
    blocked = conflicts.why_not_decide(user, [found]).get(found.pk)
    return {
        "application": found,
        "person": found.person,
        "wave": wave,
        "profile": profile,
        "side": found.side,
        "tone": TONES[found.status],
        "topics": found.topics.all(),
        "shared": shared_interests(found, profile),
        "card": card,
        "form": form,
        "texts": texts,
        "why_not_score": conflicts.told(why_not, found),
        "panel_open": panel_is_open(wave),
        "scores": table_of(found, user),
        "recommendations": asked,
        "received": len(received),
        "asked": len(asked),
        "nudge": bool(asked) and len(received) < len(asked),
        "manager_word": manager if manager and manager.status == Recommendation.Status.RECEIVED else None,
        "warnings": warnings_about(found, [each["it"] for each in asked]),
        "decisions": decisions_for(user, found),
        "why_not_decide": conflicts.told(blocked, found),
        "history": found.history.select_related("by").exclude(previous=Status.DRAFT),
        "panel": panel_of(request, found),
        "queue": queue_beside(user, found),
        "shortcuts": request.preferences is None or request.preferences.has_shortcuts,
    }


def decisions_for(user, found):
    if found.wave.is_over or not can_decide(user, found):
        return []
    return [(to, verb) for to, verb in DECISIONS.items() if to in found.STEPS[found.status]]


def panel_of(request, found):
    """For coordinators: who scores this application, and who else could."""
    if found.side != Application.Side.MENTOR or not can_coordinate(request.user, found.wave.program):
        return None
    cards = list(found.scorecards.select_related("reviewer"))
    others = possible_reviewers(found.wave.program).exclude(pk__in=[card.reviewer_id for card in cards])
    barred = conflicts.between(others, [found])
    return {
        "cards": cards,
        "others": [person for person in others if (person.pk, found.pk) not in barred],
        "is_open": panel_is_open(found.wave),
    }


# --- the queue beside ---------------------------------------------------------------------------------


def queue_beside(user, found):
    """What else one has to score, or for those who only decide, what else waits on the same side."""
    cards = list(my_cards(user, found.wave).values_list("application", "status", "saved_at"))
    if any(pk == found.pk for pk, _, _ in cards):
        marks = {pk: tone_of(status, saved_at) for pk, status, saved_at in cards}
        scored = sum(status == Scorecard.Status.SUBMITTED for _, status, _ in cards)
        entries = around([pk for pk, _, _ in cards], found.pk)
        title = "Yours" if len(cards) > 99 else f"Your {spelled(len(cards))}"
        return described_queue(entries, marks, title, f"{scored} scored")
    title = "Mentors waiting" if found.side == Application.Side.MENTOR else "Mentees waiting"
    waiting = (
        Application.objects.visible_to(user)
        .filter(wave=found.wave_id, side=found.side)
        .filter(Q(pk=found.pk) | Q(status__in=(Status.SUBMITTED, Status.SHORTLISTED)))
        .order_by("submitted_at", "pk")
    )
    keys = list(waiting.values_list("pk", flat=True))
    return described_queue(around(keys, found.pk), {}, title, "")


def tone_of(status, saved_at):
    if status == Scorecard.Status.SUBMITTED:
        return "ok", "Scored"
    return ("info", "Begun") if saved_at else ("none", "Not begun")


def around(keys, current):
    """The current key with those near it, and the keys before and after it."""
    place = keys.index(current)
    first = max(0, min(place - QUEUE // 2, len(keys) - QUEUE))
    return {
        "keys": keys[first : first + QUEUE],
        "more": len(keys) - len(keys[first : first + QUEUE]),
        "previous": keys[place - 1] if place else None,
        "next": keys[place + 1] if place + 1 < len(keys) else None,
    }


def described_queue(entries, marks, title, tally):
    found = Application.objects.filter(pk__in=entries["keys"]).select_related("person").in_bulk()
    rows = [found[pk] for pk in entries["keys"]]
    for row in rows:
        row.tone, row.word = marks.get(row.pk) or (TONES[row.status], row.get_status_display())
    return {**entries, "rows": rows, "title": title, "tally": tally}


# --- scoring ------------------------------------------------------------------------------------------


@require_POST
def scorecard(request, pk):
    """Save one's draft, or submit it and go on with the next; what is submitted can be changed."""
    found = application_for_review(request, pk)
    card = get_object_or_404(Scorecard.objects.standing(), reviewer=request.user, application=found)
    require(can_score(request.user, card))

    submitting = "submit" in request.POST or card.is_submitted
    form = ScorecardForm(
        request.POST, card=card, criteria=criteria_of(found.wave.program), complete=submitting
    )
    if not form.is_valid():
        if "version" in form.errors:  # of a page that was somebody else's: the next press is this reader's
            form.overtake()
        return page(request, "programs/review/application", review_page(request, found, card, form))
    was_submitted = card.is_submitted
    save = submit if submitting else keep
    facts = form.marks, form.cleaned_data["comment"]
    try:
        save(card, *facts, version=form.cleaned_data["version"], now=timezone.now())
    except Stale:
        card.refresh_from_db()
        texts = differences(form.stored(), form)
        form.overtake()
        context = review_page(request, found, card, form, texts)
        return page(request, "programs/review/application", context, status=409)
    if submitting and not was_submitted:
        messages.success(request, f"Your scores of {found.person} are submitted.")
        return redirect(next_to_score(request.user, found))
    messages.success(request, "Your scorecard is saved.")
    return redirect("application", found.pk)


@require_POST
def scorecard_draft(request, pk):
    """Keep what a reviewer has marked so far; the script asks, and is answered as `drafts` says."""
    found = application_for_review(request, pk)
    card = get_object_or_404(Scorecard.objects.standing(), reviewer=request.user, application=found)
    require(can_score(request.user, card))
    now = timezone.now()
    form = ScorecardForm(request.POST, card=card, criteria=criteria_of(found.wave.program))
    if card.is_submitted:
        return drafts.refused("You have submitted this scorecard. Save your changes with the button.")
    if not form.is_valid():
        return drafts.refused(" ".join(message for found in form.errors.values() for message in found))
    try:
        keep(card, form.marks, form.cleaned_data["comment"], version=form.cleaned_data["version"], now=now)
    except Stale:
        card.refresh_from_db()
        texts = differences(form.stored(), form)
        return drafts.clash(stand_of(card), card.saved_at, texts)
    except NotAllowed as refusal:
        return drafts.refused(str(refusal))
    return drafts.saved(stand_of(card), now)


def next_to_score(user, found):
    """The next of one's own that is still to be scored, beginning behind ``found`` and going round."""
    cards = list(my_cards(user, found.wave).values_list("application", "status"))
    place = next((n for n, (pk, _) in enumerate(cards) if pk == found.pk), 0)
    for pk, status in cards[place + 1 :] + cards[:place]:
        if status == Scorecard.Status.ASSIGNED:
            return reverse("application", args=[pk])
    return reverse("scoring", args=[found.wave_id])


@require_http_methods(["GET", "POST"])
def conflict(request, pk):
    """Say that one cannot judge somebody: another reviewer gets the application, and it is hidden here."""
    found = application_for_review(request, pk)
    card = get_object_or_404(Scorecard.objects.standing(), reviewer=request.user, application=found)
    if request.method == "POST":
        after = next_to_score(request.user, found)
        handed_on = declare_conflict(card, now=timezone.now())
        messages.success(
            request,
            "The application goes to another reviewer."
            if handed_on
            else "Your conflict is kept. Nobody else is free to score it; coordinators see that.",
        )
        return redirect(after)
    return page(request, "programs/review/conflict", {"application": found, "wave": found.wave})


@require_GET
def next_application(request, pk):
    """Lead to the next application one has to score; once all are scored, say so."""
    wave = wave_for_review(request, pk)
    cards = list(my_cards(request.user, wave))
    waiting = next((card for card in cards if card.status == Scorecard.Status.ASSIGNED), None)
    if waiting and panel_is_open(wave):
        return redirect("application", waiting.application_id)
    return page(
        request,
        "programs/review/done",
        {
            "wave": wave,
            "cards": cards[:QUEUE],
            "more": max(0, len(cards) - QUEUE),
            "mine": capital(spelled(len(cards))),
            "number": len(cards),
            "others": with_others(request.user, wave),
            "panel_open": panel_is_open(wave),
            "coordinates": can_coordinate(request.user, wave.program),
        },
    )


def with_others(user, wave):
    """``Seven others are with Tobias and Gwen.``"""
    mine = my_cards(user, wave).values("application")
    cards = Scorecard.objects.waiting().filter(application__wave=wave).exclude(application__in=mine)
    number = cards.values("application").distinct().count()
    if not number:
        return ""
    people = User.objects.filter(pk__in=cards.values("reviewer"))
    names = listed([person.given_name for person in people], most=3)
    return f"{capital(spelled(number))} {'other is' if number == 1 else 'others are'} with {names}."
