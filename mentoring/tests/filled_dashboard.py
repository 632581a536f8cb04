"""The forms of a wave's page as a coordinator fills them in."""


def filled(stage, Filled):
    key = stage.key
    risk = {
        "name": "A coach is away",
        "detail": "Two weeks.",
        "level": "risk",
        "owner": key("steering_member"),
    }
    return [
        Filled("reminders", ("wave",), "coordinator", {"group": "session-tomorrow.2..2026-09-28"}),
        Filled("reminders", ("wave",), "coordinator", {"group": "note-due.1..2026-09-10", "release": "1"}),
        Filled("undelivered", ("program",), "coordinator", {"notice": key("refused_mail")}),
        Filled("undelivered", ("program",), "coordinator", {"notice": key("refused_mail"), "aside": "1"}),
        Filled("undelivered", ("program",), "coordinator", {"all": "1"}),
        Filled("risk_new", ("wave",), "coordinator", risk),
        Filled("risk", ("risk",), "coordinator", risk),
        Filled("risk_settlement", ("risk",), "coordinator", {"how": "Another coach steps in."}),
        Filled("risk_settlement", ("settled_risk",), "coordinator", {"reopen": "1"}),
    ]
