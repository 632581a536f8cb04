"""allauth's pages: about oneself alone, so every role is answered alike."""

from .rows import Row, rows


def alike(status, *names, anonymous=302, **more):
    """Rows of pages that answer everybody who is signed in with ``status``."""
    for name in names:
        yield Row(name, otherwise=status, anonymous=anonymous, **more)


ROWS = rows(
    # for whoever is on the way in; somebody who is in already goes home
    *alike(302, "account_login", "account_signup", anonymous=200),
    *alike(
        302, "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn", "socialaccount_signup"
    ),
    # open to all: they say the same to everybody
    *alike(
        200,
        "account_inactive",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "socialaccount_login_cancelled",
        anonymous=200,
    ),
    # links that are not, or no longer, good
    *alike(200, "account_confirm_email", anonymous=200, args=("token",)),
    *alike(200, "account_reset_password_from_key", anonymous=200, args=("mentor", "token")),
    # one's own account
    *alike(
        200,
        "account_change_password",
        "account_email",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "socialaccount_connections",
    ),
    *alike(302, "account_set_password"),  # to changing it: they have one
    *alike(401, "socialaccount_login_error"),
    # what changes how one signs in asks once more who is there
    *alike(
        302,
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ),
    *alike(302, "mfa_edit_webauthn", "mfa_remove_webauthn", args=("mentor",)),
    # nothing to see before a second factor is set up
    *alike(404, "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes"),
    # nothing is configured on the stage
    *alike(404, "openid_connect_login", "openid_connect_callback", anonymous=404, args=("token",)),
)
