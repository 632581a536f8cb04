"""What one finds on coming in: the mentee's home, the mentor's workspace, where an application stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs import home_cards
from programs.guidelines import accept
from programs.home_cards import Card
from programs.models import Application, Wave
from programs.tests.factories import (
    make_application,
    make_guidelines,
    make_mentor_person,
    make_person,
    make_wave,
)
from sessions.models import Reading

from .factories import make_session

START = datetime(2026, 9, 15, 14, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_days_before():
    with time_machine.travel(START - timedelta(days=2), tick=False):
        yield


@pytest.fixture
def session():
    return make_session()


def test_the_greeting_counts_small_things(session, client):
    Reading.objects.create(session=session, title="One page", minutes=2)
    client.force_login(session.pair.mentee)

    page = client.get(reverse("my_pair")).content.decode()

    assert "Good morning, Robin" in page
    assert "Two small things before Tuesday, under three minutes." in page


def test_cards_of_other_apps_stand_on_the_home_page(session, client, monkeypatch):
    card = Card("Survey on session 3", "Two questions, two taps", "/somewhere/", "Answer", 20)
    monkeypatch.setattr(home_cards, "_sources", [lambda user, now: [card]])
    client.force_login(session.pair.mentee)

    page = client.get(reverse("my_pair")).content.decode()

    assert "Two questions, two taps" in page and 'href="/somewhere/"' in page


@pytest.mark.parametrize("status", Application.Status.values)
def test_somebody_without_a_pair_sees_how_their_application_stands(status, client):
    person = make_mentor_person()
    make_application(wave=make_wave(status=Wave.Status.SELECTING), person=person, status=status)
    client.force_login(person)

    assert client.get(reverse("my_pair")).status_code == 200


def test_somebody_accepted_sees_what_happens_next_and_their_application(client):
    today = timezone.localdate()
    wave = make_wave(today=today + timedelta(days=60), status=Wave.Status.PAIRING)
    make_guidelines(wave.program, published_at=timezone.now())
    application = make_application(wave=wave, status=Application.Status.ACCEPTED)
    client.force_login(application.person)

    answer = client.get(reverse("my_pair"))

    body = answer.content.decode()
    assert [step.title for step in answer.context["steps"]] == [
        "Read and accept the guidelines",
        "Keep your talent profile up to date",
        "You meet your mentee and your coach",
        "The wave is launched",
        "Session 1 with your mentee",
    ]
    assert reverse("my_application", args=[application.pk]) in body
    assert reverse("guidelines", args=[wave.pk]) in body


def test_accepted_guidelines_are_said_to_be_done(client):
    wave = make_wave(today=timezone.localdate() + timedelta(days=60), status=Wave.Status.PAIRING)
    text = make_guidelines(wave.program, audience="mentee", published_at=timezone.now())
    application = make_application(wave=wave, side="mentee", status=Application.Status.ACCEPTED)
    accept(text, application.person, now=timezone.now())
    client.force_login(application.person)

    steps = client.get(reverse("my_pair")).context["steps"]

    assert (steps[0].title, steps[0].is_done) == ("Guidelines accepted", True)


@pytest.mark.parametrize(
    ("status", "wave_status", "sentence"),
    [
        ("submitted", "selecting", "You hear from us by Fri, Oct 23."),
        ("draft", "recruiting", "Applications close on Sat, Oct 3."),
        ("draft", "selecting", "It was not sent, and applications for this wave are closed."),
        ("accepted", "pairing", "You hear who your partner is on Thu, Nov 12."),
        ("accepted", "running", "You hear as soon as there is a partner for you."),
        ("accepted", "cancelled", "This wave was called off."),
    ],
)
def test_how_an_application_stands_is_said_in_words(status, wave_status, sentence, client):
    wave = make_wave(today=date(2026, 12, 2), status=wave_status)
    application = make_application(wave=wave, status=status)
    client.force_login(application.person)

    body = client.get(reverse("my_pair")).content.decode()

    assert sentence in body
    assert reverse("my_application", args=[application.pk]) in body


def test_somebody_who_is_in_no_wave_is_told_so(client):
    client.force_login(make_person())

    assert b"You are not in a pair" in client.get(reverse("my_pair")).content


def test_a_mentor_whose_sessions_are_not_planned_is_told_when_they_begin(client):
    pair = make_pair(wave=make_wave(status=Wave.Status.PREPARING))
    client.force_login(pair.mentor)

    assert b"Your sessions are not planned yet" in client.get(reverse("my_pair")).content


def test_the_workspace_opens_on_what_lacks_its_note_then_on_what_is_next(client):
    pair = make_pair()
    held = make_session(pair=pair, number=1, on=START.date() - timedelta(days=5), status="held")
    following = make_session(pair=pair, number=2)
    client.force_login(pair.mentor)

    assert client.get(reverse("my_pair")).context["session"] == held
    held.starts_at -= timedelta(days=20)
    held.save()
    assert client.get(reverse("my_pair")).context["session"] == following


def test_a_pair_concluded_is_a_page_that_thanks(client):
    pair = make_pair(status=Pair.Status.ENDED)
    Application.objects.all().delete()
    client.force_login(pair.mentee)

    assert b"Your pair has concluded" in client.get(reverse("my_pair")).content
