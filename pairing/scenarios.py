"""Scenarios: the same people under other rules and weights, beside the draft and each other (M5)."""

from dataclasses import dataclass, replace

from django.db import transaction

from programs.lifecycle import NotAllowed, move
from programs.words import spelled

from .matching import RULES
from .models import Proposal
from .policy import FACET_TITLES
from .proposals import candidates_now, keep_list, pairing_wave

Status = Proposal.Status
MOST = 4
TITLES = FACET_TITLES | {kind.name: kind.title for kind in RULES}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def try_out(wave, *, rules, weights, quotas, name, by, now):
    """Propose under other rules, weights and quotas, beside the draft; the program's own stay as they are.

    What is shown nowhere is not tried: two lists that differ by it alone would tell what it is.
    """
    wave = pairing_wave(wave)
    if tried(wave).count() >= MOST:
        raise NotAllowed(f"There are {spelled(MOST)} scenarios already. Drop one first.")
    candidates = candidates_now(wave, now)
    weights = replace(weights, difference=candidates.weights.difference)
    candidates = replace(candidates, rules=rules, weights=weights, quotas=quotas)
    return keep_list(wave, candidates, Status.SCENARIO, by=by, name=name or next_name(wave))


def tried(wave):
    return wave.proposals.filter(status=Status.SCENARIO).order_by("number")


def next_name(wave):
    taken = set(tried(wave).values_list("name", flat=True))
    return next(name for name in (f"Scenario {letter}" for letter in LETTERS) if name not in taken)


@transaction.atomic
def drop(scenario, *, by):
    """Put a scenario away; doing it twice changes nothing."""
    scenario = Proposal.objects.select_for_update().get(pk=scenario.pk)
    if scenario.status == Status.SCENARIO:
        move(scenario, Status.DISCARDED, by=by)


@dataclass(frozen=True)
class Column:
    """One list as the comparison shows it, and how it differs from the draft."""

    proposal: Proposal
    pairs: int
    average: float | None
    weakest: int | None
    without: int
    looks: int
    changed: tuple
    moved: int = 0

    @property
    def average_words(self):
        return "–" if self.average is None else f"{self.average:.1f}"


def columns(lists):
    """A column for each list, the first being what the others are compared with."""
    found = []
    for proposal in lists:
        pairs = list(proposal.pairs.all())
        fits = [pair.fit for pair in pairs]
        found.append(
            Column(
                proposal=proposal,
                pairs=len(pairs),
                average=sum(fits) / len(fits) if fits else None,
                weakest=min(fits, default=None),
                without=sum(left.side == "mentee" for left in proposal.left_over.all()),
                looks=sum(pair.needs_a_look for pair in pairs),
                changed=changed_settings(lists[0], proposal),
                moved=len(moved_between(lists[0], proposal)),
            )
        )
    return found


def changed_settings(one, other):
    """What the rules and weights that differ are called, and the composition if that differs."""
    differs = tuple(
        TITLES[name].lower()
        for part in ("weights", "rules")
        for name, value in other.settings.get(part, {}).items()
        if one.settings.get(part, {}).get(name) != value
    )
    composed = one.settings.get("quotas", []) != other.settings.get("quotas", [])
    return (*differs, "composition of the mentors") if composed else differs


@dataclass(frozen=True)
class Moved:
    """A mentee whose pair differs between two lists; None where there is no pair."""

    mentee: object
    before: object | None
    after: object | None

    @property
    def gain(self):
        return (self.after.fit if self.after else 0) - (self.before.fit if self.before else 0)

    @property
    def gain_words(self):
        return f"{self.gain:+d}".replace("-", "−") if self.gain else "0"


def moved_between(one, other):
    """Only the pairs that differ, the greatest loss first. Both lists come with their pairs and people."""
    before = {pair.mentee_id: pair for pair in one.pairs.all()}
    after = {pair.mentee_id: pair for pair in other.pairs.all()}
    found = [
        Moved((before.get(key) or after[key]).mentee, before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if mentor_in(before, key) != mentor_in(after, key)
    ]
    return sorted(found, key=lambda moved: (moved.gain, moved.mentee.family_name, moved.mentee.pk))


def mentor_in(pairs, mentee):
    return pairs[mentee].mentor_id if mentee in pairs else None
