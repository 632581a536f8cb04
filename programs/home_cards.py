"""Small things that ask somebody for a minute, shown on their home. Every app adds its own."""

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

    @property
    def time(self):
        return f"{self.seconds} sec" if self.seconds < 120 else f"{-(-self.seconds // 60)} min"


_sources: list[Callable] = []


def register(source):
    """Decorate ``source(user, now) -> list[Card]``."""
    _sources.append(source)
    return source


def cards_for(user, now):
    return [card for source in _sources for card in source(user, now)]
