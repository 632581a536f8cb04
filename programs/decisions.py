"""Deciding on applications (A5, A6): one or many at once, told after a pause in which it can be taken back.

The statuses change at once; the mails wait for ``HOLD``. Undoing is all or nothing: every application back
where it stood and no mail gone, or nothing at all.
"""

from copy import copy
from datetime import timedelta

from django.db import transaction

from . import mail
from .admission import first_in_two_waves
from .lifecycle import NotAllowed, move
from .links import label_of
from .models import Application, DecidedApplication, Decision, Notice, User, Wave
from .outbox import owe_all
from .words import counted, listed

HOLD = timedelta(minutes=10)
MOST_AT_ONCE = 200
Side, Status, Delivery = Application.Side, Application.Status, Notice.Delivery

# what a coordinator can decide: the verb on the button, and in a sentence about many
DECISIONS = {
    Status.ACCEPTED: "Accept",
    Status.SHORTLISTED: "Shortlist",
    Status.WAITLISTED: "Put on the waiting list",
    Status.DECLINED: "Decline",
}
# apps to the right say what has followed from a decision, so that it can no longer be undone
_ties = []


class Overfull(NotAllowed):
    """More people than places, and not what the coordinator was shown."""


def tie(check):
    """Register ``check(applications) -> sentence | ""``: what keeps a decision on them from being undone."""
    _ties.append(check)
    return check


@transaction.atomic
def decide(wave, applications, to, *, by, now, reason="", noticed=""):
    """Decide on applications of one wave, all of them or none; their mails leave ``HOLD`` from now.

    The wave is locked: of two people who accept at once, the second counts what the first has done.
    ``noticed`` is what `overfull` said when the coordinator pressed the button.
    """
    locked = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    if locked.is_over:
        raise NotAllowed(f"{locked} is over.")
    chosen = sorted(applications, key=lambda each: each.pk)
    if to == Status.ACCEPTED:
        # of two waves that accept the same person at this moment, the second finds them in the first
        people = User.objects.filter(pk__in=[each.person_id for each in chosen])
        list(people.select_for_update(no_key=True).order_by("pk"))
        if sentence := first_in_two_waves(locked, chosen):
            raise NotAllowed(sentence)
    if to == Status.ACCEPTED and (sentence := overfull(locked, chosen)) and sentence != noticed:
        raise Overfull(sentence)
    decision = Decision.objects.create(wave=locked, to=to, by=by, at=now, sends_at=now + HOLD, reason=reason)
    for application in chosen:
        previous = move(application, to, by=by, reason=reason)
        DecidedApplication.objects.create(decision=decision, application=application, previous=previous)
    owe_all(
        kind_of(to),
        [(application.person_id, application) for application in chosen],
        occurrence=occurrence_of(decision),
        due_at=decision.sends_at,
    )
    return decision


@transaction.atomic
def undo(decision, *, by, now):
    """Take a decision back before anybody has heard of it."""
    wave = Wave.objects.select_for_update(no_key=True).get(pk=decision.wave_id)
    if wave.is_over:
        raise NotAllowed(f"{wave} is over.")
    standing = Decision.objects.filter(pk=decision.pk, undone_at=None, sends_at__gt=now)
    if not standing.update(undone_at=now):
        raise NotAllowed(
            "This decision was undone already."
            if Decision.objects.filter(pk=decision.pk).exclude(undone_at=None).exists()
            else "The mails have left. Decide again instead."
        )
    drop_mails(decision)
    rows = list(decision.applications.select_related("application__person").order_by("application"))
    list(Application.objects.select_for_update().filter(decisions__in=rows).order_by("pk"))
    if moved_on := Application.objects.filter(decisions__in=rows).exclude(status=decision.to):
        names = listed([str(each.person) for each in moved_on.select_related("person")], most=3)
        raise NotAllowed(f"Something has happened since: look at {names} first.")
    for check in _ties:
        if sentence := check([row.application for row in rows]):
            raise NotAllowed(sentence)
    for row in rows:
        move(row.application, row.previous, by=by, reason="Undone", steps=Application.STEPS_BACK)


def drop_mails(decision):
    """Drop all mails of a decision; refuse when one has been taken for sending.

    The rows are locked before they are looked at: a sender who claims one at this moment comes before us,
    or finds it dropped.
    """
    mails = Notice.objects.filter(kind=kind_of(decision.to), occurrence=occurrence_of(decision))
    states = list(mails.select_for_update().order_by("pk").values_list("delivery", flat=True))
    if set(states) - {Delivery.OWED, Delivery.HELD}:
        raise NotAllowed("The mails have left. Decide again instead.")
    mails.update(delivery=Delivery.DROPPED)


def kind_of(to):
    return f"application-{to}"


def occurrence_of(decision):
    return label_of(decision)


# --- what is shown before -----------------------------------------------------------------------------


def letter(application, to, now):
    """The mail that a decision would send, word for word."""
    decided = copy(application)
    decided.status = to
    notice = Notice(recipient=application.person, kind=kind_of(to), about=label_of(application))
    return mail.compose(notice, decided, now)


def overfull(wave, chosen):
    """A sentence when accepting ``chosen`` would be more people than the wave has room for, else nothing."""
    found = []
    for side in Side:
        more = sum(each.side == side for each in chosen)
        accepted = wave.applications.accepted().filter(side=side).count() if more else 0
        if more and accepted + more > wave.capacity:
            found.append(
                f"This makes {counted(accepted + more, side.label.lower())} for "
                f"{counted(wave.capacity, 'place')}: {accepted} "
                f"{'is' if accepted == 1 else 'are'} accepted already."
            )
    return " ".join(found)


def on_hold(wave, now):
    """Decisions whose mails have not left yet and that can be undone."""
    return wave.decisions.filter(undone_at=None, sends_at__gt=now).select_related("by")
