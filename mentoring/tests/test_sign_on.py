"""Single sign-on against a real OpenID Connect server in this process, and the variables that set it up."""

import copy
import importlib.util
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from mentoring import sign_on
from programs.models import User
from programs.tests.factories import PASSWORD, make_person

from .entering import from_directory, is_in, sign_in
from .identity import IdentityServer

SAML = {
    "SAML_IDP_ENTITY_ID": "https://id.northmoor.example/entity",
    "SAML_IDP_SSO_URL": "https://id.northmoor.example/sso",
    "SAML_IDP_CERTIFICATE": "MIIB",
}
BUTTON = "Use your Northmoor account"


@pytest.fixture
def identity(settings):
    server = IdentityServer()
    configure(settings, server.environ)
    yield server
    server.stop()


def configure(settings, environ):
    """What the settings do with these variables."""
    settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers(environ)
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] += sign_on.origins(environ)
    settings.CONTENT_SECURITY_POLICY = policy


def as_known_there(person, **claims):
    return {"sub": f"sub-{person.pk}", "email": person.email, "email_verified": True, **claims}


def start(client):
    return client.post(reverse("openid_connect_login", args=["sso"]))


def sign_on_as(client, identity, claims):
    """Press the button, walk through the server, come back; the last answer."""
    identity.person = claims
    there = start(client)
    assert there.status_code == 302
    back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


# --- who gets in -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_somebody_from_the_directory_gets_in_without_a_password(client, identity):
    person = from_directory()

    response = sign_on_as(client, identity, as_known_there(person, email=person.email.upper()))

    assert (response.status_code, response.url) == (302, "/")
    assert is_in(client)
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(person.pk, f"sub-{person.pk}")]
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(person.email, True)]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_once_connected_a_person_is_known_by_more_than_the_address(client, identity):
    person = from_directory()
    sign_on_as(Client(), identity, as_known_there(person))
    User.objects.filter(pk=person.pk).update(email="married@northmoor.example")
    EmailAddress.objects.all().delete()

    sign_on_as(client, identity, as_known_there(person))

    assert is_in(client)
    assert not EmailAddress.objects.filter(verified=True).exists(), "the old address proves nothing"


@pytest.mark.django_db
def test_whoever_has_a_password_keeps_it(client, identity):
    person = make_person()
    EmailAddress.objects.all().delete()

    sign_on_as(client, identity, as_known_there(person))

    sign_in(fresh := Client(), person.email)
    assert is_in(fresh)


@pytest.mark.django_db
def test_open_sign_up_cannot_squat_on_an_address(client, identity, settings):
    settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP = True
    squatted = make_person()
    EmailAddress.objects.update(verified=False)

    sign_on_as(client, identity, as_known_there(squatted))

    assert is_in(client)
    squatted.refresh_from_db()
    assert not squatted.check_password(PASSWORD)


@pytest.mark.django_db
def test_open_sign_up_makes_an_account_of_what_the_server_says(client, identity, settings):
    settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP = True
    claims = {
        "sub": "x",
        "email": "new@northmoor.example",
        "email_verified": True,
        "given_name": "Nia",
        "family_name": "Newell",
    }

    sign_on_as(client, identity, claims)

    assert is_in(client)
    assert User.objects.get().full_name == "Nia Newell"


# --- who does not ------------------------------------------------------------------------------------


def without_tokens(response):
    return response.status_code, response.content.decode().split("<main")[1]


