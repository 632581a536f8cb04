"""Looking after a pair: a quiet word with its coach (M10), and what both have agreed on (M9)."""

from django.db import transaction
from django.db.models import Q

from programs.lifecycle import NotAllowed
from programs.outbox import owe

from .models import Agreement, Pair, QuietWord

LONGEST = 2000


class WrittenMeanwhile(Exception):
    """The other side wrote a version after this one had been opened; ``latest`` is it."""

    def __init__(self, latest):
        super().__init__("The agreement was changed by the other side.")
        self.latest = latest


# --- a quiet word -------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_a_word(pair, *, by, text, now):
    """Tell the coach, and nobody else, that one side would like a word; asking again adds to what is open."""
    pair = Pair.objects.select_for_update(no_key=True).get(pk=pair.pk)
    if pair.coach_id is None or not pair.is_live:
        raise NotAllowed("This pair has no coach to ask any more.")
    word, new = QuietWord.objects.get_or_create(
        pair=pair, by=by, settled_at=None, defaults={"text": text, "at": now}
    )
    if not new and text and text != word.text:
        word.text = f"{word.text}\n\n{text}".strip()[:LONGEST]
        word.save(update_fields=["text"])
    if new:
        owe(pair.coach, "pair-word", about=pair, occurrence=str(word.pk))
    return word


def settle_word(word, *, now):
    """The two have spoken; pressing twice changes nothing."""
    return QuietWord.objects.filter(pk=word.pk, settled_at=None).update(settled_at=now)


def open_words(coach):
    """What people wait for from a coach, the oldest first."""
    return QuietWord.objects.filter(pair__coach=coach, settled_at=None).select_related("pair", "by")


# --- the agreement ------------------------------------------------------------------------------------


def latest_agreement(pair):
    return pair.agreements.order_by("-version").first()


@transaction.atomic
def write_agreement(pair, texts, *, opened, by, now):
    """A new wording, signed by its writer; ``opened`` is the version that they had before them, or 0."""
    pair = Pair.objects.select_for_update(no_key=True).get(pk=pair.pk)
    if not pair.is_live:
        raise NotAllowed("The pair has concluded; what was agreed stays as it is.")
    latest = latest_agreement(pair)
    if (latest.version if latest else 0) != opened:
        raise WrittenMeanwhile(latest)
    if latest and all(getattr(latest, name) == text for name, text in texts.items()):
        return sign_agreement(latest, by=by, now=now)
    agreement = Agreement(pair=pair, version=opened + 1, by=by, at=now, **texts)
    setattr(agreement, f"{side_of(pair, by)}_signed_at", now)
    agreement.save()
    partner = pair.partner_of(by)
    owe(partner, "agreement-written", about=pair, occurrence=str(agreement.version))
    return agreement


@transaction.atomic
def sign_agreement(agreement, *, by, now):
    """One side's signature under the latest wording; signing twice changes nothing."""
    pair = Pair.objects.select_for_update(no_key=True).get(pk=agreement.pair_id)
    if not pair.is_live:
        raise NotAllowed("The pair has concluded; what was agreed stays as it is.")
    latest = latest_agreement(pair)
    if latest is None or latest.pk != agreement.pk:
        raise WrittenMeanwhile(latest)
    field = f"{side_of(pair, by)}_signed_at"
    Agreement.objects.filter(Q(**{field: None}), pk=latest.pk).update(**{field: now})
    latest.refresh_from_db()
    return latest


def side_of(pair, person):
    return "mentor" if person.pk == pair.mentor_id else "mentee"
