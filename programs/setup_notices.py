"""What those who run a program are written about its set-up (`notices.py` imports it)."""

from django.utils import timezone

from .cancelling import can_confirm
from .links import absolute
from .mail import register
from .objectives import can_read_value, standing
from .placeholders import OF_A_WAVE, link_to, month_day, of_wave
from .wording import Placeholder


@register(
    "wave-cancellation-asked",
    app="programs",
    program="wave.program",
    says="For coordinators and steering members: somebody asks to call a wave off",
    optional=False,
    to="The other coordinators and the steering members",
    when="When a coordinator asks for a wave to be called off",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("asked_by", "Who asks for it", "Ines Calloway"),
        link_to("the page with the reason and the button"),
    ),
)
def wave_cancellation_asked(notice, wish, now):
    """While it waits, to those who could confirm it. Why it is asked for stands on the page."""
    if wish.settled_at or not can_confirm(notice.recipient, wish):
        return None
    return {
        **of_wave(wish.wave),
        "asked_by": wish.asked_by.full_name if wish.asked_by else "A colleague",
        "link": absolute("wave_cancellation", wish.wave_id),
    }


@register(
    "reading-due",
    app="programs",
    program="program",
    says="A reading of an objective that you look after",
    to="Whoever looks after the objective, else the coordinators",
    when="When the set time since the last reading has passed",
    placeholders=(
        OF_A_WAVE[0],
        Placeholder("objective", "What is to be reached", "Leaders use the channels our customers use"),
        Placeholder("measure", "How it is measured", "Mentees who used three tools in two weeks"),
        Placeholder("due_on", "The day on which the reading is due", "October 5"),
        link_to("the page on which the reading is written down"),
    ),
)
def reading_due(notice, objective, now):
    """While it is still due, to somebody who may write it down."""
    each = standing(objective, timezone.localdate(now))
    if not each.is_due or not can_read_value(notice.recipient, objective):
        return None
    return {
        "program": objective.program.name,
        "objective": objective.name,
        "measure": objective.measure,
        "due_on": month_day(each.due_on),
        "link": absolute("objective", objective.pk),
    }
