from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from programs import outbox
from programs.models import Notice
from sessions.calendar import invitation, published
from sessions.lifecycle import cancel_session, move_session
from sessions.models import Session

from .factories import make_session

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def only_event(content):
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    return calendar, events[0]


def test_an_invitation_reads_back_as_what_was_meant():
    session = make_session(on=date(2026, 9, 24), at=time(10), minutes=45, topic="Secret topic")

    calendar, event = only_event(invitation(session, session.pair.mentee, now=NOW))

    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == session.uid
    assert (event["SEQUENCE"], event["CLASS"], event["SUMMARY"]) == (0, "PRIVATE", "Mentoring session")
    assert event.start == session.starts_at
    assert event.end == session.ends_at
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert [zone.tz_name for zone in calendar.timezones] == ["America/New_York"]


def test_an_entry_fetched_from_the_page_is_the_invitations_and_invites_nobody(client):
    session = make_session(on=date(2030, 9, 24), topic="Secret topic")
    client.force_login(session.pair.mentee)

    answer = client.get(reverse("session_calendar", args=[session.pk]))

    calendar, event = only_event(answer.content)
    assert (calendar["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", session.uid, 0)
    assert (event["SUMMARY"], event["CLASS"], event["STATUS"]) == (
        "Mentoring session",
        "PRIVATE",
        "CONFIRMED",
    )
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert "ATTENDEE" not in event
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Content-Disposition"] == 'attachment; filename="session.ics"'
    assert answer["Cache-Control"] == "no-store"
    for secret in (session.pair.mentor.family_name, session.pair.mentee.family_name, "Secret topic"):
        assert secret not in answer.content.decode()


def test_the_page_of_a_session_to_come_offers_its_entry(client):
    session = make_session(on=date(2030, 9, 24))
    url = reverse("session_calendar", args=[session.pk])

    for person in (session.pair.mentor, session.pair.mentee, session.pair.coach):
        client.force_login(person)
        assert f'href="{url}"' in client.get(session.get_absolute_url()).content.decode()


def test_a_session_called_off_is_called_off_in_the_entry_too():
    session = make_session(on=date(2030, 9, 24), status=Session.Status.CANCELLED)

    _, event = only_event(published(session, now=NOW))

    assert event["STATUS"] == "CANCELLED"


def test_an_entry_names_nobody_but_its_reader():
    session = make_session(topic="Secret topic")

    content = invitation(session, session.pair.mentee, now=NOW).decode()

    for secret in (session.pair.mentor.family_name, session.pair.mentor.email, "Secret topic", "LOCATION"):
        assert secret not in content


NASTY = st.text(
    alphabet=st.sampled_from(list("\r\n;,:\"'\\^=") + list("BEGIN:VALARM\u2028\x00é ")), max_size=30
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_name=NASTY, family_name=NASTY, place=NASTY)
def test_names_and_places_cannot_add_lines(given_name, family_name, place, db):
    session = unsaved_session()
    session.pair.mentee.given_name, session.pair.mentee.family_name = given_name, family_name
    session.pair.mentor_shows_name = session.pair.mentee_shows_name = True
    session.place = place

    calendar, event = only_event(invitation(session, session.pair.mentee, now=NOW))

    expected = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "ORGANIZER"}
    assert set(event) - {"LOCATION"} == expected | {"ATTENDEE"}
    assert str(event["ATTENDEE"]) == f"mailto:{session.pair.mentee.email}"
    assert {component.name for component in calendar.walk()} <= {
        "VCALENDAR",
        "VEVENT",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
    }


def unsaved_session():
    """A session with people that touches no table."""
    from pairing.models import Pair
    from programs.models import User

    mentor = User(pk=1, email="a@northmoor.example")
    mentee = User(pk=2, email="b@northmoor.example")
    return Session(
        pk=3,
        pair=Pair(pk=4, mentor=mentor, mentee=mentee),
        local_date=date(2026, 9, 24),
        local_time=time(10),
        time_zone="America/Chicago",
        starts_at=datetime(2026, 9, 24, 15, tzinfo=UTC),
        minutes=60,
    )


def sent(mailoutbox):
    """What the calendar parts of the mails say, in the order sent."""
    outbox.sweep()
    found = []
    for mail in mailoutbox:
        for part in mail.message().walk():
            if part.get_content_type() == "text/calendar":
                calendar, event = only_event(part.get_payload(decode=True))
                assert part.get_param("method") == calendar["METHOD"]
                found.append((calendar["METHOD"], str(event["UID"]), event["SEQUENCE"], event.start))
    return found


def test_moving_and_cancelling_speak_of_the_same_entry_with_a_rising_sequence(mailoutbox):
    session = make_session(on=date(2030, 9, 24))
    later = datetime(2030, 9, 26, 15, tzinfo=UTC)

    move_session(session, starts_at=later, by=session.pair.mentor, now=NOW)
    first = sent(mailoutbox)
    cancel_session(session, by=session.pair.mentor, now=NOW)
    both = sent(mailoutbox)

    assert first == [("REQUEST", session.uid, 1, later)] * 2
    assert both[2:] == [("CANCEL", session.uid, 2, later)] * 2


def test_a_message_overtaken_by_a_later_step_is_not_sent(mailoutbox):
    session = make_session(on=date(2030, 9, 24))
    move_session(session, starts_at=datetime(2030, 9, 26, 15, tzinfo=UTC), by=None, now=NOW)
    move_session(session, starts_at=datetime(2030, 9, 27, 15, tzinfo=UTC), by=None, now=NOW)

    assert {sequence for _, _, sequence, _ in sent(mailoutbox)} == {2}
    assert Notice.objects.filter(delivery=Notice.Delivery.DROPPED).count() == 2


@settings(deadline=None, max_examples=50)
@given(order=st.permutations(range(5)))
def test_a_client_ends_with_the_right_entry_in_whatever_order_mails_come(order):
    """A model of a calendar program: it keeps, for each UID, the message with the highest SEQUENCE."""
    session = unsaved_session()
    messages = []
    for sequence in range(5):
        session.sequence = sequence
        method = "CANCEL" if sequence == 4 else "REQUEST"
        messages.append(invitation(session, session.pair.mentee, now=NOW, method=method))
    kept = {}

    for index in order:
        calendar, event = only_event(messages[index])
        if event["SEQUENCE"] >= kept.get(str(event["UID"]), (-1,))[0]:
            kept[str(event["UID"])] = (event["SEQUENCE"], calendar["METHOD"])

    assert kept == {session.uid: (4, "CANCEL")}
