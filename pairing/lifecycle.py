"""The steps of proposals and pairs: publishing, pausing, concluding, and showing names (M8, M10)."""

from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import ProgramRole, Wave
from programs.outbox import owe_all, owe_many

from .candidates import candidates_of, tags
from .models import Pair, PairEnding, Proposal
from .naming import in_hidden_order, team_names
from .review import problems, review

Status = Pair.Status


@transaction.atomic
def publish_proposal(proposal, *, by, now):
    """Make the pairs of a draft, all or none, and let both sides and the coaches know.

    True for the call that published; publishing again changes nothing. People and rules are looked
    at anew: a draft that no longer fits them is refused.
    """
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("program")
    wave = wave.get(pk=proposal.wave_id)
    proposal.refresh_from_db()
    if proposal.status == Proposal.Status.PUBLISHED:
        return False
    if proposal.status == Proposal.Status.DISCARDED:
        raise NotAllowed(f"{proposal} was replaced by a newer one.")
    if wave.status != Wave.Status.PAIRING:
        raise NotAllowed(f"Pairs are published while a wave is pairing; {wave} is {wave.status}.")
    proposed = list(proposed_pairs(proposal))
    if not proposed:
        raise NotAllowed(f"{proposal} holds no pairs.")
    keep_coaches(wave, proposed)
    candidates = candidates_of(wave, today=timezone.localdate(now))
    if against := problems(review(proposal, proposed, candidates)):
        raise NotAllowed(" ".join([*against, "Propose again."]))

    move(proposal, Proposal.Status.PUBLISHED, by=by)
    pairs = Pair.objects.bulk_create(new_pairs(wave, proposed))
    for pair in pairs:
        move(pair, Status.ACTIVE, by=by, published_at=now)
    members = [(person, pair) for pair in pairs for person in (pair.mentor_id, pair.mentee_id)]
    owe_all("pair-published", members)
    owe_all("pair-coached", [(pair.coach_id, pair) for pair in pairs])
    return True


def proposed_pairs(proposal):
    """The rows of a list with everybody in them."""
    return proposal.pairs.select_related("mentor__talent_profile", "mentee__talent_profile", "coach")


def keep_coaches(wave, proposed):
    """Two waves of a program that publish at once must not fill the same coach's last place."""
    coaches = {pair.coach_id for pair in proposed if pair.coach_id}
    roles = ProgramRole.objects.select_for_update(no_key=True).order_by("pk")
    list(roles.filter(program=wave.program_id, role=ProgramRole.Role.COACH, person__in=coaches))


def new_pairs(wave, proposed):
    """The pairs with their team names, not yet known to anybody."""
    own_names = {
        name
        for pair in proposed
        for person in (pair.mentor, pair.mentee)
        for name in (person.given_name, person.family_name)
    }
    taken = wave.pairs.values_list("team_name", flat=True)
    names = team_names(wave.pk, len(proposed), taken=taken, avoid=own_names)
    return [
        Pair(
            wave=wave,
            mentor=pair.mentor,
            mentee=pair.mentee,
            coach=pair.coach,
            mentor_place=pair.mentor_place,
            team_name=name,
            shared_interests=shared_interests(pair.mentor, pair.mentee),
        )
        for name, pair in zip(names, in_hidden_order(wave.pk, proposed), strict=True)
    ]


def shared_interests(mentor, mentee):
    """What both say of themselves in the talent profile, which the two may read of each other anyway."""
    profiles = [getattr(person, "talent_profile", None) for person in (mentor, mentee)]
    if not all(profiles):
        return []
    both = tags(profiles[1].interests)
    return sorted({word.strip() for word in profiles[0].interests if word.strip().lower() in both})


@transaction.atomic
def end_pair(pair, *, by, category="", now=None):
    """Conclude a pair early, without blame: both read the same words, and both are free again.

    ``category`` is why, for the coach alone.
    """
    move(pair, Status.ENDED, by=by)
    if category:
        PairEnding.objects.create(pair=pair, category=category, at=now or timezone.now())
    owe_many([pair.mentor, pair.mentee], "pair-ended", about=pair)


def pause_pair(pair, *, by):
    """Let a pair rest until its coach takes it up again."""
    move(pair, Status.PAUSED, by=by)


def resume_pair(pair, *, by):
    move(pair, Status.ACTIVE, by=by)


@transaction.atomic
def complete_pairs(wave):
    """The wave is over: pairs that still meet have completed it, paused ones are concluded."""
    for pair in wave.pairs.live():
        move(pair, Status.COMPLETED if pair.status == Status.ACTIVE else Status.ENDED)


@transaction.atomic
def release_pairs(wave, *, by):
    """The wave was called off: its pairs conclude, its draft is put away."""
    for pair in wave.pairs.live().select_related("mentor", "mentee"):
        end_pair(pair, by=by)
    for draft in wave.proposals.filter(status=Proposal.Status.DRAFT):
        move(draft, Proposal.Status.DISCARDED, by=by)


def agree_to_be_named(pair, person):
    """One side's agreement that names may be shown; they are when both have agreed."""
    show_name(pair, person, shown=True)


def take_back_name(pair, person):
    """Names are hidden again at once, without a reason."""
    show_name(pair, person, shown=False)


def show_name(pair, person, *, shown):
    column = "mentor_shows_name" if person.pk == pair.mentor_id else "mentee_shows_name"
    Pair.objects.filter(pk=pair.pk).update(**{column: shown})
    setattr(pair, column, shown)
