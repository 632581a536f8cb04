"""Rows become plain data: everybody accepted, their tags, their managers up to the top."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairing.candidates import candidates_of
from pairing.models import Mark, RuleSetting
from programs.attributes import take_back, volunteer
from programs.decisions import decide
from programs.models import Application, DirectoryChange, NoGo, Notice, TopicChoice, Wave
from programs.tests.factories import (
    make_application,
    make_attribute,
    make_guidelines,
    make_mentor_person,
    make_person,
    make_profile,
    make_program,
    make_wave,
)

from .factories import accept, make_coach, make_pair, make_pairing_wave

TODAY = date(2026, 9, 7)

pytestmark = pytest.mark.django_db


def test_a_mentor_is_described_by_directory_profile_and_application():
    wave = make_pairing_wave(mentors=0, mentees=0, coach=False)
    boss = make_person()
    mentor = make_mentor_person(manager=boss, time_zone="America/Chicago")
    make_profile(mentor, interests=["Sailing ", "chess"], languages=["english", "Spanish"])
    accept(wave, "mentor", mentor, topics=("Online search",), capacity=2, suitable_hours=["tue-am"])

    found = candidates_of(wave, today=TODAY).people[mentor.pk]

    assert (found.manager, found.utc_offset, found.capacity) == (boss.pk, -5.0, 2)
    assert found.topics == {"Online search": 2}
    assert found.interests == {"sailing", "chess"}
    assert found.languages == {"English", "Spanish"}
    assert found.hours == {"tue-am"}


def test_a_mentee_brings_what_they_know_and_whom_they_will_not_meet():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentee = accept(wave, "mentee", topics=())
    application = Application.objects.get(person=mentee)
    TopicChoice.objects.create(application=application, topic="Social media", level=3, familiarity=1)
    somebody = make_person()
    NoGo.objects.create(application=application, person=somebody)
    NoGo.objects.create(application=application, department="Claims East")

    found = candidates_of(wave, today=TODAY).people[mentee.pk]

    assert (found.topics, found.familiarity) == ({"Social media": 3}, {"Social media": 1})
    assert (found.no_go_people, found.no_go_units) == ({somebody.pk}, {"Claims East"})


def test_only_accepted_people_who_are_still_here_are_candidates():
    wave = make_pairing_wave(mentors=1, mentees=1)
    accept(wave, "mentor", status=Application.Status.WAITLISTED)
    accept(wave, "mentor", make_mentor_person(is_active=False))

    found = candidates_of(wave, today=TODAY)

    assert (len(found.pool.mentors), len(found.pool.mentees)) == (1, 1)


def test_the_directory_reaches_to_the_top_and_no_further():
    wave = make_pairing_wave(mentors=0, mentees=0, coach=False)
    top = make_person()
    middle = make_person(manager=top, is_active=False)
    mentor = accept(wave, "mentor", make_mentor_person(manager=middle))
    make_person(manager=top)

    directory = candidates_of(wave, today=TODAY).pool.directory

    assert directory.above(mentor.pk) == [middle.pk, top.pk]
    assert set(directory.managers) == {mentor.pk, middle.pk, top.pk}


def test_former_managers_come_from_the_history_within_two_years():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentee, mentor = accept(wave, "mentee"), accept(wave, "mentor")
    for days in (100, 3 * 366):
        DirectoryChange.objects.create(
            person=mentor,
            field="manager",
            previous=str(mentee.pk),
            changed_on=TODAY - timedelta(days=days),
        )

    found = candidates_of(wave, today=TODAY).people[mentor.pk]

    assert found.former_managers == ((mentee.pk, TODAY - timedelta(days=100)),)


def test_people_in_a_live_pair_are_not_paired_again_and_all_pairs_are_remembered():
    wave = make_pairing_wave(mentors=1, mentees=1)
    running = make_pair(wave=wave)
    ended = make_pair(wave=wave, status="ended")
    elsewhere = make_pair(mentor=ended.mentor)

    pool = candidates_of(wave, today=TODAY).pool

    assert {running.mentor_id, running.mentee_id}.isdisjoint({*pool.mentor_at, *pool.mentee_at})
    assert {ended.mentor_id, ended.mentee_id} <= {*pool.mentor_at, *pool.mentee_at}
    assert {(pair.mentee_id, pair.mentor_id) for pair in (running, ended, elsewhere)} == pool.paired_before


def test_a_mentor_with_room_for_two_keeps_the_place_that_is_free():
    wave = make_pairing_wave(mentors=0, mentees=0)
    mentor = accept(wave, "mentor", capacity=2)
    make_pair(wave=wave, mentor=mentor, mentor_place=1)

    found = candidates_of(wave, today=TODAY)

    assert found.places[mentor.pk] == [2]
    assert [person.capacity for person in found.pool.mentors] == [1]


def test_a_coach_has_the_room_that_pairs_of_other_waves_leave():
    wave = make_pairing_wave(coach=False)
    coach = make_coach(wave.program)
    make_pair(wave=wave, coach=coach)
    make_pair(wave=wave, coach=coach, status="ended")

    assert candidates_of(wave, today=TODAY).coaches[coach.pk].capacity == 5


def test_rules_keep_their_defaults_where_the_program_sets_nothing():
    wave = make_pairing_wave()
    RuleSetting.objects.create(program=wave.program, rule="grade_gap", strength="soft", value=4, penalty=15)
    RuleSetting.objects.create(program=wave.program, rule="function", strength="off")

    rules = candidates_of(wave, today=TODAY).rules

    assert (rules.grade_gap.force, rules.grade_gap.value, rules.grade_gap.penalty) == ("soft", 4, 15)
    assert rules.function.force == "off"
    assert rules.management_chain.force == "hard"


def test_the_digest_changes_with_people_and_rules_and_with_nothing_else():
    wave = make_pairing_wave(mentors=2, mentees=2)
    before = candidates_of(wave, today=TODAY).digest
    mentor = Application.objects.filter(wave=wave, side="mentor").first().person

    make_person()
    assert candidates_of(wave, today=TODAY + timedelta(days=1)).digest == before
    mentor.department = "Somewhere else"
    mentor.save()
    moved = candidates_of(wave, today=TODAY).digest
    RuleSetting.objects.create(program=wave.program, rule="function", strength="off")

    assert len({before, moved, candidates_of(wave, today=TODAY).digest}) == 3


def test_ten_statements_are_enough_for_any_pool():
    counts = []
    for people in (1, 3, 50):
        wave = make_pairing_wave(mentors=people, mentees=people)
        pair = make_pair(wave=wave)
        Mark.objects.create(wave=wave, mentor=pair.mentor, mentee=pair.mentee, kind="forbid")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            candidates_of(wave, today=TODAY)
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_what_was_volunteered_and_taken_back_leaves_no_trace():
    """The digest, which proposals keep, does not know that somebody ever volunteered anything."""
    now = datetime(2026, 6, 15, 14, tzinfo=UTC)
    wave = make_wave(status=Wave.Status.PAIRING)
    person = accept(wave, "mentor")
    attribute = make_attribute(wave.program)
    before = candidates_of(wave, today=now.date()).digest

    volunteer(attribute, person, "This", for_matching=True, for_figures=True, now=now)
    take_back(attribute, person)

    assert candidates_of(wave, today=now.date()).digest == before


def test_a_late_joiner_who_is_accepted_stands_free_and_is_asked_what_others_were():
    now = datetime(2026, 9, 9, 14, tzinfo=UTC)
    coordinator = make_person()
    wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)
    make_guidelines(wave.program, published_at=now)
    application = make_application(wave=wave)

    decide(wave, [application], "accepted", by=coordinator, now=now)

    mentors = candidates_of(wave, today=now.date()).pool.mentors
    assert [each.key for each in mentors] == [application.person_id]
    assert Notice.objects.filter(kind="guidelines", recipient=application.person).count() == 1
