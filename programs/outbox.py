"""The outbox: what is owed is a row in the transaction that owes it; sending comes after, once.

    owed -> claimed -> sending -> sent
                \\-> dropped (its reason has gone)     sending -> unknown (nobody knows; not sent again)
                \\-> owed again, later (mail server trouble), given_up after six tries

The broker only rings a bell: when it is silent the row waits for the next tick. This is the one
module that may call a task's ``delay``.
"""

import logging
import random
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import mail
from .links import label_of
from .models import Notice
from .models.notice import GIVE_UP_AFTER

log = logging.getLogger(__name__)
Delivery = Notice.Delivery
BATCH = 200


def owe(recipient, kind, *, about, occurrence="", due_at=None):
    """Promise ``recipient`` one message; promising it again changes nothing."""
    owe_many([recipient], kind, about=about, occurrence=occurrence, due_at=due_at)


def owe_many(recipients, kind, *, about, occurrence="", due_at=None):
    """Promise the same message to several people in one statement."""
    owe_all(kind, [(recipient.pk, about) for recipient in recipients], occurrence=occurrence, due_at=due_at)


def owe_all(kind, promises, *, occurrence="", due_at=None):
    """Promise one kind of message for many ``(recipient_id, about)`` pairs in one statement."""
    due_at = due_at or timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=recipient_id,
                kind=mail.kinds[kind].name,
                about=label_of(about),
                occurrence=occurrence,
                due_at=due_at,
            )
            for recipient_id, about in promises
        ],
        ignore_conflicts=True,
    )
    if promises and due_at <= timezone.now():
        ring(sweep)


def ring(task, *args):
    """Ask a worker to look, after commit. A broker that does not answer costs the page nothing more."""

    def knock():
        try:
            task.apply_async(args=args, retry=False)
        except Exception:  # the broker is only a doorbell: the row waits for the next tick
            log.warning("The broker did not answer; %s waits for the next tick.", task.name)

    transaction.on_commit(knock)


@shared_task(name="programs.outbox.sweep")
def sweep():
    """Send everything that is due; however many run at once, each row has one sender."""
    while deliver_batch(timezone.now()):
        pass


def deliver_batch(now):
    """Try up to ``BATCH`` due notices; the number tried."""
    due = list(Notice.objects.due(now).values_list("pk", flat=True)[:BATCH])
    return sum(deliver(pk) for pk in due)


def deliver(notice_id):
    """Send one notice if nobody else has it. True when this call was the one that claimed it."""
    if not Notice.objects.claim(notice_id):  # one UPDATE, won by one worker
        return False
    notice = Notice.objects.select_related("recipient").get(pk=notice_id)
    try:
        message = mail.write(notice, timezone.now())
    except Exception as trouble:  # a poison row must not stop the others
        log.exception("Notice %s (%s) could not be written.", notice.pk, notice.kind)
        postpone(notice, trouble)
        return True
    if message is None:
        settle(notice, Delivery.CLAIMED, Delivery.DROPPED)
        return True
    if not settle(notice, Delivery.CLAIMED, Delivery.SENDING):
        return True  # held or taken back in the meantime
    try:
        message.send()
    except Exception as trouble:
        log.warning("Notice %s was not accepted: %s", notice.pk, type(trouble).__name__)
        postpone(notice, trouble)
        return True
    settle(notice, Delivery.SENDING, Delivery.SENT, sent_at=timezone.now())
    return True


def settle(notice, expected, outcome, **fields):
    """Write down what became of a notice, if it still stands where we left it."""
    return Notice.objects.filter(pk=notice.pk, delivery=expected, attempts=notice.attempts).update(
        delivery=outcome, **fields
    )


def postpone(notice, trouble):
    """Try again later, ever later, at last not at all."""
    again = notice.attempts < GIVE_UP_AFTER
    wait = timedelta(minutes=2**notice.attempts) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    Notice.objects.filter(
        pk=notice.pk, delivery__in=(Delivery.CLAIMED, Delivery.SENDING), attempts=notice.attempts
    ).update(
        delivery=Delivery.OWED if again else Delivery.GIVEN_UP,
        due_at=timezone.now() + wait,
        trouble=f"{type(trouble).__name__}: {trouble}"[:200],
    )


def free_stuck(now):
    """Put back what a dead worker had claimed; mark what it may have sent.

    Between the mail server's yes and our own commit nobody can know: such a row becomes
    "perhaps sent" and is left to a person rather than sent twice.
    """
    freed = Notice.objects.stuck(now).update(delivery=Delivery.OWED, claimed_at=None)
    doubtful = Notice.objects.in_doubt(now).update(delivery=Delivery.UNKNOWN)
    return freed, doubtful


def hold(notice):
    """Keep a waiting message back; True when it was still waiting."""
    return bool(Notice.objects.filter(pk=notice.pk, delivery=Delivery.OWED).update(delivery=Delivery.HELD))


def release(notice, now):
    """Let a held message go."""
    released = Notice.objects.filter(pk=notice.pk, delivery=Delivery.HELD).update(
        delivery=Delivery.OWED, due_at=now
    )
    if released:
        ring(sweep)
    return bool(released)
