"""Applying as mentor, enrolling as mentee, and following one's own application."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs import drafts, recommendations
from programs.access import can_carry, can_replace, can_withdraw, require
from programs.admission import closes_on, require_open
from programs.applications import Clash, Gone, Sent, save_draft, submit, withdraw
from programs.forms.applications import MenteeForm, MentorForm
from programs.forms.recommendations import ReplacementForm
from programs.forms.taking_part import stand_of
from programs.lifecycle import NotAllowed
from programs.models import Application, Recommendation, TalentProfile
from programs.pages import found_wave, page
from programs.waiting_list import carry_over, next_call

FORMS = {form.side: form for form in (MentorForm, MenteeForm)}
PAGES = {Application.Side.MENTOR: "programs/apply", Application.Side.MENTEE: "programs/enrol"}
DRAFTS = {Application.Side.MENTOR: "apply_draft", Application.Side.MENTEE: "enrol_draft"}


@require_http_methods(["GET", "POST"])
def apply(request, pk):
    """Apply to be a mentor in a wave."""
    return take_part(request, pk, Application.Side.MENTOR)


@require_http_methods(["GET", "POST"])
def enrol(request, pk):
    """Enrol as a mentee in a wave."""
    return take_part(request, pk, Application.Side.MENTEE)


def take_part(request, pk, side):
    """Save the draft, or send it: two buttons of one page. A mistake costs nothing: the draft keeps it."""
    wave = found_wave(request, pk)
    own = Application.objects.filter(wave=wave, person=request.user).first()
    if own and (own.status != Application.Status.DRAFT or own.side != side):
        messages.info(request, "This is your application for this wave.")
        return redirect("my_application", own.pk)
    require_open(wave, request.user, side, timezone.localdate())
    if request.method == "GET":
        return form_page(request, wave, own, form_of(side, request.user, wave, own))

    form = form_of(side, request.user, wave, own, request.POST)
    fits = form.is_valid()
    try:
        draft = kept(form, now=timezone.now())
    except Clash as clash:
        return clashed(request, wave, clash.stored, form)
    except Sent:  # the other press of the same button
        return redirect("apply" if side == Application.Side.MENTOR else "enrol", wave.pk)
    except Gone:
        form.add_error(None, "This draft was discarded elsewhere. Saving again begins a new one.")
        return form_page(request, wave, None, form, status=409)
    if draft is None:
        form.add_error(None, drafts.STALE_FORM)
        return form_page(request, wave, own, form)
    if not fits:
        return form_page(request, wave, draft, form)
    if not form.sending:
        messages.success(request, "Your draft is saved. Nobody else sees it.")
        return redirect("my_application", draft.pk)
    submit(draft, now=timezone.now())
    messages.success(request, "Your application is sent.")
    return redirect("my_application", draft.pk)


def form_of(side, person, wave, draft, data=None):
    sending = data is not None and "send" in data
    return FORMS[side](data, person=person, wave=wave, draft=draft, sending=sending)


def kept(form, *, now):
    """Save what a form holds as a draft; None when the page was not one of this person's."""
    if form.stand is None:
        return None
    stand = form.stand
    where = {"row": stand.row, "version": stand.version, "page": stand.page}
    try:
        return save_draft(form.wave, form.person, form.side, now=now, **where, **form.answers)
    except Clash as clash:
        if drafts.differences(form_of(form.side, form.person, form.wave, clash.stored), form):
            raise
        return clash.stored  # the other page had typed the same


def clashed(request, wave, stored, form):
    """Both texts; saving again decides."""
    texts = drafts.differences(form_of(form.side, request.user, wave, stored), form)
    return form_page(request, wave, stored, form, status=409, texts=texts)


def form_page(request, wave, draft, form, *, status=200, **more):
    """The form, from now on of the draft as it stands."""
    if form.is_bound:
        form.data = form.data.copy()
        form.data["version"] = str(stand_of(request.user, draft, drafts.new_page()))
        form.data["asked"] = form.wording
    context = {"form": form, "wave": wave, "draft": draft, "keep": DRAFTS[form.side], **more}
    context["closes_on"] = closes_on(wave, request.user, form.side, timezone.localdate())
    if form.side == Application.Side.MENTOR:
        context["profile"] = TalentProfile.objects.filter(person=request.user).first()
    return page(request, PAGES[form.side], context, status=status)


