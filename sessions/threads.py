"""Messages of a pair: written, read, taken back; a mail says that something waits, at most once a day."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from pairing.models import Pair
from programs.dates import clock
from programs.lifecycle import NotAllowed
from programs.outbox import owe

from .models import Message, MessageFile, ThreadReading

SAME_WITHIN = timedelta(minutes=2)  # the same words again are a second press of the button
AN_HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 60  # messages of one person
MB = 1024 * 1024
MOST_KEPT = 100 * MB  # of files in one thread
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def may_write(pair, person):
    return pair.has_member(person) and pair.is_live


@transaction.atomic
def write_message(pair, *, by, text, files=(), now):
    """Add a message, with ``(name, bytes)`` of its files; pressed twice, it stands once."""
    pair = Pair.objects.select_for_update(no_key=True, of=("self",)).get(pk=pair.pk)
    if not may_write(pair, by):
        raise NotAllowed("This pair has concluded; what was written stays readable for the two of you.")
    latest = Message.objects.filter(pair=pair, removed_at=None).order_by("-at", "-pk").first()
    if latest and now - latest.at < SAME_WITHIN and same_as(latest, by, text, files):
        return latest
    make_room(pair, by, files, now)
    message = Message.objects.create(pair=pair, by=by, text=text, at=now)
    for name, content in files:
        MessageFile.objects.create(message=message, name=name, size=len(content), content=content)
    mark_read(pair, by, now=now)
    day = timezone.localdate(now).isoformat()
    owe(pair.partner_of(by), "message-waiting", about=pair, occurrence=day, due_at=now)
    return message


def make_room(pair, by, files, now):
    """Keep a thread to what two people write. The pair's row is locked, so that ten tabs count as one."""
    recent = Message.objects.filter(pair=pair, by=by, at__gt=now - AN_HOUR).order_by("-at")
    times = list(recent.values_list("at", flat=True)[:MOST_IN_AN_HOUR])
    if len(times) == MOST_IN_AN_HOUR:
        again = clock(timezone.localtime(times[-1] + AN_HOUR))
        raise NotAllowed(f"That is {MOST_IN_AN_HOUR} messages within an hour. You can go on at {again}.")
    if not files:
        return
    kept = MessageFile.objects.filter(message__pair=pair).aggregate(size=Sum("size"))["size"] or 0
    if kept + sum(len(content) for _, content in files) > MOST_KEPT:
        limit = f"{MOST_KEPT // MB} MB"
        raise NotAllowed(f"Files of this thread would come to more than {limit}. Take a message back first.")


def same_as(message, by, text, files):
    """Whether a message says the same with the same files."""
    given = [(name, len(content)) for name, content in files]
    return (message.by_id, message.text) == (by.pk, text) and given == list(
        message.files.values_list("name", "size")
    )


@transaction.atomic
def take_back_message(message, *, by, now):
    """Take one's own words and files away; that something stood there stays."""
    taken = Message.objects.filter(pk=message.pk, by=by, removed_at=None).update(text="", removed_at=now)
    if not taken:
        raise NotAllowed("It is gone already, or it is not yours.")
    MessageFile.objects.filter(message=message).delete()


def mark_read(pair, person, *, now):
    ThreadReading.objects.update_or_create(pair=pair, person=person, defaults={"read_to": now})


def unread(person):
    """Live pairs of a person in which the other wrote since they last looked, with how many in ``fresh``."""
    looked = ThreadReading.objects.filter(pair=OuterRef("pk"), person=person).values("read_to")[:1]
    theirs = Q(messages__removed_at=None, messages__at__gt=F("read_to")) & ~Q(messages__by=person)
    return (
        Pair.objects.live()
        .filter(Q(mentor=person) | Q(mentee=person))
        .annotate(read_to=Coalesce(Subquery(looked), LONG_AGO))
        .annotate(fresh=Count("messages", filter=theirs))
        .filter(fresh__gt=0)
        .select_related("mentor", "mentee", "wave__program")
    )
