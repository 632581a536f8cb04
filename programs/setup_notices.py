"""What those who run a program are written about its set-up (`notices.py` imports it)."""

from operator import attrgetter

from .cancelling import can_confirm
from .links import absolute
from .mail import register
from .placeholders import OF_A_WAVE, link_to, of_wave
from .wording import Placeholder


@register(
    "wave-cancellation-asked",
    app="programs",
    program=attrgetter("wave.program"),
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