# --- saved while one writes ---------------------------------------------------------------------------------


@require_POST
def apply_draft(request, pk):
    """Keep a mentor's application while it is being written."""
    return keep_draft(request, pk, Application.Side.MENTOR)


@require_POST
def enrol_draft(request, pk):
    """Keep an enrolment while it is being written."""
    return keep_draft(request, pk, Application.Side.MENTEE)


def keep_draft(request, pk, side):
    wave = found_wave(request, pk)
    own = Application.objects.filter(wave=wave, person=request.user).first()
    form = form_of(side, request.user, wave, own, request.POST)
    form.sending = False
    form.is_valid()
    now = timezone.now()
    try:
        draft = kept(form, now=now)
    except Clash as clash:
        stored = clash.stored
        texts = drafts.differences(form_of(side, request.user, wave, stored), form)
        return drafts.clash(stand_of(request.user, stored, form.stand.page), stored.saved_at, texts)
    except NotAllowed as refusal:
        return drafts.refused(str(refusal))
    if draft is None:
        return drafts.refused(drafts.STALE)
    return drafts.saved(stand_of(request.user, draft, form.stand.page), now)


# --- following one's own ------------------------------------------------------------------------------------


def own_applications(request):
    return Application.objects.filter(person=request.user).select_related("wave__program__contact", "person")


@require_GET
def my_application(request, pk):
    """Where one's own application stands, and which recommendations have come."""
    application = get_object_or_404(own_applications(request), pk=pk)
    request.wave = application.wave
    return page(request, "programs/my_application", standing(request, application))


def standing(request, application, form=None, replacing=None):
    """What the page of one's own application shows; ``form`` is a replacement that needs mending."""
    now = timezone.now()
    found = list(
        application.recommendations.exclude(status=Recommendation.Status.REPLACED).select_related("referee")
    )
    silent = recommendations.silent(found, now)
    asked = []
    for each in found:
        each.application = application
        entry = {"recommendation": each, "tone": "none", "word": each.get_status_display(), "form": None}
        entry |= WORDS[each.status]
        if each.pk in silent:
            entry |= {"tone": "watch", "word": "No answer has reached us"}
        if can_replace(request.user, each, each.pk in silent):
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
        "invites": application.wave.program.attributes.exists(),
        "may_withdraw": can_withdraw(request.user, application),
        "closes_on": (
            last := closes_on(application.wave, request.user, application.side, timezone.localdate(now))
        ),
        "may_edit": application.status == Application.Status.DRAFT and last is not None,
        "next_call": next_call(application),
        "carried_to": getattr(application, "carried_to", None),
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
def application_carrying(request, pk):
    """Go on from the waiting list to the wave that recruits now: one press."""
    application = get_object_or_404(own_applications(request), pk=pk)
    require(can_carry(request.user, application))
    carried = carry_over(application, now=timezone.now(), today=timezone.localdate())
    if carried.status == Application.Status.DRAFT:
        messages.info(request, "Almost: the questions have changed. Complete what is missing, then send it.")
        return redirect("apply" if carried.side == Application.Side.MENTOR else "enrol", carried.wave_id)
    messages.success(request, "Your application is carried over. Those who waited go first.")
    return redirect("my_application", carried.pk)


@require_POST
def recommendation_replacement(request, pk):
    """Name somebody else in the place of a referee who declined or did not answer in time."""
    now = timezone.now()
    mine = Recommendation.objects.filter(application__person=request.user).select_related(
        "application__wave__program__contact", "application__person", "referee"
    )
    recommendation = get_object_or_404(mine, pk=pk)
    require(can_replace(request.user, recommendation, bool(recommendations.silent([recommendation], now))))

    form = ReplacementForm(request.POST, recommendation=recommendation, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        recommendations.replace(recommendation, form.cleaned_data["referee"], by=request.user, now=now)
        messages.success(request, f"{form.cleaned_data['referee']} will be asked.")
        return redirect("my_application", recommendation.application_id)
    context = standing(request, recommendation.application, form, recommendation.pk)
    return page(request, "programs/my_application", context)
