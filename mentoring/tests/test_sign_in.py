"""Signing in with a password: who gets in, who does not, and that nobody learns who is known."""

import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.directory import applying
from programs.models import Notice, User
from programs.tests.factories import PASSWORD, make_person

from .entering import (
    NEW_PASSWORD,
    NOBODY,
    ask_for_reset,
    choose_password,
    from_directory,
    is_in,
    links_sent,
    sign_in,
)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """The pause that hides who is known is tested on its own."""
    monkeypatch.setattr("mentoring.forms.RESET_TAKES", 0)


def page_of(response):
    """What a reader sees, without tokens and what they typed."""
    body = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", response.content.decode())
    return response.status_code, re.sub(r'value="[^"]*@[^"]*"', "", body)


# --- who gets in -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_somebody_from_the_directory_chooses_a_password_by_mail_and_signs_in(client):
    person = from_directory()

    assert ask_for_reset(client, person.email.upper()).status_code == 302
    (link,) = links_sent()
    assert choose_password(client, link).status_code == 302
    assert sign_in(client, person.email, NEW_PASSWORD).status_code == 302

    assert is_in(client)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        (person.email, True, True)
    ]


@pytest.mark.django_db
def test_the_mail_is_written_when_it_leaves_and_tells_a_first_password_from_a_new_one(client):
    for person in (from_directory(), make_person()):
        ask_for_reset(client, person.email)

    links_sent()

    assert [message.subject for message in mail.outbox] == [
        "Choose your password for Verso",
        "Choose a new password for Verso",
    ]


@pytest.mark.django_db
def test_a_reset_link_works_once_and_for_four_hours(client):
    person = make_person()
    ask_for_reset(client, person.email)
    (link,) = links_sent()

    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1)):
        assert "too old" in client.get(link).content.decode()
    choose_password(client, link)

    assert "too old" in Client().get(link).content.decode()


@pytest.mark.django_db
def test_a_password_without_a_proved_address_asks_for_the_proof_first(client):
    person = make_person()
    EmailAddress.objects.filter(user=person).delete()

    assert sign_in(client, person.email).url == reverse("account_email_verification_sent")
    assert not is_in(client)
    (link,) = links_sent()
    assert client.post(link).status_code == 302
    sign_in(client, person.email)

    assert is_in(client)


@pytest.mark.django_db
def test_nobody_signs_up_unless_the_installation_is_open(client, settings):
    form = {
        "email": "new@northmoor.example",
        "given_name": "Nia",
        "family_name": "Newell",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }

    closed = client.post(reverse("account_signup"), form)
    assert "Accounts come from the directory" in closed.content.decode()
    assert not User.objects.filter(email=form["email"]).exists()

    settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP = True
    assert "Given name" in client.get(reverse("account_signup")).content.decode()
    assert client.post(reverse("account_signup"), form).status_code == 302
    (link,) = links_sent()
    client.post(link)
    sign_in(client, form["email"], NEW_PASSWORD)

    assert is_in(client)
    assert User.objects.get(email=form["email"]).full_name == "Nia Newell"


