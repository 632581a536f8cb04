"""allauth's forms where ours are stricter."""

import time

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# longer than either answer takes; slow enough to hide a row written and a bell rung
RESET_TAKES = 0.25  # seconds


class ResetPasswordForm(account.ResetPasswordForm):
    """Takes as long for an address that nobody has as for one that somebody has."""

    def __init__(self, *args, **kwargs):
        self.begun_at = time.monotonic()
        super().__init__(*args, **kwargs)

    def save(self, request, **kwargs):
        email = super().save(request, **kwargs)
        time.sleep(max(0, self.begun_at + RESET_TAKES - time.monotonic()))
        return email


class AddEmailForm(account.AddEmailForm):
    """The directory says what a person's address is; nobody adds another."""

    def clean_email(self):
        raise ValidationError(_("Your address comes from the directory. Ask HR to change it there."))


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey unless somebody says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("As a passkey")
        self.fields["passwordless"].help_text = _("Signs you in without a password.")
        self.fields["passwordless"].initial = True
