"""Authenticator apps and passkeys: for everybody, and where the installation says so, for those who serve."""

import base64
import hmac
import struct
import time
from hashlib import sha1

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from programs.models import ProgramRole
from programs.tests.factories import PASSWORD, make_person, make_program, make_role

from .entering import from_directory, is_in, sign_in


def code_of(secret, at=None):
    """What an authenticator app shows (RFC 6238)."""
    counter = int((at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def prove_again(client, url):
    """Open a page that asks for the password once more."""
    asked = client.get(url, follow=True)
    if asked.redirect_chain:
        address = asked.redirect_chain[-1][0]
        asked = client.post(address, {"password": PASSWORD}, follow=True)
    return asked


def set_up_app(client):
    """Follow the page that sets up an app, and answer its secret."""
    form = prove_again(client, reverse("mfa_activate_totp")).context["form"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    assert done.status_code == 302
    return form.secret


@pytest.mark.django_db
def test_somebody_with_an_app_needs_its_code_to_sign_in(client):
    person = make_person()
    sign_in(client, person.email)
    secret = set_up_app(client)

    fresh = Client()
    assert sign_in(fresh, person.email).url == reverse("mfa_authenticate")
    assert not is_in(fresh)
    assert (
        "wrong or too old"
        in fresh.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1_000_000)}).content.decode()
    )
    fresh.post(reverse("mfa_authenticate"), {"code": code_of(secret, time.time() + 30)})

    assert is_in(fresh)


@pytest.mark.django_db
def test_a_code_works_once(client):
    person = make_person()
    sign_in(client, person.email)
    secret = set_up_app(client)
    code = code_of(secret, time.time() + 30)

    for entered in (True, False):
        fresh = Client()
        sign_in(fresh, person.email)
        fresh.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(fresh) is entered


@pytest.mark.django_db
def test_a_recovery_code_opens_the_account_once(client):
    person = make_person()
    sign_in(client, person.email)
    set_up_app(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    code = page.context["unused_codes"][0]

    for entered in (True, False):
        fresh = Client()
        sign_in(fresh, person.email)
        fresh.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(fresh) is entered


@pytest.mark.django_db
def test_the_database_alone_makes_no_codes(client, settings):
    sign_in(client, make_person().email)
    secret = set_up_app(client)

    stored = Authenticator.objects.get(type="totp").data
    assert secret not in str(stored)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a later key", [settings.SECRET_KEY]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


# --- where it is required ----------------------------------------------------------------------------


def serving(kind):
    if kind == "administrator":
        return make_person(is_superuser=True, is_staff=True)
    person = make_person()
    if kind != "colleague":
        make_role(make_program(), person, ProgramRole.Role(kind))
    return person


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["coordinator", "coach", "administrator"])
def test_those_who_serve_are_sent_to_set_one_up(client, settings, kind):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, serving(kind).email)

    for url in ("/", reverse("people"), reverse("profile"), "/admin/"):
        assert client.get(url).headers["Location"] == reverse("mfa_index"), url
    assert client.post(reverse("switch_role"), {"role": "x"}).headers["Location"] == reverse("mfa_index")
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse("mfa_index")
    assert "Set one up to go on" in client.get(reverse("mfa_index")).content.decode()
    for name in ("help", "health", "account_logout", "mfa_activate_totp"):
        assert client.get(reverse(name), follow=True).status_code == 200, name

    set_up_app(client)
    assert client.get(reverse("profile")).status_code == 200
    assert "Set one up to go on" not in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["colleague", "steering", "sponsor"])
def test_others_are_not_bothered(client, settings, kind):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, serving(kind).email)

    assert client.get(reverse("profile")).status_code == 200


@pytest.mark.django_db
def test_nobody_is_bothered_where_it_is_not_required(client):
    sign_in(client, serving("coordinator").email)

    assert client.get(reverse("profile")).status_code == 200


@pytest.mark.django_db
def test_somebody_without_a_password_can_set_one_up(client, settings):
    """Single sign-on is their only way in, so there is nothing they could be asked for once more."""
    settings.SECOND_FACTOR_REQUIRED = True
    person = from_directory(is_superuser=True, is_staff=True)
    client.force_login(person)

    set_up_app(client)

    assert client.get(reverse("profile")).status_code == 200


# --- passkeys ----------------------------------------------------------------------------------------


def plug_in_authenticator(page):
    """Chromium's own device with a fingerprint reader that always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    answer = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices, answer["authenticatorId"]


def enter(page, person):
    page.goto(reverse("account_login"))
    page.get_by_label("Work email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_signs_in_without_a_password(open_browser_page, axe):
    person, page = make_person(), open_browser_page()
    plug_in_authenticator(page)
    enter(page, person)

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert axe(page) == []
    page.get_by_role("button", name="Add this key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert axe(page) == []

    page.goto(reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Key 1")).to_be_visible()
    assert axe(page) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_a_key_the_page_says_so(open_browser_page):
    page = open_browser_page()
    devices, authenticator = plug_in_authenticator(page)
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})

    page.goto(reverse("account_login"))
    expect(page.get_by_text("No key was used")).to_be_hidden()
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("No key was used")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_leavers_passkey_opens_nothing(open_browser_page):
    person, page = make_person(), open_browser_page()
    plug_in_authenticator(page)
    enter(page, person)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add this key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    person.is_active = False
    person.save()

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", name="No account for this sign-in")).to_be_visible()
