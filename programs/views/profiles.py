"""Talent profiles: one's own to edit, those of others to read, and the pictures in them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from programs.forms.profiles import ProfileForm
from programs.models import PITCH_WORDS, Application, TalentProfile
from programs.pages import page
from programs.profiles import own_profile, parts_of, save_profile


@require_http_methods(["GET", "POST"])
def profile(request):
    """Write one's own talent profile. Saved by version: a second tab is shown both texts."""
    own = own_profile(request.user)
    form = ProfileForm(request.POST or None, initial={"version": own.version}, instance=own)
    if form.is_valid():
        saved = save_profile(
            request.user,
            form.changes,
            version=form.cleaned_data["version"],
        )
        if not saved:
            return saved_elsewhere(request, form)
        messages.success(request, "Your talent profile is saved.")
        return redirect("profile")
    # a form that did not validate has already written on its instance
    stored = own_profile(request.user) if form.is_bound else own
    return page(request, "programs/profile_form", profile_page(request, stored, form))


def saved_elsewhere(request, form):
    """Show what was saved in the meantime beside what was typed here; saving again decides."""
    stored = own_profile(request.user)
    typed = request.POST.copy()
    typed["version"] = stored.version
    conflicts = [
        {
            "label": form.fields[name].label,
            "saved": shown(getattr(stored, name)),
            "anchor": form[name].id_for_label,
        }
        for name, value in form.changes.items()
        if getattr(stored, name) != value
    ]
    context = profile_page(request, stored, ProfileForm(typed, instance=own_profile(request.user)))
    return page(request, "programs/profile_form", context | {"conflicts": conflicts}, status=409)


def shown(value):
    return ", ".join(value) if isinstance(value, list) else value


def profile_page(request, own, form):
    return {
        "form": form,
        "profile": own,
        "parts": list(parts_of(own, form.errors if form.is_bound else ())),
        "pitch_limit": PITCH_WORDS,
        "applications": Application.objects.filter(person=request.user)
        .select_related("wave__program")
        .prefetch_related("recommendations__referee"),
    }


@require_GET
def profile_of(request, pk):
    """A talent profile as the other side of a pair sees it; one page on paper."""
    found = get_object_or_404(
        TalentProfile.objects.visible_to(request.user).select_related("person"),
        person=pk,
        person__is_active=True,
    )
    return page(
        request,
        "programs/profile",
        {
            "profile": found,
            "person": found.person,
            "today": timezone.localdate(),
            "own": found.person == request.user,
        },
    )
