"""What one cell of a directory file means: text in, a value out, or the trouble with it in words."""

import re
import unicodedata
import zoneinfo
from datetime import date, timedelta
from functools import cache

from .fields import FACT

EARLIEST = date(1940, 1, 1)
EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9-]+\.)+[a-z0-9-]{2,}"
)
# control characters, and those that are invisible or turn the direction of what follows
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
SHEET_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}
EMPLOYED = {"active", "a", "employed", "yes", "y", "true", "1", "current", "leave", "onleave", "loa"}
GONE = {"left", "inactive", "terminated", "t", "no", "n", "false", "0", "former", "resigned", "retired"}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?Z?)?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
ZONE_HINTS = {
    "eastern": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "central": "America/Chicago",
    "cst": "America/Chicago",
    "ct": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "mst": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
}


class Trouble(Exception):
    """What is wrong with a cell, and what to do about it."""

    def __init__(self, what, remedy):
        super().__init__(what)
        self.what, self.remedy = what, remedy


def text(value, longest):
    """The cell as one line, in one way of writing accents."""
    if not (value.isascii() and value.isprintable()):
        if found := UNSEEN.search(value):
            name = unicodedata.name(found.group(), f"control character {ord(found.group())}").lower()
            raise Trouble(f"holds an invisible character ({name})", "Type the value again by hand.")
        value = unicodedata.normalize("NFC", value)
    value = " ".join(value.split())
    if value in SHEET_ERRORS:
        raise Trouble("is the error of a formula", "Mend the formula, or put the value in its place.")
    if len(value) > longest:
        raise Trouble(
            f"has {len(value):,} characters, at most {longest} fit",
            "Shorten it. If it holds other rows, a quotation mark is missing.",
        )
    return value


def employee_number(value):
    number = unicodedata.normalize("NFKC", text(value, 40))
    if not number:
        raise Trouble("is empty", "Fill in the employee ID.")
    if not number.isascii() or " " in number:
        raise Trouble(
            "has spaces or letters outside of A to Z",
            f"Type it again{spelled(number)}; look-alike letters would make two people of one.",
        )
    return number


def email(value):
    address = text(value, FACT["email"].longest).lower()
    if not address:
        raise Trouble("is empty", "Fill in the work email address; it is how the person signs in.")
    if not address.isascii():
        raise Trouble(
            f"has letters outside of A to Z{spelled(address)}",
            "Type the address again; letters that look alike would reach somebody else.",
        )
    if not EMAIL.fullmatch(address):
        raise Trouble("is not an email address", "Write it like first.last@company.com.")
    return address


def spelled(value):
    """The first letter that only looks as it should, by its name."""
    odd = next((c for c in value if not c.isascii()), None)
    return f" (“{odd}” is {unicodedata.name(odd, 'unknown').lower()})" if odd else ""


def name(value, longest=80):
    found = text(value, longest)
    if not found:
        raise Trouble("is empty", "Fill in the name.")
    return found


def grade(value):
    found = text(value, 20)
    if not found:
        return None
    digits = found.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= 99:
        raise Trouble("is not a grade", "Write a whole number from 1 to 99; higher is more senior.")
    return int(digits)


@cache
def zones():
    return {name.casefold(): name for name in zone_names()}


@cache
def zone_names():
    """The time zones one may choose, without the aliases that stand for none."""
    return sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")


def time_zone(value):
    """The name as the time zone database has it; empty when the cell is."""
    found = text(value, 64)
    if not found or found.casefold() in zones():
        return zones().get(found.casefold(), "")
    hint = ZONE_HINTS.get(found.split()[0].casefold(), "America/New_York")
    raise Trouble("is not a time zone", f"Write the name of a time zone, such as {hint}.")


def hired_on(value, today):
    found = text(value, 40)
    if not found:
        return None
    day = parsed(found)
    if day is None:
        raise Trouble("is not a date", "Write it like 2024-01-31.")
    if not EARLIEST <= day <= today + timedelta(days=366):
        raise Trouble("is too far from today for a hire date", "Check the year.")
    return day


def parsed(found):
    for pattern, order in ((ISO, (0, 1, 2)), (SLASHED, (2, 0, 1)), (DOTTED, (2, 1, 0))):
        if match := pattern.fullmatch(found):
            parts = [int(part) for part in match.groups()]
            try:
                return date(*(parts[place] for place in order))
            except ValueError:
                return None
    return None


def is_active(value):
    found = "".join(c for c in text(value, 80).casefold() if c.isalnum())
    if not found or found in EMPLOYED:
        return True
    if found in GONE:
        return False
    raise Trouble("is not a status we know", "Write Active or Left.")


def manager(value):
    """Number or email of a manager as it is looked up; empty when nobody stands above."""
    return unicodedata.normalize("NFKC", text(value, FACT["manager"].longest)).casefold()


def readers(today):
    """A reader for each fact. Those with few different values remember what they made of each."""
    plain = {
        fact.name: lambda value, longest=fact.longest: text(value, longest)
        for fact in FACT.values()
        if fact.name in ("job_title", "line_of_business", "function", "department", "location")
    }
    few = {"grade": grade, "time_zone": time_zone, "is_active": is_active, **plain}
    return {
        "employee_number": employee_number,
        "email": email,
        "given_name": name,
        "family_name": name,
        "manager": manager,
        "hired_on": cache(lambda value: hired_on(value, today)),
        **{fact: cache(read) for fact, read in few.items()},
    }
