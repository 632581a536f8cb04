"""Applications as those see them who select: the list, one application, and the decisions."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs.access import can_coordinate, can_decide, can_read_recommendations, can_review, require
from programs.applications import DECISIONS, decide, decide_all, letter, places
from programs.models import Application, Recommendation, TalentProfile, User
from programs.pages import found_wave, page, searched
from programs.recommendations import in_a_ring

PAGE = 25
QUEUE = 12
Side, Status = Application.Side, Application.Status
TONES = {
    Status.SUBMITTED: "now",
    Status.SHORTLISTED: "info",
    Status.ACCEPTED: "ok",
    Status.WAITLISTED: "watch",
    Status.DECLINED: "ended",
    Status.WITHDRAWN: "ended",
}
ORDERS = {
    "name": ("person__family_name", "person__given_name"),
    "line": ("person__line_of_business", "person__family_name"),
    "place": ("person__location", "person__family_name"),
    "recommendations": ("received", "person__family_name"),
    "submitted": ("submitted_at",),
    "status": ("status", "person__family_name"),
}
REASON_LENGTH = 300


def wave_for_review(request, pk):
    wave = found_wave(request, pk)
    require(can_review(request.user, wave.program))
    return wave


def sent_to(wave):
    """The applications of a wave, with how many recommendations each has."""
    live = ~Q(recommendations__status__in=(Recommendation.Status.REPLACED, Recommendation.Status.NAMED))
    received = Q(recommendations__status=Recommendation.Status.RECEIVED)
    return (
        Application.objects.filter(wave=wave)
        .exclude(status=Status.DRAFT)
        .select_related("person")
        .annotate(
            asked=Count("recommendations", filter=live), received=Count("recommendations", filter=received)
        )
    )


@require_GET
def applications(request, pk):
    """Everybody who applied to a wave."""
    wave = wave_for_review(request, pk)
    tally = Counter()
    for side, status, number in (
        Application.objects.filter(wave=wave)
        .exclude(status=Status.DRAFT)
        .order_by()
        .values_list("side", "status")
        .annotate(number=Count("pk"))
    ):
        tally[side, status] = number
    side = request.GET.get("side", "")
    side = side if side in Side.values else ""
    show = request.GET.get("show", "")
    words = searched(request, most=100)
    sort = request.GET.get("sort", "")
    sort = sort if sort.lstrip("-") in ORDERS else "submitted"

    found = sent_to(wave)
    if side:
        found = found.filter(side=side)
    if show == "waiting":
        found = found.undecided()
    elif show in Status.values:
        found = found.filter(status=show)
    if words:
        found = found.filter(person__in=User.objects.matching(words))
    listed = Paginator(found.order_by(*order_of(sort), "pk"), PAGE).get_page(request.GET.get("page"))
    coordinates = can_coordinate(request.user, wave.program)
    ring = in_a_ring(wave)
    for application in listed:
        application.tone = TONES[application.status]
        application.in_ring = application.person_id in ring
        application.selectable = (
            coordinates
            and application.person_id != request.user.pk
            and Status.ACCEPTED in application.STEPS[application.status]
        )
    return page(
        request,
        "programs/applications",
        {
            "wave": wave,
            "page_obj": listed,
            "sort": sort,
            "q": words,
            "side": side,
            "show": show,
            "sides": sides_of(tally),
            "shows": shows_of(tally, side),
            "waiting": shows_of(tally, "")[1][2],
            "accepted": {each: tally[each, Status.ACCEPTED] for each in Side.values},
            "filtered": bool(words or side or show),
            "coordinates": coordinates,
        },
    )


def order_of(sort):
    columns = ORDERS[sort.lstrip("-")]
    return [F(name).desc(nulls_last=True) if sort.startswith("-") else name for name in columns]


def sides_of(tally):
    """The sides to choose from, with the number of applications of each."""
    numbers = {
        side: sum(number for (each, _), number in tally.items() if each == side) for side in Side.values
    }
    return [("", "All", sum(tally.values()))] + [
        (side, f"{Side(side).label}s", numbers[side]) for side in Side.values
    ]


def shows_of(tally, side):
    """The statuses to choose from, with the number of applications in each."""
    numbers = Counter()
    for (each, status), number in tally.items():
        if not side or each == side:
            numbers[status] += number
    waiting = numbers[Status.SUBMITTED] + numbers[Status.SHORTLISTED]
    return [("", "Any status", sum(numbers.values())), ("waiting", "Waiting for a decision", waiting)] + [
        (status.value, status.label, numbers[status]) for status in Status if status != Status.DRAFT
    ]


@require_GET
def application(request, pk):
    """One application: the profile as a mentee would see it, the answers, and what others say."""
    visible = Application.objects.visible_to(request.user).select_related("person__manager", "wave__program")
    found = get_object_or_404(visible.distinct(), pk=pk)
    if found.person_id == request.user.pk:
        return redirect("my_application", found.pk)
    require(can_read_recommendations(request.user, found))
    request.wave_id = found.wave_id
    return page(request, "programs/application", review_page(request, found))


def review_page(request, found):
    profile = TalentProfile.objects.filter(person=found.person).first()
    asked = list(found.recommendations.exclude(status="replaced").select_related("referee"))
    manager = next((each for each in asked if each.relation == "manager"), None)
    return {
        "application": found,
        "person": found.person,
        "wave": found.wave,
        "profile": profile,
        "today": timezone.localdate(),
        "tone": TONES[found.status],
        "topics": found.topics.all(),
        "shared": shared_interests(found, profile),
        "recommendations": [described(each) for each in asked],
        "received": sum(each.status == Recommendation.Status.RECEIVED for each in asked),
        "asked": len(asked),
        "manager_word": manager if manager and manager.status == Recommendation.Status.RECEIVED else None,
        "warnings": warnings_about(found, asked),
        "decisions": decisions_for(request.user, found),
        "history": found.history.select_related("by").exclude(previous=Status.DRAFT),
        "queue": queue_beside(found),
    }


def described(recommendation):
    """A recommendation as reviewers read it: keeping confidences first, then the rest."""
    judged = [
        (label, getattr(recommendation, name))
        for name, label in Recommendation.CRITERIA.items()
        if name != "keeps_confidences"
    ]
    confidences = recommendation.keeps_confidences
    if confidences is None:
        tone, word = "none", "Cannot judge confidences"
    elif confidences >= 4:
        tone, word = "ok", "Keeps confidences"
    else:
        tone, word = ("watch" if confidences == 3 else "risk"), f"Keeps confidences: {confidences} of 5"
    return {"it": recommendation, "tone": tone, "word": word, "confidences": confidences, "judged": judged}


def warnings_about(application, asked):
    """What a reviewer should know before deciding; none of it decides."""
    if application.person_id in in_a_ring(application.wave):
        yield "Recommended in a ring: the recommendations lead back to this applicant."
    for each in asked:
        if each.relation == "manager" and each.referee_id != application.person.manager_id:
            yield f"{each.referee} is not the manager that the directory names."
        if each.confirms_hours is False:
            yield f"{each.referee} does not agree to four hours a month."


def shared_interests(application, profile):
    """Each interest of the applicant, with how many people of the other side share it."""
    if profile is None or not profile.interests:
        return []
    others = TalentProfile.objects.filter(
        person__applications__in=Application.objects.filter(
            wave=application.wave_id, status__in=Application.IN_HAND
        ).exclude(side=application.side)
    )
    tally = Counter(
        word.casefold() for words in others.values_list("interests", flat=True) for word in set(words)
    )
    return [(interest, tally[interest.casefold()]) for interest in profile.interests]


def decisions_for(user, application):
    if not can_decide(user, application) or application.wave.is_over:
        return []
    return [(to, verb) for to, verb in DECISIONS.items() if to in application.STEPS[application.status]]


def queue_beside(application):
    """What else waits on the same side, to go on with; this one among it."""
    waiting = sent_to(application.wave_id).filter(side=application.side)
    undecided = Q(status__in=(Status.SUBMITTED, Status.SHORTLISTED))
    rows = list(waiting.filter(Q(pk=application.pk) | undecided).order_by("submitted_at", "pk")[:QUEUE])
    for each in rows:
        each.tone = TONES[each.status]
    return rows


@require_POST
def application_decision(request, pk):
    """Show the mail that a decision sends; once confirmed, decide."""
    visible = Application.objects.visible_to(request.user).select_related("person", "wave__program__contact")
    found = get_object_or_404(visible.distinct(), pk=pk)
    require(can_decide(request.user, found))
    to = request.POST.get("decision")
    if to not in DECISIONS:
        raise BadRequest("There is no such decision.")
    request.wave_id = found.wave_id

    if "confirmed" in request.POST:
        reason = request.POST.get("reason", "").replace("\x00", "")[:REASON_LENGTH]
        decide(found, to, by=request.user, reason=reason)
        messages.success(request, f"{found.person}: {Status(to).label.lower()}. The mail is on its way.")
        return redirect("application", found.pk)
    return page(request, "programs/decision", preview(request, found.wave, [found], to))


def preview(request, wave, chosen, to):
    """What a decision on ``chosen`` sends to whom, and what speaks against it."""
    now = timezone.now()
    warnings = []
    if to == Status.ACCEPTED:
        for side in Side.values:
            more = sum(each.side == side for each in chosen)
            if more and (sentence := places(wave, side, more)):
                warnings.append(sentence)
        missing = Recommendation.objects.filter(
            application__in=[each.pk for each in chosen], status=Recommendation.Status.ASKED
        ).count()
        if missing:
            said = "recommendation has" if missing == 1 else "recommendations have"
            warnings.append(f"{missing} {said} not come yet.")
    return {
        "wave": wave,
        "chosen": chosen,
        "first": chosen[0],
        "decision": to,
        "verb": DECISIONS[to],
        "mails": [(each, letter(each, to, now)) for each in one_of_each_side(chosen)],
        "warnings": warnings,
    }


def one_of_each_side(chosen):
    """The mails of one side differ by the name alone."""
    return list({each.side: each for each in reversed(chosen)}.values())


@require_POST
def application_acceptance(request, pk):
    """Accept several at once: show who and what is sent; once confirmed, accept all of them or none."""
    wave = wave_for_review(request, pk)
    require(can_coordinate(request.user, wave.program))
    keys = {
        int(key)
        for key in request.POST.getlist("application")
        if key.isascii() and key.isdigit() and len(key) < 19
    }
    chosen = list(
        Application.objects.filter(wave=wave, pk__in=keys)
        .exclude(Q(status=Status.DRAFT) | Q(person=request.user))
        .select_related("person", "wave__program__contact")
        .order_by("person__family_name", "person__given_name", "pk")
    )
    if not chosen:
        messages.error(request, "Choose at least one application.")
        return redirect("applications", wave.pk)
    if "confirmed" in request.POST:
        decide_all(chosen, Status.ACCEPTED, by=request.user)
        messages.success(request, f"{len(chosen)} accepted. The mails are on their way.")
        return redirect("applications", wave.pk)
    return page(request, "programs/acceptance", preview(request, wave, chosen, Status.ACCEPTED))
