"""Dates and times in the words this product uses. Pure: every function is told what time it is.

Near things are said by weekday ("Thu 8:00 AM"), everything else in full ("Thu, Sep 24, 10:00 AM"); the
year appears only when it is not this one. Nothing says "3 days ago", because deadlines must not drift.
"""

from datetime import date, datetime, timedelta

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

NEAR = timedelta(days=7)


def clock(at: datetime) -> str:
    return formatted(at, "g:i A")


def short_day(on: date, *, today: date) -> str:
    """Sep 24"""
    return formatted(on, "M j" if on.year == today.year else "M j, Y")


def day(on: date, *, today: date) -> str:
    """Thu, Sep 24"""
    return f"{formatted(on, 'D')}, {short_day(on, today=today)}"


def when(at: datetime, *, now: datetime) -> str:
    """Today 4:00 PM; Thu 8:00 AM within a week; else Thu, Sep 24, 10:00 AM."""
    if at.date() == now.date():
        return _("Today %(time)s") % {"time": clock(at)}
    if abs(at.date() - now.date()) < NEAR:
        return f"{formatted(at, 'D')} {clock(at)}"
    return f"{day(at.date(), today=now.date())}, {clock(at)}"


def clock_range(start: datetime, end: datetime) -> str:
    """10:00–10:45 AM, or 11:30 AM–12:15 PM across noon."""
    first = "g:i" if formatted(start, "A") == formatted(end, "A") else "g:i A"
    return f"{formatted(start, first)}–{clock(end)}"


def time_range(start: datetime, end: datetime, *, now: datetime) -> str:
    """Thu, Sep 24, 10:00–10:45 AM"""
    return f"{day(start.date(), today=now.date())}, {clock_range(start, end)}"


def month(kept: str) -> str:
    """Jun 2021, for ``2021-06``; a year alone stays one."""
    return formatted(date(int(kept[:4]), int(kept[5:]), 1), "M Y") if len(kept) > 4 else kept


def date_range(first: date, last: date, *, today: date) -> str:
    """Oct 12–23 within a month; Sep 21 – Oct 2 between months."""
    if first == last:
        return short_day(first, today=today)
    if (first.year, first.month) == (last.year, last.month):
        year = "" if last.year == today.year else f", {last.year}"
        return f"{formatted(first, 'M j')}–{last.day}{year}"
    start = formatted(first, "M j") if first.year == last.year else formatted(first, "M j, Y")
    return f"{start} – {short_day(last, today=today)}"
