from .rows import Row, rows

COORDINATES = {"coordinator": 200}

ROWS = rows(
    # without the name of a group there is nothing to hold and nothing to show
    Row("reminders", args=("wave",), expect=COORDINATES, post={"coordinator": 409}),
    Row("reminder_preview", args=("wave",), expect={"coordinator": 409}, post={}, post_otherwise=405),
    Row("undelivered", args=("program",), expect=COORDINATES, post={"coordinator": None}),
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
