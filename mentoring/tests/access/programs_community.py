from .rows import Row, rows

SERVE = ("coach", "coordinator", "steering", "sponsor")
TAKE_PART = ("mentor", "mentee", "other_pair")
# what the people of a program share: an applicant does not yet belong to them
TOGETHER = dict.fromkeys((*SERVE, *TAKE_PART), 200)
COORDINATORS = dict.fromkeys((*SERVE, *TAKE_PART), 403) | {"coordinator": 200}
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
        post={**COORDINATORS, "coordinator": 302},
    ),
    Row("resources", ("program",), TOGETHER, **READ_ONLY),
    Row("resource_new", ("program",), COORDINATORS),
    Row("resource", ("resource",), TOGETHER, **READ_ONLY),
    Row("resource_edit", ("resource",), COORDINATORS),
    Row("resource_removal", ("resource",), **POST_ONLY, post={**COORDINATORS, "coordinator": None}),
)
