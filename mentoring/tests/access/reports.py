from .rows import Row, rows

FIGURES = {"coordinator": 200, "steering": 200, "sponsor": 200}
ON_THE_BOARD = {
    "mentor": 200,
    "mentee": 200,
    "other_pair": 200,
    "coach": 200,
    "coordinator": 200,
    "steering": 200,
}

ROWS = rows(
    Row("wave", args=("wave",), expect={"coordinator": 200}),
    Row("leaderboard", args=("wave",), expect=ON_THE_BOARD),
    Row("surveys", args=("wave",), expect=FIGURES),
    Row("readiness", args=("wave",), expect=FIGURES),
    Row("impact", args=("wave",), expect=FIGURES),
    Row("survey", args=("survey",), expect={"mentee": 200}),
    Row("survey_results", args=("survey",), expect=FIGURES),
)
