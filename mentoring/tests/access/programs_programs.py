from .rows import Row, rows

SERVE = ("coach", "coordinator", "steering", "sponsor")
TAKE_PART = ("applicant", "mentor", "mentee", "other_pair")
# the program can be read by whoever serves it or takes part in one of its waves
READERS = dict.fromkeys((*SERVE, *TAKE_PART), 200)
# only coordinators may change it; the others know that it exists
COORDINATORS = dict.fromkeys((*SERVE, *TAKE_PART), 403) | {"coordinator": 200}
# the applicant asked for a place in another wave and does not see this one
IN_THE_WAVE = {role: status for role, status in COORDINATORS.items() if role != "applicant"}

ROWS = rows(
    Row("programs", otherwise=200),
    # whoever coordinates any program may begin another
    Row("program_new", expect={"coordinator": 200, "administrator": 200, "stranger": 200}, otherwise=403),
    Row("program", args=("program",), expect=READERS, post={}, post_otherwise=405),
    Row("guidelines_edit", args=("program",), expect=COORDINATORS),
    Row("guidelines", args=("wave",), expect=dict.fromkeys(IN_THE_WAVE, 200)),
)
