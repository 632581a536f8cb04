"""How allauth treats our people: they come from the directory, not from a sign-up form."""

import base64
import hashlib
import logging
from smtplib import SMTPException

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from programs.models import User

from .sign_in import owe_now, prove_address

log = logging.getLogger(__name__)


def no_account(request):
    """One page for an address nobody has and for somebody who has left: it tells neither from the other."""
    return render(request, "account/account_inactive.html", status=403)


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        """The reader with their preferences, in one statement: every page needs both."""
        user = User.objects.select_related("preferences").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This email and password do not open an account."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("This code is wrong or too old."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or choose a new password."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request):
        return settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP

    def populate_username(self, request, user):
        """People have no user name."""

    def authenticate(self, request, **credentials):
        """Somebody who has left is answered like somebody who was never here."""
        person = super().authenticate(request, **credentials)
        return person if person and person.is_active else None

    def respond_user_inactive(self, request, user):
        return no_account(request)

    def set_password(self, user, password):
        """Only the password: an import may be changing everything else at this moment."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_password_reset_mail(self, user, email, context):
        owe_now(user, "password-reset", about=user)

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        address = emailconfirmation.email_address
        owe_now(address.user, "address-confirmation", about=address)

    def send_account_already_exists_mail(self, email):
        for person in User.objects.employed().filter(email=email.lower()):
            owe_now(person, "account-exists", about=person)

    def send_mail(self, template_prefix, email, context):
        """What still goes out inside a request must not break its page. The log names no person."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as trouble:
            log.error("A mail (%s) could not be sent: %s", template_prefix, type(trouble).__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "disconnect_last": _("You could not sign in any more. Set a password first."),
    }

    def is_open_for_signup(self, request, sociallogin):
        """Single sign-on connects people of the directory; it does not make new ones."""
        if settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP:
            return True
        known = [bool(address.verified) for address in sociallogin.email_addresses]
        log.warning("Single sign-on found nobody: %d addresses, %d verified", len(known), sum(known))
        raise ImmediateHttpResponse(no_account(request))

    def pre_social_login(self, request, sociallogin):
        """The company's server vouches for the address, as a mailed link would."""
        if not sociallogin.is_existing:
            return
        vouched = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        if sociallogin.user.email.lower() in vouched and not is_squatted(sociallogin.user):
            prove_address(sociallogin.user)

    def populate_user(self, request, sociallogin, data):
        person = super().populate_user(request, sociallogin, data)
        person.given_name = (data.get("first_name") or data.get("name") or "")[:80]
        person.family_name = (data.get("last_name") or "")[:80]
        return person

    def get_requests_session(self):
        return SignOnSession()


def is_squatted(person):
    """With open sign-up somebody else may have set the password; allauth then wipes it on the way in."""
    return (
        settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP
        and person.has_usable_password()
        and not person.emailaddress_set.filter(verified=True).exists()
    )


class SignOnSession(requests.Session):
    """Talks to the sign-on server; one that is away gets our page instead of an error."""

    def request(self, method, url, **kwargs):
        try:
            response = super().request(method, url, **{"timeout": settings.SIGN_ON_TIMEOUT, **kwargs})
            if response.status_code >= 500:
                response.raise_for_status()
        except requests.RequestException as trouble:
            log.error("The sign-on server does not answer: %s", type(trouble).__name__)
            page = render(context.request, "socialaccount/authentication_error.html", status=503)
            raise ImmediateHttpResponse(page) from trouble
        return response


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted: a copy of the database alone makes no codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old."),
        "unverified_email": _("Confirm your email address first."),
    }

    def encrypt(self, text):
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return ciphers().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):  # noqa: A002 - allauth's name
        number = user.authenticator_set.filter(type=type).count() + 1
        return str(_("Key {number}")).format(number=number)

    def _get_site_name(self):
        return settings.PRODUCT_NAME


def ciphers():
    """The first writes; the others still read what former keys wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factors:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
