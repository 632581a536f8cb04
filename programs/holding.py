"""Holding back many messages at once, and letting them go, while workers claim them.

What a worker has claimed is on its way and stays so; what is held is claimed by nobody. Rows are locked in
the order of their keys and before the digests that they wait for, as `digests.gather` does.
"""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from . import outbox
from .models import Notice

Delivery = Notice.Delivery


@transaction.atomic
def hold_all(pks):
    """Keep these back if they still wait, also for a daily mail that has not left; how many."""
    held = set(locked(Notice.objects.filter(pk__in=pks, delivery=Delivery.OWED)))
    gathered = Notice.objects.filter(pk__in=pks, delivery=Delivery.GATHERED)
    # a digest that is being written may hold what we would keep back: only parts of those still waiting
    waiting = set(locked(Notice.objects.filter(parts__in=gathered, delivery=Delivery.OWED)))
    held |= set(gathered.filter(digest__in=waiting).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=held).update(delivery=Delivery.HELD, digest=None)


def locked(notices):
    """The primary keys of rows that stay as they are until the transaction ends."""
    pks = sorted(set(notices.values_list("pk", flat=True)))
    still = Notice.objects.filter(pk__in=pks, delivery=Delivery.OWED).order_by("pk").select_for_update()
    return list(still.values_list("pk", flat=True))


def release_all(pks, now):
    """Let held ones go: at their time, or at once if it has passed; how many."""
    released = Notice.objects.filter(pk__in=pks, delivery=Delivery.HELD).update(
        delivery=Delivery.OWED, due_at=Greatest("due_at", Value(now))
    )
    if released:
        outbox.ring(outbox.sweep)
    return released
