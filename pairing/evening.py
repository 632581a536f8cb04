"""Evening out: the pairs of a draft keep, their coaches are chosen anew from the room there is now (M6)."""

from django.db import transaction
from django.db.models import Max

from programs.lifecycle import NotAllowed
from programs.words import counted

from .deeds import draft_of, recorded
from .matching import assign_coaches
from .models import LeftOver, Proposal, ProposedPair
from .proposals import candidates_now, pairing_wave, put_away_drafts


@transaction.atomic
def even_out(wave, *, by, now):
    """The next draft with the same pairs and coaches as even as rules and limits let it; how many changed."""
    wave = pairing_wave(wave)
    draft = draft_of(wave)
    if draft is None:
        raise NotAllowed("There is no draft whose coaches could be evened out.")
    candidates = candidates_now(wave, now)
    pool = candidates.pool
    pairs = list(draft.pairs.all())
    if not pool.coaches:
        raise NotAllowed("The program has no coach. Name one first.")
    if any(pair.mentee_id not in pool.mentee_at or pair.mentor_id not in pool.mentor_at for pair in pairs):
        raise NotAllowed("Somebody in the draft can no longer be paired. Propose again.")
    plan = assign_coaches(pool, [(pair.mentee_id, pair.mentor_id) for pair in pairs])
    changed = [pair for pair in pairs if plan.coach_of[pair.mentee_id, pair.mentor_id] != pair.coach_id]
    if not changed:
        return 0
    with recorded(wave, by=by, now=now) as deed:
        left = list(draft.left_over.all())
        put_away_drafts(wave, by=by)
        after = next_draft(draft, candidates, by)
        for pair in pairs:
            coach, words = (found[pair.mentee_id, pair.mentor_id] for found in (plan.coach_of, plan.words))
            others = [check for check in pair.checks if check[0] != "coach"]
            pair.checks = [*others, ["coach", "ok" if coach else "risk", words]]
            pair.pk, pair.proposal, pair.coach_id = None, after, coach
        for each in left:
            each.pk, each.proposal = None, after
        ProposedPair.objects.bulk_create(pairs)
        LeftOver.objects.bulk_create(left)
        deed.words = f"Evened out the coaches; {counted(len(changed), 'pair')} got another"
    return len(changed)


def next_draft(draft, candidates, by):
    """A draft with the next number, made from the same people under the same rules.

    That coaches came or went since is settled by it; anything else still asks to propose again.
    """
    last = Proposal.objects.filter(wave=draft.wave_id).aggregate(last=Max("number"))["last"]
    now = {**candidates.settings, "people": candidates.facts}
    is_fresh = but_coaches(draft.settings) == but_coaches(now)
    return Proposal.objects.create(
        wave=draft.wave,
        number=last + 1,
        made_by=by,
        certificate=draft.certificate,
        people_count=draft.people_count,
        input_digest=candidates.digest if is_fresh else draft.input_digest,
        settings=now if is_fresh else draft.settings,
    )


def but_coaches(settings):
    """What a list was made from, without those who look after its pairs."""
    people = settings.get("people", {})
    return {**settings, "people": {key: fact for key, fact in people.items() if not key.startswith("coach:")}}
