"""Four taps after a session: from the page or the mail, once for each side, never for the other."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pairing.models import Pair
from programs.home_cards import cards_for
from programs.mail import write
from programs.models import Notice, ProgramRole
from programs.tests.factories import make_person, make_role
from sessions.lifecycle import hold_session
from sessions.models import Pulse, Session

from .factories import make_session

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
TAPS = {"useful": 5, "agenda_by": "both", "spoke_most": "mentor", "challenge": 4}
pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return make_session(status=Session.Status.HELD)


@pytest.fixture(autouse=True)
def the_day_after():
    with time_machine.travel(NOW, tick=False):
        yield


def at(session):
    return reverse("pulse", args=[session.pk])


def test_four_taps_are_kept_and_the_last_press_counts(held, client):
    client.force_login(held.pair.mentor)
    assert client.post(at(held), TAPS).status_code == 302
    client.post(at(held), {**TAPS, "useful": 2})

    pulse = Pulse.objects.get()
    assert (pulse.person, pulse.useful, pulse.agenda_by) == (held.pair.mentor, 2, "both")


def test_what_is_missing_is_named_and_nothing_is_kept(held, client):
    client.force_login(held.pair.mentee)

    answer = client.post(at(held), {**TAPS, "spoke_most": "nobody", "useful": ""})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"spoke_most", "useful"}
    assert answer.content.decode().count("2 answers need attention") == 1
    assert not Pulse.objects.exists()


def test_nobody_but_the_two_finds_it_and_neither_sees_the_others(held, client):
    pair = held.pair
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(pair.mentor)
    client.post(at(held), TAPS)

    for person in (pair.coach, coordinator, make_person(is_staff=True, is_superuser=True)):
        client.force_login(person)
        assert client.get(at(held)).status_code == 404
    client.force_login(pair.mentee)
    assert "checked" not in client.get(at(held)).content.decode()


def mail_to(person):
    notice = Notice.objects.get(kind="pulse", recipient=person)
    return write(notice, NOW)


def link_in(letter):
    return next(word for word in letter.body.split() if "/pulse/" in word).removeprefix("http://testserver")


def test_from_the_mail_it_takes_no_signing_in_and_works_once(held, settings):
    settings.SITE_URL = "http://testserver"
    session = make_session(pair=held.pair, number=2, on=NOW.date() - timedelta(days=1))
    hold_session(session, by=session.pair.mentor, now=NOW)
    phone, link = Client(), link_in(mail_to(session.pair.mentee))
    opened = phone.get(link, follow=True)
    phone.get(link)  # a scanner, or a second look
    sent = phone.post(reverse("pulse_by_link"), TAPS)

    assert "Four taps" in opened.content.decode() and "Thank you" in sent.content.decode()
    assert Pulse.objects.get().person == session.pair.mentee
    assert phone.post(reverse("pulse_by_link"), {**TAPS, "useful": 1}).status_code == 404
    assert Pulse.objects.get().useful == 5


def test_both_are_asked_by_mail_two_hours_later_unless_they_answered(held):
    session = make_session(pair=held.pair, number=2, on=NOW.date() - timedelta(days=1))
    hold_session(session, by=session.pair.mentor, now=NOW)
    pair = session.pair
    due = Notice.objects.filter(kind="pulse").values_list("recipient", "due_at")
    later = NOW + timedelta(hours=2)
    assert set(due) == {(pair.mentor_id, later), (pair.mentee_id, later)}

    Pulse.objects.create(session=session, person=pair.mentor, answered_at=NOW, **TAPS)

    assert mail_to(pair.mentor) is None
    assert mail_to(pair.mentee) is not None


@pytest.mark.parametrize("why", ["too late", "concluded", "not held"])
def test_what_is_over_is_not_asked_about(held, client, why):
    pair = held.pair
    client.force_login(pair.mentor)
    if why == "too late":
        Session.objects.update(starts_at=NOW - timedelta(days=15))
    elif why == "concluded":
        Pair.objects.update(status=Pair.Status.ENDED)
    else:
        Session.objects.update(status=Session.Status.PLANNED)

    assert client.post(at(held), TAPS).status_code in (404, 422)
    assert not Pulse.objects.exists()
    assert not [card for card in cards_for(pair.mentor, NOW) if "How was session" in card.title]


def test_the_home_asks_until_it_is_answered(held, client):
    titles = [card.title for card in cards_for(held.pair.mentee, NOW)]
    client.force_login(held.pair.mentee)
    client.post(at(held), TAPS)

    assert "How was session 1?" in titles
    assert "How was session 1?" not in [card.title for card in cards_for(held.pair.mentee, NOW)]


def test_whoever_reads_the_mail_does_not_read_what_was_answered(held, settings):
    settings.SITE_URL = "http://testserver"
    session = make_session(pair=held.pair, number=2, on=NOW.date() - timedelta(days=1))
    hold_session(session, by=session.pair.mentor, now=NOW)
    link = link_in(mail_to(session.pair.mentee))
    Pulse.objects.create(session=session, person=session.pair.mentee, answered_at=NOW, **TAPS)
    phone = Client()

    opened = phone.get(link, follow=True).content.decode()
    phone.post(reverse("pulse_by_link"), {**TAPS, "useful": 1})

    assert "checked" not in opened and "Thank you" in opened
    assert Pulse.objects.get().useful == 5
