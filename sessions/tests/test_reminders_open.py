"""Texts to read and check-ins due: once, in time, in the reader's zone, and not when the reason has gone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pairing.models import Pair
from programs import outbox
from programs.mail import write
from programs.models import Notice, Preferences
from programs.upcoming import groups
from sessions.models import Reading, Session
from sessions.reminders import (
    owe_agenda_reminders,
    owe_checkin_reminders,
    owe_reading_reminders,
    owe_week_reminders,
)
from sessions.tests.factories import make_checkin, make_session

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 15, 14, tzinfo=UTC)  # ten in New York
DAY = timedelta(days=1)
EIGHT = datetime(2026, 9, 18, 12, tzinfo=UTC)  # in New York, on the day of the check-in


@pytest.fixture(autouse=True)
def nobody_is_silent_yet(monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda *args: None)


@pytest.fixture
def session():
    session = make_session(on=date(2026, 9, 15), at=time(10))
    Reading.objects.create(session=session, title="A claim, filed on a phone")
    return session


def owed(kind):
    return list(Notice.objects.filter(kind=kind).values_list("recipient", "occurrence"))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (3 * DAY + timedelta(seconds=1), 0),
        (3 * DAY, 1),
        (2 * DAY, 1),
        (timedelta(hours=27), 1),
        (DAY, 0),  # the word of the day before says it too
        (-DAY, 0),
    ],
)
def test_the_mentee_hears_of_unread_texts_three_days_before(session, before, expected):
    assert owe_reading_reminders(START - before) == expected
    assert owe_reading_reminders(START - before) == 0

    assert owed("reading-waiting") == [(session.pair.mentee_id, "")] * expected


def test_in_the_zone_of_the_reader_over_a_change_of_the_clocks():
    """Ten on Tuesday after the clocks went back is announced at ten on the Saturday before: 73 hours."""
    session = make_session(on=date(2026, 11, 3), at=time(10))
    Reading.objects.create(session=session, title="x")

    assert owe_reading_reminders(session.starts_at - timedelta(hours=73, seconds=1)) == 0
    assert owe_reading_reminders(session.starts_at - timedelta(hours=73)) == 1


@pytest.mark.parametrize("change", ["read", "cancelled", "paused", "none to read"])
def test_not_when_the_reason_has_gone(session, change):
    owe_reading_reminders(START - 3 * DAY)
    notice = Notice.objects.get()
    assert write(notice, START - 3 * DAY) is not None

    if change == "read":
        session.readings.update(read_at=START)
    elif change == "none to read":
        session.readings.all().delete()
    elif change == "cancelled":
        Session.objects.update(status="cancelled")
    else:
        Pair.objects.update(status=Pair.Status.PAUSED)

    assert write(notice, START - 3 * DAY) is None
    Notice.objects.all().delete()
    assert owe_reading_reminders(START - 3 * DAY) == 0


def test_a_moved_session_brings_no_second_word_about_the_same_texts(session):
    owe_reading_reminders(START - 3 * DAY)
    Session.objects.update(starts_at=START + 7 * DAY, sequence=1)

    assert owe_reading_reminders(START + 4 * DAY) == 0


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (7 * DAY + timedelta(seconds=1), 0),
        (7 * DAY, 2),
        (6 * DAY + timedelta(hours=1), 2),
        (6 * DAY, 0),  # the clock was away for a day: it is no longer a week
        (-DAY, 0),
    ],
)
def test_both_hear_of_a_session_a_week_before(session, before, expected):
    assert owe_week_reminders(START - before) == expected
    assert owe_week_reminders(START - before) == 0

    people = [(session.pair.mentor_id, "0"), (session.pair.mentee_id, "0")]
    assert sorted(owed("session-in-a-week")) == sorted(people[:expected])


def test_a_session_that_moved_is_told_a_week_before_its_new_time(session):
    owe_week_reminders(START - 7 * DAY)
    Session.objects.update(starts_at=START + 7 * DAY, sequence=1)

    assert owe_week_reminders(START) == 2
    assert write(Notice.objects.filter(occurrence="0").first(), START) is None
    assert write(Notice.objects.filter(occurrence="1").first(), START) is not None


def test_the_mentor_hears_of_an_agenda_that_is_not_shared(session):
    assert owe_agenda_reminders(START - 3 * DAY - timedelta(seconds=1)) == 0
    assert owe_agenda_reminders(START - 3 * DAY) == 1
    assert owe_agenda_reminders(START - 3 * DAY) == 0
    assert owed("agenda-open") == [(session.pair.mentor_id, "")]
    notice = Notice.objects.get()
    assert "not shared yet" in write(notice, START - 3 * DAY).body

    Session.objects.update(agenda_shared_at=START - 3 * DAY)

    assert write(notice, START - 3 * DAY) is None
    Notice.objects.all().delete()
    assert owe_agenda_reminders(START - 3 * DAY) == 0


@pytest.mark.parametrize(
    ("now", "expected"),
    [(EIGHT - timedelta(seconds=1), 0), (EIGHT, 1), (EIGHT + 6 * DAY, 1), (EIGHT + 8 * DAY, 0)],
)
def test_the_coach_hears_of_a_check_in_on_its_morning(now, expected):
    checkin = make_checkin(planned_on=EIGHT.date())

    assert owe_checkin_reminders(now) == expected
    assert owe_checkin_reminders(now) == 0
    assert owed("checkin-due") == [(checkin.pair.coach_id, "")] * expected


def test_the_morning_is_that_of_the_coach():
    checkin = make_checkin(planned_on=EIGHT.date())
    Preferences.objects.update_or_create(person=checkin.pair.coach, defaults={"time_zone": "Asia/Tokyo"})

    assert owe_checkin_reminders(datetime(2026, 9, 17, 22, 59, tzinfo=UTC)) == 0
    assert owe_checkin_reminders(datetime(2026, 9, 17, 23, 0, tzinfo=UTC)) == 1


def test_a_check_in_that_was_held_or_given_to_another_coach_is_not_told():
    held = make_checkin(planned_on=EIGHT.date())
    owe_checkin_reminders(EIGHT)
    notice = Notice.objects.get()
    assert "One of your pairs" not in write(notice, EIGHT).body and "/caseload/" in write(notice, EIGHT).body

    held.held_on = EIGHT.date()
    held.save()
    assert write(notice, EIGHT) is None
    Notice.objects.all().delete()
    assert owe_checkin_reminders(EIGHT) == 0


def test_what_is_to_come_is_shown_as_it_will_be_owed(session):
    wave = session.pair.wave
    make_checkin(pair=session.pair, planned_on=date(2026, 9, 14))
    now = START - 4 * DAY

    found = {group.rule.kind: group for group in groups(wave, now, within=4 * DAY)}

    assert found["reading-waiting"].due_at == found["agenda-open"].due_at == START - 3 * DAY
    assert found["checkin-due"].due_at == datetime(2026, 9, 14, 12, tzinfo=UTC)
    for kind, owe in (("reading-waiting", owe_reading_reminders), ("checkin-due", owe_checkin_reminders)):
        assert owe(found[kind].due_at) == 1
        assert Notice.objects.get(kind=kind).recipient_id == found[kind].promises[0].recipient_id


@pytest.mark.parametrize("count", [1, 3, 50])
def test_one_statement_however_many(django_assert_num_queries, count):
    for _ in range(count):
        session = make_session(on=date(2026, 9, 15))
        Reading.objects.create(session=session, title="x")
        make_checkin(pair=session.pair, planned_on=date(2026, 9, 12))

    with django_assert_num_queries(1):
        assert owe_reading_reminders(START - 3 * DAY) == count
    with django_assert_num_queries(1):
        assert owe_checkin_reminders(START - 3 * DAY) == count
