"""Waves step by the clock or by a person, both through `move` (W3, W4)."""

import logging
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from . import calendar, dates
from .blockers import blockers
from .lifecycle import NotAllowed, move
from .models import ProgramRole, Wave
from .outbox import owe_many

log = logging.getLogger(__name__)
Status = Wave.Status
COORDINATORS_HEAR_AT = time(8)
# in the order in which a wave lives through them
LIFE = [
    Status.DRAFT,
    Status.RECRUITING,
    Status.SELECTING,
    Status.PAIRING,
    Status.PREPARING,
    Status.RUNNING,
    Status.REVIEWING,
    Status.CLOSED,
]


class Blocked(NotAllowed):
    """A step that something stands against; ``found`` says what."""

    def __init__(self, found):
        super().__init__(" ".join(blocker.sentence for blocker in found))
        self.found = found


@transaction.atomic
def step_wave(wave, *, to, by=None, now, reason=""):
    """Take a wave one step on.

    Hard blockers stop everybody. Soft ones stop the clock; a person may pass them with a reason.
    """
    locked = Wave.objects.select_for_update(of=("self",)).select_related("program").get(pk=wave.pk)
    if to != locked.next_status:  # somebody else was quicker, or the page is old
        stands, wanted = locked.get_status_display().lower(), Status(to).label.lower()
        raise NotAllowed(f"{locked} is {stands} and cannot become {wanted}.")
    found = blockers(locked, to, now)
    hard = [blocker for blocker in found if blocker.is_hard]
    if hard or (found and (by is None or not reason)):
        raise Blocked(hard or found)
    move(locked, to, by=by, reason=reason)
    wave.status = locked.status


def cancel_wave(wave, *, by, reason):
    """Call a wave off; what hangs on it follows by the signal."""
    move(wave, Status.CANCELLED, by=by, reason=reason)


def step_by_the_clock(now, today):
    """Move every wave whose date has come and that nothing blocks; the number moved."""
    open_waves = Wave.objects.exclude(status__in=(Status.CLOSED, Status.CANCELLED)).select_related("program")
    return sum(step_if_due(wave, now, today) for wave in open_waves)


def step_if_due(wave, now, today):
    """Step one wave if its date has come. What blocks it is told to its coordinators once a day."""
    if not is_due(wave, today):
        return False
    try:
        step_wave(wave, to=wave.next_status, now=now)
    except Blocked:
        tell_coordinators(wave, today)
        return False
    except NotAllowed:  # moved by somebody else this very minute
        return False
    except Exception:  # one wave in trouble must not hold up the others
        log.exception("Wave %s could not be stepped.", wave.pk)
        return False
    return True


def is_due(wave, today):
    """Whether the date of the wave's next step has come."""
    return wave.next_status is not None and today >= wave.begins_on(wave.next_status)


def tell_coordinators(wave, today):
    """Owe each coordinator one word a day about what keeps a wave from its step."""
    morning = datetime.combine(today, COORDINATORS_HEAR_AT, tzinfo=timezone.get_default_timezone())
    owe_many(
        coordinators_of(wave.program),
        "wave-blocked",
        about=wave,
        occurrence=today.isoformat(),
        due_at=morning,
    )


def coordinators_of(program):
    roles = program.roles.filter(role=ProgramRole.Role.COORDINATOR).select_related("person")
    return [role.person for role in roles]


def has_begun(wave, status):
    """Whether a wave has reached ``status`` in its life. A cancelled wave is taken to have reached all."""
    return wave.status == Status.CANCELLED or LIFE.index(wave.status) >= LIFE.index(status)


# --- the calendar of a wave ---------------------------------------------------------------------------------


def blocked_in(wave):
    """``{day: reason}`` of the days that a wave keeps free."""
    return dict(wave.blocked_days.values_list("day", "reason"))


def windows_of(wave):
    """The window of every session, as the set-up page shows them and sessions are planned."""
    return calendar.windows(calendar.plan_of(wave, blocked_in(wave)))


# --- where a wave stands, in words ------------------------------------------------------------------------


def line_of(wave):
    """Every status of a wave's life with its date, and whether it lies behind, is now, or is to come."""
    if wave.status == Status.CANCELLED:
        change = wave.history.filter(current=Status.CANCELLED).first()
        reached = LIFE.index(change.previous) if change else 0
    else:
        reached = LIFE.index(wave.status)
    return [
        {
            "label": status.label,
            "on": wave.begins_on(status) if status in wave.BEGINS_ON else None,
            "state": "done" if place < reached else "now" if place == reached else "ahead",
        }
        for place, status in enumerate(LIFE)
    ]


def forecast(wave, found, *, today):
    """What the clock does next, in one sentence."""
    if wave.next_status is None:
        return f"The wave is {wave.get_status_display().lower()}; the clock leaves it alone."
    verb = VERBS[wave.next_status][0].lower()
    due_on = wave.begins_on(wave.next_status)
    said = dates.day(due_on, today=today)
    if found:
        things = "one thing stands" if len(found) == 1 else f"{len(found)} things stand"
        if today >= due_on:
            return (
                f"The clock was to {verb} on {said}; {things} in the way. Coordinators hear of it once a day."
            )
        return f"On {said} the clock will {verb}, unless it still finds that {things} in the way."
    if today >= due_on:
        return f"The date to {verb}, {said}, has come; the clock does it within minutes."
    return f"On {said} the clock will {verb} by itself. You can do it earlier."


def history_of(wave):
    """Every step, newest first: what it became, by whom or by the clock, and why."""
    return [
        {
            "label": Status(change.current).label,
            "by": change.by or "the clock",
            "at": change.at,
            "reason": change.reason,
        }
        for change in wave.history.select_related("by")
    ]


# what may no longer change once a wave has reached a status
LOCKED_FROM = {
    Status.RECRUITING: ("applications_open_on",),
    Status.SELECTING: ("applications_close_on",),
    Status.PAIRING: ("selection_ends_on",),
    Status.PREPARING: ("pairs_announced_on", "capacity"),
    Status.RUNNING: (
        "launch_on",
        "sessions_start_on",
        "session_count",
        "session_minutes",
        "cadence_days",
        "preparation_minutes",
        "preparation_days_before",
    ),
    Status.REVIEWING: ("sessions_end_on", "coach_meetings"),
    Status.CLOSED: ("review_ends_on", "has_leaderboard"),
}


def locked_fields(wave):
    """The fields of a wave's plan that lie behind it."""
    return [name for status, names in LOCKED_FROM.items() if has_begun(wave, status) for name in names]


# --- what each step is called and does, for the page that asks for it -------------------------------------

VERBS = {
    Status.RECRUITING: ("Open applications", "Everybody in the directory can apply and enrol from then on."),
    Status.SELECTING: ("Close applications", "Nobody can apply any more; reviewing goes on."),
    Status.PAIRING: ("End the selection", "Those accepted are put forward for pairing."),
    Status.PREPARING: (
        "Start preparing",
        "Pairs that are published get ready; everybody is asked to accept the guidelines.",
    ),
    Status.RUNNING: (
        "Start the sessions",
        "Every pair gets its sessions planned and a calendar mail for each.",
    ),
    Status.REVIEWING: ("End the sessions", "Pairs are completed and the review begins."),
    Status.CLOSED: ("Close the wave", "The wave is kept as it is; nothing in it changes any more."),
    Status.CANCELLED: ("Cancel the wave", "Everybody who applied is told; what is planned is called off."),
}
