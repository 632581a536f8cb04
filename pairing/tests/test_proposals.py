"""A proposal is the best list under the rules, with reasons, seen by coordinators only."""

from datetime import UTC, datetime

import pytest

from pairing.candidates import candidates_of
from pairing.deeds import mark_pair, propose_pairs
from pairing.marks import CannotMark
from pairing.models import Mark, Pair, Proposal, RuleSetting
from pairing.proposals import CannotPropose, changes_since
from programs.lifecycle import NotAllowed
from programs.models import NoGo, Notice, TopicChoice, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_profile

from .factories import accept, make_coach, make_pairing_wave

NOW = datetime(2026, 9, 7, 15, tzinfo=UTC)
TODAY = NOW.date()

pytestmark = pytest.mark.django_db


def couples(proposal):
    return {(pair.mentor_id, pair.mentee_id) for pair in proposal.pairs.all()}


def test_everybody_is_paired_by_what_they_offer_and_want():
    wave = make_pairing_wave(mentors=0, mentees=0)
    wanted = {}
    for topic in ("Social media", "Phone and tablet", "Online search"):
        mentor = accept(wave, "mentor", topics=(topic,))
        wanted[mentor.pk] = accept(wave, "mentee", topics=(topic,)).pk

    proposal = propose_pairs(wave, by=None, now=NOW)

    assert couples(proposal) == set(wanted.items())
    assert (proposal.number, proposal.status, proposal.people_count) == (1, "draft", 6)
    assert proposal.certificate["holds"]
    assert proposal.certificate["sentence"] == "No better list exists under these rules."


def test_each_pair_says_its_points_its_rules_and_its_coach():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentor, mentee = make_mentor_person(), make_mentee_person()
    make_profile(mentor, interests=["Sailing", "Chess"])
    make_profile(mentee, interests=["sailing"])
    accept(wave, "mentor", mentor)
    accept(wave, "mentee", mentee)

    pair = propose_pairs(wave, by=None, now=NOW).pairs.get()

    parts = {name: (points, of, words) for name, points, of, words in pair.parts}
    assert parts["interests"] == (20, 20, "Both name sailing")
    assert sum(points for _, points, _, _ in pair.parts) == pair.fit
    told = {name: (tone, words) for name, tone, words in pair.checks}
    assert told["grade_gap"] == ("ok", "7 grades apart")
    assert told["coach"][0] == "ok"
    assert told["coach"][1].startswith("In neither's management chain or department")
    assert not pair.needs_a_look


def test_nobody_hears_of_a_proposal():
    wave = make_pairing_wave(mentors=2, mentees=2)

    propose_pairs(wave, by=None, now=NOW)

    assert not Notice.objects.exists()
    assert not Pair.objects.exists()


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_nobody_is_paired_with_somebody_in_their_reporting_line_at_any_depth(depth):
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentee = accept(wave, "mentee")
    boss = mentee
    for _ in range(depth - 1):
        boss = make_person(manager=boss)
    mentor = accept(wave, "mentor", make_mentor_person(manager=boss))

    proposal = propose_pairs(wave, by=None, now=NOW)

    assert couples(proposal) == set()
    reasons = {left.person_id: left.reason for left in proposal.left_over.all()}
    assert "management chain" in reasons[mentor.pk]


def test_coaches_stand_apart_from_both_lines():
    wave = make_pairing_wave(mentors=0, mentees=0, coach=False)
    near = make_coach(wave.program)
    upper = make_coach(wave.program)
    accept(wave, "mentor", make_mentor_person(manager=make_person(manager=upper)))
    accept(wave, "mentee", make_mentee_person(department=near.department))

    pair = propose_pairs(wave, by=None, now=NOW).pairs.get()

    assert pair.coach is None
    assert pair.needs_a_look
    apart = make_coach(wave.program)
    assert propose_pairs(wave, by=None, now=NOW).pairs.get().coach == apart


def test_somebody_left_over_is_told_why():
    wave = make_pairing_wave(mentors=1, mentees=0)
    mentees = {accept(wave, "mentee").pk for _ in range(2)}

    proposal = propose_pairs(wave, by=None, now=NOW)

    left = proposal.left_over.get()
    assert (left.side, left.person_id in mentees) == ("mentee", True)
    assert left.reason


def test_a_no_go_keeps_two_apart_without_saying_whose_it_was():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentor, mentee = accept(wave, "mentor"), accept(wave, "mentee")
    NoGo.objects.create(application=mentee.applications.get(), person=mentor)

    proposal = propose_pairs(wave, by=None, now=NOW)

    assert couples(proposal) == set()
    for left in proposal.left_over.all():
        assert "a declared no-go rules out" in left.reason.lower()
        assert mentor.full_name not in left.reason
        assert mentee.full_name not in left.reason


def test_a_soft_rule_costs_points_and_calls_for_a_look():
    wave = make_pairing_wave(mentors=0, mentees=0)
    accept(wave, "mentor", make_mentor_person(function="Finance"))
    accept(wave, "mentee", make_mentee_person(function="Finance"))
    assert couples(propose_pairs(wave, by=None, now=NOW)) == set()

    RuleSetting.objects.create(program=wave.program, rule="function", strength="soft", penalty=10)
    pair = propose_pairs(wave, by=None, now=NOW).pairs.get()

    assert pair.fit == sum(points for _, points, _, _ in pair.parts) - 10
    assert ["function", "watch", "Same function: Finance"] in pair.checks
    assert pair.needs_a_look


