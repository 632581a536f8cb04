"""The reminders of a wave: what is due, the mail as it will be, holding a group and letting it go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from .. import upcoming
from ..pages import is_htmx, page, wave_of_coordinator
from ..words import counted

SOON = "week"


@require_http_methods(["GET", "POST"])
def reminder_list(request, pk):
    """What leaves within a month and what is held; a press holds a whole group, or lets it go."""
    wave = wave_of_coordinator(request, pk)
    now = timezone.now()
    soon = request.POST.get("within") == SOON  # pressed on the page of the wave
    if request.method == "POST":
        said = carry_out(request, wave, now)
        if not is_htmx(request):
            messages.success(request, said)
            return redirect(wave) if soon else redirect("reminders", wave.pk)
    context = {
        "wave": wave,
        "groups": upcoming.groups(wave, now, within=upcoming.DAYS if soon else upcoming.A_MONTH),
        "within": SOON if soon else "",
        "now": now,
        "pressed": request.POST.get("group", ""),
    }
    return page(request, "programs/reminders/reminders", context)


def carry_out(request, wave, now):
    """Hold or release the group that was pressed; what came of it in a sentence."""
    key, releasing = request.POST.get("group", ""), "release" in request.POST
    group = upcoming.group_called(wave, key, now, is_held=releasing)
    count = upcoming.release(group, now) if releasing else upcoming.hold(group)
    if group.rule.names_nobody:
        return f"{group.called}: {'released' if releasing else 'held'}."
    verb = ("goes", "go") if releasing else ("is held", "are held")
    return f"{counted(count, 'reminder')} {verb[count != 1]}: {group.called}."


@require_GET
def reminder_preview(request, pk):
    """One group's mail as one person would get it."""
    wave = wave_of_coordinator(request, pk)
    now = timezone.now()
    group = upcoming.group_called(
        wave, request.GET.get("group", ""), now, is_held=request.GET.get("held") == "1"
    )
    recipient, message = upcoming.preview(group, request.user, now)
    context = {
        "wave": wave,
        "group": group,
        "recipient": recipient,
        "message": message,
        "others": len(group.promises) - 1,
    }
    return page(request, "programs/reminders/preview", context)
