from .rows import ROLES, Row, rows

EVERYBODY = dict.fromkeys(ROLES, 200)
# where each role lands
HOMES = dict.fromkeys(ROLES, 302) | {"colleague": 200}

ROWS = rows(
    Row("home", expect=HOMES, anonymous=302),
    Row("help", otherwise=200),
    Row("health", expect=EVERYBODY),
    Row("ready", expect=EVERYBODY),
    Row("typed_form", ("typed",), {"mentor": 200}, post={"mentor": None}),
    Row("switch_role", otherwise=405, anonymous=302, post_otherwise=302, post={}),
    Row("mailbox", expect=EVERYBODY),
    Row("mailbox_message", args=("token",), anonymous=404),
)
