"""Late joiners: inviting one person to apply after closing, and taking it back (W7)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from programs.access import can_coordinate, require
from programs.admission import LATE, invite, live
from programs.forms.late import LateInvitationForm
from programs.models import Application, LateInvitation
from programs.pages import found_wave, page


@require_http_methods(["GET", "POST"])
def late_invitations(request, pk):
    """Who may still apply, and inviting another one."""
    wave = found_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    now, today = timezone.now(), timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = LateInvitationForm(data, wave=wave, today=today)
    if form.is_valid():
        invitation = invite(wave, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, f"{invitation.person} is invited. The mail is on its way.")
        return redirect("late_invitations", wave.pk)
    context = {
        "wave": wave,
        "form": form,
        "invited": invited_to(wave, now),
        "can_invite": wave.status in LATE,
    }
    return page(request, "programs/late_invitations", context)


def invited_to(wave, now):
    """Every invitation with what became of it."""
    applied = {each.person_id: each for each in wave.applications.exclude(status=Application.Status.DRAFT)}
    found = []
    for invitation in wave.late_invitations.select_related("person", "by"):
        invitation.wave = wave
        application = applied.get(invitation.person_id)
        if application:
            tone, word = "ok", f"Applied: {application.get_status_display().lower()}"
        elif invitation.expires_on >= timezone.localdate(now) and wave.status in LATE:
            tone, word = "now", "Can apply"
        else:
            tone, word = "ended", "Has run out"
        found.append({"it": invitation, "tone": tone, "word": word, "application": application})
    return found


@require_POST
def late_invitation_withdrawal(request, pk):
    """Take an invitation back. A draft begun on it stays with its owner and cannot be sent."""
    invitation = get_object_or_404(
        LateInvitation.objects.filter(wave__program__roles__person=request.user)
        .select_related("wave__program", "person")
        .distinct(),
        pk=pk,
    )
    require(can_coordinate(request.user, invitation.wave.program))
    if live(invitation, timezone.now()):
        invitation.delete()
        messages.success(request, f"{invitation.person} can no longer apply.")
    else:
        messages.error(request, "This invitation has been used or has run out.")
    return redirect("late_invitations", invitation.wave_id)
