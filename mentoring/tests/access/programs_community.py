from .rows import Row, rows

SERVE = ("coach", "coordinator", "steering", "sponsor")
TAKE_PART = ("mentor", "mentee", "other_pair")
# what the people of a program share: an applicant does not yet belong to them
TOGETHER = dict.fromkeys((*SERVE, *TAKE_PART), 200)
COORDINATORS = dict.fromkeys((*SERVE, *TAKE_PART), 403) | {"coordinator": 200}
# the deed changes something
ONLY_COORDINATORS = {**COORDINATORS, "coordinator": None}
REVIEWERS = COORDINATORS | {"steering": 200}
MAY = {"coordinator": None, "steering": None}
MENTORS = dict.fromkeys((*SERVE, "mentor", "other_pair"), 200)
READ_ONLY = {"post": {}, "post_otherwise": 405}
POST_ONLY = {"otherwise": 405}

ROWS = rows(
    # one's own list, empty for most
    Row("training", otherwise=200, **READ_ONLY),
    # taught to mentors; those who serve may read it
    Row(
        "training_module",
        ("module",),
        MENTORS,
        post=dict.fromkeys(SERVE, 403) | {"mentor": None, "other_pair": None},
    ),
    Row(
        "wave_training",
        ("wave",),
        COORDINATORS,
        post={**COORDINATORS, "coordinator": None},  # owes a mail, which the tests of the page try
    ),
    # news
    Row("announcements", ("program",), TOGETHER, **READ_ONLY),
    Row("announcement_new", ("program",), COORDINATORS),
    Row("announcement", ("announcement",), TOGETHER, **READ_ONLY),
    Row("announcement_reading", ("announcement",), **POST_ONLY, post=dict.fromkeys(TOGETHER)),
    Row("announcement_withdrawal", ("announcement",), **POST_ONLY, post=ONLY_COORDINATORS),
    # discussions; the stage's contribution is the mentor's
    Row("discussions", ("program",), TOGETHER, **READ_ONLY),
    Row("discussion_new", ("program",), TOGETHER),
    Row("discussion", ("discussion",), TOGETHER),
    Row("discussion_closure", ("discussion",), **POST_ONLY, post=ONLY_COORDINATORS),
    # too late for its author to change it
    Row("post_edit", ("post",), dict.fromkeys(TOGETHER, 403) | {"mentor": 302}),
    Row("post_removal", ("post",), **POST_ONLY, post={**ONLY_COORDINATORS, "mentor": None}),
    Row("post_report_new", ("post",), TOGETHER | {"mentor": 409}),
    # for the two who were told
    Row("post_report", ("report",), {"coordinator": 200}),
    # meetings
    Row("events", ("wave",), TOGETHER, **READ_ONLY),
    Row("event_new", ("wave",), COORDINATORS),
    Row("event", ("event",), TOGETHER, **READ_ONLY),
    Row("event_calendar", ("event",), TOGETHER, **READ_ONLY),
    Row("event_edit", ("event",), COORDINATORS),
    Row("event_answer", ("event",), **POST_ONLY, post=dict.fromkeys(TOGETHER, 302)),
    Row("event_attendance", ("event",), **POST_ONLY, post=ONLY_COORDINATORS),
    Row("event_cancellation", ("event",), COORDINATORS),
    # nobody of the stage took part in a wave that is closed
    Row("alumni", ("program",), TOGETHER, post=dict.fromkeys(TOGETHER, 403)),
    Row("wave_volunteers", ("wave",), **POST_ONLY, post={**COORDINATORS, "coordinator": 302}),
    # the review of a wave, for coordinators and steering members
    Row("wave_review", ("wave",), REVIEWERS, **READ_ONLY),
    Row("finding_new", ("wave",), REVIEWERS),
    Row("finding_edit", ("finding",), REVIEWERS),
    Row("finding_removal", ("finding",), **POST_ONLY, post={**REVIEWERS, **MAY}),
    Row("review_closing", ("wave",), **POST_ONLY, post={**COORDINATORS, "coordinator": 302}),
    Row("steering_offers", ("wave",), COORDINATORS, post={**COORDINATORS, "coordinator": 302}),
    Row("steering_offer", ("offer",), {"mentor": 200}),
    # resources
    Row("resources", ("program",), TOGETHER, **READ_ONLY),
    Row("resource_new", ("program",), COORDINATORS),
    Row("resource", ("resource",), TOGETHER, **READ_ONLY),
    Row("resource_edit", ("resource",), COORDINATORS),
    Row("resource_removal", ("resource",), **POST_ONLY, post=ONLY_COORDINATORS),
)
