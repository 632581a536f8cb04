"""Step 2: who runs the program, what hours everybody gives, whether guidelines and training stand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ... import hours, roles
from ...forms.programs import RoleForm
from ...guidelines import versions_of
from ...lifecycle import NotAllowed
from ...models import Guidelines, ProgramRole, User
from ...pages import is_htmx
from .pages import frame_of, program_in_setup

FOUND_AT_MOST = 8
Role = ProgramRole.Role


@require_GET
def setup_roles(request, pk):
    """The core team, coaches, steering members and sponsors; hours; guidelines and training."""
    return roles_page(request, *program_in_setup(request, pk))


@require_POST
def program_roles(request, pk):
    """Give somebody a part in running the program, or take it back."""
    program, wave = program_in_setup(request, pk)
    if "remove" in request.POST:
        role = get_object_or_404(program.roles.select_related("person"), pk=number_in(request, "remove"))
        try:
            roles.let_go(role)
        except NotAllowed as refusal:
            return roles_page(request, program, wave, refusal=str(refusal))
        messages.success(request, f"{role.person} is no longer {roles.called(role.role)}.")
        return onward(request, program, wave)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return roles_page(request, program, wave, form=form)
    chosen = form.cleaned_data
    try:
        role = roles.take_on(program, chosen["person"], chosen["role"], capacity=chosen["capacity"])
    except NotAllowed as refusal:
        return roles_page(request, program, wave, refusal=str(refusal), form=form)
    messages.success(request, f"{role.person} is now {roles.called(role.role)}.")
    return onward(request, program, wave)


def onward(request, program, wave):
    """Back to the step; whoever took their own role away may no longer see it."""
    if not program.roles.filter(person=request.user, role=Role.COORDINATOR).exists():
        return redirect("programs")
    return redirect(reverse("setup_roles", args=[program.pk]) + (f"?wave={wave.pk}" if wave else ""))


def number_in(request, name):
    value = request.POST.get(name, "")
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        raise Http404
    return int(value)


def roles_page(request, program, wave, *, refusal="", form=None):
    """The page of the step; a refused deed is answered on it, with what was asked for kept."""
    words = (request.POST.get("find") or request.GET.get("find") or "").replace("\0", "").strip()[:100]
    holders = list(program.roles.select_related("person").order_by("person__family_name", "pk"))
    context = {
        "teams": teams_of(holders),
        "role_choices": Role.choices,
        "refusal": refusal,
        "form": form,
        **search(words),
    }
    failed = bool(refusal or (form and form.errors))
    if is_htmx(request) and not failed:
        return render(request, "programs/_people_found.html", {"program": program, "wave": wave, **context})
    context |= {
        "hours": hours.of_wave(wave, holders) if wave else None,
        "guidelines": versions_of(program),
        "training": training_of(program),
        **frame_of(program, wave, "roles"),
    }
    return render(request, "programs/setup/roles.html", context, status=422 if failed else 200)


def teams_of(holders):
    return [
        {"role": role, "label": role.label, "holders": [each for each in holders if each.role == role]}
        for role in Role
    ]


def training_of(program):
    """For each side how many modules it has, and how many are required."""
    modules = list(program.training.in_force().values_list("audience", "is_required"))
    return [
        {
            "label": side.label,
            "count": sum(audience == side for audience, _ in modules),
            "required": sum(audience == side and is_required for audience, is_required in modules),
        }
        for side in Guidelines.Audience
    ]


def search(words):
    """People of the directory by name, address or unit; none until somebody asks."""
    found = list(User.objects.employed().matching(words)[: FOUND_AT_MOST + 1]) if words else []
    return {"find": words, "found": found[:FOUND_AT_MOST], "found_more": len(found) > FOUND_AT_MOST}
