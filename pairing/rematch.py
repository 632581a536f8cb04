"""New pairs while a wave is prepared or runs (M12): the best of those free and waiting, others untouched."""

from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import User, Wave
from programs.outbox import owe_all

from .candidates import candidates_of
from .lifecycle import keep_coaches, new_pairs
from .matching import BadPool, NotOptimal, assign_coaches, judge, propose
from .models import Pair, ProposedPair
from .proposals import CannotPropose, candidates_now, marks_within

OPEN = (Wave.Status.PREPARING, Wave.Status.RUNNING)


def best_of_the_free(wave, now):
    """The best list of those without a pair under the wave's rules; `CannotPropose` where there is none."""
    candidates = candidates_now(wave, now)
    try:
        found = propose(candidates.pool, candidates.rules, candidates.weights, *marks_within(candidates))
    except (ValueError, NotOptimal) as trouble:
        raise CannotPropose(str(trouble)) from trouble
    return candidates, found


@transaction.atomic
def pair_two(wave, *, mentor, mentee, by, now):
    """Make one pair of two who are free; both sides and the coach are told, and sessions are planned.

    The rules are asked anew, and the database decides between two who press at once.
    """
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=wave.pk)
    if wave.status not in OPEN:
        raise NotAllowed(f"New pairs are made while a wave is prepared or runs; {wave} is {wave.status}.")
    candidates = candidates_of(wave, today=timezone.localdate(now))
    pool = candidates.pool
    if mentee not in pool.mentee_at or mentor not in pool.mentor_at:
        raise NotAllowed("One of the two is no longer free. Look at the list again.")
    two = pool.pair(mentee, mentor)
    try:
        broken = [finding.words for finding in judge(pool, *two, candidates.rules) if finding.forbids]
    except BadPool as trouble:
        raise NotAllowed(str(trouble)) from trouble
    if (mentee, mentor) in candidates.bans:
        broken.append("They are marked never to be paired")
    if broken:
        raise NotAllowed(f"These two cannot be paired: {broken[0]}.")
    coach = assign_coaches(pool, [(mentee, mentor)]).coach_of[mentee, mentor] if pool.coaches else None
    if coach is None:
        raise NotAllowed("No coach who stands apart from both has room for another pair.")
    people = User.objects.select_related("talent_profile").in_bulk([mentor, mentee, coach])
    proposed = ProposedPair(
        mentor=people[mentor],
        mentee=people[mentee],
        coach=people[coach],
        mentor_place=candidates.places[mentor][0],
    )
    keep_coaches(wave, [proposed])
    [pair] = Pair.objects.bulk_create(new_pairs(wave, [proposed]))
    move(pair, Pair.Status.ACTIVE, by=by, published_at=now)
    owe_all("pair-published", [(person, pair) for person in (mentor, mentee)])
    owe_all("pair-coached", [(coach, pair)])
    return pair
