"""Pages of asking first: the suggestion as one side reads it, and how far a list is (M7)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.models import Application, TalentProfile
from programs.pages import page
from programs.words import counted

from .access import can_pair
from .consulting import answer, asked_of, consult, publish_agreed, standing_of, stop_asking
from .models import Consultation, Proposal


@require_http_methods(["GET", "POST"])
def suggestion(request, pk):
    """Yes or no to the other one, for whoever is asked now; for everybody else it is not there."""
    found = get_object_or_404(asked_of(request.user), pk=pk)
    pair = found.pair
    if request.method == "POST" and request.POST.get("agrees") in ("yes", "no"):
        agrees = request.POST["agrees"] == "yes"
        answer(found, request.user, agrees=agrees, now=timezone.now())
        messages.success(
            request,
            "Thank you. You hear from us when pairs are announced."
            if agrees
            else "Thank you. Nobody is told what you said, and another match is looked for.",
        )
        return redirect("home")
    other = pair.partner_of(request.user)
    side = "mentor" if other.pk == pair.mentor_id else "mentee"
    application = Application.objects.filter(wave=pair.wave_id, person=other, side=side).accepted().first()
    context = {
        "wave": pair.wave,
        "suggestion": found,
        "other": other,
        "side": side,
        "profile": TalentProfile.objects.filter(person=other).first(),
        "topics": list(application.topics.all()) if application else [],
    }
    return page(request, "pairing/suggestion", context)


def proposal_to_coordinate(request, pk):
    proposals = Proposal.objects.visible_to(request.user).select_related("wave__program")
    proposal = get_object_or_404(proposals, pk=pk)
    request.wave = proposal.wave
    require(can_pair(request.user, proposal.wave))
    return proposal


@require_POST
def consultation_begin(request, pk):
    """Ask the mentees of a draft before it is published."""
    proposal = proposal_to_coordinate(request, pk)
    if consult(proposal, by=request.user, now=timezone.now()):
        number = counted(proposal.pairs.count(), "mentee is", "mentees are")
        messages.success(request, f"{number} asked in private. The mentors are asked after them.")
    return redirect("consultation", proposal.pk)


@require_GET
def consultation(request, pk):
    """How far asking is: numbers of pairs, never who said what."""
    proposal = proposal_to_coordinate(request, pk)
    context = {
        "wave": proposal.wave,
        "proposal": proposal,
        "standing": standing_of(proposal),
        "is_asked": proposal.status == Proposal.Status.CONSULTING,
        "asked_at": Consultation.objects.filter(pair__wave=proposal.wave_id).order_by("asked_at").first(),
    }
    return page(request, "pairing/consultation", context)


@require_POST
def consultation_end(request, pk):
    """Publish what both agreed to, or stop asking."""
    proposal = proposal_to_coordinate(request, pk)
    now = timezone.now()
    try:
        if request.POST.get("deed") == "stop":
            number = stop_asking(proposal, by=request.user, now=now)
            said = f"{counted(number, 'suggestion')} taken back. Nobody is told anything by it."
        else:
            number = publish_agreed(proposal, by=request.user, now=now)
            said = f"{counted(number, 'pair')} published." if number else "No pair is agreed to by both yet."
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("consultation", proposal.pk)
