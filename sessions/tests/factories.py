"""Makes sessions, notes and check-ins; builds on pairs."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pairing.tests.factories import make_pair
from sessions.models import CoachCheckin, Session, SessionNote


def make_session(
    *, pair=None, number=1, on=date(2026, 9, 15), at=time(10, 0), time_zone="America/New_York", **facts
):
    starts_at = datetime.combine(on, at, ZoneInfo(time_zone)).astimezone(UTC)
    return Session.objects.create(
        **{
            "pair": pair or make_pair(),
            "number": number,
            "local_date": on,
            "local_time": at,
            "time_zone": time_zone,
            "starts_at": starts_at,
            "minutes": 60,
            "topic": "First steps",
            **facts,
        }
    )


def make_note(*, session=None, **facts):
    session = session or make_session(status=Session.Status.HELD)
    return SessionNote.objects.create(
        **{"session": session, "author": session.pair.mentor, "did": "Read one feed together.", **facts}
    )


def make_checkin(*, pair=None, **facts):
    pair = pair or make_pair()
    return CoachCheckin.objects.create(
        **{"pair": pair, "coach": pair.coach, "planned_on": date(2026, 9, 18), **facts}
    )
