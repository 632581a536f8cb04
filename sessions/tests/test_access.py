"""Who may see and move the times of a session."""

import pytest
from django.urls import reverse

from programs.models import Application
from programs.tests.factories import make_person
from sessions.access import can_move
from sessions.models import Session

from .factories import make_session

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
