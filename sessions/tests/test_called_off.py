"""Calling off: three free times at once; coaches hear of the second in a row, coordinators of the third."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from pairing.lifecycle import end_pair
from programs.mail import write
from programs.models import Notice, ProgramRole
from programs.tests.factories import make_person, make_role
from sessions.called_off import called_off_in_a_row
from sessions.lifecycle import cancel_session, hold_session, move_session
from sessions.models import Session

from .factories import make_session

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions():
    first = make_session(on=date(2026, 9, 15))
    later = [
        make_session(pair=first.pair, number=number, on=date(2026, 9, 15 + 3 * number))
        for number in (2, 3, 4)
    ]
    return [first, *later]


@pytest.fixture(autouse=True)
def coordinator(sessions):
    coordinator = make_person()
    make_role(sessions[0].pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    return coordinator


def call_off(session, by=None):
    return cancel_session(session, by=by or session.pair.mentee, now=NOW)


def told():
    notices = Notice.objects.filter(kind="called-off-again").order_by("pk")
    return list(notices.values_list("recipient", flat=True))


def test_the_second_reaches_the_coach_and_the_third_the_coordinators(sessions, coordinator):
    pair = sessions[0].pair
    call_off(sessions[0])
    assert told() == []
    call_off(sessions[1])
    assert told() == [pair.coach_id]
    call_off(sessions[2])
    assert sorted(told()) == sorted([pair.coach_id, pair.coach_id, coordinator.pk])


def test_the_mail_names_the_team_and_nobody(sessions):
    call_off(sessions[0])
    call_off(sessions[1])

    letter = write(Notice.objects.get(kind="called-off-again"), NOW)

    pair = sessions[0].pair
    assert pair.team_name in letter.body and "2" in letter.subject
    assert pair.mentee.family_name not in letter.body and pair.mentor.family_name not in letter.body


def test_a_date_booked_anew_and_called_off_again_counts_twice(sessions):
    off = call_off(sessions[0])
    move_session(off, starts_at=datetime(2026, 9, 16, 14, tzinfo=UTC), by=off.pair.mentor, now=NOW)
    call_off(off)

    assert called_off_in_a_row(off.pair) == 2


def test_a_session_held_in_between_begins_the_count_anew(sessions):
    call_off(sessions[0])
    hold_session(sessions[1], by=sessions[1].pair.mentor, now=datetime(2026, 9, 22, 12, tzinfo=UTC))
    call_off(sessions[2])

    assert called_off_in_a_row(sessions[0].pair) == 1 and told() == []


def test_what_the_mentor_or_a_coordinator_calls_off_is_nobodys_pattern(sessions, coordinator):
    call_off(sessions[0])
    call_off(sessions[1], by=sessions[1].pair.mentor)
    call_off(sessions[2])
    call_off(sessions[3], by=coordinator)

    assert told() == []


def test_a_pair_that_concludes_alerts_nobody(sessions):
    call_off(sessions[0])
    end_pair(sessions[0].pair, by=sessions[0].pair.mentee)

    assert told() == []


def test_once_a_session_was_held_the_mail_has_no_reason_any_more(sessions):
    call_off(sessions[0])
    call_off(sessions[1])
    hold_session(sessions[2], by=sessions[2].pair.mentor, now=datetime(2026, 9, 26, 12, tzinfo=UTC))

    assert write(Notice.objects.get(kind="called-off-again"), NOW) is None


def test_whoever_calls_off_is_offered_three_free_times_at_once(sessions, client):
    session = sessions[0]
    client.force_login(session.pair.mentee)
    with time_machine.travel(NOW, tick=False):
        answer = client.post(
            reverse("session_outcome", args=[session.pk]), {"outcome": "cancelled"}, follow=True
        )
        offered = answer.context["slots"]
        client.post(reverse("session_move", args=[session.pk]), {"slot": offered[0].isoformat(), "place": ""})

    assert len(offered) == 3
    session.refresh_from_db()
    assert (session.status, session.starts_at) == (Session.Status.PLANNED, offered[0])
