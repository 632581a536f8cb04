"""Small turns of phrase shared by the rules, the facets and the reasons."""

from collections.abc import Iterable
from datetime import date

__all__ = ["counted", "day", "listed", "sentence"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def listed(names: Iterable[str]) -> str:
    """``Ana``, ``Ana and Ben``, ``Ana, Ben and Cy``."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 grade``, ``2 grades``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def day(when: date) -> str:
    """``3 March 2025``, whatever the locale of the machine."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def sentence(words: str) -> str:
    """The same words with a capital first letter and a full stop."""
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith(".") else ".")
