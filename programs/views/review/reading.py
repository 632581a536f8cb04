"""What the pages of those who select have in common: finding a wave or an application, describing it."""

from collections import Counter

from django.shortcuts import get_object_or_404

from programs.access import can_review, require
from programs.models import Application, Recommendation, TalentProfile
from programs.pages import found_wave
from programs.recommendations import in_a_ring

Status = Application.Status
TONES = {
    Status.SUBMITTED: "now",
    Status.SHORTLISTED: "info",
    Status.ACCEPTED: "ok",
    Status.WAITLISTED: "watch",
    Status.DECLINED: "ended",
    Status.WITHDRAWN: "ended",
}


def wave_for_review(request, pk):
    wave = found_wave(request, pk)
    require(can_review(request.user, wave.program))
    return wave


def application_for_review(request, pk):
    """An application of somebody else that the reader may see; the sidebar shows its wave."""
    visible = Application.objects.visible_to(request.user).select_related(
        "person__manager", "wave__program__contact"
    )
    found = get_object_or_404(visible, pk=pk)
    require(found.person_id != request.user.pk and can_review(request.user, found.wave.program))
    request.wave = found.wave
    return found


def recommendations_of(application):
    """What was asked of whom, as reviewers read it: keeping confidences first, then the rest."""
    asked = application.recommendations.exclude(status=Recommendation.Status.REPLACED)
    return [described(each) for each in asked.select_related("referee")]


def described(recommendation):
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