def test_few_hours_in_common_call_for_a_look():
    wave = make_pairing_wave(mentors=0, mentees=0)
    accept(wave, "mentor", suitable_hours=["mon-am"])
    accept(wave, "mentee", suitable_hours=["tue-am"])

    pair = propose_pairs(wave, by=None, now=NOW).pairs.get()

    assert ["hours", "watch", "No hour of the week suits both"] in pair.checks


def test_a_new_draft_takes_the_place_of_the_one_before():
    wave = make_pairing_wave()
    first = propose_pairs(wave, by=None, now=NOW)
    second = propose_pairs(wave, by=None, now=NOW)

    first.refresh_from_db()
    assert (first.status, second.status, second.number) == ("discarded", "draft", 2)
    assert [change.current for change in first.history.all()] == ["discarded"]
    assert first.input_digest == second.input_digest
    assert couples(first) == couples(second)


def test_pairs_are_proposed_while_a_wave_is_pairing_only():
    wave = make_pairing_wave()
    Wave.objects.filter(pk=wave.pk).update(status="preparing")

    with pytest.raises(NotAllowed):
        propose_pairs(wave, by=None, now=NOW)


def test_a_side_without_anybody_is_named():
    wave = make_pairing_wave(mentors=0, mentees=1)

    with pytest.raises(CannotPropose, match="no mentor"):
        propose_pairs(wave, by=None, now=NOW)
    assert not Proposal.objects.exists()


def test_a_ring_of_managers_is_named_and_nothing_is_kept():
    wave = make_pairing_wave(mentors=1, mentees=0)
    mentee, other = accept(wave, "mentee"), make_person(given_name="Ana", family_name="Reyes")
    for person, manager in ((mentee, other), (other, mentee)):
        person.manager = manager
        person.save()

    with pytest.raises(CannotPropose, match="Ana Reyes"):
        propose_pairs(wave, by=None, now=NOW)


def test_locked_pairs_stay_and_forbidden_ones_are_not_made():
    wave = make_pairing_wave(mentors=2, mentees=2)
    first = propose_pairs(wave, by=None, now=NOW)
    mentor, mentee = sorted(couples(first))[0]

    mark_pair(wave, mentor=mentor, mentee=mentee, kind="forbid", by=None, now=NOW)
    without = propose_pairs(wave, by=None, now=NOW)
    mark_pair(wave, mentor=mentor, mentee=mentee, kind="lock", by=None, now=NOW)
    with_it = propose_pairs(wave, by=None, now=NOW)

    assert (mentor, mentee) not in couples(without)
    assert with_it.pairs.get(is_locked=True).mentor_id == mentor
    mark_pair(wave, mentor=mentor, mentee=mentee, kind=None, by=None, now=NOW)
    assert not Mark.objects.exists()


def test_a_hard_rule_is_not_locked_around():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentee = accept(wave, "mentee")
    mentor = accept(wave, "mentor", make_mentor_person(manager=mentee))

    with pytest.raises(CannotMark, match="reports to"):
        mark_pair(wave, mentor=mentor.pk, mentee=mentee.pk, kind="lock", by=None, now=NOW)


def test_a_mentee_is_locked_with_one_mentor_and_a_mentor_with_as_many_as_they_have_room():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentors = [accept(wave, "mentor").pk for _ in range(2)]
    mentees = [accept(wave, "mentee").pk for _ in range(2)]
    mark_pair(wave, mentor=mentors[0], mentee=mentees[0], kind="lock", by=None, now=NOW)

    with pytest.raises(CannotMark, match="somebody else"):
        mark_pair(wave, mentor=mentors[1], mentee=mentees[0], kind="lock", by=None, now=NOW)
    with pytest.raises(CannotMark, match="no place left"):
        mark_pair(wave, mentor=mentors[0], mentee=mentees[1], kind="lock", by=None, now=NOW)


def test_only_people_of_the_wave_are_marked():
    wave = make_pairing_wave()

    with pytest.raises(CannotMark):
        mark_pair(wave, mentor=make_person().pk, mentee=make_person().pk, kind="forbid", by=None, now=NOW)


def test_what_changed_since_a_draft_is_named():
    wave = make_pairing_wave(mentors=2, mentees=2)
    proposal = propose_pairs(wave, by=None, now=NOW)
    pairs = list(proposal.pairs.all())
    assert changes_since(proposal, candidates_of(wave, today=TODAY)) == []

    moved, left = pairs[0].mentor, pairs[1].mentee
    moved.department = "Elsewhere"
    moved.save()
    left.is_active = False
    left.save()
    new = accept(wave, "mentor")
    RuleSetting.objects.create(program=wave.program, rule="function", strength="off")

    assert changes_since(proposal, candidates_of(wave, today=TODAY)) == [
        f"{new} can be paired and could not before.",
        f"{left} can no longer be paired.",
        f"{moved} changed.",
        "The program's pairing rules changed.",
    ]


def test_a_mentor_with_room_for_two_takes_two_places():
    wave = make_pairing_wave(mentors=0, mentees=2)
    mentor = accept(wave, "mentor", capacity=2)

    proposal = propose_pairs(wave, by=None, now=NOW)

    places = proposal.pairs.filter(mentor=mentor).values_list("mentor_place", flat=True)
    assert sorted(places) == [1, 2]


def test_points_of_the_topic_wanted_most_count_most():
    wave = make_pairing_wave(mentors=0, mentees=0)
    accept(wave, "mentor", topics=("Social media",))
    better = accept(wave, "mentor", topics=("Online search",))
    mentee = accept(wave, "mentee", topics=())
    for topic, level in (("Social media", 1), ("Online search", 3)):
        TopicChoice.objects.create(application=mentee.applications.get(), topic=topic, level=level)

    assert couples(propose_pairs(wave, by=None, now=NOW)) == {(better.pk, mentee.pk)}
