"""Asking both before anything is published (M7): the mentee in private, then the mentor, no reasons owed.

A no ends the suggestion without a trace of who said it: the pair is deleted, and the two are kept apart in
the proposals to come as if a coordinator had marked them so. Only what both agreed to can be published.
"""

from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import Wave
from programs.outbox import owe, owe_all

from .candidates import candidates_of
from .lifecycle import keep_coaches, new_pairs, proposed_pairs
from .models import Consultation, Mark, Pair, Proposal
from .review import problems, review

Status = Pair.Status


def held_wave(pk):
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=pk)
    if wave.status != Wave.Status.PAIRING:
        raise NotAllowed(f"Pairs are published while a wave is pairing; {wave} is {wave.status}.")
    return wave


@transaction.atomic
def consult(proposal, *, by, now):
    """Ask the mentees of a draft whether the suggested mentor suits them; all or nobody.

    True for the call that asked; asking again changes nothing.
    """
    wave = held_wave(proposal.wave_id)
    proposal.refresh_from_db()
    if proposal.status == Proposal.Status.CONSULTING:
        return False
    if proposal.status != Proposal.Status.DRAFT:
        raise NotAllowed(
            f"{proposal} is {proposal.get_status_display().lower()}; nobody can be asked about it."
        )
    proposed = list(proposed_pairs(proposal))
    if not proposed:
        raise NotAllowed(f"{proposal} holds no pairs.")
    keep_coaches(wave, proposed)
    candidates = candidates_of(wave, today=timezone.localdate(now))
    if against := problems(review(proposal, proposed, candidates)):
        raise NotAllowed(" ".join([*against, "Propose again."]))
    move(proposal, Proposal.Status.CONSULTING, by=by)
    pairs = Pair.objects.bulk_create(new_pairs(wave, proposed))
    Consultation.objects.bulk_create(Consultation(pair=pair, asked_at=now) for pair in pairs)
    owe_all("pair-suggested", [(pair.mentee_id, pair) for pair in pairs])
    return True


def asked_of(user):
    """The suggestions that wait for this person, whichever side they are on, one at a time."""
    waiting = Consultation.objects.filter(pair__status=Status.PROPOSED).select_related(
        "pair__mentor", "pair__mentee", "pair__wave__program"
    )
    as_mentee = waiting.filter(pair__mentee=user, mentee_agreed_at=None)
    return as_mentee | waiting.filter(
        pair__mentor=user, mentee_agreed_at__isnull=False, mentor_agreed_at=None
    )


@transaction.atomic
def answer(consultation, person, *, agrees, now):
    """Keep one side's yes, or let a no end the suggestion; ``NotAllowed`` once it is settled."""
    # the wave first, as whoever publishes or takes the list back does
    waves = Wave.objects.filter(pairs__consultation=consultation)
    list(Wave.objects.select_for_update(no_key=True).filter(pk__in=waves.values("pk")))
    pair = Pair.objects.select_for_update(no_key=True).filter(pk=consultation.pair_id).first()
    if pair is None or pair.status != Status.PROPOSED or not asked_of(person).filter(pair=pair).exists():
        raise NotAllowed("This has been settled meanwhile. There is nothing left to say.")
    if not agrees:
        two = {"wave_id": pair.wave_id, "mentor_id": pair.mentor_id, "mentee_id": pair.mentee_id}
        Mark.objects.update_or_create(**two, defaults={"kind": Mark.Kind.FORBID, "by": None})
        pair.delete()
        return
    mine = Consultation.objects.filter(pair=pair)
    if person.pk == pair.mentee_id:
        mine.update(mentee_agreed_at=now)
        owe(pair.mentor, "pair-suggested", about=pair)
    else:
        mine.update(mentor_agreed_at=now)
        move(pair, Status.CONSULTED)


@transaction.atomic
def publish_agreed(proposal, *, by, now):
    """Publish every pair that both agreed to, all or none; the number of them.

    Those who are still asked stay so. When nobody is, the list is published.
    """
    wave = held_wave(proposal.wave_id)
    pairs = list(
        wave.pairs.filter(status=Status.CONSULTED).select_for_update(no_key=True, of=("self",)).order_by("pk")
    )
    for pair in pairs:
        move(pair, Status.ACTIVE, by=by, published_at=now)
    owe_all(
        "pair-published", [(person, pair) for pair in pairs for person in (pair.mentor_id, pair.mentee_id)]
    )
    owe_all("pair-coached", [(pair.coach_id, pair) for pair in pairs])
    proposal.refresh_from_db()
    if (
        proposal.status == Proposal.Status.CONSULTING
        and not wave.pairs.filter(status=Status.PROPOSED).exists()
    ):
        settle(proposal, wave, by=by)
    return len(pairs)


def settle(proposal, wave, *, by):
    """Nobody is asked any more: the list is published, or put away if nobody agreed to any of it."""
    has_pairs = wave.pairs.published().exists()
    move(proposal, Proposal.Status.PUBLISHED if has_pairs else Proposal.Status.DISCARDED, by=by)


@transaction.atomic
def stop_asking(proposal, *, by, now):
    """Take back what is still open or agreed and not published; nobody is told anything by it."""
    wave = held_wave(proposal.wave_id)
    proposal.refresh_from_db()
    if proposal.status != Proposal.Status.CONSULTING:
        return 0
    gone = wave.pairs.filter(status__in=Pair.UNPUBLISHED).select_for_update(no_key=True).order_by("pk")
    keys = list(gone.values_list("pk", flat=True))
    Pair.objects.filter(pk__in=keys).delete()
    settle(proposal, wave, by=by)
    return len(keys)


def standing_of(proposal):
    """How many pairs of a list are agreed, still open, published and not agreed to; never who said what."""
    statuses = list(proposal.wave.pairs.values_list("mentor", "mentee", "status"))
    now = {(mentor, mentee): status for mentor, mentee, status in statuses}
    made = [now.get(two) for two in proposal.pairs.values_list("mentor", "mentee")]
    return {
        "agreed": made.count(Status.CONSULTED),
        "open": made.count(Status.PROPOSED),
        "not_agreed": made.count(None),
        "published": len(made)
        - made.count(None)
        - made.count(Status.CONSULTED)
        - made.count(Status.PROPOSED),
    }
