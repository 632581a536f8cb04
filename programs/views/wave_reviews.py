"""The review of a wave: its findings and decisions, closing it, and seats for those of the pilot."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import steering, wave_reviews
from ..access import can_coordinate, can_review, require
from ..figures import figures_of
from ..forms.wave_reviews import FindingForm
from ..lifecycle import NotAllowed
from ..models import Finding, FindingVersion, SteeringOffer, Wave
from ..pages import found_wave, page, whole_number


def reviewed_wave(request, pk):
    """A wave whose review the reader writes: coordinators and steering members."""
    wave = found_wave(request, pk)
    require(can_review(request.user, wave.program))
    return wave


@require_GET
def wave_review(request, pk):
    """What the wave has taught, on which figures it rests, and what is decided."""
    wave = reviewed_wave(request, pk)
    can_write = wave_reviews.can_be_written(wave)
    context = {
        "wave": wave,
        "findings": wave.findings.select_related("owner", "by").prefetch_related("versions__by"),
        "figures": figures_of(wave),
        "closed": getattr(wave, "closed_review", None),
        "can_write": can_write,
        "is_halfway": wave.status == Wave.Status.RUNNING,
        "against": wave_reviews.against_closing(wave) if can_write else [],
        "before": wave_reviews.decisions_before(wave),
        "may_coordinate": can_coordinate(request.user, wave.program),
        "offers": steering.can_be_offered(wave),
    }
    return page(request, "programs/community/wave_review", context)


@require_http_methods(["GET", "POST"])
def finding_new(request, pk):
    """Write down a finding."""
    wave = reviewed_wave(request, pk)
    wanted = request.GET.get("figure", "")
    return finding_form(request, Finding(wave=wave), initial={"figure": wanted} if wanted else {})


def found_finding(request, pk):
    found = get_object_or_404(Finding.objects.select_related("wave__program", "owner"), pk=pk)
    try:
        reviewed_wave(request, found.wave_id)
    except Http404:
        raise Http404("No Finding matches the given query.") from None
    return found


@require_http_methods(["GET", "POST"])
def finding_edit(request, pk):
    """Change a finding or decide about it."""
    return finding_form(request, found_finding(request, pk), initial={})


def finding_form(request, finding, *, initial):
    latest = FindingVersion.objects.filter(of=finding).first() if finding.pk else None
    opened = str(latest.pk) if latest else ""
    is_new, theirs = finding.pk is None, None
    form = FindingForm(request.POST or None, instance=finding, initial=initial, opened=opened)
    if form.is_valid():
        found = form.cleaned_data["opened"]
        try:
            wave_reviews.record(form.instance, by=request.user, now=timezone.now(), opened=found)
        except wave_reviews.ChangedMeanwhile as conflict:
            theirs = conflict.theirs
            form.add_error(None, str(conflict))
            form.data = form.data.copy()
            form.data["opened"] = str(theirs.pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The finding is saved.")
            return redirect("wave_review", finding.wave_id)
    context = {
        "form": form,
        "finding": None if is_new else finding,
        "wave": finding.wave,
        "theirs": theirs,
        "figures": figures_of(finding.wave),
    }
    return page(request, "programs/community/finding_form", context)


@require_POST
def finding_removal(request, pk):
    """Take a finding out of a review that is open."""
    found = found_finding(request, pk)
    wave_reviews.remove(found)
    messages.success(request, "The finding is removed.")
    return redirect("wave_review", found.wave_id)


@require_POST
def review_closing(request, pk):
    """Close the review of a wave, or open it again."""
    wave = reviewed_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    if "reopen" in request.POST:
        wave_reviews.reopen_review(wave)
        messages.success(request, "The review is open again.")
        return redirect("wave_review", wave.pk)
    try:
        wave_reviews.close_review(wave, by=request.user, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The review is closed; the next wave begins from it.")
    return redirect("wave_review", wave.pk)


# --- seats for those of the pilot -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def steering_offers(request, pk):
    """Offer those of the pilot a seat among the steering members, and see who took it."""
    wave = found_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    if request.method == "POST":
        chosen = [number for value in request.POST.getlist("person") if (number := whole_number(value))]
        if not chosen:
            messages.error(request, "Choose at least one person.")
        else:
            people = steering.offer(wave, chosen, by=request.user, now=timezone.now())
            messages.success(request, f"A seat is offered to {people} of them.")
        return redirect("steering_offers", wave.pk)
    context = {
        "wave": wave,
        "can_offer": steering.can_be_offered(wave),
        "is_pilot": steering.is_pilot(wave),
        "candidates": steering.candidates(wave),
        "offers": wave.steering_offers.select_related("person").order_by("status", "person__family_name"),
    }
    return page(request, "programs/community/steering_offers", context)


@require_http_methods(["GET", "POST"])
def steering_offer(request, pk):
    """A seat that is offered to the reader: take it or not."""
    offers = SteeringOffer.objects.filter(person=request.user).select_related("wave__program", "person")
    found = get_object_or_404(offers, pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            (steering.accept if "accept" in request.POST else steering.decline)(found)
        except NotAllowed as refused:
            refusal = str(refused)
            found.refresh_from_db()
        else:
            messages.success(request, "Thank you. Your answer is kept.")
            return redirect(reverse("steering_offer", args=[found.pk]))
    context = {"offer": found, "refusal": refusal}
    return page(request, "programs/community/steering_offer", context, status=422 if refusal else 200)
