"""Small things that ask a mentee for a minute, shown on their home. Apps to the right add theirs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """One small thing: what it is about, what it asks, where the button leads, how long it takes."""

    eyebrow: str
    title: str
    url: str
    action: str
    seconds: int
    text: str = ""


_sources: list[Callable] = []


def register(source):
    """Decorate ``source(user, now) -> list[Card]``."""
    _sources.append(source)
    return source


def cards_for(user, now):
    return [card for source in _sources for card in source(user, now)]
