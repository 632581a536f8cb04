"""Sessions without a time: the nearest choice says what it gives up, and one is given its time once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.lifecycle import NotAllowed
from programs.models import Notice, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_wave
from programs.tests.racing import at_once
from sessions.models import Session, UnplacedSession
from sessions.nearest import nearest
from sessions.planning import Diary, Person
from sessions.planning import Pair as PlainPair
from sessions.schedule import plan_wave
from sessions.tests.factories import make_session
from sessions.tests.test_planning import FRAME, NEW_YORK, SEVEN, TOKYO, WINDOWS, frame_of
from sessions.unplaced import MOST, choices, give_time

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def two(zone=NEW_YORK, **facts):
    return PlainPair(1, Person(2, NEW_YORK), Person(3, zone), SEVEN, **facts)


def test_nothing_is_given_up_where_an_hour_is_free():
    (found,) = nearest(two(), 1, FRAME, Diary())

    assert found.slot.on == WINDOWS[0].first and not found.is_late and not found.leaves_hours_of


def test_beyond_the_last_day_rather_than_out_of_hours():
    always = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 2, 20, tzinfo=UTC)

    found = nearest(two(), 7, FRAME, Diary([(2, *always)]), count=2)

    assert [choice.slot.on for choice in found] == [date(2027, 2, 22), date(2027, 2, 23)]
    assert all(choice.is_late and not choice.leaves_hours_of for choice in found)


def test_those_without_common_hours_meet_early_or_late_on_a_working_day_of_both():
    for choice in nearest(two(TOKYO), 1, FRAME, Diary(), count=5):
        assert choice.leaves_hours_of and not choice.is_late
        for zone in (NEW_YORK, TOKYO):
            there = choice.slot.starts_at.astimezone(ZoneInfo(zone))
            assert time(7) <= there.time() <= time(19) and there.weekday() < 5


def test_it_stays_between_its_neighbours_and_off_days_nobody_meets():
    booked = {1: date(2026, 9, 15), 3: date(2026, 9, 18)}
    blocked = {date(2026, 9, 16): "Works council"}

    found = nearest(two(booked=booked), 2, frame_of(blocked=blocked), Diary(), count=3)

    assert [choice.slot.on for choice in found] == [date(2026, 9, 17)]


@pytest.fixture
def wave():
    return make_wave(
        status=Wave.Status.RUNNING, sessions_start_on=date(2026, 9, 8), sessions_end_on=date(2027, 2, 19)
    )


@pytest.fixture
def pair(wave):
    return make_pair(
        wave=wave,
        mentor=make_mentor_person(given_name="Noa"),
        mentee=make_mentee_person(given_name="Yuki", location="Tokyo", time_zone="Asia/Tokyo"),
    )


@pytest.fixture
def left(pair):
    plan_wave(pair.wave, now=NOW)
    return UnplacedSession.objects.get(pair=pair, number=1)


@pytest.mark.django_db
def test_a_choice_is_booked_with_its_agenda_and_both_invitations(left):
    first = choices(left.pair.wave, [left], now=NOW)[left.pk][0]
    assert first.gives_up.startswith("outside the working hours of ")

    session = give_time(left, starts_at=first.starts_at, place="Video call", by=None, now=NOW)

    assert (session.number, session.starts_at, session.time_zone) == (1, first.starts_at, "Asia/Tokyo")
    assert (session.place, session.topic) == ("Video call", "")
    assert session.agenda.exists() == left.pair.wave.curriculum.filter(number=1).exists()
    told = Notice.objects.filter(kind="session-planned", about=f"mentoring_sessions.Session:{session.pk}")
    assert set(told.values_list("recipient", flat=True)) == {left.pair.mentor_id, left.pair.mentee_id}
    assert not UnplacedSession.objects.filter(pk=left.pk).exists()
    with pytest.raises(NotAllowed, match="has a time by now"):
        give_time(left, starts_at=first.starts_at + timedelta(days=7), place="", by=None, now=NOW)


@pytest.mark.django_db
def test_a_time_that_is_taken_passed_or_off_is_refused(left):
    taken = make_session(pair=make_pair(mentor=left.pair.mentor), on=date(2026, 9, 15))

    for starts_at, why in (
        (taken.starts_at, "another mentoring session"),
        (NOW - timedelta(days=1), "has passed"),
        (datetime(2026, 12, 25, 14, tzinfo=UTC), "Nobody meets"),
    ):
        with pytest.raises(NotAllowed, match=why):
            give_time(left, starts_at=starts_at, place="", by=None, now=NOW)

    assert UnplacedSession.objects.filter(pk=left.pk).exists()


@pytest.mark.django_db
def test_planning_again_forgets_what_has_found_a_time(left):
    left.pair.mentee.time_zone = "America/New_York"
    left.pair.mentee.save()

    plan_wave(left.pair.wave, now=NOW)

    assert left.pair.sessions.count() == 7 and not UnplacedSession.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_give_one_session_one_time(left):
    starts = [NOW + timedelta(days=8, hours=11), NOW + timedelta(days=9, hours=11)]

    outcomes = at_once(
        lambda: give_time(left, starts_at=starts[0], place="", by=None, now=NOW),
        lambda: give_time(left, starts_at=starts[1], place="", by=None, now=NOW),
    )

    assert Session.objects.count() == 1
    assert sum(isinstance(each, NotAllowed) for each in outcomes) == 1


@pytest.mark.django_db
def test_the_schedule_names_the_nearest_choice_and_the_page_books_it(
    client, left, django_assert_max_num_queries
):
    coordinator = make_person()
    left.pair.wave.program.roles.create(person=coordinator, role="coordinator")
    client.force_login(coordinator)

    page = client.get(reverse("schedule", args=[left.pair.wave_id])).content.decode()
    assert page.count("Nearest: ") == 7 and "outside the working hours of" in page

    address = reverse("session_place", args=[left.pk])
    offered = client.get(address).context["choices"]
    assert len(offered) == 3 and client.get(address).context["form"].initial == {"place": "Video call"}
    answer = client.post(address, {"date": "2020-01-01", "time": "10:00", "place": ""})
    assert "has passed" in answer.content.decode()
    answer = client.post(address, {"slot": offered[1].starts_at.isoformat()}, follow=True)

    assert "Booked." in answer.content.decode()
    session = Session.objects.get()
    assert session.starts_at == offered[1].starts_at
    assert session.history.get().by == coordinator
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_what_is_offered_after_the_last_day_can_be_booked(wave):
    """The state holidays of the pair are kept there too: Patriots' Day of Massachusetts is in April."""
    wave.sessions_end_on, wave.review_ends_on = date(2027, 4, 16), date(2027, 5, 20)
    wave.save()
    pair = make_pair(wave=wave, mentor=make_mentor_person(location="Boston, MA"))
    busy = make_pair(mentor=pair.mentor)
    days = [date(2026, 9, 2) + timedelta(days=day) for day in range(228)]
    for number, day in enumerate(days, start=1):
        for at in (time(9), time(13)):
            Session.objects.create(
                pair=busy,
                number=2 * number + (at == time(13)),
                local_date=day,
                local_time=at,
                time_zone="America/New_York",
                starts_at=datetime.combine(day, at, ZoneInfo("America/New_York")),
                minutes=240,
            )
    left = UnplacedSession.objects.create(pair=pair, number=1, reason="No hour is free.")

    offered = choices(wave, [left], now=NOW, count=3)[left.pk]

    assert [each.starts_at.date() for each in offered] == [date(2027, 4, day) for day in (20, 21, 22)]
    assert {each.gives_up for each in offered} == {"after the last day of sessions, Fri, Apr 16"}
    assert give_time(left, starts_at=offered[0].starts_at, place="", by=None, now=NOW).number == 1


@pytest.mark.django_db
def test_an_ended_pair_needs_no_time(client, left):
    Pair.objects.update(status=Pair.Status.ENDED)
    coordinator = make_person()
    left.pair.wave.program.roles.create(person=coordinator, role="coordinator")
    client.force_login(coordinator)

    assert client.get(reverse("session_place", args=[left.pk])).status_code == 404


@pytest.mark.django_db
def test_the_schedule_asks_as_often_for_fifty_without_a_time_as_for_one(client, wave):
    coordinator, counts, made = make_person(), [], 0
    wave.program.roles.create(person=coordinator, role="coordinator")
    client.force_login(coordinator)
    client.get(reverse("schedule", args=[wave.pk]))
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            UnplacedSession.objects.create(pair=make_pair(wave=wave), number=1, reason="No hour is free.")
        made = wanted
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("schedule", args=[wave.pk])).content.decode()
        counts.append(len(queries))
        assert page.count("Nearest: ") == min(wanted, MOST)

    assert len(set(counts)) == 1, counts
