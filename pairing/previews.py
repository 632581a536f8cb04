"""The mails of a publication as they will read, written for the first pair of the list."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from .lifecycle import new_pairs
from .notices import for_coach, introduction


@dataclass(frozen=True)
class Preview:
    """One mail: who gets it, and its words."""

    label: str
    recipient: object
    subject: str
    body: str


def mail_previews(wave, pairs):
    """What a mentor, a mentee and a coach will read."""
    pair = next((pair for pair in new_pairs(wave, pairs) if pair.coach), None)
    if pair is None:
        return []
    return [
        preview("To each mentor", "pair-published", pair.mentor, introduction(pair, pair.mentor)),
        preview("To each mentee", "pair-published", pair.mentee, introduction(pair, pair.mentee)),
        preview("To the coach of each pair", "pair-coached", pair.coach, for_coach(pair)),
    ]


def preview(label, kind, recipient, context):
    context = {"person": recipient, "product_name": settings.PRODUCT_NAME, **context}
    subject = render_to_string(f"pairing/mail/{kind}.subject.txt", context)
    body = render_to_string(f"pairing/mail/{kind}.txt", context)
    return Preview(label, recipient, " ".join(subject.split()), body.strip())
