from .rows import Row, rows

# who knows that the wave of the stage exists without having to do with its applications
AROUND = dict.fromkeys(("mentor", "mentee", "other_pair", "coach", "sponsor"), 403)
READ_PROFILE = dict.fromkeys(("mentor", "mentee", "coach", "coordinator", "steering"), 200)
SELECT = {"coordinator": 200, "steering": 200}
TAKE_PART = dict.fromkeys(("mentor", "mentee", "other_pair"), 302)
NO_LONGER = dict.fromkeys(("coach", "coordinator", "steering", "sponsor"), 409) | TAKE_PART
READ_ONLY = {"post": {}, "post_otherwise": 405}
POST_ONLY = {"otherwise": 405}

ROWS = rows(
    # one's own talent profile; those of others by `visible_to`
    Row("profile", otherwise=200),
    Row("profile_of", ("mentor",), READ_PROFILE, **READ_ONLY),
    # the wave of the stage is running: who knows it is told that it takes no applications (409)
    Row("apply", ("wave",), NO_LONGER, post=NO_LONGER),
    Row("enrol", ("wave",), NO_LONGER, post=NO_LONGER),
    Row("my_application", ("application",), {"applicant": 200}, **READ_ONLY),
    Row(
        "application_withdrawal",
        ("application",),
        **POST_ONLY,
        post={"applicant": None},  # may, and it changes something
    ),
    # no session holds a link: everybody sees the page that names nobody
    Row("recommendation_link", ("token",), otherwise=302, post={"anonymous": 405}, post_otherwise=405),
    Row("recommendation", otherwise=404, anonymous=404),
    Row(
        "recommendation_replacement",
        ("recommendation",),
        **POST_ONLY,
        post={"applicant": 403},
    ),
    # the wave is known to those around it; nothing is kept of an empty page
    Row("apply_draft", ("wave",), **POST_ONLY, post=dict.fromkeys(NO_LONGER, 409)),
    Row("enrol_draft", ("wave",), **POST_ONLY, post=dict.fromkeys(NO_LONGER, 409)),
)
