"""Decisions: every mail is shown before, and for a while afterwards all of it can be taken back."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs import conflicts
from programs.access import can_coordinate, can_decide, can_review, require
from programs.decisions import (
    DECISIONS,
    HOLD,
    MOST_AT_ONCE,
    Overfull,
    decide,
    letter,
    overfull,
    undo,
)
from programs.lifecycle import NotAllowed
from programs.models import Application, Decision, Recommendation, Wave
from programs.pages import page, whole_number
from programs.words import counted

from .lists import chosen_side, narrowed, sent_to
from .reading import TONES, Status, application_for_review, wave_for_review

PAGE = 25
REASON_LENGTH = 300
# how a decision is told in a list, and in the toast after it
PAST = {
    Status.ACCEPTED: "accepted",
    Status.SHORTLISTED: "shortlisted",
    Status.WAITLISTED: "put on the waiting list",
    Status.DECLINED: "declined",
}


@require_POST
def application_decision(request, pk):
    """Show the mail that a decision sends; once confirmed, decide."""
    found = application_for_review(request, pk)
    require(can_decide(request.user, found))
    return look_then_decide(request, found.wave, [found])


@require_POST
def application_decisions(request, pk):
    """Decide on several at once: show every mail; once confirmed, decide on all of them or on none."""
    wave = wave_for_review(request, pk)
    require(can_coordinate(request.user, wave.program))
    chosen = list(
        chosen_by(request, wave)
        .exclude(person=request.user)
        .select_related("person", "wave__program__contact")
        .order_by("person__family_name", "person__given_name", "pk")[: MOST_AT_ONCE + 1]
    )
    if not chosen:
        messages.error(request, "Choose at least one application.")
        return redirect("applications", wave.pk)
    if len(chosen) > MOST_AT_ONCE:
        messages.error(request, f"Decide on at most {MOST_AT_ONCE} at once. Narrow the list first.")
        return redirect("applications", wave.pk)
    return look_then_decide(request, wave, chosen)


def chosen_by(request, wave):
    """The applications that were ticked, or all that match the list in front and can be decided so.

    The preview then names each one, and only those are decided on, whoever applies in the meantime.
    """
    sent = sent_to(wave, request.user)
    if "all" not in request.POST:
        numbers = map(whole_number, request.POST.getlist("application"))
        return sent.filter(pk__in=[number for number in numbers if number is not None])
    words = request.POST.get("q", "").replace("\x00", "").strip()[:100]
    found = narrowed(sent, request.user, chosen_side(request.POST), request.POST.get("show", ""), words)
    to = request.POST.get("decision")
    return found.filter(status__in=[status for status in Status if to in Application.STEPS[status]])


def look_then_decide(request, wave, chosen):
    """The preview, and after it the deed; what has changed in between is shown before anything happens."""
    to = request.POST.get("decision")
    if to not in DECISIONS:
        raise BadRequest("There is no such decision.")
    barred = conflicts.why_not_decide(request.user, chosen)
    chosen = [each for each in chosen if each.pk not in barred]
    require(chosen)
    if "confirmed" not in request.POST:
        return page(request, "programs/review/preview", preview(wave, chosen, to, barred))
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:REASON_LENGTH]
    noticed = request.POST.get("noticed", "")
    facts = {"by": request.user, "now": timezone.now(), "reason": reason, "noticed": noticed}
    try:
        decision = decide(wave, chosen, to, **facts)
    except Overfull:
        context = preview(wave, chosen, to, barred) | {"reason": reason, "full_now": True}
        return page(request, "programs/review/preview", context, status=409)
    except NotAllowed:
        if same := pressed_twice(request.user, wave, chosen, to):
            return redirect(same)
        raise
    messages.success(request, toast(decision, chosen))
    return redirect("application", chosen[0].pk) if len(chosen) == 1 else redirect("applications", wave.pk)


def pressed_twice(user, wave, chosen, to):
    """The decision that a second press of the same button finds done: same people, same person, just now."""
    keys = {each.pk for each in chosen}
    for decision in wave.decisions.filter(by=user, to=to, undone_at=None)[:3]:
        if set(decision.applications.values_list("application", flat=True)) == keys:
            return decision
    return None


def toast(decision, chosen):
    """One sentence with the way to take it back."""
    said = (
        f"{chosen[0].person}: {PAST[decision.to]}."
        if len(chosen) == 1
        else (f"{len(chosen)} applications {PAST[decision.to]}.")
    )
    return render_to_string("programs/review/toast.html", {"said": said, "decision": decision})


def preview(wave, chosen, to, barred):
    """What a decision sends to whom, who is left out of it and why, and what speaks against it."""
    now = timezone.now()
    going = [each for each in chosen if to in each.STEPS[each.status]]
    if not going:
        raise NotAllowed(f"{chosen[0].person}: {chosen[0].get_status_display().lower()}. Nothing to decide.")
    mails, shown = [(each, letter(each, to, now)) for each in going], set()
    for each, mail in mails:
        shape = without_names(each, mail)
        each.is_first = shape not in shown
        shown.add(shape)
    missing = 0
    if to == Status.ACCEPTED:
        asked = Recommendation.objects.filter(status=Recommendation.Status.ASKED)
        missing = asked.filter(application__in=[each.pk for each in going]).count()
    return {
        "wave": wave,
        "chosen": going,
        "first": going[0],
        "decision": to,
        "verb": DECISIONS[to],
        "mails": mails,
        "wordings": len(shown),
        "noticed": overfull(wave, going) if to == Status.ACCEPTED else "",
        "missing": missing,
        "stuck": [each for each in chosen if to not in each.STEPS[each.status]],
        "left_out": len(barred),
        "hold_minutes": HOLD // timedelta(minutes=1),
    }


def without_names(application, mail):
    """A mail without what differs from person to person, to tell how many wordings there are."""
    text = f"{mail.subject}\n{mail.body}".replace(f"/{application.pk}/", "/")
    for name in (application.person.full_name, application.person.given_name):
        text = text.replace(name, "·")
    return text


# --- after it -----------------------------------------------------------------------------------------


def readable_decisions(request):
    return Decision.objects.filter(wave__in=Wave.objects.visible_to(request.user)).select_related(
        "wave__program", "by"
    )


@require_GET
def decision(request, pk):
    """One decision: whom it is about, when the mails leave, and until then the way back."""
    found = get_object_or_404(readable_decisions(request), pk=pk)
    require(can_review(request.user, found.wave.program))
    request.wave = found.wave
    now = timezone.now()
    visible = Application.objects.visible_to(request.user).exclude(person=request.user)
    rows = found.applications.filter(application__in=visible).select_related("application__person")
    listed = Paginator(
        rows.order_by("application__person__family_name", "application__person__given_name", "pk"), PAGE
    ).get_page(request.GET.get("page"))
    for row in listed:
        row.tone = TONES[row.application.status]
        row.was = Status(row.previous).label
    context = {
        "decision": found,
        "wave": found.wave,
        "page_obj": listed,
        "number": found.applications.count(),
        "past": PAST[found.to],
        "can_be_undone": found.can_be_undone(now),
        "coordinates": can_coordinate(request.user, found.wave.program),
    }
    return page(request, "programs/review/decision", context)


@require_POST
def decision_undoing(request, pk):
    """Take a decision back: everybody where they stood, and no mail leaves."""
    found = get_object_or_404(readable_decisions(request), pk=pk)
    require(can_coordinate(request.user, found.wave.program))
    number = found.applications.count()
    undo(found, by=request.user, now=timezone.now())
    messages.success(
        request,
        f"Undone: {counted(number, 'application stands', 'applications stand')} as before. No mail left.",
    )
    return redirect("applications", found.wave_id)


@require_GET
def decisions(request, pk):
    """Every decision of a wave, newest first, with its reason."""
    wave = wave_for_review(request, pk)
    found = wave.decisions.select_related("by").annotate(number=Count("applications")).order_by("-at", "-pk")
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    for each in listed:
        each.past = PAST[each.to]
        each.tone = TONES[each.to]
        each.is_open = each.can_be_undone(now)
    return page(request, "programs/review/decisions", {"wave": wave, "page_obj": listed})
