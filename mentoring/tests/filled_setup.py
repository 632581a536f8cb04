"""The forms of a set-up as their owners fill them in, and the things that they are about."""

from datetime import timedelta

from pairing.matching import RULES, Rules, Weights
from programs.models import Wave, WaveCancellation
from programs.tests.factories import make_program, make_ready, make_role, make_wave

RULES_AS_THEY_ARE = {
    f"{kind.name}-{part}": value
    for kind in RULES
    for part, value in (("strength", "hard"), ("penalty", 20), ("value", getattr(Rules(), kind.name).value))
    if value is not None
} | {f"weight-{name}": weight for name, weight in Weights().to_settings().items()}


def add_what_setting_up_needs(stage, at):
    """Call it once the stage stands; ``at`` is its time."""
    program, things = stage.things["program"], stage.things
    things["to_be_cancelled"] = wave = make_wave(program=program, status=Wave.Status.DRAFT)
    things["wish"] = WaveCancellation.objects.create(
        wave=wave, asked_by=stage.people["coordinator"], asked_at=at, reason="The move."
    )
    things["objective"].readings.create(value=3, read_on=at.date() - timedelta(weeks=60))
    begun = make_ready(make_program())
    make_role(begun, stage.people["coordinator"], "coordinator")
    things["begun"], things["draft_wave"] = begun, make_wave(program=begun, status=Wave.Status.DRAFT)


def forms_of_a_setup(stage, filled):
    """Every form of these pages; ``filled`` makes one."""
    wish = {"wish": stage.key("wish")}
    objective = {
        "name": "Leaders answer online",
        "measure": "Answers a month, counted by the desk.",
        "unit": "answers",
        "baseline": "2",
        "target": "20",
        "owner": "",
        "review_every_weeks": "6",
    }
    reading = {"value": "7", "read_on": "2026-09-15", "comment": "Counted twice."}
    return [
        filled("setup_rules", ("program",), "coordinator", RULES_AS_THEY_ARE),
        filled(
            "setup_confidentiality",
            ("program",),
            "coordinator",
            {"recommendations_kept_days": "60", "retention_months": "12", "has_leaderboard": "on"},
        ),
        filled("objective_new", ("program",), "coordinator", objective),
        filled("objective_edit", ("objective",), "coordinator", objective),
        filled("objective_removal", ("objective",), "coordinator"),
        filled("objective", ("objective",), "coordinator", reading),
        filled("wave_step", ("draft_wave",), "coordinator", {"to": "recruiting", "reason": "All is set."}),
        filled("wave_cancellation", ("open_wave",), "coordinator", {"ask": "1", "reason": "The move."}),
        filled("wave_cancellation", ("to_be_cancelled",), "steering", {**wish, "confirm": "1"}),
        filled("wave_cancellation", ("to_be_cancelled",), "coordinator", {**wish, "take_back": "1"}),
    ]
