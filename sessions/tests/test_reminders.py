from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from django.db import connection

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs import outbox
from programs.models import Notice
from programs.tests.factories import make_mentee_person
from sessions.lifecycle import cancel_session, move_session
from sessions.models import NOTE_GRACE, Session
from sessions.reminders import day_before, owe_note_reminders, owe_session_reminders
from sessions.tasks import remind_of_overdue_notes, remind_of_sessions

from .factories import make_note, make_session

START = datetime(2026, 9, 15, 14, tzinfo=UTC)
A_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def told(kind="session-tomorrow"):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_both_are_reminded_once_however_often_the_task_runs(mailoutbox):
    session = make_session()

    for minutes in (0, 5, 90, 600):
        with time_machine.travel(START - A_DAY + timedelta(minutes=minutes), tick=False):
            remind_of_sessions()
            outbox.sweep()

    assert sorted(mail.to for mail in mailoutbox) == sorted(
        [[session.pair.mentor.email], [session.pair.mentee.email]]
    )


def test_nobody_is_reminded_a_minute_too_soon_nor_once_it_began():
    make_session()

    for now in (START - A_DAY - timedelta(minutes=1), START, START + timedelta(minutes=1)):
        owe_session_reminders(now)

    assert told() == []


def test_a_beat_that_slept_for_hours_still_reminds_in_time():
    session = make_session()

    owe_session_reminders(START - timedelta(hours=2))

    assert told() == sorted([session.pair.mentor_id, session.pair.mentee_id])


def test_a_session_that_moved_is_announced_for_its_new_time_only(mailoutbox):
    session = make_session()
    owe_session_reminders(START - A_DAY)
    move_session(session, starts_at=START + 4 * A_DAY, by=session.pair.mentee, now=START - A_DAY)

    with time_machine.travel(START - timedelta(hours=20), tick=False):
        outbox.sweep()

    dropped = Notice.objects.filter(kind="session-tomorrow").values_list("delivery", flat=True)
    assert list(dropped) == ["dropped", "dropped"]
    owe_session_reminders(START + 3 * A_DAY)
    assert Notice.objects.filter(kind="session-tomorrow", occurrence="1").count() == 2


def test_a_session_called_off_is_not_announced(mailoutbox):
    session = make_session()
    owe_session_reminders(START - A_DAY)
    cancel_session(session, by=session.pair.mentee, now=START - A_DAY)

    with time_machine.travel(START - timedelta(hours=20), tick=False):
        outbox.sweep()

    assert {mail.subject.split(" on ")[0] for mail in mailoutbox} == {"Mentoring session"}
    assert Notice.objects.get(kind="session-tomorrow", recipient=session.pair.mentor).delivery == "dropped"


@pytest.mark.parametrize("status", [Pair.Status.PAUSED, Pair.Status.ENDED])
def test_pairs_that_do_not_meet_are_left_alone(status):
    make_session(pair=make_pair(status=status))

    owe_session_reminders(START - A_DAY)

    assert told() == []


def test_the_day_before_is_the_same_hour_on_the_wall_across_a_change():
    monday = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("America/New_York"))
    sunday = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("America/New_York"))

    assert day_before(sunday.astimezone(UTC), "America/New_York") == sunday.astimezone(UTC) - timedelta(
        hours=25
    )
    assert day_before(monday.astimezone(UTC), "America/New_York") == sunday.astimezone(UTC)


def test_each_side_is_told_by_its_own_clock():
    mentee = make_mentee_person(
        time_zone="Europe/London"
    )  # leaves summer time on 25 October, New York a week later
    session = make_session(
        pair=make_pair(mentee=mentee), on=date(2026, 10, 25), at=time(14), time_zone="Europe/London"
    )

    owe_session_reminders(session.starts_at - timedelta(hours=25))
    early = told()
    owe_session_reminders(session.starts_at - timedelta(hours=24))

    assert early == [session.pair.mentee_id]
    assert told() == sorted([session.pair.mentor_id, session.pair.mentee_id])


