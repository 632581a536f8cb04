"""Deeds of the workbench: recorded with who and why, undone one by one, refused when others acted since."""

from dataclasses import replace

import pytest

from pairing.deeds import adopt, mark_pair, propose_pairs, swap, to_undo, undo
from pairing.lifecycle import publish_proposal
from pairing.marks import CannotMark
from pairing.matching import Force, Rule, Rules, Weights, alternatives, solved
from pairing.models import Deed, Mark, Pair, Proposal
from pairing.policy import rules_of, save_weights, weights_of
from pairing.proposals import marks_within
from pairing.scenarios import columns, drop, moved_between, try_out
from pairing.tests.factories import accept, make_coach, make_pairing_wave
from programs.lifecycle import NotAllowed
from programs.models import Wave
from programs.tests.factories import make_person, make_wave

from .test_proposals import NOW

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture
def ines():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(ines):
    return make_pairing_wave(mentors=3, mentees=3, coordinator=ines)


def draft(wave):
    return wave.proposals.get(status=Status.DRAFT)


def couples(proposal):
    return set(proposal.pairs.values_list("mentor", "mentee"))


def others_of(wave, two):
    """A mentor whom the mentee of ``two`` does not have."""
    mentor = next(key for key, _ in sorted(couples(draft(wave))) if key != two[0])
    return {"mentor": mentor, "mentee": two[1]}


