"""Who may see and move the times of a session, and what a coach keeps."""

from datetime import date

import pytest
from django.urls import reverse

from pairing.tests.factories import make_pair
from programs.models import Application
from programs.tests.factories import make_person
from sessions.access import can_log_checkin, can_move
from sessions.models import CoachCheckin, Session

from .factories import make_checkin, make_session

pytestmark = pytest.mark.django_db


def make_assistant(session, status):
    assistant = make_person()
    of_mentee = Application.objects.filter(wave=session.pair.wave_id, person=session.pair.mentee)
    of_mentee.update(assistant=assistant, status=status)
    return assistant


@pytest.mark.parametrize("status", ["submitted", "declined", "withdrawn"])
def test_only_an_accepted_mentee_has_an_assistant(client, status):
    session = make_session()
    assistant = make_assistant(session, status)
    client.force_login(assistant)

    assert not can_move(assistant, session)
    assert not Session.objects.movable_by(assistant).exists()
    assert client.get(reverse("session_move", args=[session.pk])).status_code == 404


def test_the_assistant_of_one_wave_sees_nothing_of_another():
    assisted, other = make_session(), make_session()
    assistant = make_assistant(assisted, Application.Status.ACCEPTED)
    Application.objects.filter(person=other.pair.mentee).update(assistant=None)

    assert list(Session.objects.movable_by(assistant)) == [assisted]
    assert list(Session.objects.assisted_by(assistant)) == [assisted]


def test_an_assistant_sees_no_pair_that_is_not_published():
    session = make_session()
    assistant = make_assistant(session, Application.Status.ACCEPTED)
    type(session.pair).objects.filter(pk=session.pair_id).update(status="proposed", coach=None)

    assert not Session.objects.movable_by(assistant).exists()


def test_a_case_note_stays_with_the_coach_who_wrote_it(client):
    pair = make_session().pair
    make_checkin(pair=pair, held_on=date(2026, 9, 10), case_note="CANARY-CASE")
    planned = make_checkin(pair=pair, planned_on=date(2026, 10, 1))
    former, pair.coach = pair.coach, make_person()
    pair.save()
    client.force_login(pair.coach)

    assert b"CANARY-CASE" not in client.get(reverse("caseload")).content
    assert list(CoachCheckin.objects.visible_to(pair.coach)) == [planned]
    assert CoachCheckin.objects.visible_to(former).count() == 2
    assert not CoachCheckin.objects.visible_to(pair.mentor).exists()


@pytest.mark.parametrize(("status", "allowed"), [("active", True), ("paused", True), ("ended", False)])
def test_a_coach_writes_checkins_as_long_as_the_pair_lives(status, allowed):
    pair = make_pair(status=status)

    assert can_log_checkin(pair.coach, pair) is allowed
    assert not can_log_checkin(pair.mentor, pair)
