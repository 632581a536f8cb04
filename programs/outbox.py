"""The outbox: what is owed is a row in the transaction that owes it; sending comes after, once.

    owed -> claimed -> sending -> sent
    owed -> gathered -> sent with the daily mail (`digests`)
                \\-> dropped (its reason has gone)     sending -> unknown (nobody knows; not sent again)
                \\-> owed again, later (refused, or not to be written), given_up after six tries
                \\-> owed again (no mail server to be had: everything waits and nothing is counted)

Before any is claimed, `sort_out` asks `manners` whether its reader wants it, and when.
The broker only rings a bell: when it is silent the row waits for the next tick. This is the one
module that may call a task's ``apply_async``.
"""

import logging
import random
import time
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected

from celery import current_app, shared_task
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from kombu.pools import producers

from . import digests, mail, manners
from .links import label_of
from .models import Notice
from .models.notice import GIVE_UP_AFTER

log = logging.getLogger(__name__)
Delivery = Notice.Delivery
BATCH = 200
SWEEP_LASTS = 60  # seconds, far below the task's time limit: being cut off leaves a message in doubt


class MailServerAway(Exception):
    """No message can leave at the moment, whoever it is for."""


class Silence:
    """Remembers for a few seconds that a server did not answer, so that the next one need not wait for it."""

    LASTS = 5  # seconds

    def __init__(self):
        self.ends = 0.0

    def begin(self):
        self.ends = time.monotonic() + self.LASTS

    def __bool__(self):
        return time.monotonic() < self.ends


broker_silence, mail_silence = Silence(), Silence()


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


def owe_found(kind, found, *, due_at):
    """Promise one kind of message to everybody a query finds, in one statement: INSERT … SELECT.

    ``found`` annotates ``recipient_id``, ``label`` (as `label_of` writes it) and ``occurrence``. However many
    there are, none of them passes through here; how many were not promised before.
    """
    chosen, parameters = found.values_list("recipient_id", "label", "occurrence").query.sql_with_params()
    columns = "recipient_id, about, occurrence, kind, delivery, due_at, owed_at, attempts, trouble"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Notice._meta.db_table} ({columns}) "  # noqa: S608 - names and a query of our own
            f"SELECT found.*, %s, %s, %s, %s, 0, '' FROM ({chosen}) AS found ON CONFLICT DO NOTHING",
            [mail.kinds[kind].name, Delivery.OWED, due_at, timezone.now(), *parameters],
        )
        owed = cursor.rowcount
    if owed and due_at <= timezone.now():
        ring(sweep)
    return owed


def ring(task, *args):
    """Ask a worker to look, after commit. A broker that does not answer costs a page one short wait."""
    transaction.on_commit(lambda: knock(task, args))


def knock(task, args):
    if broker_silence:
        return
    try:
        with doorbell() as producer:
            task.apply_async(args=args, producer=producer, retry=False)
    except Exception as trouble:  # the broker is only a doorbell: the row waits for the next tick
        broker_silence.begin()
        log.warning("The broker did not answer (%s); %s waits for the next tick.", trouble, task.name)


def doorbell():
    """A way to the broker that gives up at once; the worker's own connection may wait for messages."""
    hurried = current_app.connection_for_write(transport_options=settings.BROKER_PATIENCE)
    return producers[hurried].acquire(block=True, timeout=settings.BROKER_PATIENCE["socket_timeout"])


def broker_answers():
    """Whether somebody would hear the bell."""
    try:
        with doorbell() as producer:
            producer.channel.client.ping()
    except Exception:  # whatever keeps it from answering, the answer is no
        return False
    return True


@shared_task(name="programs.outbox.sweep")
def sweep():
    """Send everything that is due; however many run at once, each row has one sender."""
    if mail_silence:
        return
    enough = time.monotonic() + SWEEP_LASTS
    try:
        while deliver_batch(timezone.now(), enough):
            if time.monotonic() > enough:
                ring(sweep)
                return
    except MailServerAway as trouble:
        mail_silence.begin()
        log.error("The mail server takes no messages (%s); they wait for the next tick.", trouble)


def deliver_batch(now, enough):
    """Deal with up to ``BATCH`` due notices until the monotonic clock says ``enough``; how many it were."""
    to_send, done = sort_out(now)
    for notice in to_send:
        done += deliver(notice.pk)
        if time.monotonic() > enough:
            break
    return done


@transaction.atomic
def sort_out(now):
    """The next due notices that may be sent now, and the number of others, which are put where they belong.

    Rows that somebody else is sorting are skipped. The number of queries does not depend on that of rows.
    """
    due = Notice.objects.due(now).select_related("recipient__preferences")
    sorted_out = {deed: {} for deed in manners.Deed}
    held = []
    for notice in due.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
        if may_leave_for(notice.recipient.email):
            answer = answer_to(notice, now)
            sorted_out[answer.deed][notice] = answer
        else:
            held.append(notice)
    put(held, Delivery.HELD)
    put(sorted_out[manners.Deed.DROP], Delivery.DROPPED)
    put_off(sorted_out[manners.Deed.WAIT])
    digests.gather(sorted_out[manners.Deed.GATHER])
    to_send = list(sorted_out[manners.Deed.SEND])
    return to_send, len(held) + sum(map(len, sorted_out.values())) - len(to_send)


