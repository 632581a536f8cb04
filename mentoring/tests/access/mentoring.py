from .rows import ROLES, Row, rows

EVERYBODY = dict.fromkeys(ROLES, 200)
# where each role lands
HOMES = dict.fromkeys(ROLES, 302) | {"colleague": 200}
# allauth's own pages: what somebody signed in, and somebody not signed in, is answered
SIGNED_IN = {
    "account_change_password": 200,
    "account_email": 200,
    "account_logout": 200,
    "account_reauthenticate": 302,
    "account_inactive": 200,
    "account_email_verification_sent": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200,
    "account_set_password": 302,
    "account_login": 302,
    "account_signup": 302,
}
OPEN = {
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_login",
    "account_signup",
}


def sign_in_pages():
    for name, status in SIGNED_IN.items():
        yield Row(name, otherwise=status, anonymous=200 if name in OPEN else 302)


ROWS = rows(
    Row("home", expect=HOMES, anonymous=302),
    Row("help", otherwise=200),
    Row("health", expect=EVERYBODY),
    Row("ready", expect=EVERYBODY),
    Row("switch_role", otherwise=405, anonymous=302, post_otherwise=302, post={}),
    Row("mailbox", expect=EVERYBODY),
    Row("mailbox_message", args=("token",), anonymous=404),
    *sign_in_pages(),
)
