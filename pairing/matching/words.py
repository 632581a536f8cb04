"""Turns of phrase of the rules and reasons alone; `programs.words` has those that all pages share."""

from datetime import date

from programs.words import capital

__all__ = ["day", "sentence"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(when: date) -> str:
    """``3 March 2025``, whatever the locale of the machine."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def sentence(words: str) -> str:
    """The same words with a capital first letter and a full stop."""
    return capital(words) + ("" if words.endswith(".") else ".")
