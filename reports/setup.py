"""What this app adds to a program's set-up: the days of its surveys, and the small-group rule in words."""

from programs import readers
from programs.setup import Dated, dated
from programs.words import spelled

from . import occasions
from .surveys import SMALLEST_GROUP


@dated
def surveys_of_a_wave(wave):
    """Those that are planned; before the wave runs, those that its program's sheets will bring."""
    planned = list(wave.surveys.all())
    if planned:
        return [
            Dated(each.opens_on, each.title, f"Survey to {each.get_audience_display().lower()}")
            for each in planned
        ]
    return [
        Dated(each.opens_on, each.title, f"Survey to {each.audience}s") for each in occasions.planned(wave)
    ]


readers.register(
    60, "One person’s answers to a survey", "mentee", proof="Answer.text of *", remark="Whoever gave them"
)
readers.promise(
    f"Figures of a survey appear from {spelled(SMALLEST_GROUP)} answers. A smaller group shows "
    "nothing: no mean, no count, no hint that it is there."
)
