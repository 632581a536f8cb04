"""The mentor's hours against the four a month that were agreed to (S9)."""

from dataclasses import dataclass

from .models import TimeSpent

AGREED = 4 * 60  # minutes a month
FAR_ABOVE = 6 * 60


@dataclass(frozen=True)
class Month:
    """What a pair has taken its mentor in the month of a session, in minutes."""

    name: str
    minutes: int

    @property
    def clock(self):
        return f"{self.minutes // 60}:{self.minutes % 60:02}"

    @property
    def is_far_above(self):
        return self.minutes > FAR_ABOVE


def hours_around(session):
    """What is logged for a session, or nothing yet; and the calendar month around it, on the pair's clock."""
    spent = TimeSpent.objects.filter(session__pair=session.pair_id).select_related("session")
    day = session.local_date
    month = (day.year, day.month)
    of_month = [
        each for each in spent if (each.session.local_date.year, each.session.local_date.month) == month
    ]
    own = next((each for each in of_month if each.session_id == session.pk), TimeSpent(session=session))
    return own, Month(f"{day:%B}", sum(each.total for each in of_month))
