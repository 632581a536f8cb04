from .rows import Row, rows

# a program is seen by those who run it, serve in it, or are in one of its waves; each sees their own words
SEES_PROGRAM = dict.fromkeys(
    ("applicant", "mentor", "mentee", "coach", "coordinator", "steering", "sponsor", "other_pair"), 200
)
POST_ONLY = {"otherwise": 405}

AROUND = dict.fromkeys(("mentor", "mentee", "other_pair", "coach", "steering", "sponsor"), 403)

ROWS = rows(
    Row("volunteered", ("program",), SEES_PROGRAM, post={}, post_otherwise=405),
    Row("attribute_answer", ("attribute",), **POST_ONLY, post=dict.fromkeys(SEES_PROGRAM, 422)),
    # whom a coordinator lets in late, and the place in line of whoever waited
    Row("late_invitations", ("wave",), AROUND | {"coordinator": 200}, post=AROUND | {"coordinator": 422}),
    Row(
        "late_invitation_withdrawal",
        ("invitation",),
        **POST_ONLY,
        post={"coordinator": None, "steering": 403, "coach": 403, "sponsor": 403},
    ),
    Row("application_carrying", ("application",), **POST_ONLY, post={"applicant": 403}),
    # nothing was said, so that nothing goes
    Row("attribute_withdrawal", ("attribute",), **POST_ONLY, post=dict.fromkeys(SEES_PROGRAM)),
)
