"""Sessions called off in a row: when a coach, and later a coordinator, should hear of it (S6).

Counted from the history, so that a date that was booked anew and called off again counts twice. What the
mentor calls off is nobody's pattern; a session that was held begins the count anew.
"""

from itertools import takewhile

from django.contrib.contenttypes.models import ContentType

from programs.models import StatusChange
from programs.outbox import owe, owe_many
from programs.waves import coordinators_of

from .models import Session

ALERTS_COACH, ALERTS_COORDINATORS = 2, 3
TELLING = (Session.Status.CANCELLED, Session.Status.HELD)


def called_off_in_a_row(pair):
    """How many times the mentee has called off since a session was held or the mentor called one off."""
    steps = StatusChange.objects.filter(
        subject_type=ContentType.objects.get_for_model(Session),
        subject_id__in=Session.objects.filter(pair=pair).values("pk"),
        current__in=TELLING,
    ).order_by("-at", "-pk")
    latest = steps.values_list("current", "by")[: ALERTS_COORDINATORS + 1]
    theirs = (Session.Status.CANCELLED, pair.mentee_id)
    return len(list(takewhile(lambda step: step == theirs, latest)))


def tell_who_helps(session, *, now):
    """Owe the coach a word from the second on, the coordinators from the third; in the step's transaction."""
    pair = session.pair
    number = called_off_in_a_row(pair)
    told = {"about": pair, "occurrence": f"{session.pk}.{session.sequence}", "due_at": now}
    if number >= ALERTS_COACH and pair.coach:
        owe(pair.coach, "called-off-again", **told)
    if number >= ALERTS_COORDINATORS:
        owe_many(coordinators_of(pair.wave.program), "called-off-again", **told)
