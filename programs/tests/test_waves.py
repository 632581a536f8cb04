from datetime import UTC, date, datetime, timedelta

import pytest
from django.dispatch import receiver

from programs import waves
from programs.lifecycle import NotAllowed, moved
from programs.models import (
    Application,
    Notice,
    ProgramRole,
    StatusChange,
    Wave,
)
from programs.tests.factories import (
    make_application,
    make_draft_wave,
    make_person,
    make_program,
    make_role,
    make_wave,
)

from .racing import at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Status = Wave.Status


# --- by a person ------------------------------------------------------------------------------------------


def test_a_coordinator_may_step_early():
    wave, ines = make_draft_wave(), make_person()

    waves.step_wave(wave, to=Status.RECRUITING, by=ines, now=NOW)

    assert Wave.objects.get().status == Status.RECRUITING
    assert StatusChange.objects.get().by == ines


def test_a_soft_blocker_is_passed_with_a_reason_only():
    wave, ines = make_draft_wave(), make_person()
    wave.program.guidelines.update(published_at=None)

    with pytest.raises(waves.Blocked, match="are not published"):
        waves.step_wave(wave, to=Status.RECRUITING, by=ines, now=NOW)
    waves.step_wave(wave, to=Status.RECRUITING, by=ines, now=NOW, reason="They follow on Monday.")

    assert StatusChange.objects.get().reason == "They follow on Monday."


def test_a_hard_blocker_is_passed_by_nobody():
    wave = make_draft_wave()
    wave.program.topics = []
    wave.program.save()

    with pytest.raises(waves.Blocked, match="names no topics"):
        waves.step_wave(wave, to=Status.RECRUITING, by=make_person(), now=NOW, reason="All the same.")

    assert Wave.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("to", [to for to in Status if to != Status.RECRUITING])
def test_no_step_is_skipped_and_stepping_never_cancels(to):
    wave = make_draft_wave()

    with pytest.raises(NotAllowed, match="is draft and cannot become"):
        waves.step_wave(wave, to=to, by=make_person(), now=NOW, reason="Go on.")

    assert Wave.objects.get().status == Status.DRAFT


def test_a_cancelled_wave_tells_those_who_would_wait_in_vain():
    ines = make_person()
    program = make_program(coordinator=ines)
    wave = make_wave(program=program, status=Status.RECRUITING)
    coach = make_role(program, make_person(), ProgramRole.Role.COACH).person
    make_role(program, make_person(), ProgramRole.Role.SPONSOR)
    applicant = make_application(wave=wave).person
    make_application(wave=wave, status=Application.Status.DECLINED)

    waves.cancel_wave(wave, by=ines, reason="The move.")

    told = Notice.objects.filter(kind="wave-cancelled").values_list("recipient", flat=True)
    assert set(told) == {coach.pk, applicant.pk}


# --- by the clock -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "moved_on"), [(TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)])
def test_the_clock_steps_a_wave_on_its_date(today, moved_on):
    wave = make_draft_wave(applications_open_on=TODAY)

    assert waves.step_by_the_clock(NOW, today) == moved_on

    assert (Wave.objects.get(pk=wave.pk).status == Status.RECRUITING) == moved_on


@pytest.mark.parametrize(("today", "moved_on"), [(TODAY, False), (TODAY + DAY, True)])
def test_a_last_day_is_a_full_day(today, moved_on):
    wave = make_wave(status=Status.RECRUITING, today=TODAY + 60 * DAY)
    assert wave.applications_close_on == TODAY
    for side in Application.Side:
        make_application(wave=wave, side=side)

    waves.step_by_the_clock(NOW, today)

    assert (Wave.objects.get().status == Status.SELECTING) == moved_on


def test_running_often_steps_once_and_tells_coordinators_once():
    wave = make_draft_wave(applications_open_on=TODAY)

    for _ in range(3):
        waves.step_by_the_clock(NOW, TODAY)

    assert [(change.current, change.by) for change in StatusChange.objects.all()] == [("recruiting", None)]
    (notice,) = Notice.objects.all()
    assert (notice.kind, notice.occurrence) == ("wave-stepped", "recruiting")
    assert notice.recipient == waves.coordinators_of(wave.program)[0]


def test_what_blocks_the_clock_is_told_to_coordinators_once_a_day():
    wave = make_draft_wave(applications_open_on=TODAY)
    wave.program.guidelines.update(published_at=None)

    for today in (TODAY, TODAY, TODAY + DAY):
        waves.step_by_the_clock(NOW, today)

    assert Wave.objects.get().status == Status.DRAFT
    told = Notice.objects.filter(kind="wave-blocked").order_by("occurrence")
    assert [notice.occurrence for notice in told] == ["2026-09-07", "2026-09-08"]
    assert [notice.due_at.isoformat() for notice in told] == [
        "2026-09-07T12:00:00+00:00",  # eight in the morning in New York
        "2026-09-08T12:00:00+00:00",
    ]


