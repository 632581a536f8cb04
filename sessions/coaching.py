"""Coach check-ins: planned with the sessions, written down by the coach."""

from django.db import transaction

from pairing.models import Pair
from programs.lifecycle import NotAllowed

from .models import CoachCheckin


@transaction.atomic
def log_checkin(pair, *, coach, held_on, minutes, form, case_note):
    """Write down a check-in: the earliest planned one counts as held, or else an extra one."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    if CoachCheckin.objects.filter(pair=pair, held_on=held_on).exists():
        raise NotAllowed("A check-in on that day is written down already.")
    planned = CoachCheckin.objects.filter(pair=pair, held_on=None).order_by("planned_on").first()
    checkin = planned or CoachCheckin(pair=pair, planned_on=held_on)
    checkin.coach = coach
    checkin.held_on, checkin.minutes, checkin.form, checkin.case_note = held_on, minutes, form, case_note
    checkin.save()
    return checkin
