"""Sessions in the database: planned for all pairs of a wave at once, and free times for moving one.

The planning itself is pure (`planning.py`); here the people, their half days and what they have on already
are read in a handful of statements, and the plan is written all or nothing.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pairing.models import Pair
from programs import calendar, dates
from programs.models import Application, CurriculumSession, Wave
from programs.outbox import owe_all
from programs.waves import blocked_in

from . import planning
from .models import AgendaItem, CoachCheckin, Reading, Session, UnplacedSession
from .wall_clock import local

log = logging.getLogger(__name__)
BY_VIDEO = "Video call"
NOTICE = timedelta(days=1)  # nobody is invited for today
COUNTING = (*Session.BOOKED, Session.Status.HELD)  # the sessions that others must not overtake
LONGEST = timedelta(hours=4)  # the model allows no longer session
WEEKS_TO_SEARCH = 6


def plan_wave(wave, *, now):
    """Sessions, agendas, readings and coach check-ins for every active pair of a wave."""
    return plan_pairs(wave, wave.pairs.filter(status=Pair.Status.ACTIVE), now=now)


@transaction.atomic
def plan_pairs(wave, pairs, *, now):
    """Plan what these pairs have no session for yet; doing it again changes nothing.

    Answers the plan. What found no place is kept with its reason and shown on the schedule.
    """
    # two publications at once must see each other's bookings
    Wave.objects.select_for_update().get(pk=wave.pk)
    # and a pair that concludes meanwhile waits, to find its dates and call them off
    pairs = list(
        pairs.select_related("mentor", "mentee").select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    frame = frame_of(wave, now)
    wanted = wanted_of(wave, pairs, frame)
    plan = planning.plan(wanted, frame, diary_of(pairs, now))
    sessions = create_sessions(wave, plan, {pair.pk: pair for pair in pairs})
    create_contents(wave, sessions)
    create_checkins(wave, wanted, frame)
    create_unplaced(plan)
    forget_unplaced(sessions)
    promises = [
        (person_id, session)
        for session in sessions
        for person_id in (session.pair.mentor_id, session.pair.mentee_id)
    ]
    owe_all("session-planned", promises, due_at=now)
    return plan


def frame_of(wave, now):
    """The wave's windows, and the first day that can be booked: never before tomorrow."""
    return planning.Frame(
        plan=calendar.plan_of(wave, blocked_in(wave)),
        first_day=max(wave.sessions_start_on, timezone.localdate(now) + NOTICE),
        minutes=wave.session_minutes,
    )


def wanted_of(wave, pairs, frame):
    """The pairs as plain data, with the numbers of the sessions they lack."""
    present = defaultdict(dict)
    sessions = Session.objects.filter(pair__in=pairs)
    for pair_id, number, status, day in sessions.values_list("pair", "number", "status", "local_date"):
        present[pair_id][number] = day if status in COUNTING else None
    half_days = half_days_of(wave, pairs)
    everything = range(1, wave.session_count + 1)
    return [
        planning.Pair(
            pk=pair.pk,
            mentor=person_of(pair.mentor, half_days),
            mentee=person_of(pair.mentee, half_days),
            numbers=tuple(number for number in everything if number not in present[pair.pk]),
            coach=None if present[pair.pk] else pair.coach_id,
            booked={number: day for number, day in present[pair.pk].items() if day},
            days_off=frozenset(calendar.days_off(frame.first_day, frame.last_day, states_of(pair))),
        )
        for pair in pairs
    ]


def states_of(pair):
    """The states whose holidays a pair keeps: where the two work."""
    places = (pair.mentor.location, pair.mentee.location)
    return tuple(sorted({state for place in places if (state := calendar.state_of(place))}))


def half_days_of(wave, pairs):
    people = [person_id for pair in pairs for person_id in (pair.mentor_id, pair.mentee_id)]
    applications = Application.objects.filter(wave=wave, person__in=people)
    return dict(applications.values_list("person", "suitable_hours"))


def person_of(person, half_days):
    return planning.Person(person.pk, person.time_zone, frozenset(half_days.get(person.pk, ())))


def diary_of(pairs, now, *, without=None):
    """What the people of these pairs have booked already, in any wave."""
    people = {person_id for pair in pairs for person_id in (pair.mentor_id, pair.mentee_id)}
    booked = Session.objects.booked().filter(starts_at__gt=now - LONGEST).exclude(pk=without)
    return planning.Diary(
        (person_id, session.starts_at, session.ends_at)
        for session in booked.with_member_in(people).select_related("pair")
        for person_id in (session.pair.mentor_id, session.pair.mentee_id)
        if person_id in people
    )


def create_sessions(wave, plan, pairs):
    """One row for each session that found its place."""
    topics = dict(CurriculumSession.objects.filter(wave=wave).values_list("number", "topic"))
    return Session.objects.bulk_create(
        Session(
            pair=pairs[placed.pair],
            number=placed.number,
            local_date=placed.slot.on,
            local_time=placed.slot.at,
            time_zone=pairs[placed.pair].mentee.time_zone,
            starts_at=placed.slot.starts_at,
            minutes=wave.session_minutes,
            place=usual_place(pairs[placed.pair]),
            topic=topics.get(placed.number, ""),
        )
        for placed in plan.placed
    )


