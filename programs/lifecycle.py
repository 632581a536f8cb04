"""Steps: the one writer of a status column, and what people call the steps of this app's nouns."""

from django.db import transaction
from django.dispatch import Signal

from .models import StatusChange

# Sent inside the transaction of the step, to whoever stands to the right:
# instance, previous, by, reason.
moved = Signal()


class NotAllowed(Exception):
    """The step does not follow from where the thing stands. Shown to the reader as it is."""


@transaction.atomic
def move(obj, to, *, by=None, reason="", steps=None, **fields):
    """Take ``obj`` to status ``to``: the only writer of a status column.

    The row is locked first, so when two people press the same button one
    succeeds and the other is told how things stand. ``steps`` is the map to go by where a deed has one
    of its own, as undoing has. Answers where the thing stood.
    """
    steps = obj.STEPS if steps is None else steps
    rows = type(obj)._base_manager.select_for_update()
    previous = rows.values_list("status", flat=True).get(pk=obj.pk)
    if to not in steps.get(previous, ()):
        now, wanted = obj.Status(previous).label.lower(), obj.Status(to).label.lower()
        raise NotAllowed(f"{obj} is {now} and cannot become {wanted}.")
    for name, value in {"status": to, **fields}.items():
        setattr(obj, name, value)
    obj.save(update_fields=["status", *fields])
    StatusChange.objects.create(subject=obj, previous=previous, current=to, by=by, reason=reason)
    moved.send(type(obj), instance=obj, previous=previous, by=by, reason=reason)
    return previous
