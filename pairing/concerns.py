"""Running pairs held against the rules once more (M11): a promotion, a move, a new manager, a leaver.

What a pair breaks since becomes a row, once for each rule, and its coach and the coordinators are told the
same day. What is mended settles by itself; what somebody has looked at does not come back while it stays so.
"""

import logging
from dataclasses import replace

from django.db import transaction

from programs.models import ProgramRole, Wave
from programs.outbox import owe_all

from .candidates import candidates_of
from .matching import BadPool, BadSettings, Force, Rule, judge
from .models import Concern, Pair
from .review import coaches_too_near, is_known

log = logging.getLogger(__name__)
WATCHED = (Wave.Status.PAIRING, Wave.Status.PREPARING, Wave.Status.RUNNING)
LEFT, COACH = "left", "coach"


def look_again(now, today):
    """Hold every live pair of every wave under way against its rules; the number of new concerns."""
    found = 0
    for wave in Wave.objects.filter(status__in=WATCHED).select_related("program"):
        try:
            found += look_at_wave(wave, now, today)
        except (BadPool, BadSettings):  # a directory that makes no sense is told where pairs are made
            log.exception("The pairs of wave %s could not be held against the rules.", wave.pk)
    return found


@transaction.atomic
def look_at_wave(wave, now, today):
    pairs = list(wave.pairs.published().live().select_related("mentor", "mentee", "coach").order_by("pk"))
    if not pairs:
        return 0
    broken = broken_rules(wave, pairs, today)
    known = {
        (concern.pair_id, concern.rule): concern
        for concern in Concern.objects.select_for_update().filter(pair__in=pairs)
    }
    fresh = 0
    for (pair, rule), words in broken.items():
        fresh += raise_concern(known.get((pair.pk, rule)), pair, rule, words[:400], now)
    gone = [
        concern.pk
        for (pk, rule), concern in known.items()
        if concern.settled_at is None and not any(pair.pk == pk and rule == name for pair, name in broken)
    ]
    Concern.objects.filter(pk__in=gone).update(settled_at=now, settled_by=None)
    return fresh


def broken_rules(wave, pairs, today):
    """``{(pair, rule): words}`` of everything that pairs break today."""
    candidates = candidates_of(wave, today=today)
    # they are a pair, which is no reason against it
    rules = replace(candidates.rules, paired_before=Rule(force=Force.OFF))
    found = {}
    for pair in pairs:
        if not is_known(pair, candidates):
            found[pair, LEFT] = "Somebody in this pair no longer takes part in the wave."
            continue
        two = candidates.people[pair.mentee_id], candidates.people[pair.mentor_id]
        for finding in judge(candidates.pool, *two, rules):
            if finding.forbids:
                found[pair, finding.name] = f"{finding.words}."
        for words in coaches_too_near([pair], candidates):
            found[pair, COACH] = words
    return found


def raise_concern(concern, pair, rule, words, now):
    """Keep one concern and tell those who look after the pair; 1 if it is news."""
    if concern is None:
        concern = Concern.objects.create(pair=pair, rule=rule, words=words, found_at=now)
    elif concern.settled_at is None or (concern.settled_by_id and concern.words == words):
        return 0
    else:
        concern.words, concern.found_at = words, now
        concern.settled_at = concern.settled_by = None
        concern.save()
    roles = ProgramRole.objects.filter(program=pair.wave.program_id, role=ProgramRole.Role.COORDINATOR)
    people = {pair.coach_id, *roles.values_list("person", flat=True)} - {None}
    owe_all(
        "pair-concern",
        [(person, pair) for person in sorted(people)],
        occurrence=f"{concern.pk}:{now:%Y-%m-%d}",
    )
    return 1


def settle_concern(concern, *, by, now):
    """Somebody who looks after the pair has dealt with it; pressing twice changes nothing."""
    return Concern.objects.filter(pk=concern.pk, settled_at=None).update(settled_at=now, settled_by=by)


def open_concerns(pairs):
    return Concern.objects.filter(pair__in=pairs, settled_at=None).select_related("pair")


def live_pairs_of(wave):
    return Pair.objects.filter(wave=wave).published().live()