def usual_place(pair):
    """The mentee's office, said by an empty place; a call when the two sit in different towns."""
    return "" if pair.mentor.location == pair.mentee.location else BY_VIDEO


def create_contents(wave, sessions):
    """Agenda and reading to start from, as the curriculum has them."""
    curriculum = {entry.number: entry for entry in CurriculumSession.objects.filter(wave=wave)}
    agenda, readings = [], []
    for session in sessions:
        if entry := curriculum.get(session.number):
            agenda += agenda_from(entry, session)
            if entry.reading_title:
                readings.append(
                    Reading(
                        session=session,
                        title=entry.reading_title,
                        url=entry.reading_url,
                        minutes=entry.reading_minutes or 5,
                    )
                )
    AgendaItem.objects.bulk_create(agenda)
    Reading.objects.bulk_create(readings)


def agenda_from(entry, session):
    return [
        AgendaItem(session=session, position=position, minutes=minutes, title=title)
        for position, (minutes, title) in enumerate(entry.recipe, start=1)
    ]


def create_checkins(wave, wanted, frame):
    """The coach's meetings with each mentor, spread over the run."""
    CoachCheckin.objects.bulk_create(
        (
            CoachCheckin(pair_id=pair_id, coach_id=coach_id, planned_on=day)
            for pair_id, coach_id, day in planning.plan_checkins(wanted, frame, wave.coach_meetings)
        ),
        ignore_conflicts=True,
    )


def create_unplaced(plan):
    for unplaced in plan.unplaced:
        log.warning("Session %s of pair %s not placed: %s", unplaced.number, unplaced.pair, unplaced.reason)
    UnplacedSession.objects.bulk_create(
        (
            UnplacedSession(pair_id=left.pair, number=left.number, reason=left.reason)
            for left in plan.unplaced
        ),
        update_conflicts=True,
        unique_fields=["pair", "number"],
        update_fields=["reason"],
    )


def forget_unplaced(sessions):
    """What has a time now is not left out any more."""
    found = {(session.pair_id, session.number) for session in sessions}
    left = UnplacedSession.objects.filter(pair__in={pair for pair, _ in found})
    placed = [pk for pk, *which in left.values_list("pk", "pair", "number") if tuple(which) in found]
    UnplacedSession.objects.filter(pk__in=placed).delete()


# --- moving one -----------------------------------------------------------------------------------------


def clashing(session, starts_at):
    """Another session of either person that lies across this time, or None."""
    ends_at = starts_at + timedelta(minutes=session.minutes)
    near = (
        Session.objects.booked()
        .with_member_in((session.pair.mentor_id, session.pair.mentee_id))
        .filter(starts_at__lt=ends_at, starts_at__gt=starts_at - LONGEST)
        .exclude(pk=session.pk)
    )
    return next((other for other in near if other.ends_at > starts_at), None)


def days_off(pair, first, last):
    """``{day: name}`` of the days between two dates on which a pair does not meet, weekends aside."""
    return calendar.days_off(first, last, states_of(pair)) | {
        day: reason for day, reason in blocked_in(pair.wave).items() if first <= day <= last
    }


def why_off(session, starts_at):
    """What keeps a pair from meeting on the day of this time, in a sentence; empty when nothing does."""
    day, _ = local(starts_at, session.time_zone)
    name = days_off(session.pair, day, day).get(day)
    return f"Nobody meets on {dates.day(day, today=day)}: {name}. Choose another day." if name else ""


def free_slots(session, *, now, count=3):
    """``count`` times that suit both, on different days: soon, and at the usual hour where it is free.

    They keep the order of the pair's sessions; only when there are too few, they go beyond the next one.
    """
    pair = session.pair
    half_days = half_days_of(pair.wave, [pair])
    wanted = planning.Pair(
        pair.pk, person_of(pair.mentor, half_days), person_of(pair.mentee, half_days), (session.number,)
    )
    diary = diary_of([pair], now)
    _, usual = local(session.starts_at, pair.mentee.time_zone)
    found = []
    for days in days_to_search(session, timezone.localdate(now) + NOTICE):
        slots = [planning.first_slot(wanted, session.minutes, diary, [day], usual) for day in days]
        found += sorted(filter(None, slots), key=lambda slot: not slot[1])[: count - len(found)]
    return sorted(slot.starts_at for slot, _ in found)


def days_to_search(session, tomorrow):
    """The days of some weeks on which the pair may meet: those before its next session, and those after."""
    others = Session.objects.filter(pair=session.pair_id, status__in=COUNTING).exclude(pk=session.pk)
    days = dict(others.values_list("number", "local_date"))
    earlier = [day + NOTICE for number, day in days.items() if number < session.number]
    later = [day for number, day in days.items() if number > session.number]
    first = max(tomorrow, session.local_date - timedelta(days=3), *earlier)
    last = first + timedelta(weeks=WEEKS_TO_SEARCH)
    off = days_off(session.pair, first, last)
    possible = [day for day in calendar.span(first, last) if calendar.is_open(day, off)]
    following = min(later, default=last)
    return (
        [day for day in possible if day < following],
        [day for day in possible if day > following],
    )
