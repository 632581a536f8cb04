"""Changes while a wave is prepared or runs (M12): new pairs of those who are free, another coach."""

from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import StatusChange, User, Wave
from programs.outbox import owe_all

from .candidates import candidates_of
from .lifecycle import keep_coaches, new_pairs
from .matching import BadPool, NotOptimal, Pool, assign_coaches, judge, propose
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


def coaches_for(pair, now):
    """The program's other coaches for a pair: ``[(coach, room, why not)]``, those who can take it first."""
    candidates = candidates_of(pair.wave, today=timezone.localdate(now))
    two = [candidates.people.get(pair.mentee_id), candidates.people.get(pair.mentor_id)]
    if None in two:
        return []
    found = []
    for key, coach in candidates.coaches.items():
        if key == pair.coach_id:
            continue
        pool = Pool(
            mentees=[two[0]],
            mentors=[two[1]],
            coaches=[coach],
            today=candidates.pool.today,
            directory=candidates.pool.directory,
        )
        plan = assign_coaches(pool, [(pair.mentee_id, pair.mentor_id)])
        is_free = plan.coach_of[pair.mentee_id, pair.mentor_id] is not None
        found.append((key, coach.capacity, "" if is_free else plan.words[pair.mentee_id, pair.mentor_id]))
    return sorted(found, key=lambda one: (bool(one[2]), -one[1], one[0]))


@transaction.atomic
def give_coach(pair, coach, *, by, now):
    """Give a live pair another coach, who stands apart from both and has room; the new one is told."""
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=pair.wave_id)
    pair = Pair.objects.select_for_update(no_key=True).select_related("wave__program").get(pk=pair.pk)
    if pair.status in Pair.UNPUBLISHED or not pair.is_live:
        raise NotAllowed(f"{pair} is {pair.get_status_display().lower()}; it needs no other coach.")
    keep_coaches(wave, [ProposedPair(coach_id=coach)])
    why_not = {key: words for key, _, words in coaches_for(pair, now)}
    if coach not in why_not:
        raise NotAllowed("This coach cannot take the pair. Look at the list again.")
    if why_not[coach]:
        raise NotAllowed(f"{why_not[coach]}.")
    previous = str(pair.coach)
    pair.coach_id = coach
    pair.save(update_fields=["coach"])
    StatusChange.objects.create(
        subject=pair, previous=pair.status, current=pair.status, by=by, reason=f"Coach until now: {previous}"
    )
    owe_all("pair-coached", [(coach, pair)], occurrence=f"{now:%Y-%m-%dT%H:%M}")
    return pair