def may_leave_for(address):
    """Whether this installation writes there; one that is not in production, only to those named."""
    return settings.MAIL_ALLOWED is None or manners.may_reach(address, settings.MAIL_ALLOWED)


def answer_to(notice, now):
    kind = mail.kinds.known.get(notice.kind)
    if kind is None:  # writing it will say what is wrong, and set it aside
        return manners.Answer(manners.Deed.SEND)
    zone = timezone.get_default_timezone()
    return manners.answer(kind, manners.wishes_of(notice.recipient, default_zone=zone), now)


def put(notices, delivery):
    if notices:
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(delivery=delivery)


def put_off(answers):
    if not answers:
        return
    for notice, answer in answers.items():
        notice.due_at = answer.at
    Notice.objects.bulk_update(answers, ["due_at"])


def deliver(notice_id):
    """Send one notice if nobody else has it. True when this call was the one that claimed it."""
    if not Notice.objects.claim(notice_id):  # one UPDATE, won by one worker
        return False
    notice = Notice.objects.select_related("recipient__preferences").get(pk=notice_id)
    try:
        message = mail.write(notice, timezone.now())
    except Exception as trouble:  # a poison row must not stop the others
        log.exception("Notice %s (%s) could not be written.", notice.pk, notice.kind)
        postpone(notice, trouble)
        return True
    if message is None:
        settle(notice, Delivery.CLAIMED, Delivery.DROPPED)
    else:
        send(notice, message)
    return True


def send(notice, message):
    """Greet the mail server, then hand over: while it is away nothing is in doubt and no try is counted."""
    server = message.get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as trouble:
        settle(notice, Delivery.CLAIMED, Delivery.OWED, claimed_at=None, attempts=F("attempts") - 1)
        raise MailServerAway(said(trouble)) from trouble
    if settle(notice, Delivery.CLAIMED, Delivery.SENDING):  # else taken back in the meantime
        hand_over(notice, message)
    with suppress(OSError, SMTPException):
        server.close()


def hand_over(notice, message):
    try:
        message.send()
    except SMTPServerDisconnected as trouble:  # before or after its yes? nobody knows
        log.warning("Notice %s was cut off: %s", notice.pk, type(trouble).__name__)
        settle(notice, Delivery.SENDING, Delivery.UNKNOWN, trouble=said(trouble))
    except Exception as trouble:
        log.warning("Notice %s was not accepted: %s", notice.pk, type(trouble).__name__)
        postpone(notice, trouble)
    else:
        settle(notice, Delivery.SENDING, Delivery.SENT, sent_at=timezone.now(), trouble="")


def settle(notice, expected, outcome, **fields):
    """Write down what became of a notice, if it still stands where we left it."""
    standing = Notice.objects.filter(pk=notice.pk, delivery=expected, attempts=notice.attempts)
    return write_down(notice, standing, delivery=outcome, **fields)


def postpone(notice, trouble):
    """Try again later, ever later, at last not at all."""
    again = notice.attempts < GIVE_UP_AFTER
    wait = timedelta(minutes=2**notice.attempts) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    standing = Notice.objects.filter(
        pk=notice.pk, delivery__in=(Delivery.CLAIMED, Delivery.SENDING), attempts=notice.attempts
    )
    write_down(
        notice,
        standing,
        delivery=Delivery.OWED if again else Delivery.GIVEN_UP,
        due_at=timezone.now() + wait,
        trouble=said(trouble),
    )


def write_down(notice, standing, **facts):
    """One statement for a notice; a digest takes what was gathered in it along."""
    if notice.kind != digests.KIND:
        return standing.update(**facts)
    with transaction.atomic():
        written = standing.update(**facts)
        digests.settle_parts(digest=notice)
    return written


def said(trouble):
    return f"{type(trouble).__name__}: {trouble}"[:200]


@transaction.atomic
def free_stuck(now):
    """Put back what a dead worker had claimed; mark what it may have sent.

    Between the mail server's yes and our own commit nobody can know: such a row becomes
    "perhaps sent" and is left to a person rather than sent twice. A row that took one worker
    after another with it is given up.
    """
    stuck = Notice.objects.stuck(now)
    stuck.filter(attempts__gte=GIVE_UP_AFTER).update(
        delivery=Delivery.GIVEN_UP, trouble="Every worker that prepared it fell silent."
    )
    freed = stuck.update(delivery=Delivery.OWED, claimed_at=None)
    doubtful = Notice.objects.in_doubt(now).update(delivery=Delivery.UNKNOWN)
    digests.settle_parts()
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
