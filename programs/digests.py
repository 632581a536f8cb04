"""The daily mail: what is optional waits and goes out together, for those who want it so.

A digest is a notice like any other, owed once per person and local date. What is gathered for it points to
it, is written afresh when it is written, and shares its fate in the same transaction.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from . import mail, manners
from .links import absolute, label_of
from .models import Notice
from .models.notice import GIVE_UP_AFTER
from .wording import Placeholder

log = logging.getLogger(__name__)
Delivery = Notice.Delivery
KIND = "digest"
ENDS = (Delivery.SENT, Delivery.UNKNOWN, Delivery.DROPPED, Delivery.GIVEN_UP)


@transaction.atomic
def gather(answers):
    """Put each notice of ``{notice: answer}``, locked by the caller, into its recipient's next digest.

    One whose digest has left in the meantime, or is held, is looked at again at its hour and goes
    with the one after. The number of queries does not depend on the number of notices.
    """
    if not answers:
        return
    keys = {
        (notice.recipient_id, str(said.day)): (notice.recipient, said.at) for notice, said in answers.items()
    }
    Notice.objects.bulk_create(
        [
            Notice(recipient=person, kind=KIND, about=label_of(person), occurrence=day, due_at=at)
            for (_, day), (person, at) in sorted(keys.items(), key=lambda item: item[0])
        ],
        ignore_conflicts=True,
    )
    still_open = digests_of(keys).filter(delivery=Delivery.OWED, due_at__gt=timezone.now())
    found = {
        (digest.recipient_id, digest.occurrence): digest
        for digest in still_open.order_by("pk").select_for_update()  # so that it cannot leave without them
    }
    for notice, said in answers.items():
        notice.digest = found.get((notice.recipient_id, str(said.day)))
        if notice.digest:
            notice.delivery = Delivery.GATHERED
        else:
            notice.due_at = said.at
    Notice.objects.bulk_update(answers, ["delivery", "digest", "due_at"])


def digests_of(keys):
    """Digests by recipient and date; a few too many do no harm."""
    people, days = zip(*keys, strict=True)
    return Notice.objects.filter(kind=KIND, recipient__in=set(people), occurrence__in=set(days))


@mail.register(
    KIND,
    app="programs",
    says="Your day in one mail",
    optional=False,
    listed=False,
    placeholders=(
        Placeholder("count", "How many messages are in it", "3 messages have"),
        Placeholder(
            "messages", "The messages, one after the other", "1. Session 4 is tomorrow", required=True
        ),
        Placeholder("link", "The address of the settings", f"{settings.SITE_URL}/settings/"),
    ),
)
def your_day(notice, person, now):
    """Subject and text of each message gathered whose reason still holds; None when none is left."""
    wishes = manners.wishes_of(notice.recipient, default_zone=timezone.get_default_timezone())
    parts, gone = [], []
    for part in notice.parts.gathered().order_by("due_at", "pk"):
        part.recipient = notice.recipient
        try:
            message = write(part, wishes, now)
        except Exception as trouble:  # a poison row must not keep the others
            log.exception("Notice %s (%s) could not be written.", part.pk, part.kind)
            set_aside(part, trouble)
            continue
        if message is None:
            gone.append(part.pk)
        else:
            parts.append(f"{message.subject}\n\n{without_frame(message.body, person)}")
    if gone:
        Notice.objects.gathered().filter(pk__in=gone).update(delivery=Delivery.DROPPED)
    if not parts:
        return None
    return {
        "count": "one message has" if len(parts) == 1 else f"{len(parts)} messages have",
        "messages": "\n\n".join(f"{number}. {part}" for number, part in enumerate(parts, start=1)),
        "link": absolute("settings"),
    }


def write(part, wishes, now):
    """The mail a part would have been; None for what its reader has turned off since."""
    if manners.answer(mail.kinds[part.kind], wishes, now).deed is manners.Deed.DROP:
        return None
    return mail.write(part, now)


def without_frame(text, person):
    """A mail's text without greeting and name below, which the digest has of its own."""
    text = text.strip().removeprefix(f"{person.given_name},").removesuffix(settings.PRODUCT_NAME)
    return text.strip()


def set_aside(part, trouble):
    """Try it again with the next digest, at last not at all."""
    again = part.attempts + 1 < GIVE_UP_AFTER
    Notice.objects.gathered().filter(pk=part.pk).update(
        delivery=Delivery.OWED if again else Delivery.GIVEN_UP,
        attempts=F("attempts") + 1,
        trouble=f"{type(trouble).__name__}: {trouble}"[:200],
    )


def settle_parts(**which):
    """What became of a digest became of everything in it; the caller's transaction holds both."""
    of_digest = Notice.objects.filter(pk=OuterRef("digest_id"))
    Notice.objects.gathered().filter(Q(**which), digest__delivery__in=ENDS).update(
        delivery=Subquery(of_digest.values("delivery")), sent_at=Subquery(of_digest.values("sent_at"))
    )
