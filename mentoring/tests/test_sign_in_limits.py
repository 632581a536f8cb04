"""How long a session lasts, and how often one may try."""

import importlib
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.tests.factories import PASSWORD, make_person
from programs.tests.racing import at_once

from .entering import NEW_PASSWORD, NOBODY, ask_for_reset, choose_password, is_in, links_sent, sign_in


def configured(name):
    """A setting as an installation has it; the test settings switch limits off."""
    return getattr(importlib.import_module("mentoring.settings"), name)


# --- sessions ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["changed", "reset"])
def test_a_new_password_ends_every_other_session(client, way):
    person = make_person()
    elsewhere = Client()
    for each in (client, elsewhere):
        sign_in(each, person.email)

    if way == "changed":
        form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert client.post(reverse("account_change_password"), form).status_code == 302
        assert is_in(client)
    else:
        ask_for_reset(Client(), person.email)
        choose_password(Client(), links_sent()[0])
        assert not is_in(client)

    assert not is_in(elsewhere)


@pytest.mark.django_db
def test_signing_in_changes_the_key_of_the_session(client):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["session"] = planted = session.session_key

    sign_in(client, make_person().email)

    assert is_in(client)
    assert client.session.session_key != planted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "still_in"),
    [
        ([110, 110, 110], True),
        ([121], False),
        ([110] * 6 + [50], True),
        ([110] * 6 + [61], False),
    ],
    ids=["used", "idle for two hours", "almost twelve hours", "twelve hours and a minute"],
)
def test_a_session_ends_at_its_limits(client, steps, still_in):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, make_person().email)
        for minutes in steps:
            clock.shift(timedelta(minutes=minutes))
            response = client.get(reverse("help"), follow=True)

    assert (response.redirect_chain == []) is still_in
    assert ("You were signed out after a while" in response.content.decode()) is not still_in


@pytest.mark.django_db
def test_a_session_is_not_written_for_every_page(client):
    sign_in(client, make_person().email)
    client.get(reverse("help"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("help"))

    assert [query for query in queries if "UPDATE" in query["sql"]] == []


# --- limits ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_forty_tries_at_once_are_as_many_as_one_after_the_other(settings):
    """The limit stands in the database, so it holds over threads and processes alike."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "300/m/ip,5/5m/key"}
    email = make_person().email

    answers = at_once(*[partial(sign_in, Client(), email, f"guess number {n}") for n in range(40)])

    looked_at = sum("do not open an account" in answer.content.decode() for answer in answers)
    assert 1 <= looked_at <= 5
    assert "Too many tries" in sign_in(Client(), email).content.decode()


@pytest.mark.django_db
def test_one_network_address_may_serve_a_company_and_one_account_may_not_be_guessed(client, settings):
    settings.ACCOUNT_RATE_LIMITS = configured("ACCOUNT_RATE_LIMITS")

    for _ in range(40):
        assert sign_in(Client(), make_person().email).status_code == 302
    email = make_person().email
    for _ in range(5):
        sign_in(Client(), email, "a wrong guess at it")

    assert "Too many tries" in sign_in(Client(), email).content.decode()
    assert sign_in(client, make_person().email).status_code == 302


@pytest.mark.django_db
def test_a_forged_forwarding_header_does_not_help(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}

    def statuses(count, **headers):
        return [
            Client(headers={name: value.format(number=number) for name, value in headers.items()})
            .post(reverse("account_login"), {"login": NOBODY, "password": "guess"})
            .status_code
            for number in range(count)
        ]

    assert statuses(4, **{"X-Forwarded-For": "10.0.0.{number}"}) == [200, 200, 200, 429]

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # our proxy appends the address it saw; what stands before it came from outside
    assert statuses(4, **{"X-Forwarded-For": "10.0.0.{number}, 203.0.113.9"}) == [200, 200, 200, 429]
    assert statuses(4, **{"X-Forwarded-For": "203.0.113.9, 10.0.0.{number}"}) == [200] * 4


@pytest.mark.django_db
def test_too_often_is_a_page_of_ours(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/h/key"}

    answers = [ask_for_reset(client, NOBODY) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert "That was too often" in answers[1].content.decode()


@pytest.mark.django_db
def test_the_admin_has_no_door_of_its_own(client):
    response = client.post(reverse("admin:login"), {"username": "a", "password": "b"})

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
