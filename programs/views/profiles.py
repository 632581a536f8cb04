"""Talent profiles: one's own to edit, those of others to read."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs import drafts
from programs.drafts import STALE, Stand
from programs.forms.profile_versions import differences, merged
from programs.forms.profiles import LARGEST_DRAFT, ProfileForm
from programs.lifecycle import NotAllowed
from programs.models import PITCH_WORDS, TalentProfile
from programs.pages import page
from programs.pdf import paper_in, pdf_of, photo_in
from programs.profiles import (
    draft_of,
    drop_draft,
    own_profile,
    parts_of,
    save_draft,
    save_profile,
    stand_of,
    suggested_words,
    used_in,
)
from programs.sheets import sheet_of

TOO_LONG = "This is too long to be kept as a draft. Shorten it."
KEEPING = {"keep": "profile", "photo": "profile_photo"}  # buttons that keep a draft, and where they lead


@require_http_methods(["GET", "POST"])
def profile(request):
    """Write one's own talent profile. Saved by version: a second tab is shown both texts."""
    own, now = own_profile(request.user), timezone.now()
    if request.method == "GET":
        return page(request, "programs/profile_form", profile_page(request, own, opened(own, stored_in(own))))

    stand, then = stand_sent(request), request.POST.get("then")
    if then == "merge":
        both = merged(stored_in(own), ProfileForm.starting_with(ProfileForm.typed_by(request.POST)))
        return page(request, "programs/profile_form", profile_page(request, own, opened(own, both)))
    if then in KEEPING:
        if not save_draft(stand, kept(request), now=now):
            return saved_elsewhere(request)
        return redirect(KEEPING[then])
    form = ProfileForm(request.POST, today=timezone.localdate(now), suggestions=suggested_words())
    if not form.is_valid():
        return page(request, "programs/profile_form", profile_page(request, own, form))
    if not save_profile(stand, form.changes, now=now) and not is_stored(form.changes, request.user):
        return saved_elsewhere(request)
    messages.success(request, "Your talent profile is saved. Those who may read it see it now.")
    if then == "close":
        return redirect("profile_of", request.user.pk)
    return redirect(reverse("profile") + f"#{next_part(own_profile(request.user))}")


@require_POST
def profile_draft(request):
    """Keep what was typed so far, for its author alone; for the script that saves while somebody writes."""
    stand, now = stand_sent(request), timezone.now()
    typed = ProfileForm.typed_by(request.POST)
    if len(json.dumps(typed)) > LARGEST_DRAFT:
        return drafts.refused(TOO_LONG)
    is_kept = save_draft(stand, typed, now=now)
    own = own_profile(request.user)
    if is_kept:
        return drafts.saved(stand_of(own, stand.page), now)
    draft = draft_of(own)
    texts = differences(stored_in(own), ProfileForm.starting_with(typed))
    return drafts.clash(stand_of(own, stand.page), draft.saved_at if draft else own.updated_at, texts)


@require_POST
def profile_draft_removal(request):
    """Throw away what was typed since the last save."""
    if drop_draft(stand_sent(request)):
        messages.success(request, "What you had not saved is gone. This is what others read.")
    else:
        messages.error(request, "Your profile was changed in another window. This is how it stands now.")
    return redirect("profile")


def is_stored(changes, person):
    """Whether the very same was saved already: a button pressed twice, or a form sent again."""
    own = own_profile(person)
    return draft_of(own) is None and all(getattr(own, name) == value for name, value in changes.items())


def stand_sent(request):
    """What the page had in front of it. A page of somebody else, or of long ago, is told so."""
    stand = Stand.read(request.POST.get("version"))
    if stand is None or stand.person != request.user.pk:
        raise NotAllowed(STALE)
    return stand


def kept(request):
    typed = ProfileForm.typed_by(request.POST)
    if len(json.dumps(typed)) > LARGEST_DRAFT:
        raise NotAllowed(TOO_LONG)
    return typed


def stored_in(own):
    """What the inputs show: the draft, else the profile."""
    draft = draft_of(own)
    return ProfileForm.starting_with(draft.typed) if draft else ProfileForm.values_of(own)


def opened(own, values):
    return ProfileForm(
        today=timezone.localdate(),
        suggestions=suggested_words(),
        initial={**values, "version": str(stand_of(own, drafts.new_page()))},
    )


def saved_elsewhere(request):
    """Show what was saved in the meantime beside what was typed here; saving again decides."""
    own = own_profile(request.user)
    typed = request.POST.copy()
    typed["version"] = str(stand_of(own, drafts.new_page()))
    texts = differences(stored_in(own), ProfileForm.starting_with(ProfileForm.typed_by(request.POST)))
    form = ProfileForm(typed, today=timezone.localdate(), suggestions=suggested_words())
    context = profile_page(request, own, form) | {"texts": texts, "clashed": True}
    return page(request, "programs/profile_form", context, status=409)


def next_part(own):
    """The first part that is not complete, or the end of the page."""
    form = ProfileForm(today=None, initial=ProfileForm.values_of(own))
    return next(
        part["key"] for part in parts_of(form.filled()) if part["tone"] != "ok" or part["key"] == "check"
    )


def profile_page(request, own, form):
    draft, filled = draft_of(own), form.filled()
    return {
        "form": form,
        "profile": own,
        "draft": draft,
        "parts": parts_of(filled, form.wrong() if form.is_bound else (), has_draft=bool(draft)),
        "sections": [(title, name in filled) for name, title in TalentProfile.SECTIONS.items()],
        "completeness": round(
            100 * len(filled & TalentProfile.SECTIONS.keys()) / len(TalentProfile.SECTIONS)
        ),
        "pitch_limit": PITCH_WORDS,
        "used_in": used_in(request.user, timezone.localdate()),
        "today": timezone.localdate(),
    }


@require_GET
def profile_of(request, pk):
    """A talent profile as the other side of a pair sees it; one page on paper."""
    found = readable(request, pk)
    context = {"profile": found, "person": found.person, "own": found.person == request.user}
    return page(request, "programs/profile", context)


@require_GET
def profile_pdf(request, pk):
    """The same sheet as a file, for the same readers."""
    found = readable(request, pk)
    content = pdf_of(
        sheet_of(found.person, found, today=timezone.localdate()),
        photo=photo_in(found),
        paper=paper_in(timezone.get_current_timezone_name()),
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(found.person.full_name)[:60] or "somebody"
    response.headers["Content-Disposition"] = f'attachment; filename="talent-profile-{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def readable(request, pk):
    profiles = TalentProfile.objects.visible_to(request.user).select_related("person")
    return get_object_or_404(profiles, person=pk, person__is_active=True)