def test_the_mentor_is_reminded_once_of_a_late_note(mailoutbox):
    session = make_session(status=Session.Status.HELD)
    late = session.starts_at + NOTE_GRACE + timedelta(minutes=1)

    for _ in range(3):
        with time_machine.travel(late, tick=False):
            remind_of_overdue_notes()
            outbox.sweep()

    assert [mail.to for mail in mailoutbox] == [[session.pair.mentor.email]]


def test_nobody_is_reminded_of_a_note_that_is_there_or_not_yet_late():
    late = START + NOTE_GRACE + timedelta(minutes=1)
    make_note(session=make_session(status=Session.Status.HELD), posted_at=START)
    make_session(status=Session.Status.HELD, on=date(2026, 9, 16))
    make_session(pair=make_pair(status=Pair.Status.ENDED), status=Session.Status.HELD)

    assert owe_note_reminders(late) == 0


def test_a_note_posted_meanwhile_makes_its_reminder_needless(mailoutbox):
    session = make_session(status=Session.Status.HELD)
    owe_note_reminders(START + timedelta(days=3))
    make_note(session=session, posted_at=START)

    outbox.sweep()

    assert mailoutbox == []


def test_reminding_takes_the_same_statements_for_any_number_of_sessions(django_assert_num_queries):
    for _ in range(3):
        make_session()
        make_session(status=Session.Status.HELD, on=date(2026, 9, 1))

    with django_assert_num_queries(2):  # one for each side, whether any is due or none
        owe_session_reminders(START - A_DAY)
    with django_assert_num_queries(2):
        owe_session_reminders(START - A_DAY)
    with django_assert_num_queries(1):
        owe_note_reminders(START)
    with django_assert_num_queries(1):
        owe_note_reminders(START)


@pytest.mark.parametrize("kind", ["session-planned", "session-moved", "session-tomorrow", "note-due"])
def test_mails_name_neither_the_partner_nor_what_was_said(kind, mailoutbox):
    status = Session.Status.HELD if kind == "note-due" else Session.Status.PLANNED
    session = make_session(on=date(2030, 9, 24), status=status, topic="CANARY topic", sequence=0)
    make_note(session=session, did="CANARY did")
    session.agenda.create(position=1, minutes=5, title="CANARY item")
    outbox.owe_many(
        [session.pair.mentor],
        kind,
        about=session,
        occurrence="0" if kind in ("session-moved", "session-tomorrow") else "",
    )

    outbox.sweep()

    (mail,) = mailoutbox
    whole = mail.message().as_string()
    assert "CANARY" not in whole
    assert session.pair.mentee.family_name not in whole
    assert len(mail.to) == 1 and mail.cc == mail.bcc == []


def test_the_database_finds_the_day_before_as_we_do_in_every_zone(db):
    """All IANA zones, at hours around changes of the clocks; where an hour comes twice both may be meant."""
    hours = [(month, hour) for month in range(1, 13) for hour in (0, 7, 13)]
    instants = [datetime(2026, month, 1, hour, 30, tzinfo=UTC) for month, hour in hours]
    instants += [datetime(2026, 3, 8, 15, tzinfo=UTC), datetime(2026, 10, 26, 14, tzinfo=UTC)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        zones = sorted({name for (name,) in cursor.fetchall()} & available_timezones())
        assert len(zones) > 400
        cursor.execute(
            "SELECT zone, instant, ((instant AT TIME ZONE zone) - interval '1 day') AT TIME ZONE zone"
            " FROM unnest(%s) AS zone, unnest(%s) AS instant",
            [zones, instants],
        )
        found = cursor.fetchall()

    differ = [
        (zone, instant)
        for zone, instant, earlier in found
        if earlier != day_before(instant, zone)
        and not is_twofold(earlier, zone)
        and all(reads_the_same(each, zone) for each in (instant, day_before(instant, zone)))
    ]
    assert differ == []


def reads_the_same(instant, zone):
    """Whether the database's rules for a zone are as new as ours: a country may have changed them since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s AT TIME ZONE %s", [instant, zone])
        return cursor.fetchone()[0] == instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_twofold(instant, zone):
    """Whether the wall clock shows this hour twice, or skipped it."""
    there = instant.astimezone(ZoneInfo(zone)).replace(fold=0)
    return there.utcoffset() != there.replace(fold=1).utcoffset()
