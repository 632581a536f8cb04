"""The kinds of message this app sends; importing them registers them.

Subjects name nobody: they show on locked screens and in assistants' inboxes.
"""

from programs.links import absolute
from programs.mail import register

from .models import Pair

UNDER_WAY = (Pair.Status.ACTIVE, Pair.Status.PAUSED)


def known(pair):
    return Pair.objects.with_people().get(pk=pair.pk)


def introduction(pair, recipient):
    """What each side of a new pair reads: who, the coach, the first steps."""
    return {
        "pair": pair,
        "wave": pair.wave,
        "is_mentor": recipient.pk == pair.mentor_id,
        "partner": pair.partner_of(recipient),
        "coach": pair.coach,
        "url": address_of(pair),
    }


def for_coach(pair):
    return {"pair": pair, "wave": pair.wave, "url": address_of(pair)}


def address_of(pair):
    """Where the pair is found; a preview is of pairs that do not exist yet."""
    return absolute("pair", pair.pk) if pair.pk else absolute("home")


@register("pair-published", app="pairing", says="Your pair, its coach and the first steps", optional=False)
def pair_published(notice, pair, now):
    if pair.status not in UNDER_WAY or not pair.has_member(notice.recipient):
        return None
    return introduction(known(pair), notice.recipient)


@register("pair-coached", app="pairing", says="For coaches: a pair to look after", optional=False)
def pair_coached(notice, pair, now):
    if pair.status not in UNDER_WAY or pair.coach_id != notice.recipient.pk:
        return None
    return for_coach(known(pair))


@register("pair-ended", app="pairing", says="Your pair has concluded", optional=False)
def pair_ended(notice, pair, now):
    if pair.status != Pair.Status.ENDED or not pair.has_member(notice.recipient):
        return None
    pair = known(pair)
    return {"pair": pair, "wave": pair.wave, "coach": pair.coach}
