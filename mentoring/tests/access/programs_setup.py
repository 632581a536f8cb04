from .programs_programs import IN_THE_WAVE
from .rows import Row, rows

# those who select may confirm that a wave is called off; only coordinators ask
SELECT = {**IN_THE_WAVE, "coordinator": 200, "steering": 200}

ROWS = rows(
    # an empty POST confirms nothing and says so
    Row(
        "wave_cancellation",
        args=("wave",),
        expect=SELECT,
        post={**SELECT, "coordinator": 302, "steering": 302},
    ),
)
