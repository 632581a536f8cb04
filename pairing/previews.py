"""The mails of a publication as they will read, written for the first pair of the list."""

from dataclasses import dataclass

from programs.mail import kinds, letter

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
        preview("To each mentor", "pair-published", pair, pair.mentor, introduction(pair, pair.mentor)),
        preview("To each mentee", "pair-published", pair, pair.mentee, introduction(pair, pair.mentee)),
        preview("To the coach of each pair", "pair-coached", pair, pair.coach, for_coach(pair)),
    ]


def preview(label, kind, pair, recipient, values):
    return Preview(label, recipient, *letter(kinds[kind], recipient, values, pair.wave.program))
