from .rows import Row, rows

COORDINATES = {"coordinator": 200}

ROWS = rows(
    Row("risks", args=("wave",), expect=COORDINATES),
    Row("risk_new", args=("wave",), expect=COORDINATES),
    Row("risk", args=("risk",), expect=COORDINATES),
    Row(
        "risk_settlement",
        args=("risk",),
        otherwise=405,
        post={"coordinator": None},  # may, and it changes something
    ),
)
