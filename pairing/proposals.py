"""Proposing pairs: the matching runs on a snapshot, and what it says is kept as a numbered draft (M3, M4)."""

from collections import defaultdict
from itertools import accumulate, pairwise

from django.db.models import Max
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import Application, User, Wave
from programs.words import capital, counted, listed

from .candidates import candidates_of
from .matching import NotOptimal, propose
from .matching.solver import nobody_watches
from .models import LeftOver, Proposal, ProposedPair
from .printed import facts_of

THOUSAND = 1000
Status = Proposal.Status
FEW_HALF_HOURS = 8  # half a working day a week: below it a session is hard to place
HALF_HOURS_FOR_ALL_POINTS = 16
TONES = {"hard": "risk", "soft": "watch"}
REASON_LENGTH = LeftOver._meta.get_field("reason").max_length


class CannotPropose(Exception):
    """There is nothing to propose from, or the rules contradict each other. Shown as it is."""


def pairing_wave(wave):
    """The wave with its row held, if pairs can be proposed in it."""
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=wave.pk)
    if wave.status != Wave.Status.PAIRING:
        raise NotAllowed(f"Pairs are proposed while a wave is pairing; {wave} is {wave.status}.")
    if wave.proposals.filter(status=Status.CONSULTING).exists():
        raise NotAllowed("People are being asked about a list. Publish what they agreed to, or stop asking.")
    return wave


def candidates_now(wave, now):
    """Whom there is to be paired, or `CannotPropose` in words for the page."""
    try:
        candidates = candidates_of(wave, today=timezone.localdate(now))
    except ValueError as trouble:
        raise CannotPropose(str(trouble)) from trouble
    if not candidates.pool.mentors or not candidates.pool.mentees:
        raise CannotPropose(nobody_free(candidates.pool))
    return candidates


def put_away_drafts(wave, *, by):
    for draft in wave.proposals.filter(status=Status.DRAFT):
        move(draft, Status.DISCARDED, by=by)


def keep_list(wave, candidates, status, *, by, name=""):
    """Find the best list for ``candidates`` and keep it, numbered, as a draft or a scenario."""
    return keep(wave, candidates, find_list(candidates), status, by=by, name=name)


def find_list(candidates, watch=nobody_watches):
    """The best list, or `CannotPropose` in words for the page."""
    marks = marks_within(candidates)
    try:
        policy = candidates.rules, candidates.weights, *marks, candidates.quotas
        return propose(candidates.pool, *policy, watch=watch)
    except (ValueError, NotOptimal) as trouble:
        raise CannotPropose(str(trouble)) from trouble


def keep(wave, candidates, found, status, *, by, name=""):
    """A list as rows, numbered in its wave."""
    pool = candidates.pool
    proposal = Proposal.objects.create(
        wave=wave,
        status=status,
        name=name,
        number=(wave.proposals.aggregate(last=Max("number"))["last"] or 0) + 1,
        made_by=by,
        input_digest=candidates.digest,
        settings={**candidates.settings, "people": candidates.facts},
        certificate=proof_of(found, hides=bool(candidates.weights.hidden)),
        people_count=len(pool.mentors) + len(pool.mentees),
    )
    ProposedPair.objects.bulk_create(rows_of(proposal, found, candidates))
    LeftOver.objects.bulk_create(
        LeftOver(
            proposal=proposal,
            person_id=left.key,
            side=side,
            reason=left.words[:REASON_LENGTH],
            change=left.change[:REASON_LENGTH],
        )
        for side, people in (("mentee", found.left_over_mentees), ("mentor", found.left_over_mentors))
        for left in people
    )
    return proposal


def nobody_free(pool):
    missing = [noun for noun, people in (("mentor", pool.mentors), ("mentee", pool.mentees)) if not people]
    return f"There is no {' and no '.join(missing)} without a pair in this wave."


