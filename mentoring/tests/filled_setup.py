"""The forms of a set-up as their owners fill them in, and the things that they are about."""

from programs.models import Wave, WaveCancellation
from programs.tests.factories import make_wave


def add_what_setting_up_needs(stage, at):
    """Call it once the stage stands; ``at`` is its time."""
    program, things = stage.things["program"], stage.things
    things["to_be_cancelled"] = wave = make_wave(program=program, status=Wave.Status.DRAFT)
    things["wish"] = WaveCancellation.objects.create(
        wave=wave, asked_by=stage.people["coordinator"], asked_at=at, reason="The move."
    )


def forms_of_a_setup(stage, filled):
    """Every form of these pages; ``filled`` makes one."""
    wish = {"wish": stage.key("wish")}
    return [
        filled("wave_cancellation", ("open_wave",), "coordinator", {"ask": "1", "reason": "The move."}),
        filled("wave_cancellation", ("to_be_cancelled",), "steering", {**wish, "confirm": "1"}),
        filled("wave_cancellation", ("to_be_cancelled",), "coordinator", {**wish, "take_back": "1"}),
    ]
