"""Sessions without a time: the nearest choice for each, and giving one its time (S1)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pairing.models import Pair
from programs.dates import day as day_of
from programs.lifecycle import NotAllowed
from programs.models import StatusChange, User, Wave
from programs.outbox import owe_many
from programs.words import listed

from .lifecycle import refuse_move
from .models import Session, UnplacedSession
from .nearest import longer, nearest
from .schedule import create_contents, diary_of, frame_of, wanted_of
from .wall_clock import local

MOST = 25  # rows of a page for which the nearest choice is looked up


@dataclass(frozen=True)
class Choice:
    """A time to offer and what taking it gives up, in words; empty when it gives up nothing."""

    starts_at: datetime
    gives_up: str


def choices(wave, unplaced, *, now, count=1):
    """``{key: [Choice …]}`` for the first rows of a wave, in as many statements as for one."""
    unplaced = unplaced[:MOST]
    pairs = list({row.pair_id: row.pair for row in unplaced}.values())
    if not pairs:
        return {}
    frame = frame_of(wave, now)
    wanted = {pair.pk: pair for pair in wanted_of(wave, pairs, longer(frame))}
    diary = diary_of(pairs, now)
    return {
        row.pk: [
            Choice(found.slot.starts_at, gives_up(found, row.pair, frame))
            for found in nearest(wanted[row.pair_id], row.number, frame, diary, count=count)
        ]
        for row in unplaced
    }


def gives_up(found, pair, frame):
    people = [each.given_name for each in (pair.mentor, pair.mentee) if each.pk in found.leaves_hours_of]
    said = []
    if people:
        said.append(f"outside the working hours of {listed(people)}")
    if found.is_late:
        said.append(f"after the last day of sessions, {day_of(frame.last_day, today=frame.last_day)}")
    return " and ".join(said)


@transaction.atomic
def give_time(unplaced, *, starts_at, place, by, now):
    """Book a session that had no time, with its agenda and both invitations; the row of it goes.

    Locked are the wave, as planning does, and both people, as moving does.
    """
    wave = Wave.objects.select_for_update().get(pk=unplaced.pair.wave_id)
    pairs = Pair.objects.select_related("mentor", "mentee", "wave")
    pair = pairs.select_for_update(of=("self",), no_key=True).get(pk=unplaced.pair_id)
    people = (pair.mentor, pair.mentee)
    list(User.objects.select_for_update().filter(pk__in=[each.pk for each in people]).order_by("pk"))
    is_waiting = UnplacedSession.objects.select_for_update().filter(pk=unplaced.pk).exists()
    if not is_waiting or pair.sessions.filter(number=unplaced.number).exists():
        raise NotAllowed("This session has a time by now.")
    session = Session(
        pair=pair, number=unplaced.number, time_zone=pair.mentee.time_zone, minutes=wave.session_minutes
    )
    refuse_move(session, starts_at, now)
    session.local_date, session.local_time = local(starts_at, session.time_zone)
    session.starts_at = starts_at
    session.place = place
    session.topic = topic_of(wave, session.number)
    session.save()
    StatusChange.objects.create(subject=session, previous="", current=session.status, by=by)
    create_contents(wave, [session])
    UnplacedSession.objects.filter(pk=unplaced.pk).delete()
    owe_many(people, "session-planned", about=session, due_at=now)
    return session


def topic_of(wave, number):
    return wave.curriculum.filter(number=number).values_list("topic", flat=True).first() or ""
