"""Calling a wave off takes two people: one asks, another confirms (FAULTS 14)."""

from django.db import transaction

from .access import Role, has_role
from .lifecycle import NotAllowed
from .models import ProgramRole, User, Wave, WaveCancellation
from .outbox import owe_many
from .waves import cancel_wave

CONFIRM = (Role.COORDINATOR, Role.STEERING)


def open_wish(wave):
    """The wish to call ``wave`` off that waits for a second person, or None."""
    return wave.cancellations.filter(settled_at=None).select_related("asked_by").first()


def can_confirm(user, wish):
    """Another coordinator or a steering member; nobody confirms their own wish."""
    return wish.asked_by_id != user.pk and has_role(user, wish.wave.program_id, *CONFIRM)


def who_could_confirm(wave, *, but):
    """Everybody who could say the second word after ``but``, once each."""
    holders = ProgramRole.objects.filter(program=wave.program_id, role__in=CONFIRM)
    return list(
        User.objects.filter(pk__in=holders.values("person"), is_active=True)
        .exclude(pk=but.pk)
        .order_by("family_name", "given_name", "pk")
    )


@transaction.atomic
def ask_to_cancel(wave, *, by, reason, now):
    """Ask for a wave to be called off; those who may confirm hear of it."""
    locked = locked_wave(wave)
    if locked.is_over:
        raise NotAllowed(f"{locked} is {locked.get_status_display().lower()} already.")
    if known := open_wish(locked):
        raise NotAllowed(
            f"{known.asked_by or 'Somebody'} has asked for this already. It waits for a second person."
        )
    second = who_could_confirm(locked, but=by)
    if not second:
        raise NotAllowed(
            "Nobody else could confirm this. Add another coordinator or a steering member first."
        )
    wish = WaveCancellation.objects.create(wave=locked, asked_by=by, asked_at=now, reason=reason)
    owe_many(second, "wave-cancellation-asked", about=wish)
    return wish


@transaction.atomic
def confirm_cancellation(wish, *, by, now):
    """Say the second word: the wave is called off, whatever number of tabs and people press at once."""
    wave = locked_wave(wish.wave)
    settle(wish, WaveCancellation.objects.exclude(asked_by=by), confirmed_by=by, settled_at=now)
    cancel_wave(wave, by=by, reason=wish.reason)
    wish.wave.status = wave.status


@transaction.atomic
def take_back(wish, *, by, now):
    """The one who asked has thought better of it."""
    settle(wish, WaveCancellation.objects.filter(asked_by=by), settled_at=now)


def settle(wish, by_whom, **fields):
    """Settle a wish once: one UPDATE with its condition decides, and the rest are told how things stand."""
    if by_whom.filter(pk=wish.pk, settled_at=None).update(**fields):
        return
    if WaveCancellation.objects.filter(pk=wish.pk, settled_at=None).exists():
        raise NotAllowed("A second person has to confirm this, and only the first can take it back.")
    raise NotAllowed("This is settled already.")


def locked_wave(wave):
    return Wave.objects.select_for_update(of=("self",)).select_related("program").get(pk=wave.pk)