@pytest.mark.django_db
def test_signing_up_with_a_known_address_says_the_same_and_tells_its_owner(client, settings):
    settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP = True
    person = make_person()
    form = {"given_name": "A", "family_name": "B", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    known = client.post(reverse("account_signup"), {**form, "email": person.email})
    unknown = Client().post(reverse("account_signup"), {**form, "email": NOBODY})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert set(Notice.objects.values_list("recipient__email", "kind")) == {
        (person.email, "account-exists"),
        (NOBODY, "address-confirmation"),
    }


@pytest.mark.django_db
def test_nobody_adds_an_address_the_directory_does_not_know(client):
    person = make_person()
    client.force_login(person)

    client.post(reverse("account_email"), {"action_add": "", "email": "mine@elsewhere.example"})
    EmailAddress.objects.filter(user=person).delete()
    client.post(reverse("account_email"), {"action_add": "", "email": "mine@elsewhere.example"})

    assert set(EmailAddress.objects.values_list("email", flat=True)) == {person.email}
    person.refresh_from_db()
    assert person.email.endswith("@northmoor.example")


# --- who does not ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["a wrong guess at it", PASSWORD])
def test_sign_in_answers_leavers_and_strangers_alike(client, password):
    person, left = make_person(), make_person(is_active=False)

    stranger = page_of(sign_in(Client(), NOBODY, password))

    assert page_of(sign_in(Client(), left.email, password)) == stranger
    assert page_of(sign_in(Client(), person.email, "a wrong guess at it")) == stranger
    assert page_of(sign_in(Client(), from_directory().email, password)) == stranger


@pytest.mark.django_db
def test_reset_answers_everybody_alike(client):
    person, left = make_person(), make_person(is_active=False)

    answers = {page_of(ask_for_reset(Client(), email)) for email in (person.email, left.email, NOBODY)}
    pages = {
        page_of(Client().post(reverse("account_reset_password"), {"email": email}, follow=True))
        for email in (person.email, left.email, NOBODY)
    }

    assert (len(answers), len(pages)) == (1, 1)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {person.pk}


@pytest.mark.django_db
def test_reset_takes_its_time_for_everybody(client, monkeypatch):
    monkeypatch.setattr("mentoring.forms.RESET_TAKES", 0.3)
    slept = []
    monkeypatch.setattr("mentoring.forms.time.sleep", slept.append)

    for email in (make_person().email, NOBODY):
        ask_for_reset(client, email)

    assert len(slept) == 2
    assert min(slept) > 0, "the pause is longer than the work it hides"


@pytest.mark.django_db
def test_a_wrong_password_is_hashed_once_whoever_it_is_for(client, settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr("django.contrib.auth.hashers.PBKDF2PasswordHasher.iterations", 1000)
    rounds = []
    from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: PLC0415

    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        PBKDF2PasswordHasher,
        "encode",
        lambda self, *args, **kwargs: rounds.append(1) or encode(self, *args, **kwargs),
    )
    people = [make_person().email, make_person(is_active=False).email, from_directory().email, NOBODY]

    counts = []
    for email in people:
        rounds.clear()
        sign_in(Client(), email, "a wrong guess at it")
        counts.append(len(rounds))

    assert counts == [1, 1, 1, 1]


@pytest.mark.django_db
def test_a_mail_server_that_is_away_changes_no_page(client, settings, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    person, unproved = make_person(), make_person()
    EmailAddress.objects.filter(user=unproved).delete()

    known, unknown = page_of(ask_for_reset(Client(), person.email)), page_of(ask_for_reset(Client(), NOBODY))

    assert known == unknown
    assert sign_in(client, unproved.email).status_code == 302
    assert person.email not in caplog.text


@pytest.mark.django_db
def test_what_allauth_still_mails_itself_fails_quietly(rf, monkeypatch, caplog):
    from allauth.account.adapter import get_adapter  # noqa: PLC0415
    from allauth.core import context  # noqa: PLC0415

    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"robin@northmoor.example": (550, b"no")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with context.request_context(rf.get("/")):
        get_adapter().send_mail("account/email/password_changed", "robin@northmoor.example", {})

    assert "password_changed" in caplog.text
    assert "robin" not in caplog.text


@pytest.mark.django_db
def test_somebody_who_leaves_is_out_at_the_next_request_and_their_link_is_dead(client):
    person = make_person()
    sign_in(client, person.email)
    ask_for_reset(Client(), person.email)
    (link,) = links_sent()

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_in(client)
    assert "too old" in Client().get(link).content.decode()


@pytest.mark.django_db
def test_an_address_the_directory_takes_away_opens_nothing(client):
    person = make_person(email="maiden@northmoor.example")
    ask_for_reset(client, person.email)
    (old_link,) = links_sent()

    User.objects.filter(pk=person.pk).update(email="married@northmoor.example")
    applying.forget_old_addresses({person.pk})

    assert "too old" in Client().get(old_link).content.decode()
    assert sign_in(Client(), "maiden@northmoor.example").status_code == 200
    assert sign_in(client, "married@northmoor.example").url == reverse("account_email_verification_sent")
    (link,) = links_sent()
    client.post(link)
    sign_in(client, "married@northmoor.example")
    assert is_in(client)


@pytest.mark.django_db
def test_an_address_given_to_somebody_else_is_theirs(client):
    """The row that a former holder kept does not stand in the way of the present one."""
    former, present = make_person(email="ops@northmoor.example"), from_directory()
    User.objects.filter(pk=former.pk).update(email="elsewhere@northmoor.example")
    User.objects.filter(pk=present.pk).update(email="ops@northmoor.example")
    applying.forget_old_addresses({former.pk, present.pk})

    ask_for_reset(client, "ops@northmoor.example")
    (link,) = links_sent()
    choose_password(client, link)

    assert mail.outbox[0].to == ["ops@northmoor.example"]
    assert sign_in(Client(), "ops@northmoor.example").status_code == 200, "the former holder's password"
    sign_in(client, "ops@northmoor.example", NEW_PASSWORD)
    assert is_in(client)