def test_a_wave_in_trouble_does_not_hold_up_the_others(caplog):
    bad, good = make_draft_wave(applications_open_on=TODAY), make_draft_wave(applications_open_on=TODAY)

    @receiver(moved, sender=Wave)
    def stumble(instance, **rest):
        if instance.pk == bad.pk:
            raise RuntimeError("no room")

    try:
        assert waves.step_by_the_clock(NOW, TODAY) == 1
    finally:
        moved.disconnect(stumble, sender=Wave)

    assert Wave.objects.get(pk=bad.pk).status == Status.DRAFT
    assert Wave.objects.get(pk=good.pk).status == Status.RECRUITING
    assert "could not be stepped" in caplog.text


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
def test_the_clock_leaves_waves_alone_that_are_over(status):
    make_wave(status=status)

    assert waves.step_by_the_clock(NOW, TODAY + 1000 * DAY) == 0


# --- all at once ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(20))
def test_eight_clocks_and_a_coordinator_step_a_wave_once(_):
    wave, ines = make_draft_wave(applications_open_on=TODAY), make_person()

    def by_the_clock():
        return waves.step_if_due(Wave.objects.get(pk=wave.pk), NOW, TODAY)

    def by_hand():
        try:
            waves.step_wave(Wave.objects.get(pk=wave.pk), to=Status.RECRUITING, by=ines, now=NOW)
        except NotAllowed:
            return False
        return True

    stepped = at_once(*[by_the_clock] * 8, by_hand)

    assert sorted(stepped) == [False] * 8 + [True]
    assert list(wave.history.values_list("previous", "current")) == [("draft", "recruiting")]


# --- in words ---------------------------------------------------------------------------------------------


def test_the_line_says_what_lies_behind_where_we_are_and_what_is_to_come():
    wave = make_wave(status=Status.PAIRING)

    assert [step["state"] for step in waves.line_of(wave)] == ["done"] * 3 + ["now"] + ["ahead"] * 4


def test_the_line_of_a_cancelled_wave_stops_where_it_was():
    wave = make_wave(status=Status.SELECTING)
    waves.cancel_wave(wave, by=None, reason="The move.")

    assert [step["state"] for step in waves.line_of(wave)] == ["done"] * 2 + ["now"] + ["ahead"] * 5


@pytest.mark.parametrize(
    ("opens_on", "in_the_way", "said"),
    [
        (TODAY + DAY, 0, "On Tue, Sep 8 the clock will open applications by itself. You can do it earlier."),
        (
            TODAY + DAY,
            1,
            "On Tue, Sep 8 the clock will open applications, "
            "unless it still finds that one thing stands in the way.",
        ),
        (
            TODAY,
            2,
            "The clock was to open applications on Mon, Sep 7; 2 things stand in the way. "
            "Coordinators hear of it once a day.",
        ),
        (TODAY, 0, "The date to open applications, Mon, Sep 7, has come; the clock does it within minutes."),
    ],
)
def test_what_the_clock_does_next_is_one_sentence(opens_on, in_the_way, said):
    wave = make_draft_wave(applications_open_on=opens_on)

    assert waves.forecast(wave, ["something"] * in_the_way, today=TODAY) == said


def test_the_clock_has_nothing_to_do_for_a_wave_that_is_over():
    wave = make_wave(status=Status.CLOSED)

    assert waves.forecast(wave, [], today=TODAY) == "The wave is closed; the clock leaves it alone."


def test_history_names_the_clock_and_people_with_their_reasons():
    wave, ines = make_draft_wave(), make_person(given_name="Ines", family_name="Calloway")
    waves.step_wave(wave, to=Status.RECRUITING, now=NOW)
    waves.cancel_wave(wave, by=ines, reason="The move.")

    assert [(str(step["by"]), step["label"], step["reason"]) for step in waves.history_of(wave)] == [
        ("Ines Calloway", "Cancelled", "The move."),
        ("the clock", "Recruiting", ""),
    ]


def test_more_is_locked_the_further_a_wave_has_come():
    counts = [len(waves.locked_fields(make_wave(status=status))) for status in waves.LIFE]

    assert counts == sorted(counts)
    assert counts[0] == 0
    assert set(waves.locked_fields(make_wave(status=Status.CANCELLED))) == set(
        waves.locked_fields(make_wave(status=Status.CLOSED))
    )
