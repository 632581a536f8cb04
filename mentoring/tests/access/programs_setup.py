from .programs_programs import COORDINATORS, IN_THE_WAVE, SERVE
from .rows import Row, rows

READ_ONLY = {"post": {}, "post_otherwise": 405}
# those who select may confirm that a wave is called off; only coordinators ask
SELECT = {**IN_THE_WAVE, "coordinator": 200, "steering": 200}
# whoever serves the program sees where it stands; its coordinators, and who looks after one, read it
BACK_TO_IT = {"coordinator": 302, "steering": 302}
READINGS = dict.fromkeys(SERVE, 200)
MAY_NOT = dict.fromkeys(SERVE, 403)

ROWS = rows(
    Row("setup_purpose", args=("program",), expect=COORDINATORS),
    Row("setup_roles", args=("program",), expect=COORDINATORS, **READ_ONLY),
    Row("program_roles", args=("program",), otherwise=405, post={**COORDINATORS, "coordinator": 422}),
    Row("setup_rules", args=("program",), expect=COORDINATORS),
    Row("setup_confidentiality", args=("program",), expect=COORDINATORS),
    Row("setup_messages", args=("program",), expect=COORDINATORS, **READ_ONLY),
    Row("program_differences", args=("program",), expect=COORDINATORS, **READ_ONLY),
    Row("objective_new", args=("program",), expect=COORDINATORS),
    Row("objective", args=("objective",), expect=READINGS, post={**MAY_NOT, "coordinator": 422}),
    Row("objective_edit", args=("objective",), expect={**MAY_NOT, "coordinator": 200}),
    # None: it does remove one, which the tests of the page try
    Row("objective_removal", args=("objective",), otherwise=405, post={**MAY_NOT, "coordinator": None}),
    Row("wave_new", args=("program",), expect=COORDINATORS),
    Row("wave_setup", args=("wave",), expect=IN_THE_WAVE),
    Row("wave_curriculum", args=("wave",), expect=IN_THE_WAVE),
    Row("wave_step", args=("wave",), expect=IN_THE_WAVE),
    Row("wave_differences", args=("wave",), expect=IN_THE_WAVE, **READ_ONLY),
    # an empty POST confirms nothing and says so
    Row(
        "wave_cancellation",
        args=("wave",),
        expect=SELECT,
        post={**SELECT, "coordinator": 302, "steering": 302},
    ),
)
