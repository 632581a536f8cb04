"""Sessions in the database: planned for all pairs of a wave at once, and free times for moving one.

The planning itself is pure (`planning.py`); here the people, their half days and what they have on already
are read in a handful of statements, and the plan is written all or nothing.
"""

import logging
from collections import defaultdict
from datetime import timedelta
from functools import cache

import holidays
from django.db import transaction
from django.utils import timezone

from pairing.models import Pair
from programs.models import Application, BlockedDay, CurriculumSession, Wave
from programs.outbox import owe_all

from . import planning
from .models import AgendaItem, CoachCheckin, Reading, Session, UnplacedSession
from .wall_clock import local

log = logging.getLogger(__name__)
COUNTRY = "US"
BY_VIDEO = "Video call"
NOTICE = timedelta(days=1)  # nobody is invited for today
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
    wanted = wanted_of(wave, pairs)
    plan = planning.plan(wanted, frame, diary_of(pairs, now))
    sessions = create_sessions(wave, plan, {pair.pk: pair for pair in pairs})
    create_contents(wave, sessions)
    create_checkins(wave, wanted, frame)
    create_unplaced(plan)
    promises = [
        (person_id, session)
        for session in sessions
        for person_id in (session.pair.mentor_id, session.pair.mentee_id)
    ]
    owe_all("session-planned", promises, due_at=now)
    return plan


def frame_of(wave, now):
    """The days on which sessions of the wave may lie: never before tomorrow."""
    first_day = max(wave.sessions_start_on, timezone.localdate(now) + NOTICE)
    return planning.Frame(
        first_day=first_day,
        last_day=wave.sessions_end_on,
        minutes=wave.session_minutes,
        cadence_days=wave.cadence_days,
        days_off=days_off(wave, first_day.year, max(wave.sessions_end_on.year, first_day.year)),
    )


def days_off(wave, first_year, last_year):
    """National holidays and the days that the wave keeps free."""
    blocked = BlockedDay.objects.filter(wave=wave).values_list("day", flat=True)
    return frozenset(blocked) | national_holidays(first_year, last_year)


@cache
def national_holidays(first_year, last_year):
    return frozenset(holidays.country_holidays(COUNTRY, years=range(first_year, last_year + 1)))


def wanted_of(wave, pairs):
    """The pairs as plain data, with the numbers of the sessions they lack."""
    present = defaultdict(set)
    for pair_id, number in Session.objects.filter(pair__in=pairs).values_list("pair", "number"):
        present[pair_id].add(number)
    half_days = half_days_of(wave, pairs)
    everything = range(1, wave.session_count + 1)
    return [
        planning.Pair(
            pk=pair.pk,
            mentor=person_of(pair.mentor, half_days),
            mentee=person_of(pair.mentee, half_days),
            numbers=tuple(number for number in everything if number not in present[pair.pk]),
            coach=None if present[pair.pk] else pair.coach_id,
        )
        for pair in pairs
    ]


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
    until = frame.first_day + timedelta(days=wave.cadence_days * wave.session_count)
    CoachCheckin.objects.bulk_create(
        (
            CoachCheckin(pair_id=pair_id, coach_id=coach_id, planned_on=day)
            for pair_id, coach_id, day in planning.plan_checkins(wanted, frame, wave.coach_meetings, until)
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


def free_slots(session, *, now, count=3):
    """The next ``count`` times that suit both, on different days: the usual hour first."""
    wave, pair = session.pair.wave, session.pair
    half_days = half_days_of(wave, [pair])
    wanted = planning.Pair(
        pair.pk, person_of(pair.mentor, half_days), person_of(pair.mentee, half_days), (session.number,)
    )
    first_day = max(timezone.localdate(now) + NOTICE, session.local_date - timedelta(days=3))
    last_day = first_day + timedelta(weeks=WEEKS_TO_SEARCH)
    diary = diary_of([pair], now)
    found = []
    while len(found) < count and first_day <= last_day:
        frame = planning.Frame(
            first_day, last_day, session.minutes, 14, days_off(wave, first_day.year, last_day.year)
        )
        _, usual = local(session.starts_at, pair.mentee.time_zone)
        best = planning.nearest_slot(
            wanted, frame, diary, first_day, usual, after=first_day - timedelta(days=1), cadence=14
        )
        if best is None:
            break
        found.append(best[0].starts_at)
        first_day = best[0].on + timedelta(days=1)
    return found