@pytest.mark.django_db
def test_an_unknown_address_and_a_leaver_get_the_same_page_and_no_account(client, identity):
    left = make_person(is_active=False)
    connected = make_person()
    sign_on_as(Client(), identity, as_known_there(connected))
    User.objects.filter(pk=connected.pk).update(is_active=False)
    unknown = {"sub": "unknown", "email": "stranger@elsewhere.example", "email_verified": True}

    answers = [
        without_tokens(sign_on_as(Client(), identity, claims))
        for claims in (unknown, as_known_there(left), as_known_there(connected))
    ]

    assert answers[0][0] == 403
    assert "Accounts come from the directory" in answers[0][1]
    assert answers[1:] == answers[:1] * 2
    assert set(User.objects.values_list("pk", flat=True)) == {left.pk, connected.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("claim", [{"email_verified": False}, {"email_verified": None}])
def test_an_address_the_server_does_not_vouch_for_is_not_believed(client, identity, settings, claim):
    person = from_directory()

    assert sign_on_as(client, identity, as_known_there(person, **claim)).status_code == 403
    assert not is_in(client)

    configure(settings, {**identity.environ, "OIDC_TRUST_EMAIL": "1"})
    sign_on_as(client, identity, as_known_there(person, **claim))
    assert is_in(client)


@pytest.mark.django_db
def test_a_second_factor_is_asked_for_after_it_too(client, identity):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    person = make_person()
    TOTP.activate(person, generate_totp_secret())

    assert sign_on_as(client, identity, as_known_there(person)).url == reverse("mfa_authenticate")
    assert not is_in(client)


# --- troubles ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_a_broken_server_gets_our_page(client, identity, place):
    identity.person = as_known_there(make_person())
    if place != "/.well-known/openid-configuration":
        back = requests.get(start(client).url, allow_redirects=False, timeout=5).headers["Location"]
        identity.broken.add(place)
        response = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    else:
        identity.broken.add(place)
        response = start(client)

    assert "Single sign-on did not work" in response.content.decode()
    assert not is_in(client)


@pytest.mark.django_db
def test_a_server_that_is_away_gets_our_page(client, identity):
    identity.stop()

    assert "Single sign-on did not work" in start(client).content.decode()


@pytest.mark.django_db
def test_stopping_there_changes_nothing_here(client, identity):
    response = sign_on_as(client, identity, None)

    assert "You stopped before the end" in client.get(response.url).content.decode()


@pytest.mark.django_db
def test_somebody_elses_way_back_leads_nowhere(client, identity):
    """A link made from another browser's sign-on must not sign this one in."""
    identity.person = as_known_there(make_person())
    back = requests.get(start(Client()).url, allow_redirects=False, timeout=5).headers["Location"]

    response = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert "Single sign-on did not work" in response.content.decode()
    assert not is_in(client)


# --- the page ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_button_stands_first_and_only_where_it_leads_somewhere(client, identity, settings):
    body = client.get(reverse("account_login")).content.decode()
    assert body.index(BUTTON) < body.index('name="password"')

    configure(settings, {})
    body = client.get(reverse("account_login")).content.decode()
    assert BUTTON not in body
    assert reverse("account_reset_password") in body


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_button_works_in_a_browser_under_our_content_policy(open_browser_page, identity, axe):
    person = from_directory()
    identity.person = as_known_there(person)
    page = open_browser_page()

    page.goto(reverse("account_login"))
    assert axe(page) == []
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    page.goto(reverse("account_email"))
    expect(page.get_by_role("main").get_by_text(person.email)).to_be_visible()
    assert axe(page) == []


# --- what the settings make of variables -------------------------------------------------------------


def test_nothing_is_configured_unless_somebody_says_so():
    assert (sign_on.providers({}), sign_on.further_apps({}), sign_on.origins({})) == ({}, [], [])


@pytest.mark.parametrize("name", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_half_an_openid_configuration_names_what_is_missing(name):
    environ = {"OIDC_SERVER_URL": "https://id", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    del environ[name]

    with pytest.raises(ImproperlyConfigured, match=name):
        sign_on.providers(environ)


@pytest.mark.parametrize("name", ["SAML_IDP_SSO_URL", "SAML_IDP_CERTIFICATE"])
def test_half_a_saml_configuration_names_what_is_missing(name):
    with pytest.raises(ImproperlyConfigured, match=name):
        sign_on.providers({key: value for key, value in SAML.items() if key != name})


def test_saml_takes_the_servers_metadata_or_its_parts():
    by_parts = sign_on.providers(SAML)["saml"]["APPS"][0]["settings"]["idp"]
    metadata = "https://id.northmoor.example/metadata"
    environ = {"SAML_IDP_ENTITY_ID": SAML["SAML_IDP_ENTITY_ID"], "SAML_IDP_METADATA_URL": metadata}
    by_address = sign_on.providers(environ)["saml"]["APPS"][0]["settings"]["idp"]

    assert by_parts == {
        "entity_id": SAML["SAML_IDP_ENTITY_ID"],
        "sso_url": SAML["SAML_IDP_SSO_URL"],
        "x509cert": "MIIB",
    }
    assert by_address == {
        "entity_id": SAML["SAML_IDP_ENTITY_ID"],
        "metadata_url": metadata,
    }


def test_saml_without_its_libraries_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sign_on, "find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match="pip install --requirement requirements-saml.txt"):
        sign_on.further_apps(SAML)


def test_forms_may_lead_to_the_sign_on_server_and_where_it_sends_people_on():
    found = sign_on.origins({**SAML, "SIGN_ON_ORIGINS": "https://adfs.northmoor.example, https://b"})

    assert found == ["https://id.northmoor.example", "https://adfs.northmoor.example", "https://b"]


@pytest.mark.skipif(
    importlib.util.find_spec("onelogin") is None, reason="requirements-saml.txt is not installed"
)
@pytest.mark.django_db
def test_saml_describes_us_to_the_server():
    script = (
        "import django; django.setup()\n"
        "from django.test import Client; from django.urls import reverse\n"
        "answer = Client().get(reverse('saml_metadata', args=['sso']), headers={'host': 'localhost'})\n"
        "print(answer.status_code, answer.content.decode())\n"
    )
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    answer = with_settings(
        script,
        **SAML,
        DATABASE_URL=urlunsplit(database),
        DJANGO_SETTINGS_MODULE="mentoring.settings_test",
    )

    assert answer.startswith("200")
    assert "/accounts/saml/sso/acs/" in answer


def with_settings(script, **environ):
    """What a script prints in a process that reads the settings afresh."""
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_production_keeps_its_cookies_to_itself():
    names = [
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY",
        "ACCOUNT_ADAPTER_OPEN_SIGN_UP",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "ALLAUTH_TRUSTED_PROXY_COUNT",
        "DEBUG",
    ]
    script = f"""
import json
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in {names!r}]))
"""
    found = with_settings(
        script,
        DJANGO_SETTINGS_MODULE="mentoring.settings",
        VERSO_ENV="production",
        SECRET_KEY="k" * 60,
        SITE_URL="https://verso.northmoor.example",
        BEHIND_PROXY="1",
    )

    assert json.loads(found) == [
        "__Host-session", True, True, "Lax", "__Host-csrf", True, True, False, False, 1, False,
    ]  # fmt: skip
