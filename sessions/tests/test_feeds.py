"""The private calendar: whom it shows what, how its address dies, what a calendar makes of our messages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sessions.calendar import invitation
from sessions.feeds import feed_of, owner_of, renew, take_down, token_of
from sessions.lifecycle import cancel_session, move_session
from sessions.models import CalendarFeed

from .factories import make_checkin, make_session

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(on=date(2026, 9, 15), place="Room 12")


def entries_of(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def token_for(person):
    renew(person, now=NOW)
    return token_of(CalendarFeed.objects.get(person=person))


def at(token):
    return reverse("calendar_feed", args=[token])


def test_it_is_fetched_without_signing_in_and_names_nobody(session, client):
    pair = session.pair
    answer = client.get(at(token_for(pair.mentee)))

    assert answer["Content-Type"].startswith("text/calendar") and "no-store" in answer["Cache-Control"]
    (entry,) = entries_of(answer.content)
    assert (entry["summary"], entry["class"]) == ("Mentoring session", "PRIVATE")
    assert entry["dtstart"].dt == session.starts_at and "VTIMEZONE" in answer.content.decode()
    for person in (pair.mentor, pair.mentee, pair.coach):
        assert person.family_name not in answer.content.decode()


def test_everybody_has_their_own(session):
    other = make_session(on=date(2026, 9, 16))
    make_checkin(pair=session.pair, planned_on=date(2026, 9, 20))
    call = {"Coach check-in"}

    def titles(person):
        return [str(entry["summary"]) for entry in entries_of(feed_of(person, now=NOW))]

    assert len(titles(session.pair.mentor)) == len(titles(other.pair.mentee)) == 1
    assert set(titles(session.pair.coach)) == call | {"Mentoring session"}
    assert titles(make_session().pair.mentee) == ["Mentoring session"]


def test_what_is_called_off_is_gone_from_it(session):
    cancel_session(session, by=session.pair.mentor, now=NOW)

    assert entries_of(feed_of(session.pair.mentee, now=NOW)) == []


@pytest.mark.parametrize("how", ["renewed", "taken down", "left", "tampered", "key gone"])
def test_an_address_dies(session, client, how, settings):
    person = session.pair.mentee
    token = token_for(person)
    if how == "renewed":
        renew(person, now=NOW)
    elif how == "taken down":
        take_down(person)
    elif how == "left":
        person.is_active = False
        person.save()
    elif how == "tampered":
        token = token[:-3] + "abc"
    else:
        settings.SECRET_KEY = "another key, which the address was not signed with"

    assert client.get(at(token)).status_code == 404


def test_the_nonce_alone_opens_nothing_and_a_new_key_keeps_old_addresses(session, settings):
    person = session.pair.mentee
    token = token_for(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next one, long enough to be a key of its own"

    assert owner_of(token) == person
    assert owner_of(CalendarFeed.objects.get().nonce) is None


def test_one_makes_renews_and_takes_it_down_oneself(session, client):
    person = session.pair.mentor
    client.force_login(person)
    page = reverse("my_calendar")
    assert "You have no address yet" in client.get(page).content.decode()
    client.post(page, {"do": "renew"})
    first = token_of(CalendarFeed.objects.get())
    assert at(first) in client.get(page).content.decode()
    client.post(page, {"do": "renew"})
    assert at(first) not in client.get(page).content.decode()
    client.post(page, {"do": "take_down"})
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_number_of_statements_does_not_grow(number, django_assert_num_queries):
    first = make_session(on=date(2026, 9, 15))
    for other in range(2, number + 1):
        make_session(pair=first.pair, number=other, on=date(2026, 9, 15) + timedelta(days=other))

    with django_assert_num_queries(2):
        assert len(entries_of(feed_of(first.pair.mentor, now=NOW))) == number


# --- what calendar programs make of our messages (FAULTS 62) --------------------------------------------


class ModelClient:
    """A calendar program by RFC 5546: one entry for a UID, the highest SEQUENCE wins, a cancelled one goes"""

    def __init__(self):
        self.known = {}

    def take(self, content):
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        uid, sequence = str(event["uid"]), int(event["sequence"])
        if uid in self.known and self.known[uid][0] >= sequence:
            return
        gone = str(calendar["method"]) == "CANCEL"
        self.known[uid] = (sequence, None if gone else (event["dtstart"].dt, str(event.get("location", ""))))

    def entries(self):
        return {uid: what for uid, (_, what) in self.known.items() if what}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_order_a_calendar_ends_as_ours(db, data):
    """Moves, another room, calling off and booking anew, delivered in any order and some of them twice."""
    session = make_session(on=date(2026, 9, 15))
    messages = [invitation(session, session.pair.mentee, now=NOW)]
    for number, step in enumerate(data.draw(st.lists(st.sampled_from(["move", "room", "off"]), max_size=5))):
        if step == "off" and session.is_booked:
            session = cancel_session(session, by=session.pair.mentor, now=NOW)
            messages.append(invitation(session, session.pair.mentee, now=NOW, method="CANCEL"))
            continue
        later = datetime(2026, 9, 15, 14, tzinfo=UTC) + timedelta(weeks=number)
        starts_at = session.starts_at if step == "room" and session.is_booked else later
        place = f"Room {number + 2}"
        session = move_session(session, starts_at=starts_at, place=place, by=session.pair.mentor, now=NOW)
        messages.append(invitation(session, session.pair.mentee, now=NOW))
    order = data.draw(st.permutations(messages + messages[:2]))

    client = ModelClient()
    for message in order:
        client.take(message)

    # the place stands in it for pairs that show their names alone
    ours = {session.uid: session.starts_at} if session.is_booked else {}
    assert {uid: when for uid, (when, _) in client.entries().items()} == ours
