"""What stands before each step of a wave, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programs.blockers import blockers
from programs.models import Application, Event, Finding, TrainingModule, Wave, WaveReview
from programs.tests.factories import (
    make_application,
    make_draft_wave,
    make_guidelines,
    make_person,
    make_program,
    make_recommendation,
    make_wave,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Status = Wave.Status


def sentences(wave, to):
    return [(blocker.sentence, blocker.is_hard) for blocker in blockers(wave, to, NOW)]


def test_a_ready_draft_has_nothing_in_its_way():
    assert sentences(make_draft_wave(), Status.RECRUITING) == []


def test_what_a_bare_program_lacks_comes_with_the_hard_ones_first():
    wave = make_wave(program=make_program(topics=[]), status=Status.DRAFT, today=TODAY)

    assert sentences(wave, Status.RECRUITING) == [
        ("The program has no coordinator.", True),
        ("The program names no topics.", True),
        ("The last day for applications has passed.", False),
        ("Guidelines for mentors and mentees are not published.", False),
        ("No objective says how success is measured.", False),
        ("No coach is named yet.", False),
    ]


def test_a_wave_opens_on_what_the_one_before_has_taught():
    wave = make_draft_wave(number=9)
    before = make_wave(program=wave.program, number=7, status=Status.PREPARING)
    make_wave(program=wave.program, number=8, status=Status.CANCELLED)
    unfinished = "The review of wave 7 is not finished."

    said = [sentences(wave, Status.RECRUITING)]
    for status in (Status.RUNNING, Status.REVIEWING, Status.CLOSED):
        Wave.objects.filter(pk=before.pk).update(status=status)
        said.append(sentences(wave, Status.RECRUITING))
    finding = Finding.objects.create(wave=before, finding="x", figure="held", figure_said="x", at=NOW)
    said.append(sentences(wave, Status.RECRUITING))
    Finding.objects.filter(pk=finding.pk).update(decision="keep", what="The cadence", owner=make_person())
    said.append(sentences(wave, Status.RECRUITING))
    WaveReview.objects.create(wave=before, closed_at=NOW)
    said.append(sentences(wave, Status.RECRUITING))

    assert said == [
        [("Wave 7 is preparing; its review comes first.", True)],
        *[[(f"{unfinished} No finding is recorded.", True)]] * 3,
        [(f"{unfinished} 1 finding has no decision.", True)],
        [(f"{unfinished} It is not closed.", True)],
        [],
    ]


def test_applications_close_when_both_sides_have_somebody():
    wave = make_wave(status=Status.RECRUITING)
    make_application(wave=wave, side="mentee", status=Application.Status.DRAFT)
    make_application(wave=wave)

    assert sentences(wave, Status.SELECTING) == [("No mentee has applied.", False)]


def test_a_wave_prepares_towards_a_launch_event():
    wave = make_wave(status=Status.PAIRING)
    launch = {"kind": "launch", "title": "Launch", "starts_at": NOW, "ends_at": NOW + DAY}

    Event.objects.create(wave=wave, cancelled_at=NOW, **launch)
    assert ("No launch event is planned.", False) in sentences(wave, Status.PREPARING)
    Event.objects.create(wave=wave, **launch)
    assert ("No launch event is planned.", False) not in sentences(wave, Status.PREPARING)


def test_before_running_everybody_has_completed_what_is_required_of_their_side():
    wave = make_wave(status=Status.PREPARING)
    required, extra, theirs, retired = (
        TrainingModule.objects.create(program=wave.program, code=code, title=code, **facts)
        for code, facts in {
            "required": {"audience": "mentor", "is_required": True},
            "extra": {"audience": "mentor"},
            "theirs": {"audience": "mentee", "is_required": True},
            "retired": {"audience": "mentor", "is_required": True, "retired_at": NOW},
        }.items()
    )
    done, late = (make_application(wave=wave, status=Application.Status.ACCEPTED).person for _ in range(2))
    make_application(wave=wave)
    required.completions.create(person=done, completed_at=NOW)
    extra.completions.create(person=late, completed_at=NOW)

    assert sentences(wave, Status.RUNNING) == [("1 person has not completed the required training.", False)]


def test_a_wave_closes_when_its_review_is_finished():
    wave = make_wave(status=Status.REVIEWING)

    none = sentences(wave, Status.CLOSED)
    Finding.objects.create(wave=wave, finding="x", figure="held", figure_said="x", at=NOW)
    undecided = sentences(wave, Status.CLOSED)
    WaveReview.objects.create(wave=wave, closed_at=NOW)

    assert none == [("The review is not finished. No finding is recorded.", False)]
    assert undecided == [("The review is not finished. 1 finding has no decision.", False)]
    assert sentences(wave, Status.CLOSED) == []


def test_before_pairing_everybody_is_decided_on_and_both_sides_have_somebody():
    wave = make_wave(status=Status.SELECTING)
    accepted = make_application(wave=wave, status=Application.Status.ACCEPTED)
    make_recommendation(application=accepted)
    for status in (Application.Status.SUBMITTED, Application.Status.SHORTLISTED, Application.Status.DRAFT):
        make_application(wave=wave, status=status)

    assert sentences(wave, Status.PAIRING) == [
        ("No mentee has been accepted.", True),
        ("2 applications are undecided.", False),
        ("1 recommendation of accepted mentors not received.", False),
    ]


def test_before_running_everybody_has_accepted_the_guidelines():
    wave = make_wave(status=Status.PREPARING)
    text = make_guidelines(wave.program, published_at=NOW)
    one, other = (make_application(wave=wave, status=Application.Status.ACCEPTED) for _ in range(2))
    text.acceptances.create(person=one.person, accepted_at=NOW)

    assert ("1 person has not accepted the guidelines.", False) in sentences(wave, Status.RUNNING)
    text.acceptances.create(person=other.person, accepted_at=NOW)
    assert not [each for each in sentences(wave, Status.RUNNING) if "guidelines" in each[0]]


def test_every_blocker_links_to_where_it_is_mended():
    wave = make_wave(program=make_program(topics=[]), status=Status.DRAFT, today=TODAY)

    assert all(blocker.url.startswith("/") for blocker in blockers(wave, Status.RECRUITING, NOW))
