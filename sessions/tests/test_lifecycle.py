from datetime import UTC, date, datetime, time, timedelta

import pytest

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.lifecycle import NotAllowed
from programs.models import Notice
from programs.tests.racing import at_once
from sessions.coaching import log_checkin
from sessions.lifecycle import cancel_session, confirm_session, hold_session, miss_session, move_session
from sessions.models import CoachCheckin, Session, SessionMove

from .factories import make_checkin, make_session

# sessions of the factory begin on 15 September 2026 at 14:00 UTC
START = datetime(2026, 9, 15, 14, tzinfo=UTC)
BEFORE, AFTER = START - timedelta(days=2), START + timedelta(hours=2)
LATER = datetime(2026, 9, 17, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", Session.Outcome.values)
def test_a_session_is_held_and_the_mentee_asked_to_confirm(outcome):
    session = make_session()

    hold_session(session, by=session.pair.mentor, outcome=outcome, now=AFTER)

    session.refresh_from_db()
    assert (session.status, session.outcome, session.held_at) == ("held", outcome, START)
    pair = session.pair
    assert set(Notice.objects.values_list("kind", "recipient")) == {
        ("confirm-session", pair.mentee_id),
        ("pulse", pair.mentor_id),
        ("pulse", pair.mentee_id),
    }


@pytest.mark.parametrize("step", [hold_session, miss_session])
def test_nothing_is_logged_before_it_began(step):
    session = make_session()

    with pytest.raises(NotAllowed):
        step(session, by=session.pair.mentor, now=START - timedelta(seconds=1))

    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED


def test_moving_keeps_who_asked_and_the_time_on_the_mentees_clock():
    session = make_session(status=Session.Status.CONFIRMED)
    by = session.pair.mentee

    move_session(session, starts_at=LATER, by=by, now=BEFORE)

    session.refresh_from_db()
    assert (session.status, session.local_date, session.local_time) == (
        "planned",
        date(2026, 9, 17),
        time(11),
    )
    assert (session.sequence, session.times_moved) == (1, 1)
    move = SessionMove.objects.get()
    assert (move.previous_start, move.new_start, move.by, move.moved_at) == (START, LATER, by, BEFORE)
    people = Notice.objects.filter(kind="session-moved", occurrence="1").values_list("recipient", flat=True)
    assert set(people) == {session.pair.mentor_id, session.pair.mentee_id}


def test_another_room_is_news_for_the_calendar_but_not_a_move():
    session = make_session()

    move_session(session, starts_at=START, place="Room 14", by=session.pair.mentor, now=BEFORE)

    session.refresh_from_db()
    assert (session.place, session.sequence, session.times_moved) == ("Room 14", 1, 0)


def refused(session, starts_at):
    with pytest.raises(NotAllowed):
        move_session(session, starts_at=starts_at, by=session.pair.mentor, now=BEFORE)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (START, 0)


def test_a_session_does_not_move_into_the_past():
    refused(make_session(), BEFORE - timedelta(minutes=1))


def test_a_session_does_not_move_to_where_it_is():
    refused(make_session(), START)


def test_a_held_session_stays_where_it_was():
    refused(make_session(status=Session.Status.HELD), LATER)


def test_sessions_of_a_concluded_pair_stay_where_they_are():
    refused(make_session(pair=make_pair(status=Pair.Status.ENDED)), LATER)


def test_nobody_is_booked_twice_by_a_move():
    session = make_session()
    other = make_pair(mentor=session.pair.mentor)
    make_session(pair=other, on=date(2026, 9, 17), at=time(10, 30))

    refused(session, LATER)


@pytest.mark.parametrize("status", [Session.Status.MISSED, Session.Status.CANCELLED])
def test_what_did_not_take_place_can_be_booked_again(status):
    session = make_session(status=status, sequence=3)

    move_session(session, starts_at=LATER, by=session.pair.mentor, now=AFTER)

    session.refresh_from_db()
    assert (session.status, session.sequence) == ("planned", 4)


def test_calling_off_takes_it_out_of_both_calendars():
    session = make_session()

    cancel_session(session, by=session.pair.mentee, now=BEFORE)

    session.refresh_from_db()
    assert (session.status, session.sequence) == ("cancelled", 1)
    assert Notice.objects.filter(kind="session-cancelled", occurrence="1").count() == 2


def test_the_mentee_confirms_a_time_and_later_that_it_took_place():
    session = make_session()

    assert confirm_session(session, by=session.pair.mentee, now=BEFORE)
    assert not confirm_session(session, by=session.pair.mentee, now=BEFORE)
    hold_session(session, by=session.pair.mentor, now=AFTER)
    assert confirm_session(session, by=session.pair.mentee, now=AFTER)
    assert not confirm_session(session, by=session.pair.mentee, now=AFTER + timedelta(days=1))

    session.refresh_from_db()
    assert session.mentee_confirmed_at == AFTER


def test_there_is_nothing_to_confirm_about_what_was_missed():
    session = make_session(status=Session.Status.MISSED)

    with pytest.raises(NotAllowed):
        confirm_session(session, by=session.pair.mentee, now=AFTER)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_counts():
    session = make_session(status=Session.Status.HELD)
    deeds = [lambda: confirm_session(session, by=session.pair.mentee, now=AFTER)] * 6

    assert sorted(at_once(*deeds)) == [False] * 5 + [True]


@pytest.mark.django_db(transaction=True)
def test_held_and_missed_at_once_end_in_one_of_them():
    session = make_session()
    by = session.pair.mentor

    answers = at_once(
        lambda: hold_session(Session.objects.get(pk=session.pk), by=by, now=AFTER),
        lambda: miss_session(Session.objects.get(pk=session.pk), by=by, now=AFTER),
    )

    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 1
    assert session.history.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sessions_of_one_person_do_not_move_to_the_same_hour_at_once():
    first = make_session()
    second = make_session(pair=make_pair(mentor=first.pair.mentor), on=date(2026, 9, 16))

    answers = at_once(
        lambda: move_session(first, starts_at=LATER, by=None, now=BEFORE),
        lambda: move_session(second, starts_at=LATER, by=None, now=BEFORE),
    )

    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 1
    assert Session.objects.filter(starts_at=LATER).count() == 1


def test_a_logged_checkin_fills_the_planned_one_first():
    planned = make_checkin()
    said = {"minutes": 30, "form": "call", "case_note": "Both are well."}

    log_checkin(planned.pair, coach=planned.coach, held_on=date(2026, 9, 20), **said)
    log_checkin(planned.pair, coach=planned.coach, held_on=date(2026, 9, 21), **said)

    assert list(CoachCheckin.objects.values_list("planned_on", "held_on")) == [
        (planned.planned_on, date(2026, 9, 20)),
        (date(2026, 9, 21), date(2026, 9, 21)),
    ]
    with pytest.raises(NotAllowed):
        log_checkin(planned.pair, coach=planned.coach, held_on=date(2026, 9, 21), **said)