def test_a_deed_says_who_did_what_and_why(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    two = dict(zip(("mentor", "mentee"), min(couples(draft(wave))), strict=True))

    mark_pair(wave, **two, kind="lock", by=ines, now=NOW, why="They asked for it.")

    deed = to_undo(wave)
    names = Mark.objects.get()
    assert (deed.words, deed.why, deed.by) == (
        f"Locked {names.mentor} and {names.mentee}",
        "They asked for it.",
        ines,
    )
    assert [each.words for each in Deed.objects.order_by("pk")][0] == "Proposed 3 pairs"


def test_what_changes_nothing_is_no_deed(wave, ines):
    two = {"mentor": wave.applications.get(pk=wave.applications.filter(side="mentor").first().pk).person_id}
    two["mentee"] = wave.applications.filter(side="mentee").first().person_id

    mark_pair(wave, **two, kind=None, by=ines, now=NOW)

    assert to_undo(wave) is None


def test_undoing_goes_back_step_by_step_to_where_it_began(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    first = draft(wave)
    before = couples(first)
    two = min(before)
    swap(wave, **others_of(wave, two), by=ines, now=NOW)
    mark_pair(wave, mentor=two[0], mentee=two[1], kind="forbid", by=ines, now=NOW)
    assert draft(wave) != first and Mark.objects.count() == 2

    undo(wave, deed=to_undo(wave).pk, by=ines, now=NOW)
    assert [mark.kind for mark in Mark.objects.all()] == ["lock"]
    undo(wave, deed=to_undo(wave).pk, by=ines, now=NOW)
    assert (draft(wave), couples(draft(wave))) == (first, before)
    assert not Mark.objects.exists()
    undo(wave, deed=to_undo(wave).pk, by=ines, now=NOW)

    assert not wave.proposals.filter(status=Status.DRAFT).exists()
    assert to_undo(wave) is None
    assert Deed.objects.exclude(undone_at=None).count() == 3
    assert set(Deed.objects.values_list("undone_by", flat=True)) == {ines.pk}


def test_only_the_last_deed_that_one_saw_is_undone(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    seen = to_undo(wave).pk
    two = min(couples(draft(wave)))
    mark_pair(wave, mentor=two[0], mentee=two[1], kind="wish", by=None, now=NOW)

    with pytest.raises(NotAllowed, match="somebody|Somebody"):
        undo(wave, deed=seen, by=ines, now=NOW)

    assert Mark.objects.get().kind == "wish"


def test_what_was_changed_elsewhere_since_is_not_undone_over_it(wave, ines):
    scenario = try_out(wave, rules=Rules(), weights=Weights(topics=90), quotas=(), name="", by=ines, now=NOW)
    adopt(scenario, by=ines, now=NOW)
    save_weights(wave.program, Weights(topics=10))  # on the page of the set-up

    with pytest.raises(NotAllowed, match="changed again"):
        undo(wave, deed=to_undo(wave).pk, by=ines, now=NOW)

    assert weights_of(wave.program_id).topics == 10


def test_what_is_published_is_not_undone(wave, ines):
    proposal = propose_pairs(wave, by=ines, now=NOW)
    last = to_undo(wave).pk
    publish_proposal(proposal, by=ines, now=NOW)

    with pytest.raises(NotAllowed):
        undo(wave, deed=last, by=ines, now=NOW)

    assert Pair.objects.count() == 3
    proposal.refresh_from_db()
    assert proposal.status == Status.PUBLISHED


def test_a_swap_costs_what_was_said_before_it(wave, ines):
    for _ in range(3):
        accept(wave, "mentor")
        accept(wave, "mentee")
    propose_pairs(wave, by=ines, now=NOW)
    candidates = candidates_of_wave(wave)
    found = solved(candidates.pool, candidates.rules, candidates.weights, *marks_within(candidates))
    mentee = candidates.pool.mentees[0].key
    one = next(each for each in alternatives(found, mentee) if not each.is_made and each.fewer == 0)
    before = sum(pair.fit for pair in draft(wave).pairs.all())

    moved = swap(wave, mentor=one.mentor, mentee=mentee, by=ines, now=NOW, why="Same building.")

    after = sum(pair.fit for pair in draft(wave).pairs.all())
    assert draft(wave).pairs.get(mentee=mentee).mentor_id == one.mentor
    assert moved <= len(one.shifts) + 2
    assert abs((before - after) - one.lost / 1000) <= len(candidates.pool.mentees)  # each fit is rounded


def candidates_of_wave(wave):
    from pairing.candidates import candidates_of

    return candidates_of(wave, today=NOW.date())


def test_a_swap_that_a_rule_forbids_leaves_everything_as_it_was(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    close = accept(wave, "mentor", make_person(grade=9, line_of_business="Law"))
    mentee = draft(wave).pairs.first().mentee_id
    before = (draft(wave).pk, Deed.objects.count())

    with pytest.raises(CannotMark, match="cannot be locked"):
        swap(wave, mentor=close.pk, mentee=mentee, by=ines, now=NOW)

    assert (draft(wave).pk, Deed.objects.count()) == before and not Mark.objects.exists()


def test_a_swap_takes_the_place_of_an_earlier_lock_of_the_mentee(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    two = min(couples(draft(wave)))
    mark_pair(wave, mentor=two[0], mentee=two[1], kind="lock", by=ines, now=NOW)

    other = others_of(wave, two)
    swap(wave, **other, by=ines, now=NOW)

    assert [(mark.mentor_id, mark.mentee_id) for mark in Mark.objects.all()] == [(other["mentor"], two[1])]


def test_a_wish_counts_when_pairs_are_proposed_again(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    other = others_of(wave, min(couples(draft(wave))))
    mark_pair(wave, **other, kind="wish", by=ines, now=NOW)

    propose_pairs(wave, by=ines, now=NOW)

    assert (other["mentor"], other["mentee"]) in couples(draft(wave))


def test_after_pairing_nothing_is_done_in_the_workbench(ines):
    wave = make_wave(status=Wave.Status.RUNNING)

    for deed in (
        lambda: propose_pairs(wave, by=ines, now=NOW),
        lambda: swap(wave, mentor=1, mentee=2, by=ines, now=NOW),
        lambda: mark_pair(wave, mentor=1, mentee=2, kind="lock", by=ines, now=NOW),
        lambda: undo(wave, deed=1, by=ines, now=NOW),
        lambda: try_out(wave, rules=Rules(), weights=Weights(), quotas=(), name="", by=ines, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


# --- scenarios ----------------------------------------------------------------------------------------


def test_a_scenario_changes_nothing_until_it_is_taken(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    first = draft(wave)
    rules = replace(Rules(), function=Rule(force=Force.OFF))

    scenario = try_out(wave, rules=rules, weights=Weights(topics=100), quotas=(), name="", by=ines, now=NOW)

    assert draft(wave) == first and str(scenario) == "Scenario A"
    assert rules_of(wave.program_id) == Rules() and weights_of(wave.program_id) == Weights()

    adopt(scenario, by=ines, now=NOW)

    assert draft(wave) == scenario
    assert rules_of(wave.program_id) == rules and weights_of(wave.program_id) == Weights(topics=100)
    assert publish_proposal(draft(wave), by=ines, now=NOW), "it is not out of date by having been taken"


def test_taking_a_scenario_is_undone_with_its_rules_and_weights(wave, ines):
    propose_pairs(wave, by=ines, now=NOW)
    first = draft(wave)
    scenario = try_out(wave, rules=Rules(), weights=Weights(topics=100), quotas=(), name="", by=ines, now=NOW)
    adopt(scenario, by=ines, now=NOW)

    undo(wave, deed=to_undo(wave).pk, by=ines, now=NOW)

    assert draft(wave) == first and weights_of(wave.program_id) == Weights()


def test_four_scenarios_are_enough_and_a_dropped_one_makes_room(wave, ines):
    def tried():
        return try_out(wave, rules=Rules(), weights=Weights(), quotas=(), name="", by=ines, now=NOW)

    made = [tried() for _ in range(4)]
    assert [str(each) for each in made] == [f"Scenario {letter}" for letter in "ABCD"]
    with pytest.raises(NotAllowed, match="four scenarios"):
        tried()

    drop(made[1], by=ines)
    drop(made[1], by=ines)

    assert str(tried()) == "Scenario B"


def test_a_scenario_is_taken_once(wave, ines):
    scenario = try_out(wave, rules=Rules(), weights=Weights(), quotas=(), name="", by=ines, now=NOW)
    adopt(scenario, by=ines, now=NOW)

    with pytest.raises(NotAllowed, match="meanwhile"):
        adopt(scenario, by=ines, now=NOW)


def test_a_scenario_never_tries_what_is_shown_nowhere(wave, ines):
    save_weights(wave.program, Weights(difference=30))

    scenario = try_out(wave, rules=Rules(), weights=Weights(), quotas=(), name="", by=ines, now=NOW)

    assert scenario.settings["weights"]["difference"] == 30
    assert set(scenario.certificate) == {
        *("pairs", "most_pairs", "min_reduced_cost", "holds", "sentence", "shortages")
    }


def test_only_pairs_that_moved_are_compared():
    ines = make_person()
    wave = make_pairing_wave(coordinator=ines, coach=False, mentors=0, mentees=0)
    make_coach(wave.program)
    near = accept(wave, "mentor", topics={"Social media": 3})
    far = accept(wave, "mentor", topics={"Phone and tablet": 3})
    mentee = accept(wave, "mentee", topics={"Social media": 3})
    other = accept(wave, "mentee", topics={"Phone and tablet": 3})
    propose_pairs(wave, by=ines, now=NOW)
    assert couples(draft(wave)) == {(near.pk, mentee.pk), (far.pk, other.pk)}
    mark_pair(wave, mentor=near.pk, mentee=mentee.pk, kind="forbid", by=ines, now=NOW)

    scenario = try_out(wave, rules=Rules(), weights=Weights(), quotas=(), name="Apart", by=ines, now=NOW)

    lists = [draft(wave), scenario]
    moved = moved_between(*lists)
    assert {each.mentee for each in moved} == {mentee, other}
    assert all(each.gain < 0 and each.gain_words.startswith("−") for each in moved)
    first, second = columns(lists)
    assert (first.moved, second.moved, second.changed) == (0, 2, ())
    assert moved_between(draft(wave), draft(wave)) == []
