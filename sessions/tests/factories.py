"""Makes sessions, notes and check-ins; builds on pairs."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pairing.tests.factories import make_pair
from sessions.models import CoachCheckin, Message, Session, SessionNote, SessionSummary


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
    facts = {"session": session, "author": session.pair.mentor, "did": "Read one feed together.", **facts}
    if facts.get("posted_at"):
        facts.setdefault("promised", facts.get("sharing", SessionNote.Sharing.PAIR))
    return SessionNote.objects.create(**facts)


def make_summary(*, session=None, **facts):
    """Written by the mentor and put to the mentee."""
    session = session or make_session(status=Session.Status.HELD)
    at = datetime(2026, 9, 16, 9, tzinfo=UTC)
    facts = {"text": "We read one feed together.", "written_at": at, "mentor_agreed_at": at, **facts}
    return SessionSummary.objects.create(session=session, **facts)


def message_with_file(pair):
    """A message of the mentor, with a file."""
    message = Message.objects.create(pair=pair, by=pair.mentor, text="Look at this.", at=datetime.now(UTC))
    file = message.files.create(name="claim.pdf", size=7, content=b"%PDF-1.")
    return {"message": message, "file": file}


def make_checkin(*, pair=None, **facts):
    pair = pair or make_pair()
    return CoachCheckin.objects.create(
        **{"pair": pair, "coach": pair.coach, "planned_on": date(2026, 9, 18), **facts}
    )