def marks_within(candidates):
    """Locks, bans and wishes between people who are both still free."""
    mentees, mentors = candidates.pool.mentee_at, candidates.pool.mentor_at
    return tuple(
        sorted((mentee, mentor) for mentee, mentor in marks if mentee in mentees and mentor in mentors)
        for marks in (candidates.locks, candidates.bans, candidates.wishes)
    )


def proof_of(found, *, hides):
    """The certificate and the shortages as they are kept."""
    return {
        **facts_of(found.certificate, hides=hides),
        "shortages": [shortage.words for shortage in found.shortages],
    }


def rows_of(proposal, found, candidates):
    """One row per pair; a mentor's pairs take the free places in order."""
    places = defaultdict(list, {key: list(left) for key, left in candidates.places.items()})
    for pair in found.pairs:
        yield ProposedPair(
            proposal=proposal,
            mentor_id=pair.mentor,
            mentee_id=pair.mentee,
            mentor_place=places[pair.mentor].pop(0),
            coach_id=pair.coach,
            fit=pair.score,
            parts=parts_of(pair.facets),
            checks=[*map(check_of, pair.rules), *hours_check(pair.facets), coach_check(pair)],
            is_locked=pair.locked,
        )


def parts_of(facets):
    """Points in whole numbers that add up to the rounded sum of the exact ones."""
    totals = [0, *accumulate(facet.points for facet in facets)]
    rounded = [round(total / THOUSAND) for total in totals]
    return [
        [facet.name, after - before, round(facet.of / THOUSAND), facet.words]
        for facet, (before, after) in zip(facets, pairwise(rounded), strict=True)
    ]


def check_of(finding):
    return [finding.name, TONES[finding.force] if finding.broken else "ok", finding.words]


def hours_check(facets):
    """A word of warning when there is hardly a time at which the two could meet."""
    for facet in facets:
        if facet.name == "hours":
            shared = facet.points * HALF_HOURS_FOR_ALL_POINTS / facet.of
            if shared < FEW_HALF_HOURS:
                return [["hours", "watch", facet.words]]
    return []


def coach_check(pair):
    words = pair.coach_words or "The program has no coach yet"
    return ["coach", "ok" if pair.coach else "risk", words]


def changes_since(proposal, candidates):
    """What has changed since the draft was made, in sentences; nothing when it still holds."""
    if proposal.input_digest == candidates.digest:
        return []
    before, after = proposal.settings.get("people", {}), candidates.facts
    names = names_of({person_in(key) for key in {*before, *after} if before.get(key) != after.get(key)})
    groups = (
        ("can be paired and could not before", after.keys() - before.keys()),
        ("can no longer be paired", before.keys() - after.keys()),
        ("changed", {key for key in before.keys() & after.keys() if before[key] != after[key]}),
    )
    found = [
        f"{listed(sorted({names.get(person_in(key), 'Somebody') for key in keys}), most=3)} {words}."
        for words, keys in groups
        if keys
    ]
    if proposal.settings.get("rules") != candidates.settings["rules"]:
        found.append("The program's pairing rules changed.")
    if proposal.settings.get("weights") != candidates.settings["weights"]:
        found.append("The program's weights changed.")
    if proposal.settings.get("quotas", []) != candidates.settings["quotas"]:
        found.append("How the program wants its mentors composed changed.")
    return found or ["The people in it changed."]


def person_in(key):
    return int(key.rpartition(":")[2])


def names_of(keys):
    return {person.pk: person.full_name for person in User.objects.filter(pk__in=keys)}


def ready_to_pair(wave):
    """How many mentors and mentees are accepted, and the sides still missing, for an empty page."""
    sides = list(wave.applications.accepted().values_list("side", flat=True))
    mentors, mentees = sides.count(Application.Side.MENTOR), sides.count(Application.Side.MENTEE)
    return capital(f"{counted(mentors, 'mentor')} and {counted(mentees, 'mentee')} are accepted")
