"""Who may apply to a wave, and when: open calls, late joiners, one wave at a time (A6, W7)."""

from django.db import transaction
from django.utils import timezone

from . import dates
from .lifecycle import NotAllowed
from .models import Application, LateInvitation, Wave
from .outbox import owe

Status = Wave.Status
# applications are closed, and somebody can still join
LATE = (Status.SELECTING, Status.PAIRING, Status.PREPARING, Status.RUNNING)


def closes_on(wave, person, side, today):
    """The last day on which somebody may apply, or None when they may not."""
    if wave.status == Status.RECRUITING:
        return wave.applications_close_on
    invitation = (
        LateInvitation.objects.filter(wave=wave, person=person, side=side, expires_on__gte=today).first()
        if wave.status in LATE
        else None
    )
    return invitation.expires_on if invitation else None


def require_open(wave, person, side, today):
    """Refuse an application to a wave that takes none from this person, and say why."""
    if closes_on(wave, person, side, today) is None:
        raise NotAllowed(f"Applications for {wave} are not open.")
    if sentence := taking_part_elsewhere(wave, person, side):
        raise NotAllowed(sentence)


def taking_part_elsewhere(wave, person, side):
    """A sentence when somebody is in another wave on the same side while this one meets, else nothing.

    The same person may teach in one wave and learn in another: these are different hours and other people.
    """
    other = meeting_meanwhile(wave).filter(person=person, side=side).first()
    return in_two_waves(wave, other) if other else ""


def first_in_two_waves(wave, applications):
    """The same of several applications to one wave, in one statement: the first sentence there is."""
    sides = {each.person_id: each.side for each in applications}
    found = meeting_meanwhile(wave).filter(person__in=sides).order_by("pk")
    other = next((each for each in found if each.side == sides[each.person_id]), None)
    return in_two_waves(wave, other) if other else ""


def meeting_meanwhile(wave):
    """Those accepted into other waves whose sessions fall into the time of this one's."""
    return (
        Application.objects.accepted()
        .exclude(wave=wave)
        .exclude(wave__status__in=(Status.REVIEWING, Status.CLOSED, Status.CANCELLED))
        .filter(wave__sessions_start_on__lte=wave.sessions_end_on)
        .filter(wave__sessions_end_on__gte=wave.sessions_start_on)
        .select_related("wave__program", "person")
    )


def in_two_waves(wave, other):
    ends = dates.short_day(other.wave.sessions_end_on, today=wave.sessions_start_on)
    return (
        f"{other.person} takes part as {other.get_side_display().lower()} in {other.wave}, "
        f"whose sessions last until {ends}. The sessions of {wave} fall into the same time."
    )


# --- late joiners ---------------------------------------------------------------------------------------


@transaction.atomic
def invite(wave, person, side, *, by, expires_on, now):
    """Let one person apply after closing until a date; asking again moves the date."""
    locked = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    if sentence := why_not_invite(locked, person, side):
        raise NotAllowed(sentence)
    invitation, _ = LateInvitation.objects.update_or_create(
        wave=locked, person=person, defaults={"side": side, "by": by, "at": now, "expires_on": expires_on}
    )
    owe(person, "late-invitation", about=invitation, occurrence=expires_on.isoformat())
    return invitation


def why_not_invite(wave, person, side):
    """What stands against inviting somebody late, in a sentence, or nothing."""
    if wave.status == Status.RECRUITING:
        return "Applications are open: everybody can apply without being invited."
    if wave.status not in LATE:
        return f"{wave} is {wave.get_status_display().lower()}; nobody can join it any more."
    own = wave.applications.filter(person=person).exclude(status=Application.Status.DRAFT).first()
    if own:
        return f"{person} has applied to this wave already: {own.get_status_display().lower()}."
    return taking_part_elsewhere(wave, person, side)


def live(invitation, now):
    """Whether an invitation can still be used."""
    return (
        invitation.wave.status in LATE
        and invitation.expires_on >= timezone.localdate(now)
        and not invitation.wave.applications.filter(person=invitation.person_id)
        .exclude(status=Application.Status.DRAFT)
        .exists()
    )
