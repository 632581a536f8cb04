"""Applying as mentor, enrolling as mentee, and following one's own application."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs import recommendations
from programs.access import can_replace, can_withdraw, require
from programs.applications import require_recruiting, save_draft, submit, withdraw
from programs.forms.applications import MenteeForm, MentorForm, ReplacementForm
from programs.models import Application, Recommendation, TalentProfile, Wave
from programs.pages import found_wave, page


@require_http_methods(["GET", "POST"])
def apply(request, pk):
    """Apply to be a mentor in a wave."""
    return take_part(request, pk, MentorForm, "programs/apply")


@require_http_methods(["GET", "POST"])
def enrol(request, pk):
    """Enrol as a mentee in a wave."""
    return take_part(request, pk, MenteeForm, "programs/enrol")


def take_part(request, pk, form_class, template):
    """Save the draft, or send it: two buttons of one page."""
    wave = found_wave(request, pk)
    own = Application.objects.filter(wave=wave, person=request.user).first()
    if own and (own.status != Application.Status.DRAFT or own.side != form_class.side):
        messages.info(request, "This is your application for this wave.")
        return redirect("my_application", own.pk)
    require_recruiting(wave)

    sending = "send" in request.POST
    form = form_class(request.POST or None, person=request.user, wave=wave, draft=own, sending=sending)
    if form.is_valid():
        application = save_draft(wave, request.user, form.side, **form.answers)
        if sending:
            submit(application, now=timezone.now())
            messages.success(request, "Your application is sent.")
        else:
            messages.success(request, "Your draft is saved. Nobody else sees it.")
        return redirect("my_application", application.pk)
    context = {"form": form, "wave": wave, "draft": own}
    if form_class is MentorForm:
        context["profile"] = TalentProfile.objects.filter(person=request.user).first()
    return page(request, template, context)


def own_applications(request):
    return Application.objects.filter(person=request.user).select_related("wave__program__contact", "person")


@require_GET
def my_application(request, pk):
    """Where one's own application stands, and which recommendations have come."""
    application = get_object_or_404(own_applications(request), pk=pk)
    request.wave_id = application.wave_id
    return page(request, "programs/my_application", standing(request, application))


def standing(request, application, form=None, replacing=None):
    """What the page of one's own application shows; ``form`` is a replacement that needs mending."""
    now = timezone.now()
    asked = []
    for each in application.recommendations.select_related("referee"):
        if each.status == Recommendation.Status.REPLACED:
            continue
        each.application = application
        entry = {"recommendation": each, "tone": "none", "word": each.get_status_display(), "form": None}
        entry |= WORDS[each.status]
        if can_replace(request.user, each, now):
            if each.status == Recommendation.Status.ASKED:
                entry |= {"tone": "watch", "word": "No answer in time"}
            entry["form"] = (
                form
                if replacing == each.pk
                else ReplacementForm(recommendation=each, auto_id=f"id_{each.pk}_%s")
            )
        asked.append(entry)
    return {
        "application": application,
        "wave": application.wave,
        "asked": asked,
        "received": sum(each["recommendation"].status == Recommendation.Status.RECEIVED for each in asked),
        "topics": application.topics.all(),
        "may_withdraw": can_withdraw(request.user, application),
        "may_edit": application.status == Application.Status.DRAFT
        and application.wave.status == Wave.Status.RECRUITING,
        "form": form,
    }


WORDS = {
    Recommendation.Status.NAMED: {},
    Recommendation.Status.ASKED: {"tone": "now", "word": "Asked"},
    Recommendation.Status.RECEIVED: {"tone": "ok", "word": "In"},
    Recommendation.Status.DECLINED: {"tone": "watch", "word": "Cannot recommend"},
}


@require_POST
def application_withdrawal(request, pk):
    """Take one's application back; a draft simply goes."""
    application = get_object_or_404(own_applications(request), pk=pk)
    require(can_withdraw(request.user, application))

    was_draft = application.status == Application.Status.DRAFT
    withdraw(application, now=timezone.now())
    if was_draft:
        messages.success(request, "Your draft is gone.")
        return redirect("home")
    messages.success(request, "Your application is withdrawn. The coordinators have been told.")
    return redirect("my_application", application.pk)


@require_POST
def recommendation_replacement(request, pk):
    """Name somebody else in the place of a referee who declined or did not answer in time."""
    now = timezone.now()
    mine = Recommendation.objects.filter(application__person=request.user).select_related(
        "application__wave__program__contact", "application__person"
    )
    recommendation = get_object_or_404(mine, pk=pk)
    require(can_replace(request.user, recommendation, now))

    form = ReplacementForm(request.POST, recommendation=recommendation, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        recommendations.replace(recommendation, form.cleaned_data["referee"], by=request.user, now=now)
        messages.success(request, f"{form.cleaned_data['referee']} will be asked.")
        return redirect("my_application", recommendation.application_id)
    context = standing(request, recommendation.application, form, recommendation.pk)
    return page(request, "programs/my_application", context)
