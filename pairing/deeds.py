"""Deeds in the workbench: each is kept with what stood before, and the last one can be undone (M5).

Whoever acts holds the wave's row, so that two coordinators act one after the other and each deed knows just
what it changed.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import User
from programs.words import counted

from .candidates import candidates_of
from .marks import CannotMark, refuse_bad_lock
from .matching import Quota, Rules, Weights
from .models import Deed, Mark, Proposal
from .policy import asked_of_pairs, quotas_to_settings, save_quotas, save_rules, save_weights
from .proposals import CannotPropose, candidates_now, keep, keep_list, pairing_wave, put_away_drafts

Status, Kind = Proposal.Status, Mark.Kind
SAID = {
    Kind.LOCK: "Locked {mentor} and {mentee}",
    Kind.FORBID: "Kept {mentor} and {mentee} apart",
    Kind.WISH: "Wished for {mentor} and {mentee}",
    None: "Left {mentor} and {mentee} to the matching again",
}


@transaction.atomic
def propose_pairs(wave, *, by, now):
    """Make the best list under the program's rules: the wave's next draft, in the place of the one before it.

    Nobody but the coordinators learns of it. Marks are kept.
    """
    wave = pairing_wave(wave)
    with recorded(wave, by=by, now=now) as deed:
        proposal = new_draft(wave, by=by, now=now)
        deed.words = f"Proposed {counted(proposal.pairs.count(), 'pair')}"
    return proposal


def new_draft(wave, *, by, now):
    candidates = candidates_now(wave, now)
    put_away_drafts(wave, by=by)
    return keep_list(wave, candidates, Status.DRAFT, by=by)


@transaction.atomic
def keep_found(wave, candidates, found, *, by, now):
    """Keep a list that was searched for in the background, if everybody is still as they were then."""
    wave = pairing_wave(wave)
    if candidates_now(wave, now).digest != candidates.digest:
        raise CannotPropose("People or rules changed while the search ran. Propose again.")
    with recorded(wave, by=by, now=now) as deed:
        put_away_drafts(wave, by=by)
        proposal = keep(wave, candidates, found, Status.DRAFT, by=by)
        deed.words = f"Proposed {counted(len(found.pairs), 'pair')}"
    return proposal


@transaction.atomic
def mark_pair(wave, *, mentor, mentee, kind, by, now, why=""):
    """Lock two people, keep them apart, wish for them; with no ``kind`` leave them to the matching again."""
    wave = pairing_wave(wave)
    with recorded(wave, by=by, now=now, why=why) as deed:
        set_mark(wave, mentor, mentee, kind, by=by, now=now)
        deed.words = said_of(kind, mentor, mentee)


def set_mark(wave, mentor, mentee, kind, *, by, now):
    """Two people who are both free. A hard rule is not locked around, and nothing is wished against it."""
    if kind is None:
        Mark.objects.filter(wave=wave, mentor=mentor, mentee=mentee).delete()
        return
    candidates = candidates_of(wave, today=timezone.localdate(now))
    if mentee not in candidates.pool.mentee_at or mentor not in candidates.pool.mentor_at:
        raise CannotMark("One of the two is no longer free in this wave.")
    if kind == Kind.LOCK:
        refuse_bad_lock(candidates, mentor, mentee)
    Mark.objects.update_or_create(
        wave=wave, mentor_id=mentor, mentee_id=mentee, defaults={"kind": kind, "by": by}
    )


def said_of(kind, mentor, mentee):
    people = User.objects.in_bulk([mentor, mentee])
    return SAID[kind].format(mentor=people[mentor], mentee=people[mentee])


@transaction.atomic
def swap(wave, *, mentor, mentee, by, now, why=""):
    """Give a mentee another mentor: the two are locked and the best list with them takes the draft's place.

    The number of pairs that moved beside this one is returned.
    """
    wave = pairing_wave(wave)
    before = made_in(draft_of(wave))
    with recorded(wave, by=by, now=now, why=why) as deed:
        Mark.objects.filter(wave=wave, mentee=mentee, kind=Kind.LOCK).delete()
        set_mark(wave, mentor, mentee, Kind.LOCK, by=by, now=now)
        after = made_in(new_draft(wave, by=by, now=now))
        moved = len({two[1] for two in before ^ after} - {mentee})
        people = User.objects.in_bulk([mentor, mentee])
        others = f"; {counted(moved, 'other')} moved" if moved else ""
        deed.words = f"Gave {people[mentee]} the mentor {people[mentor]}{others}"
    return moved


def draft_of(wave):
    return wave.proposals.filter(status=Status.DRAFT).first()


def made_in(proposal):
    """The pairs of a list as ``{(mentor, mentee), …}``."""
    return set(proposal.pairs.values_list("mentor", "mentee")) if proposal else set()


@transaction.atomic
def adopt(scenario, *, by, now, why=""):
    """Let a scenario be the draft; what it tried becomes what the program asks of its pairs."""
    wave = pairing_wave(scenario.wave)
    scenario.refresh_from_db()
    if scenario.status != Status.SCENARIO:
        raise NotAllowed("This scenario was taken or dropped meanwhile.")
    with recorded(wave, by=by, now=now, why=why) as deed:
        save_rules(wave.program, Rules.from_settings(scenario.settings["rules"]))
        save_weights(wave.program, Weights.from_settings(scenario.settings["weights"]))
        save_quotas(wave.program, [Quota(**facts) for facts in scenario.settings["quotas"]])
        put_away_drafts(wave, by=by)
        move(scenario, Status.DRAFT, by=by)
        deed.words = f"Took “{scenario}” as the draft"


# --- history ------------------------------------------------------------------------------------------


@contextmanager
def recorded(wave, *, by, now, why=""):
    """Keep a deed with the parts of the workbench that it changed; nothing when it changed none."""
    before = standing(wave)
    deed = Deed(wave=wave, by=by, at=now, why=why[:240])
    yield deed
    after = standing(wave)
    changed = {part: [before[part], after[part]] for part in before if before[part] != after[part]}
    if changed:
        deed.words, deed.before = deed.words[:240], changed
        deed.save()


def standing(wave):
    """What stands in the workbench of a wave, part by part, as plain data."""
    draft, asked = draft_of(wave), asked_of_pairs(wave.program_id)
    marks = Mark.objects.filter(wave=wave).order_by("mentor", "mentee")
    return {
        "draft": draft and draft.number,
        "marks": [list(mark) for mark in marks.values_list("mentor", "mentee", "kind")],
        "rules": asked["rules"].to_settings(),
        "weights": asked["weights"].to_settings(),
        "quotas": quotas_to_settings(asked["quotas"]),
    }


def to_undo(wave):
    """The last deed that stands, or None."""
    return wave.pairing_deeds.filter(undone_at=None).first()


@transaction.atomic
def undo(wave, *, deed, by, now):
    """Put back what the last deed changed; ``deed`` is the one that the person saw as the last."""
    wave = pairing_wave(wave)
    last = to_undo(wave)
    if last is None or last.pk != deed:
        raise NotAllowed("Somebody did something else meanwhile. Look again before you undo it.")
    now_standing = standing(wave)
    if any(now_standing[part] != after for part, (_, after) in last.before.items()):
        raise NotAllowed("What this changed has been changed again since, and cannot be undone by itself.")
    for part, (before, _) in last.before.items():
        RESTORED[part](wave, before, by)
    last.undone_at, last.undone_by = now, by
    last.save(update_fields=["undone_at", "undone_by"])
    return last


def restore_draft(wave, number, by):
    put_away_drafts(wave, by=by)
    if draft := wave.proposals.filter(number=number).first():
        move(draft, Status.DRAFT, by=by)


def restore_marks(wave, marks, by):
    Mark.objects.filter(wave=wave).delete()
    Mark.objects.bulk_create(
        Mark(wave=wave, mentor_id=mentor, mentee_id=mentee, kind=kind, by=by)
        for mentor, mentee, kind in marks
    )


RESTORED = {
    "draft": restore_draft,
    "marks": restore_marks,
    "rules": lambda wave, settings, by: save_rules(wave.program, Rules.from_settings(settings)),
    "weights": lambda wave, settings, by: save_weights(wave.program, Weights.from_settings(settings)),
    "quotas": lambda wave, settings, by: save_quotas(wave.program, [Quota(**facts) for facts in settings]),
}
