"""Publishing is all or nothing, once, and under the rules of that minute; ending is without blame."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from pairing.blockers import pairs_that_break_a_rule
from pairing.candidates import candidates_of
from pairing.deeds import mark_pair, propose_pairs
from pairing.lifecycle import (
    agree_to_be_named,
    end_pair,
    pause_pair,
    publish_proposal,
    resume_pair,
    take_back_name,
)
from pairing.models import Mark, Pair, Proposal
from programs import outbox
from programs.blockers import blockers
from programs.lifecycle import NotAllowed, move
from programs.models import Application, Notice, TalentProfile, Wave
from programs.tests.factories import make_mentor_person, make_person, make_profile
from programs.tests.racing import at_once
from programs.waves import cancel_wave, step_wave

from .factories import accept, make_coach, make_pair, make_pairing_wave

NOW = datetime(2026, 9, 7, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def proposed(mentors=2, mentees=2, **facts):
    wave = make_pairing_wave(mentors=mentors, mentees=mentees, **facts)
    return propose_pairs(wave, by=None, now=NOW)


def owed():
    return sorted(Notice.objects.values_list("kind", "recipient"))


def test_publishing_makes_active_pairs_with_a_name_and_a_coach():
    proposal = proposed()

    assert publish_proposal(proposal, by=None, now=NOW)

    pairs = list(Pair.objects.all())
    assert {(pair.mentor_id, pair.mentee_id, pair.coach_id) for pair in pairs} == {
        (pair.mentor_id, pair.mentee_id, pair.coach_id) for pair in proposal.pairs.all()
    }
    assert {(pair.status, pair.published_at, pair.is_named) for pair in pairs} == {("active", NOW, False)}
    assert len({pair.team_name for pair in pairs}) == 2
    assert [change.current for change in pairs[0].history.all()] == ["active"]
    assert proposal.status == Proposal.Status.PUBLISHED


def test_both_sides_and_the_coach_are_owed_one_mail_each():
    proposal = proposed()
    publish_proposal(proposal, by=None, now=NOW)

    expected = [
        entry
        for pair in Pair.objects.all()
        for entry in (
            ("pair-published", pair.mentor_id),
            ("pair-published", pair.mentee_id),
            ("pair-coached", pair.coach_id),
        )
    ]
    assert owed() == sorted(expected)


def test_publishing_again_changes_nothing():
    proposal = proposed()
    publish_proposal(proposal, by=None, now=NOW)
    before = owed(), Pair.objects.count()

    assert not publish_proposal(proposal, by=None, now=NOW)
    assert (owed(), Pair.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_two_people_who_publish_at_once_make_one_set_of_pairs():
    proposal = proposed(mentors=3, mentees=3)

    answers = at_once(*[lambda: publish_proposal(Proposal.objects.get(pk=proposal.pk), by=None, now=NOW)] * 2)

    assert sorted(answers) == [False, True]
    assert Pair.objects.count() == 3
    assert Notice.objects.count() == 9


def test_the_database_refuses_a_mentee_in_two_live_pairs():
    pair = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_pair(wave=pair.wave, mentee=pair.mentee)
    make_pair(wave=pair.wave, mentee=make_pair(wave=pair.wave, status="ended").mentee)


def test_the_database_refuses_a_mentors_place_taken_twice_and_a_pair_of_one():
    pair = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_pair(wave=pair.wave, mentor=pair.mentor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(wave=pair.wave, mentor=pair.mentor, mentee=pair.mentor, team_name="Alone")


def test_a_list_is_refused_when_people_have_changed():
    proposal = proposed()
    somebody = proposal.pairs.first().mentor
    somebody.department = "Elsewhere"
    somebody.save()

    with pytest.raises(NotAllowed, match=f"{somebody} changed"):
        publish_proposal(proposal, by=None, now=NOW)
    assert not Pair.objects.exists()
    assert not Notice.objects.exists()


def test_a_list_is_refused_when_somebody_has_withdrawn():
    proposal = proposed()
    gone = proposal.pairs.first().mentee
    move(Application.objects.get(person=gone), Application.Status.WITHDRAWN, by=gone)

    with pytest.raises(NotAllowed, match="can no longer be paired"):
        publish_proposal(proposal, by=None, now=NOW)


def test_rules_are_asked_again_whatever_the_digest_says():
    proposal = proposed(mentors=1, mentees=1)
    pair = proposal.pairs.get()
    upper = make_person(manager=pair.mentee)
    pair.mentor.manager = upper
    pair.mentor.save()
    candidates = candidates_of(proposal.wave, today=NOW.date())
    Proposal.objects.filter(pk=proposal.pk).update(input_digest=candidates.digest)

    with pytest.raises(NotAllowed, match=f"{pair.mentor} reports to {upper}, who reports to {pair.mentee}"):
        publish_proposal(proposal, by=None, now=NOW)


def test_a_pair_needs_a_coach():
    proposal = proposed(coach=False)

    with pytest.raises(NotAllowed, match="2 pairs have no coach"):
        publish_proposal(proposal, by=None, now=NOW)


def test_a_coach_in_the_line_of_one_of_the_two_is_refused():
    proposal = proposed(mentors=1, mentees=1)
    pair = proposal.pairs.get()
    near = make_coach(proposal.wave.program, manager=pair.mentor)
    proposal.pairs.update(coach=near)
    candidates = candidates_of(proposal.wave, today=NOW.date())
    Proposal.objects.filter(pk=proposal.pk).update(input_digest=candidates.digest)

    with pytest.raises(NotAllowed, match=f"{near} is too near"):
        publish_proposal(proposal, by=None, now=NOW)


def test_a_coach_whom_another_wave_has_filled_is_refused():
    wave = make_pairing_wave(mentors=2, mentees=2, coach=False)
    coach = make_coach(wave.program)
    wave.program.roles.filter(person=coach).update(capacity=2)
    proposal = propose_pairs(wave, by=None, now=NOW)
    make_pair(wave=make_pairing_wave(program=wave.program, coach=False), coach=coach)

    with pytest.raises(NotAllowed, match="has room for 1 more pair, not 2"):
        publish_proposal(proposal, by=None, now=NOW)


def test_a_forbidden_pair_is_not_published():
    proposal = proposed()
    pair = proposal.pairs.first()
    mark_pair(proposal.wave, mentor=pair.mentor_id, mentee=pair.mentee_id, kind="forbid", by=None, now=NOW)

    with pytest.raises(NotAllowed, match="never to be paired"):
        publish_proposal(proposal, by=None, now=NOW)


def test_a_list_without_a_pair_that_was_locked_since_is_not_published():
    proposal = proposed()
    first, second = proposal.pairs.all()
    Mark.objects.create(wave=proposal.wave, mentor=first.mentor, mentee=second.mentee, kind="lock")

    with pytest.raises(NotAllowed, match="are locked, and not in this list"):
        publish_proposal(proposal, by=None, now=NOW)


@pytest.mark.parametrize("status", ["selecting", "preparing", "running", "cancelled"])
def test_pairs_are_published_while_the_wave_is_pairing(status):
    proposal = proposed()
    Wave.objects.filter(pk=proposal.wave_id).update(status=status)

    with pytest.raises(NotAllowed, match="while a wave is pairing"):
        publish_proposal(proposal, by=None, now=NOW)

    assert not Pair.objects.exists()


def test_a_draft_that_was_replaced_is_not_published():
    first = proposed()
    propose_pairs(first.wave, by=None, now=NOW)

    with pytest.raises(NotAllowed, match="Draft 1 was replaced"):
        publish_proposal(first, by=None, now=NOW)


def test_people_who_come_later_get_pairs_of_their_own():
    proposal = proposed()
    publish_proposal(proposal, by=None, now=NOW)
    names = set(Pair.objects.values_list("team_name", flat=True))
    mentor, mentee = accept(proposal.wave, "mentor"), accept(proposal.wave, "mentee")

    publish_proposal(propose_pairs(proposal.wave, by=None, now=NOW), by=None, now=NOW)

    new = Pair.objects.get(mentor=mentor)
    assert (new.mentee, new.team_name in names) == (mentee, False)
    assert Pair.objects.count() == 3


def send(mailoutbox):
    outbox.sweep()
    return {mail.to[0]: mail for mail in mailoutbox}


def test_mails_say_who_coach_and_first_steps_and_nothing_confidential(mailoutbox):
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentor, mentee = accept(wave, "mentor"), accept(wave, "mentee", goals="CANARY-WISH")
    make_profile(mentor, background="CANARY-BACKGROUND", interests=["CANARY-INTEREST"])
    make_profile(mentee, goals="CANARY-GOALS", interests=["CANARY-INTEREST"])
    publish_proposal(propose_pairs(wave, by=None, now=NOW), by=None, now=NOW)

    mails = send(mailoutbox)

    pair = Pair.objects.get()
    coach = pair.coach
    assert set(mails) == {mentor.email, mentee.email, coach.email}
    for mail in mails.values():
        assert "CANARY" not in mail.subject + mail.body
        assert "of 100" not in mail.body
        for person in (mentor, mentee, coach):
            assert person.family_name not in mail.subject
    assert mentee.full_name in mails[mentor.email].body
    assert mentor.full_name in mails[mentee.email].body
    assert f"{coach.full_name} ({coach.email})" in mails[mentor.email].body
    assert "First steps" in mails[mentor.email].body
    assert f"/pairs/{pair.pk}/" in mails[mentee.email].body
    assert pair.shared_interests == ["CANARY-INTEREST"]


def test_a_pair_that_ended_before_the_mail_went_is_not_announced(mailoutbox):
    publish_proposal(proposed(mentors=1, mentees=1), by=None, now=NOW)
    end_pair(Pair.objects.get(), by=None)

    outbox.sweep()

    assert {mail.subject.rpartition(": ")[2] for mail in mailoutbox} == {"your pair has concluded"}


def test_both_read_the_same_words_when_a_pair_concludes(mailoutbox):
    pair = make_pair()
    end_pair(pair, by=pair.coach)

    mails = send(mailoutbox)

    assert set(mails) == {pair.mentor.email, pair.mentee.email}
    assert mails[pair.mentor.email].body == mails[pair.mentee.email].body
    assert mails[pair.mentor.email].subject == mails[pair.mentee.email].subject
    for person in (pair.mentor, pair.mentee):
        assert person.family_name not in mails[pair.mentor.email].body


def test_a_pair_is_ended_once():
    pair = make_pair()
    end_pair(pair, by=None)

    with pytest.raises(NotAllowed):
        end_pair(pair, by=None)
    assert Notice.objects.count() == 2


def test_a_pair_rests_and_is_taken_up_again():
    pair = make_pair()
    pause_pair(pair, by=pair.coach)
    resume_pair(pair, by=pair.coach)

    assert [change.current for change in pair.history.all()] == ["active", "paused"]


def test_pairs_are_completed_when_their_wave_closes():
    active = make_pair()
    paused = make_pair(wave=active.wave, status="paused")
    ended = make_pair(wave=active.wave, status="ended")
    Wave.objects.filter(pk=active.wave_id).update(status="reviewing")

    step_wave(active.wave, to=Wave.Status.CLOSED, now=NOW, by=make_person(), reason="All said")

    for pair in (active, paused, ended):
        pair.refresh_from_db()
    assert [active.status, paused.status, ended.status] == ["completed", "ended", "ended"]
    assert not Notice.objects.filter(kind="pair-ended").exists()


def test_pairs_conclude_when_their_wave_is_called_off():
    proposal = proposed()
    publish_proposal(proposal, by=None, now=NOW)
    accept(proposal.wave, "mentor"), accept(proposal.wave, "mentee")
    draft = propose_pairs(proposal.wave, by=None, now=NOW)

    cancel_wave(proposal.wave, by=make_person(), reason="Reorganisation")

    draft.refresh_from_db()
    assert set(Pair.objects.values_list("status", flat=True)) == {"ended"}
    assert draft.status == "discarded"


def test_whoever_withdraws_leaves_their_pair():
    pair = make_pair()
    application = Application.objects.get(person=pair.mentor)

    move(application, Application.Status.WITHDRAWN, by=pair.mentor)

    pair.refresh_from_db()
    assert pair.status == "ended"


def test_names_are_shown_while_both_agree():
    pair = make_pair()
    agree_to_be_named(pair, pair.mentor)
    assert not Pair.objects.get().is_named
    agree_to_be_named(pair, pair.mentee)
    assert Pair.objects.get().is_named
    take_back_name(pair, pair.mentor)
    assert not Pair.objects.get().is_named


def test_preparing_waits_for_pairs_a_coach_each_and_every_rule():
    wave = make_pairing_wave()

    def hard():
        found = blockers(wave, Wave.Status.PREPARING, NOW)
        return [blocker.sentence for blocker in found if blocker.is_hard]

    assert hard() == ["No pairs are published."]
    propose_pairs(wave, by=None, now=NOW)
    assert [blocker.sentence for blocker in blockers(wave, Wave.Status.PREPARING, NOW)][-1] == (
        "A draft of pairs is not published."
    )
    publish_proposal(wave.proposals.get(), by=None, now=NOW)
    assert hard() == []
    pair = Pair.objects.get()
    pair.mentor.manager = pair.mentee
    pair.mentor.save()
    assert hard() == [f"{pair.mentor} and {pair.mentee}: {pair.mentor} reports to {pair.mentee}."]
    pair.mentor.manager = pair.coach
    pair.mentor.save()
    assert "too near" in pairs_that_break_a_rule(wave, NOW).sentence


def test_a_pair_opens_both_talent_profiles_to_both_and_their_coach():
    pair = make_pair()
    make_profile(pair.mentor)
    make_profile(pair.mentee)
    outsider = make_mentor_person()

    def reads(person):
        return set(TalentProfile.objects.visible_to(person).values_list("person", flat=True))

    both = {pair.mentor_id, pair.mentee_id}
    assert [reads(person) for person in (pair.mentor, pair.mentee, pair.coach)] == [both] * 3
    assert reads(outsider) == set()
    end_pair(pair, by=None)
    assert reads(pair.mentor) == {pair.mentor_id}
