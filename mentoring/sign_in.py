"""Signing in: whose address counts as proved, who needs a second factor, and the mails it takes.

An account's address is always the one the directory gives. It counts as proved once its owner has opened
a link sent to it, or the company's sign-on server has vouched for it. An import that changes the address
deletes the proof, so the new one is proved in turn and the old one opens nothing.
"""

from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.signals import password_reset as password_was_reset
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from programs.links import absolute
from programs.mail import register
from programs.models import ProgramRole
from programs.outbox import owe
from programs.wording import Placeholder

SERVING = (ProgramRole.Role.COORDINATOR, ProgramRole.Role.COACH)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class ResetTokens(PasswordResetTokenGenerator):
    """A link dies with a new password, a new address, and when its owner leaves."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


reset_tokens = ResetTokens()


class NamesForm(forms.Form):
    """What open sign-up asks besides address and password."""

    given_name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "given-name"}))
    family_name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "family-name"}))
    field_order = ["given_name", "family_name"]

    def signup(self, request, user):
        user.given_name = self.cleaned_data["given_name"]
        user.family_name = self.cleaned_data["family_name"]
        user.save(update_fields=["given_name", "family_name"])


@transaction.atomic
def prove_address(person):
    """``person`` has shown that the address the directory gives is theirs."""
    email = person.email.lower()
    # people have one address each, so whoever else has a row for it kept it from a former holder
    EmailAddress.objects.filter(email=email).exclude(user=person).delete()
    EmailAddress.objects.filter(user=person).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=email, defaults={"verified": True, "primary": True}
    )


@receiver(password_was_reset)
def prove_by_link(user, **rest):
    """Whoever chose a password by the mailed link reads that mail."""
    prove_address(user)


def lacks_second_factor(person):
    """Whether somebody with a role that sees other people's data signs in with one factor only."""
    serves = (
        person.is_superuser
        or person.is_staff
        or ProgramRole.objects.filter(person=person, role__in=SERVING).exists()
    )
    return serves and not Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


# --- mails ------------------------------------------------------------------------------------------
# Owed like all others: a page that asks for one takes as long whether the mail server answers or not.


def owe_now(person, kind, about):
    """One message of a kind per minute is enough, however often the button is pressed."""
    owe(person, kind, about=about, occurrence=timezone.now().isoformat(timespec="minutes"))


LINK = Placeholder("link", "The address to open", "https://…", required=True)
asked_for = partial(register, app="mentoring", optional=False, urgent=True, listed=False)


@asked_for(
    "password-reset",
    says="A link to choose a password",
    placeholders=(
        LINK,
        Placeholder("headline", "Whether it is the first password", "Choose a new password", in_subject=True),
        Placeholder("which_password", "The same within a sentence", "a new password"),
    ),
)
def password_reset(notice, person, now):
    """The link is made as the mail is written, so it is fresh and stands in no table."""
    key = reset_tokens.make_token(person)
    which = "a new password" if person.has_usable_password() else "a password"
    return {
        "which_password": which,
        "headline": "Choose a new password" if person.has_usable_password() else "Choose your password",
        "link": absolute("account_reset_password_from_key", user_pk_to_url_str(person), key),
    }


@asked_for("address-confirmation", says="A link that proves an address", placeholders=(LINK,))
def address_confirmation(notice, address, now):
    """Only while that address is still the person's, and still unproved."""
    if address.verified or address.email.lower() != notice.recipient.email.lower():
        return None
    return {"link": absolute("account_confirm_email", EmailConfirmationHMAC(address).key)}


@asked_for("account-exists", says="Somebody signed up with a known address", placeholders=(LINK,))
def account_exists(notice, person, now):
    """The page says the same to everybody; only the owner of the address learns this."""
    return {"link": absolute("account_reset_password")}
