"""What the coordinator of the running wave has written down: risks, who looks after each, one of them settled."""

from datetime import timedelta

from programs.models import Risk, User
from programs.risks import change_risk, log_risk, settle

from . import cast
from .waves import noon

RISK, WATCH = Risk.Level.RISK, Risk.Level.WATCH


def log_risks(wave, by, today):
    """Two that are open, one of which grew, and one that has been settled."""
    steering = User.objects.get(email=cast.STEERING)
    coach = User.objects.get(email=cast.COACHES[2])
    leave = log_risk(
        wave,
        {
            "name": f"{coach.full_name} is on leave for two weeks",
            "detail": "Her pairs have nobody to turn to in that time.",
            "level": WATCH,
            "owner": None,
        },
        by=by,
        now=noon(today - timedelta(days=9)),
    )
    found_cover = {
        "name": leave.name,
        "detail": "Two of her pairs need a word before then; Samuel covers for the others.",
        "level": RISK,
        "owner": by,
    }
    change_risk(leave, found_cover, by=by, now=noon(today - timedelta(days=2)))
    log_risk(
        wave,
        {
            "name": "Claims is at full stretch when the quarter closes",
            "detail": "Three mentors asked for lighter preparation.",
            "level": WATCH,
            "owner": steering,
        },
        by=by,
        now=noon(today - timedelta(days=5)),
    )
    rooms = log_risk(
        wave,
        {
            "name": "No quiet room on the executive floor",
            "detail": "Sessions were interrupted twice.",
            "level": WATCH,
            "owner": by,
        },
        by=by,
        now=noon(today - timedelta(days=40)),
    )
    settle(rooms, by=by, now=noon(today - timedelta(days=33)), how="The small board room is kept free.")
