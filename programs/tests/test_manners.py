"""When somebody may be written to: zones, quiet hours, the daily mail, what is turned off."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs import manners
from programs.mail import Kind, kinds
from programs.manners import Answer, Deed, Wanted, Wishes
from programs.models import Preferences, User

NEW_YORK, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(start, end, zone=NEW_YORK):
    return Wishes(zone, quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))


def make_kind(**facts):
    return Kind("a-kind", "programs", "Something", lambda *args: None, **facts)


# --- the daily mail ---------------------------------------------------------------------------------------


def test_chatter_goes_with_the_daily_mail_unless_it_is_turned_off():
    kind, now = make_kind(daily=True), utc("2026-01-15 17:00")

    for delivery in (Wanted.IMMEDIATE, Wanted.DIGEST):
        assert manners.answer(kind, Wishes(NEW_YORK, delivery), now).deed is Deed.GATHER
    assert manners.answer(kind, Wishes(NEW_YORK, Wanted.OFF), now).deed is Deed.DROP


# --- quiet hours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "zone", "now", "end"),
    [
        # within a day, 17:00 UTC is noon in New York
        (("12:00", "13:30"), NEW_YORK, "2026-01-15 16:59", None),
        (("12:00", "13:30"), NEW_YORK, "2026-01-15 17:00", "2026-01-15 18:30"),
        (("12:00", "13:30"), NEW_YORK, "2026-01-15 18:29:59", "2026-01-15 18:30"),
        (("12:00", "13:30"), NEW_YORK, "2026-01-15 18:30", None),
        # across midnight, on either side of it
        (("22:00", "07:00"), NEW_YORK, "2026-01-16 02:59", None),
        (("22:00", "07:00"), NEW_YORK, "2026-01-16 03:00", "2026-01-16 12:00"),
        (("22:00", "07:00"), NEW_YORK, "2026-01-16 11:59", "2026-01-16 12:00"),
        (("22:00", "07:00"), NEW_YORK, "2026-01-16 12:00", None),
        (("22:00", "00:00"), NEW_YORK, "2026-01-16 04:59", "2026-01-16 05:00"),
        # the same moment where it is another day
        (("22:00", "07:00"), TOKYO, "2026-01-15 21:59", "2026-01-15 22:00"),
        (("22:00", "07:00"), TOKYO, "2026-01-15 22:00", None),
        (("22:00", "07:00"), ZoneInfo("Asia/Kathmandu"), "2026-01-15 16:15", "2026-01-16 01:15"),
        # the night in which clocks go forward is an hour shorter, and the one back an hour longer
        (("22:00", "07:00"), NEW_YORK, "2026-03-08 03:00", "2026-03-08 11:00"),
        (("22:00", "07:00"), NEW_YORK, "2026-11-01 02:00", "2026-11-01 12:00"),
        # an end that the clocks skip: 2:30 is 3:30
        (("22:00", "02:30"), NEW_YORK, "2026-03-08 06:59", "2026-03-08 07:30"),
        (("22:00", "02:30"), NEW_YORK, "2026-03-08 07:29", "2026-03-08 07:30"),
        (("22:00", "02:30"), NEW_YORK, "2026-03-08 07:30", None),
        # an end that comes twice: it stays quiet until the second, without a gap between
        (("22:00", "01:30"), NEW_YORK, "2026-11-01 05:29", "2026-11-01 06:30"),
        (("22:00", "01:30"), NEW_YORK, "2026-11-01 05:45", "2026-11-01 06:30"),
        (("22:00", "01:30"), NEW_YORK, "2026-11-01 06:15", "2026-11-01 06:30"),
        (("22:00", "01:30"), NEW_YORK, "2026-11-01 06:30", None),
        # a beginning that comes twice: from the first
        (("01:30", "05:00"), NEW_YORK, "2026-11-01 05:30", "2026-11-01 10:00"),
        (("01:30", "05:00"), NEW_YORK, "2026-11-01 06:15", "2026-11-01 10:00"),
        # the other hemisphere, and a change by half an hour
        (("22:00", "07:00"), ZoneInfo("Australia/Lord_Howe"), "2026-04-04 12:00", "2026-04-04 20:30"),
    ],
)
def test_quiet_hours_end_when_the_readers_clock_says_so(hours, zone, now, end):
    assert manners.quiet_end(quiet(*hours, zone), utc(now)) == (end and utc(end))


def test_without_quiet_hours_nothing_waits():
    assert manners.quiet_end(Wishes(NEW_YORK), utc("2026-01-15 05:00")) is None


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    hours=st.tuples(st.times(), st.times()),
    zone=st.sampled_from(["America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_what_waits_always_waits_for_a_later_moment_at_which_it_need_not_wait_again(now, hours, zone):
    start, end = hours
    wishes = Wishes(ZoneInfo(zone), quiet_from=start, quiet_until=end)

    until = manners.quiet_end(wishes, now)

    if until is not None and start != end:
        assert until > now
        assert manners.quiet_end(wishes, until) is None


# --- the daily mail ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "now", "at", "day"),
    [
        (NEW_YORK, "2026-01-15 11:59", "2026-01-15 12:00", date(2026, 1, 15)),
        (NEW_YORK, "2026-01-15 12:00", "2026-01-16 12:00", date(2026, 1, 16)),
        (NEW_YORK, "2026-01-16 03:00", "2026-01-16 12:00", date(2026, 1, 16)),
        (NEW_YORK, "2026-03-07 12:00", "2026-03-08 11:00", date(2026, 3, 8)),
        (NEW_YORK, "2026-10-31 11:00", "2026-11-01 12:00", date(2026, 11, 1)),
        (TOKYO, "2026-01-15 21:59", "2026-01-15 22:00", date(2026, 1, 16)),
        (ZoneInfo("Pacific/Kiritimati"), "2026-01-15 17:00", "2026-01-16 17:00", date(2026, 1, 17)),
    ],
)
def test_the_daily_mail_goes_at_seven_where_its_reader_is(zone, now, at, day):
    assert manners.next_digest(zone, utc(now)) == (utc(at), day)


# --- the answer -------------------------------------------------------------------------------------------

MIDNIGHT, SEVEN, EIGHT = utc("2026-01-15 05:00"), utc("2026-01-15 12:00"), utc("2026-01-15 13:00")
SEND, DROP, UNTIL_EIGHT = Answer(Deed.SEND), Answer(Deed.DROP), Answer(Deed.WAIT, EIGHT)
IN_DIGEST = Answer(Deed.GATHER, SEVEN, date(2026, 1, 15))


@pytest.mark.parametrize(
    ("kind", "immediate", "digest", "off"),
    [
        (make_kind(optional=True), UNTIL_EIGHT, IN_DIGEST, DROP),
        (make_kind(optional=False), UNTIL_EIGHT, UNTIL_EIGHT, UNTIL_EIGHT),
        (make_kind(optional=True, urgent=True), SEND, SEND, DROP),
        (make_kind(optional=False, urgent=True), SEND, SEND, SEND),
    ],
    ids=["optional", "to be known", "optional and urgent", "urgent"],
)
def test_what_becomes_of_a_message_at_night(kind, immediate, digest, off):
    answers = [
        manners.answer(kind, Wishes(NEW_YORK, wanted, time(22), time(8)), MIDNIGHT)
        for wanted in (Wanted.IMMEDIATE, Wanted.DIGEST, Wanted.OFF)
    ]

    assert answers == [immediate, digest, off]


def test_what_one_must_know_comes_by_day_whatever_one_has_chosen():
    assert {
        manners.answer(make_kind(optional=False), Wishes(NEW_YORK, wanted), EIGHT) for wanted in Wanted
    } == {SEND}


# --- whose zone -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("directory", "chosen", "zone"),
    [
        ("Asia/Tokyo", None, "Asia/Tokyo"),
        ("Asia/Tokyo", "", "Asia/Tokyo"),
        ("Asia/Tokyo", "Europe/Paris", "Europe/Paris"),
        ("Mars/Base", None, "America/New_York"),
        ("../etc", None, "America/New_York"),
        ("America", None, "America/New_York"),
    ],
)
def test_times_are_those_of_the_zone_one_has_chosen_else_of_the_directory(directory, chosen, zone):
    person = User(time_zone=directory)
    person.preferences = None if chosen is None else Preferences(person=person, time_zone=chosen)

    assert manners.zone_of(person, default=NEW_YORK).key == zone


# --- allowed addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("kim@northmoor.example", True),
        ("KIM@Northmoor.Example", True),
        ("kim@sub.northmoor.example", False),
        ("kim@not-northmoor.example", False),
        ("lee@elsewhere.example", True),
        ("klee@elsewhere.example", False),
        ("", False),
    ],
)
def test_only_named_addresses_and_domains_may_be_reached(address, allowed):
    assert manners.may_reach(address, ["@northmoor.example", "Lee@elsewhere.example"]) is allowed


def test_nobody_is_reached_when_nobody_is_named():
    assert not manners.may_reach("kim@northmoor.example", [])


# --- every kind -------------------------------------------------------------------------------------------

MUST_BE_KNOWN = {
    "event-invitation",
    "event-cancelled",
    "passage-reported",
    "steering-offer",
    "training",
    "application-accepted",
    "application-declined",
    "application-waitlisted",
    "guidelines",
    "note-widening",
    "follow-up",
    "pair-coached",
    "pair-concern",
    "pair-ended",
    "pair-published",
    "pair-suggested",
    "pair-word",
    "recommendation-asked",
    "recommendation-declined",
    "session-cancelled",
    "session-moved",
    "session-planned",
    "wave-blocked",
    "wave-cancelled",
    "wave-cancellation-asked",
    "recommendation-thanks",
    "late-invitation",
    "waiting-list-offer",
}


def test_what_cannot_be_turned_off_is_what_one_must_know():
    assert {kind.name for kind in kinds if kind.listed and not kind.optional} == MUST_BE_KNOWN


def test_what_waits_for_a_daily_mail_has_nothing_attached_that_would_be_lost_in_it():
    assert [kind.name for kind in kinds if kind.optional and kind.attach] == []


def test_every_kind_says_in_a_few_words_what_it_is():
    assert [kind.says for kind in kinds if kind.says.endswith(".") or not kind.says[0].isupper()] == []
