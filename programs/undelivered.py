"""Messages of a program that did not reach their reader, for its coordinators: why, and once more (J5).

What one person was to read stays theirs: a coordinator sees to whom, of what kind and since when. Kinds that
would say who has not answered something are left out here; their next reminder comes by itself.
"""

from collections import defaultdict

from django.apps import apps
from django.db.models import Value

from . import mail, outbox, upcoming
from .models import Notice

Delivery = Notice.Delivery
STUCK = (Delivery.GIVEN_UP, Delivery.UNKNOWN)
SHOWN = 200
CUT_OFF = "The connection was cut while it was handed over: it may have arrived."
NO_SUCH_ADDRESS = "The mail server does not know this address, or refuses it."
REFUSED = "The mail server refused it six times."
UNWRITTEN = "It could not be written. The administrator finds the reason in the log."


def stuck_in(program):
    """The messages of ``program`` that were given up or may be lost, oldest first."""
    kinds = {kind.name: kind for kind in mail.kinds.of_programs()}
    for name in upcoming.nameless():
        kinds.pop(name, None)
    rows = list(
        Notice.objects.filter(delivery__in=STUCK, kind__in=kinds)
        .select_related("recipient")
        .order_by("owed_at", "pk")
    )
    ours = ours_among(rows, kinds, program)
    return [row for row in rows if (kinds[row.kind].program, row.about) in ours][:SHOWN]


def ours_among(rows, kinds, program):
    """``(way, what it is about)`` of those that lead to the program: one statement for each way and model."""
    keys = defaultdict(set)
    for row in rows:
        label, _, pk = row.about.rpartition(":")
        keys[kinds[row.kind].program, label].add(int(pk))
    found = set()
    for (way, label), pks in keys.items():
        subjects = apps.get_model(label)._base_manager.filter(pk__in=pks)
        ours = subjects.filter(**{way.replace(".", "__"): program}).values_list("pk", flat=True)
        found |= {(way, f"{label}:{pk}") for pk in ours}
    return found


def why(notice):
    """What became of a message, without a word of it."""
    if notice.delivery == Delivery.UNKNOWN:
        return CUT_OFF
    if "RecipientsRefused" in notice.trouble:
        return NO_SUCH_ADDRESS
    return REFUSED if "SMTP" in notice.trouble else UNWRITTEN


def send_again(notices, now):
    """Let them go once more, as if they had just been owed; how many still stood."""
    standing = Notice.objects.filter(pk__in=[notice.pk for notice in notices], delivery__in=STUCK)
    sent = standing.update(delivery=Delivery.OWED, due_at=Value(now), claimed_at=None, attempts=0, trouble="")
    if sent:
        outbox.ring(outbox.sweep)
    return sent


def put_aside(notices):
    """Leave them unsent: told by telephone, or no longer needed."""
    standing = Notice.objects.filter(pk__in=[notice.pk for notice in notices], delivery__in=STUCK)
    return standing.update(delivery=Delivery.DROPPED)
