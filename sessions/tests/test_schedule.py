from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pairing.lifecycle import move
from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.models import BlockedDay, CurriculumSession, Notice, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_wave
from programs.waves import windows_of
from sessions.models import AgendaItem, CoachCheckin, Reading, Session, UnplacedSession
from sessions.schedule import clashing, days_off, free_slots, plan_pairs, plan_wave, why_off

from .factories import make_session

NOW = datetime(2026, 9, 6, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    found = make_wave(status=Wave.Status.PREPARING)
    CurriculumSession.objects.create(
        wave=found,
        number=1,
        topic="Two careers and a phone",
        recipe=[[10, "What you expect"], [50, "Try it"]],
        reading_title="A page on phones",
        reading_minutes=4,
    )
    return found


def test_every_active_pair_gets_its_sessions_with_agenda_reading_and_checkins(wave):
    pair = make_pair(wave=wave)
    make_pair(wave=wave, status=Pair.Status.PROPOSED)

    plan = plan_wave(wave, now=NOW)

    sessions = list(Session.objects.order_by("number"))
    assert [session.number for session in sessions] == [1, 2, 3, 4, 5, 6, 7]
    assert {session.pair for session in sessions} == {pair}
    assert plan.unplaced == []
    assert sessions[0].topic == "Two careers and a phone"
    assert list(AgendaItem.objects.values_list("session__number", "minutes", "title")) == [
        (1, 10, "What you expect"),
        (1, 50, "Try it"),
    ]
    assert Reading.objects.get().session == sessions[0]
    assert CoachCheckin.objects.filter(pair=pair, coach=pair.coach, held_on=None).count() == 3


def test_both_sides_are_invited_once_to_each_session(wave):
    pair = make_pair(wave=wave)

    for _ in range(2):
        plan_wave(wave, now=NOW)

    promised = Notice.objects.filter(kind="session-planned").values_list("recipient", flat=True)
    assert sorted(promised) == sorted([pair.mentor_id, pair.mentee_id] * 7)


def test_holidays_and_blocked_days_stay_free(wave):
    make_pair(wave=wave)
    plan_wave(wave, now=NOW)
    first = Session.objects.get(number=1)
    Session.objects.all().delete()
    BlockedDay.objects.create(wave=wave, day=first.local_date, reason="Quarter close")

    plan_wave(wave, now=NOW)

    days = set(Session.objects.values_list("local_date", flat=True))
    off = days_off(first.pair, wave.sessions_start_on, wave.sessions_end_on)
    assert off[first.local_date] == "Quarter close"
    assert off[date(2026, 11, 26)] == "Thanksgiving Day"
    assert days & set(off) == set()


def test_sessions_lie_in_the_windows_of_the_set_up_page(wave):
    for days in range(5):
        BlockedDay.objects.create(
            wave=wave, day=date(2026, 10, 5) + timedelta(days=days), reason="Enrolment week"
        )
    for _ in range(4):
        make_pair(wave=wave)
    shown = windows_of(wave)

    plan_wave(wave, now=NOW)

    days = list(Session.objects.order_by("number").values_list("number", "local_date"))
    assert len(days) == 28
    assert [(number, day) for number, day in days if not shown[number - 1].holds(day)] == []


def test_holidays_of_the_states_of_either_stay_free(wave):
    patriots_day = date(2027, 4, 19)
    here = make_pair(wave=wave)
    there = make_pair(wave=wave, mentor=make_mentor_person(location="Boston, MA"))
    abroad = make_pair(wave=wave, mentee=make_mentee_person(location="Toronto"))

    found = [patriots_day in days_off(pair, patriots_day, patriots_day) for pair in (here, there, abroad)]

    assert found == [False, True, False]


def test_nobody_is_booked_twice_whatever_they_have_on_already(wave):
    busy = make_mentor_person()
    earlier = make_pair(mentor=busy)
    for day in range(120):
        on = date(2026, 9, 8) + timedelta(days=day)
        make_session(pair=earlier, number=day + 1, on=on, at=time(9), minutes=180)
    pair = make_pair(wave=wave, mentor=busy)
    make_pair(wave=wave, mentor=busy, mentor_place=2)

    plan_wave(wave, now=NOW)

    own = sorted(
        (session.starts_at, session.ends_at) for session in Session.objects.filter(pair__mentor=busy)
    )
    assert all(end <= start for (_, end), (start, _) in zip(own, own[1:], strict=False))
    assert Session.objects.filter(pair=pair).count() == 7


def test_people_in_different_towns_meet_by_video(wave):
    make_pair(wave=wave, mentor=make_mentor_person(location="Boston, MA", time_zone="America/Chicago"))

    plan_wave(wave, now=NOW)

    assert set(Session.objects.values_list("place", "time_zone")) == {("Video call", "America/New_York")}


def test_what_cannot_be_placed_is_kept_with_its_reason(wave):
    pair = make_pair(wave=wave, mentee=make_mentee_person(time_zone="Asia/Tokyo"))

    plan_wave(wave, now=NOW)

    left = UnplacedSession.objects.filter(pair=pair)
    assert left.count() == 7
    assert left.first().reason == "Their working hours do not overlap."


def test_planning_is_all_or_nothing(wave, monkeypatch):
    make_pair(wave=wave)

    def fail(*args, **kwargs):
        raise RuntimeError("the plug is pulled")

    monkeypatch.setattr("sessions.schedule.create_checkins", fail)
    with pytest.raises(RuntimeError):
        plan_wave(wave, now=NOW)

    assert Session.objects.count() == Notice.objects.count() == 0


def test_planning_takes_the_same_number_of_statements_for_any_number_of_pairs(wave):
    counts, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_pair(wave=wave)
        made = wanted
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            plan_wave(wave, now=NOW)
            transaction.set_rollback(True)
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 22


def test_a_wave_that_begins_to_run_plans_its_sessions(wave):
    pair = make_pair(wave=wave)

    move(wave, Wave.Status.RUNNING)

    assert Session.objects.filter(pair=pair).exists()


def test_a_pair_published_while_the_wave_runs_gets_its_sessions():
    today = timezone.localdate()
    wave = make_wave(today=today, status=Wave.Status.RUNNING)
    pair = make_pair(wave=wave, status=Pair.Status.PROPOSED)

    move(pair, Pair.Status.ACTIVE)

    assert Session.objects.filter(pair=pair).count() == 7
    assert Session.objects.filter(local_date__lte=today).count() == 0


def test_a_pair_that_ends_leaves_the_calendars_and_keeps_what_was_held():
    pair = make_pair()
    held = make_session(pair=pair, number=1, status=Session.Status.HELD)
    ahead = make_session(pair=pair, number=2, on=timezone.localdate() + timedelta(days=30))

    move(pair, Pair.Status.ENDED)

    held.refresh_from_db()
    ahead.refresh_from_db()
    assert (held.status, ahead.status) == (Session.Status.HELD, Session.Status.CANCELLED)
    assert Notice.objects.filter(kind="session-cancelled").count() == 2


def test_three_free_slots_suit_both_and_lie_on_different_days():
    session = make_session(on=date(2026, 9, 15))

    slots = free_slots(session, now=NOW)

    assert len({slot.date() for slot in slots}) == 3
    assert all(clashing(session, slot) is None for slot in slots)


def test_free_slots_skip_days_off_and_keep_the_order():
    session = make_session(on=date(2026, 11, 24))
    BlockedDay.objects.create(wave=session.pair.wave, day=date(2026, 11, 25), reason="Quarter close")
    make_session(pair=session.pair, number=2, on=date(2026, 12, 2))

    slots = free_slots(session, now=datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert [slot.date() for slot in slots] == [date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1)]


def test_when_there_is_no_room_before_the_next_session_slots_lie_beyond_it():
    session = make_session(on=date(2026, 9, 15))
    make_session(pair=session.pair, number=2, on=date(2026, 9, 8))

    slots = free_slots(session, now=NOW)

    assert [slot.date() > date(2026, 9, 8) for slot in slots] == [True] * 3


def test_why_a_day_is_off_is_said_in_words():
    session = make_session()

    assert why_off(session, datetime(2026, 11, 26, 15, tzinfo=UTC)) == (
        "Nobody meets on Thu, Nov 26: Thanksgiving Day. Choose another day."
    )
    assert why_off(session, datetime(2026, 11, 25, 15, tzinfo=UTC)) == ""


def test_planning_again_fills_only_what_is_missing(wave):
    pair = make_pair(wave=wave)
    make_session(pair=pair, number=1, on=date(2026, 9, 9), topic="Kept")

    plan_pairs(wave, Pair.objects.filter(pk=pair.pk), now=NOW)

    assert Session.objects.filter(pair=pair).count() == 7
    assert Session.objects.get(pair=pair, number=1).topic == "Kept"
