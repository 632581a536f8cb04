"""Small turns of phrase that pages, mails, refusals and reasons share. Pure."""

from collections.abc import Iterable

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spelled(number: int) -> str:
    """Numbers below ten in letters."""
    return SMALL[number] if number < len(SMALL) else str(number)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 pair``, ``24 pairs``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int | None = None) -> str:
    """``Ana, Ben and Cy``; beyond ``most`` the rest is a number."""
    names = list(names)
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most} others" if len(names) - most > 1 else "one other"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
