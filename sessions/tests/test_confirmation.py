import re
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs import outbox
from programs.models import Link
from programs.outbox import owe
from programs.tests.racing import at_once
from sessions.models import Session

from .factories import make_session

pytestmark = pytest.mark.django_db


def mailed_link(session, mailoutbox):
    """The address in the mail that asks the mentee to confirm."""
    owe(session.pair.mentee, "confirm-session", about=session, due_at=timezone.now() - timedelta(minutes=1))
    outbox.sweep()
    return re.search(r"https?://[^/]+(/confirm/\S+)", mailoutbox[-1].body)[1]


@pytest.fixture
def held():
    return make_session(status=Session.Status.HELD)


def test_fifty_looks_change_nothing_and_one_press_confirms(held, client, mailoutbox):
    url = mailed_link(held, mailoutbox)

    for number in range(50):
        scanner = Client()
        answer = scanner.get(url, follow=True) if number % 2 else scanner.head(url)
        assert answer.status_code in (200, 302)
    held.refresh_from_db()
    assert held.mentee_confirmed_at is None

    clean = client.get(url)
    assert clean.status_code == 302 and clean.url == reverse("confirm_session")
    assert client.post(clean.url).status_code == 200
    held.refresh_from_db()
    assert held.mentee_confirmed_at is not None
    assert client.get(url).status_code == client.post(clean.url).status_code == 404


def test_only_the_digest_is_kept(held, mailoutbox):
    token = mailed_link(held, mailoutbox).strip("/").rpartition("/")[2]

    assert token not in str(list(Link.objects.values()))


def test_a_page_without_its_link_confirms_nothing(held, client, mailoutbox):
    mailed_link(held, mailoutbox)

    assert client.post(reverse("confirm_session")).status_code == 404
    held.refresh_from_db()
    assert held.mentee_confirmed_at is None


def test_a_newer_mail_kills_the_older_link(held, client, mailoutbox):
    old = mailed_link(held, mailoutbox)
    owe(held.pair.mentee, "confirm-session", about=held, occurrence="again", due_at=timezone.now())
    outbox.sweep()

    assert client.get(old).status_code == 404


def test_an_expired_link_looks_like_an_unknown_one(held, client, mailoutbox):
    url = mailed_link(held, mailoutbox)
    Link.objects.update(expires_at=timezone.now())

    expired, unknown = client.get(url), client.get(reverse("confirm_link", args=["never-minted"]))

    assert expired.status_code == unknown.status_code == 404
    assert expired.content == unknown.content


def test_the_page_names_nobody_and_says_nothing_of_what_was_discussed(held, client, mailoutbox):
    page = client.get(mailed_link(held, mailoutbox), follow=True).content.decode()

    for secret in (held.topic, held.pair.mentor.family_name, held.pair.mentee.family_name):
        assert secret not in page


def test_a_session_confirmed_on_the_home_page_is_not_asked_about(held, mailoutbox):
    held.mentee_confirmed_at = timezone.now()
    held.save()
    owe(held.pair.mentee, "confirm-session", about=held, due_at=timezone.now())

    outbox.sweep()

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_counts(held, mailoutbox):
    url = mailed_link(held, mailoutbox)
    clients = [Client(), Client()]
    for each in clients:
        each.get(url)

    answers = at_once(*[partial(each.post, reverse("confirm_session")) for each in clients])

    held.refresh_from_db()
    assert held.mentee_confirmed_at is not None
    assert Link.objects.filter(used_at__isnull=False).count() == 1
    assert 200 in [answer.status_code for answer in answers]
