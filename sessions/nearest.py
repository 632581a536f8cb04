"""The nearest choice for a session without a time: what to give up, and as little of it as helps.

Plain data in, plain data out, as in `planning`. First any free hour in which both work, up to the wave's
end; then beyond its end; then hours before or after either's working day, which somebody has to agree to.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from .planning import DAY, TIMES, Diary, Frame, Pair, Slot, Windows, is_free, slot, suits, weekly_hours

EARLIEST, LATEST = time(7), time(20)
WIDER_TIMES = tuple(time(hour, half) for hour in range(7, 20) for half in (0, 30))
BEYOND = timedelta(weeks=6)


@dataclass(frozen=True)
class Choice:
    """A time, whether it is after the wave's last day, and whose working hours it leaves (keys of people)."""

    slot: Slot
    is_late: bool
    leaves_hours_of: tuple[int, ...]


def longer(frame: Frame) -> Frame:
    """The frame with the weeks after its last day in which a session may still be held."""
    return replace(frame, plan=replace(frame.plan, ends_on=frame.last_day + BEYOND))


def nearest(pair: Pair, number: int, frame: Frame, diary: Diary, *, count=1) -> list[Choice]:
    """Up to ``count`` choices on different days, the least harmful first, else the soonest.

    A session stays between the ones before and after it. Days on which nobody meets stay free; the pair's
    days off are to reach as far as the :func:`longer` frame.
    """
    windows = Windows(longer(frame))
    own = windows.of(pair)
    window = own[min(number, len(own)) - 1]  # the wave may have fewer sessions by now
    after = max((day for other, day in pair.booked.items() if other < number), default=date.min)
    before = min((day for other, day in pair.booked.items() if other > number), default=date.max)
    opens = window.first if window.first < before else after + DAY  # those around it met early
    days = [
        day
        for day in windows.open_days(min(opens, frame.last_day), windows.frame.last_day)
        if after < day < before and day not in pair.days_off
    ]
    found = on_days(pair, frame, diary, days, TIMES, count) if weekly_hours(pair, frame) else []
    if len(found) < count:
        taken = {choice.slot.on for choice in found}
        others = [day for day in days if day not in taken]
        found += on_days(pair, frame, diary, others, WIDER_TIMES, count - len(found))
    return found


def on_days(pair, frame, diary, days, times, count):
    hours = (EARLIEST, LATEST) if times is WIDER_TIMES else None
    found = []
    for day in days:
        possible = [choice for at in times if (choice := looked_at(pair, frame, diary, day, at, hours))]
        if possible:
            found.append(min(possible, key=lambda choice: len(choice.leaves_hours_of)))
        if len(found) == count:
            break
    return found


def looked_at(pair, frame, diary, day, at, hours):
    """The choice of that hour, or None where it suits one of the two in no way or somebody is taken."""
    here, minutes = slot(pair, day, at), frame.minutes
    people = (pair.mentor, pair.mentee)
    leaves = tuple(each.pk for each in people if not suits(each, here.starts_at, minutes, any_half_day=True))
    if leaves and (
        hours is None
        or not all(suits(each, here.starts_at, minutes, any_half_day=True, hours=hours) for each in people)
    ):
        return None
    if not is_free(pair, here, minutes, diary):
        return None
    return Choice(here, day > frame.last_day, leaves)
