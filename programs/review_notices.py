"""What those who review are written (`notices.py` imports it)."""

from .access import can_review
from .links import absolute
from .mail import register
from .models import Scorecard
from .placeholders import OF_A_WAVE, link_to, long_day, of_wave
from .reviewing import panel_is_open
from .wording import Placeholder
from .words import counted


@register(
    "applications-to-score",
    app="programs",
    says="For reviewers: applications to score",
    program="program",
    to="Whoever is given applications to score",
    when="When applications are dealt out, added by hand or handed on",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("waiting", "How many are still to be scored", "5 applications", in_subject=True),
        Placeholder("closes_on", "The day on which the selection ends", "Friday, October 16"),
        link_to("the next application to score"),
    ),
)
def applications_to_score(notice, wave, now):
    """Only while something is left to score, for somebody who still may."""
    waiting = Scorecard.objects.waiting().filter(reviewer=notice.recipient, application__wave=wave).count()
    if not waiting or not panel_is_open(wave) or not can_review(notice.recipient, wave.program):
        return None
    return {
        **of_wave(wave),
        "waiting": counted(waiting, "application"),
        "closes_on": long_day(wave.selection_ends_on),
        "link": absolute("scoring", wave.pk),
    }
