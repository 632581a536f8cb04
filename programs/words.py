"""Small turns of phrase that pages, mails and refusals share."""

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spelled(number):
    """Numbers below ten in letters."""
    return SMALL[number] if number < len(SMALL) else str(number)


def counted(number, one, many=""):
    """``1 pair``, ``24 pairs``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names, most=3):
    """``Ana, Ben and Cy``; beyond ``most`` the rest is a number."""
    names = list(names)
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} others" if len(names) - most > 1 else "one other"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def capital(words):
    return words[:1].upper() + words[1:]
