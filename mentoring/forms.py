"""allauth's forms in our words, and where ours are stricter."""

import time

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# longer than either answer takes; slow enough to hide a row written and a bell rung
RESET_TAKES = 0.25  # seconds


class InOurWords:
    """A label says what to enter, so nothing stands in the field itself."""

    LABELS = {
        "login": _("Work email"),
        "email": _("Work email"),
        "password": _("Password"),
        "oldpassword": _("Password so far"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
        "code": _("Code"),
    }
    HINTS = {"password1": _("At least ten characters. Not your name, and none that many people use.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
            field.help_text = self.HINTS.get(name, field.help_text)


class LoginForm(InOurWords, account.LoginForm):
    pass


class SignupForm(InOurWords, account.SignupForm):
    LABELS = {**InOurWords.LABELS, "password1": _("Password"), "password2": _("Password, once more")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
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


class CodeForm(InOurWords, factor.AuthenticateForm):
    pass


class CodeAgainForm(InOurWords, factor.ReauthenticateForm):
    pass


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):
    LABELS = {"code": _("Six digits from the app")}


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey unless somebody says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("As a passkey")
        self.fields["passwordless"].help_text = _("Signs you in without a password.")
        self.fields["passwordless"].initial = True
