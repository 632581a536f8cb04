"""The mentee's home: what is next, the small things before it, how far the pair has come."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from pairing.models import Pair
from programs.home_cards import cards_for
from programs.models import Wave
from programs.words import spelled

from .access import can_read_agenda
from .models import Reading, Session

TAP = 10  # seconds that a confirmation takes
READING_SHOWN = 3


@dataclass(frozen=True)
class Greeting:
    """Good morning, and how much is asked before when."""

    words: str
    lede: str


def pairs_of(user, role):
    """The pairs a person takes part in, the one to show first at the front.

    Those of the side they chose in the account menu, or else as mentor; running waves before others.
    """
    order = Case(
        When(wave__status=Wave.Status.RUNNING, then=Value(0)),
        When(wave__status__in=(Wave.Status.CLOSED, Wave.Status.CANCELLED), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    pairs = list(
        Pair.objects.of_person(user)
        .exclude(status=Pair.Status.ENDED)
        .with_people()
        .order_by(order, "-wave__sessions_start_on", "pk")
    )
    side = "mentee" if role == "mentee" else "mentor"
    preferred = [pair for pair in pairs if getattr(pair, f"{side}_id") == user.pk]
    return preferred or pairs


def home_of_mentee(pair, user, now):
    """Everything on the mentee's page, in a handful of statements."""
    sessions = list(Session.objects.filter(pair=pair).order_by("starts_at", "pk"))
    for session in sessions:
        session.pair = pair
    upcoming = next_session(sessions, now)
    to_confirm = [
        session
        for session in sessions
        if session.status == Session.Status.HELD and session.mentee_confirmed_at is None
    ]
    readings = unread(pair, upcoming)
    cards = cards_for(user, now)
    confirms_time = bool(upcoming and upcoming.status == Session.Status.PLANNED)
    things = len(readings) + len(cards) + len(to_confirm) + confirms_time
    seconds = (
        sum(60 * reading.minutes for reading in readings)
        + sum(card.seconds for card in cards)
        + TAP * (len(to_confirm) + confirms_time)
    )
    held = sum(session.status == Session.Status.HELD for session in sessions)
    return {
        "pair": pair,
        "greeting": greeting(user, things, seconds, upcoming, now),
        "next": upcoming,
        "place": upcoming.place_for(user) if upcoming else "",
        "moved_from": moved_from(upcoming),
        "agenda": list(upcoming.agenda.all()) if upcoming and can_read_agenda(user, upcoming) else [],
        "is_today": bool(upcoming and timezone.localdate(upcoming.starts_at) == timezone.localdate(now)),
        "to_confirm": to_confirm[:1],
        "cards": cards,
        "readings": readings[:READING_SHOWN],
        "held": held,
        "total": max(len(sessions), pair.wave.session_count),
        "progress": progress_said(held, pair.wave.session_count),
        "sessions": sessions,
        "now": now,
    }


def progress_said(held, total):
    return f"{spelled(held).capitalize()} of {spelled(total)} sessions done"


def next_session(sessions, now):
    """The first one still to come, or the one under way."""
    return next((session for session in sessions if session.is_booked and session.ends_at > now), None)


def unread(pair, upcoming):
    """What is still to be read up to the next session; later readings keep until then."""
    if upcoming is None:
        return []
    readings = Reading.objects.filter(session__pair=pair, session__number__lte=upcoming.number, read_at=None)
    return list(readings.exclude(session__status=Session.Status.CANCELLED).order_by("session__number", "pk"))


def moved_from(session):
    """Where a session stood before, until the new time is confirmed."""
    if session is None or not session.times_moved or session.status != Session.Status.PLANNED:
        return None
    last = session.moves.first()
    return last.previous_start if last else None


def greeting(user, things, seconds, upcoming, now):
    hour = timezone.localtime(now).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return Greeting(f"Good {part}, {user.given_name}", lede(things, seconds, upcoming, now))


def lede(things, seconds, upcoming, now):
    """Two small things before Thursday, under three minutes."""
    before = f" before {day_word(upcoming, now)}" if upcoming else ""
    if not things:
        return f"Nothing{before or ' for you to do'}."
    noun = "small thing" if things == 1 else "small things"
    minutes = -(-seconds // 60)
    time = "a minute" if minutes <= 1 else f"{spelled(minutes)} minutes"
    return f"{spelled(things).capitalize()} {noun}{before}, under {time}."


def day_word(session, now):
    """Thursday within a week, else October 15."""
    day, today = timezone.localdate(session.starts_at), timezone.localdate(now)
    if day == today:
        return "your session"
    if (day - today).days == 1:
        return "tomorrow"
    return f"{day:%A}" if (day - today).days < 7 else f"{day:%B} {day.day}"
