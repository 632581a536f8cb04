from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.models import Application, ProgramRole, Wave
from programs.tests.asking import queries_of
from programs.tests.factories import (
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_role,
    make_wave,
)
from sessions.models import AgendaItem, CoachCheckin, Reading, TimeSpent

from .factories import make_checkin, make_session

START = datetime(2026, 9, 15, 14, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_days_before():
    with time_machine.travel(START - timedelta(days=2), tick=False):
        yield


@pytest.fixture
def session():
    found = make_session()
    for position, minutes in enumerate((10, 20, 30), start=1):
        AgendaItem.objects.create(session=found, position=position, minutes=minutes, title=f"Item {position}")
    return found


def titles(session):
    return list(session.agenda.values_list("title", "minutes"))


def press(client, session, **data):
    client.force_login(session.pair.mentor)
    return client.post(reverse("agenda", args=[session.pk]), data)


def test_agenda_items_move_by_buttons_and_typed_minutes_are_kept(session, client):
    first, second, _ = session.agenda.all()

    press(client, session, down=first.pk, **{f"minutes-{second.pk}": "25"})

    assert titles(session) == [("Item 2", 25), ("Item 1", 10), ("Item 3", 30)]


def test_an_item_at_the_edge_stays_and_one_of_another_session_is_left_alone(session, client):
    other = AgendaItem.objects.create(session=make_session(), position=1, minutes=5, title="Theirs")

    press(client, session, up=session.agenda.first().pk)
    press(client, session, remove=other.pk, **{f"minutes-{other.pk}": "99"})

    assert titles(session) == [("Item 1", 10), ("Item 2", 20), ("Item 3", 30)]
    assert AgendaItem.objects.get(pk=other.pk).minutes == 5


def test_items_are_added_and_taken_away(session, client):
    press(client, session, add="1", minutes="5", title="A question", detail="")
    press(client, session, remove=session.agenda.first().pk)

    assert titles(session) == [("Item 2", 20), ("Item 3", 30), ("A question", 5)]
    assert list(session.agenda.values_list("position", flat=True)) == [1, 2, 3]


def test_the_mentee_sees_the_agenda_once_it_is_shared(session, client):
    client.force_login(session.pair.mentee)
    assert b"Item 1" not in client.get(reverse("my_pair")).content

    press(client, session, share="1")
    client.force_login(session.pair.mentee)

    assert b"Item 1" in client.get(reverse("my_pair")).content


def test_a_coach_sees_no_agenda(session, client):
    press(client, session, share="1")
    client.force_login(session.pair.coach)

    assert b"Item 1" not in client.get(session.get_absolute_url()).content


def test_the_mentee_ticks_a_reading_off_once(session, client):
    reading = Reading.objects.create(session=session, title="One page")
    client.force_login(session.pair.mentee)

    client.post(reverse("reading_done", args=[reading.pk]))

    reading.refresh_from_db()
    assert reading.read_at == START - timedelta(days=2)


def test_the_mentor_logs_hours(session, client):
    client.force_login(session.pair.mentor)

    client.post(
        reverse("time_spent", args=[session.pk]),
        {"research": 50, "preparing": 60, "in_session": 0, "notes": 0},
    )

    assert TimeSpent.objects.get(session=session).total == 110
    assert b"1:50 of 4:00 logged" in client.get(session.get_absolute_url()).content


def test_an_outcome_before_its_time_is_a_conflict(session, client):
    client.force_login(session.pair.mentor)

    assert client.post(reverse("session_outcome", args=[session.pk]), {"outcome": "full"}).status_code == 409


def test_the_mentor_logs_an_outcome(session, client):
    client.force_login(session.pair.mentor)

    with time_machine.travel(START + timedelta(hours=2), tick=False):
        client.force_login(session.pair.mentor)
        client.post(reverse("session_outcome", args=[session.pk]), {"outcome": "cut_short"})

    session.refresh_from_db()
    assert (session.status, session.outcome) == ("held", "cut_short")


def move(client, session, person, **data):
    client.force_login(person)
    return client.post(reverse("session_move", args=[session.pk]), data)


def test_a_session_moves_to_a_typed_time_in_the_readers_zone(session, client):
    mentee = session.pair.mentee
    mentee.time_zone = "America/Chicago"
    mentee.save()

    answer = move(client, session, mentee, date="9/17/2026", time="10:30 AM", place="")

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.starts_at == datetime(2026, 9, 17, 15, 30, tzinfo=UTC)
    assert session.local_time == time(11, 30)


def test_a_session_moves_to_an_offered_slot(session, client):
    client.force_login(session.pair.mentor)
    offered = client.get(reverse("session_move", args=[session.pk])).context["slots"][0]

    answer = move(client, session, session.pair.mentor, slot=offered.isoformat(), place="")

    session.refresh_from_db()
    assert (answer.status_code, session.starts_at) == (302, offered)


def test_a_typed_day_off_is_refused_with_its_name(session, client):
    answer = move(client, session, session.pair.mentor, date="2026-11-26", time="10:00", place="")

    session.refresh_from_db()
    assert (answer.status_code, session.sequence) == (422, 0)
    assert "Nobody meets on Thu, Nov 26: Thanksgiving Day." in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"date": "", "time": ""},
        {"date": "tomorrow", "time": "10"},
        {"date": "2020-01-01", "time": "10:00"},
        {"slot": "never"},
    ],
)
def test_a_wrong_time_is_refused_with_what_was_typed(typed, session, client):
    answer = move(client, session, session.pair.mentor, **typed)

    session.refresh_from_db()
    assert (answer.status_code, session.sequence) == (422, 0)


@pytest.fixture
def assistant(session):
    person = make_person()
    Application.objects.filter(person=session.pair.mentee).update(assistant=person)
    return person


def test_an_assistant_sees_and_moves_times_and_nothing_else(session, assistant, client):
    client.force_login(assistant)

    page = client.get(reverse("my_schedule")).content.decode()
    move_page = client.get(reverse("session_move", args=[session.pk])).content.decode()

    for text in (page, move_page):
        assert session.topic not in text
        assert session.pair.mentor.family_name not in text
    assert session.pair.mentee.family_name in page
    assert client.get(session.get_absolute_url()).status_code == 404
    answer = move(client, session, assistant, date="2026-09-17", time="10:00", place="")
    assert answer.url == reverse("my_schedule")
    assert session.moves.get().by == assistant


def test_a_coach_writes_a_checkin_that_nobody_else_reads(session, client):
    pair = session.pair
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(pair.coach)

    client.post(
        reverse("checkin", args=[pair.pk]),
        {"held_on": "2026-09-12", "form": "call", "minutes": "30", "case_note": "CANARY-CASE"},
    )

    assert CoachCheckin.objects.get().case_note == "CANARY-CASE"
    assert b"CANARY-CASE" in client.get(reverse("caseload")).content
    for person in (pair.mentor, pair.mentee, coordinator):
        client.force_login(person)
        for url in (session.get_absolute_url(), reverse("caseload"), reverse("my_pair")):
            assert b"CANARY-CASE" not in client.get(url).content


def test_a_checkin_in_the_future_is_not_written_down(session, client):
    client.force_login(session.pair.coach)

    client.post(
        reverse("checkin", args=[session.pair_id]),
        {"held_on": "2026-09-20", "form": "call", "minutes": "30", "case_note": ""},
    )

    assert CoachCheckin.objects.count() == 0


def test_the_caseload_puts_the_worst_first(client):
    coach = make_person()
    wave = make_wave(status=Wave.Status.RUNNING)
    well, ill = make_pair(wave=wave, coach=coach), make_pair(wave=wave, coach=coach)
    make_session(pair=well, on=START.date() + timedelta(days=9))
    for number in (1, 2):
        make_session(pair=ill, number=number, on=START.date() - timedelta(days=20 * number))
    client.force_login(coach)

    answer = client.get(reverse("caseload"))

    assert [row.pair for row in answer.context["rows"]] == [ill, well]
    assert "One pair needs help" in answer.content.decode()


def test_the_schedule_filters_and_finds(session, client):
    pair = session.pair
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    make_session(pair=pair, number=2, on=START.date() - timedelta(days=9), status="held")
    client.force_login(coordinator)
    url = reverse("schedule", args=[pair.wave_id])

    def numbers(query):
        return [found.number for found in client.get(url + query).context["page_obj"]]

    assert numbers("") == [1]
    assert numbers("?show=held") == [2]
    assert numbers("?show=all") == [2, 1]
    assert numbers(f"?show=all&q={pair.mentor.family_name}") == [2, 1]
    assert numbers("?show=all&q=nobody-at-all") == []
    assert numbers("?show=nonsense&page=99999999999") == [1]


@pytest.mark.parametrize(
    "page", ["schedule", "my_schedule", "caseload", "my_pair as mentor", "my_pair as mentee"]
)
def test_lists_keep_their_query_count(page, client):
    """At one row, three and fifty."""
    wave = make_wave(status=Wave.Status.RUNNING)
    coordinator, coach = make_person(), make_person()
    mentor, mentee = make_mentor_person(), make_mentee_person()
    make_role(wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    make_role(wave.program, coach, ProgramRole.Role.COACH)
    own = make_pair(wave=wave, mentor=mentor, mentee=mentee, coach=coach)
    url, person = {
        "schedule": (reverse("schedule", args=[wave.pk]), coordinator),
        "my_schedule": (reverse("my_schedule"), mentor),
        "caseload": (reverse("caseload"), coach),
        "my_pair as mentor": (reverse("my_pair"), mentor),
        "my_pair as mentee": (reverse("my_pair"), mentee),
    }[page]
    client.force_login(person)

    counts, made = [], 0
    for wanted in (1, 3, 50):
        for number in range(made + 1, wanted + 1):
            pair = own if "my_" in page else make_pair(wave=wave, coach=coach)
            found = make_session(pair=pair, number=number, on=START.date() + timedelta(days=number))
            Reading.objects.create(session=found, title="One page")
            AgendaItem.objects.create(session=found, position=1, minutes=5, title="Item")
            make_checkin(pair=pair, planned_on=START.date() + timedelta(days=number), coach=coach)
        made = wanted
        counts.append(queries_of(client, url))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 31


@pytest.mark.parametrize(("pair_is", "wave_is"), [("ended", "running"), ("active", "closed")])
def test_what_an_ended_pair_or_wave_left_open_waits_for_nobody(session, client, pair_is, wave_is):
    Pair.objects.filter(pk=session.pair_id).update(status=pair_is)
    Wave.objects.filter(pk=session.pair.wave_id).update(status=wave_is)
    client.force_login(session.pair.mentor)

    ahead, everything = (
        client.get(reverse("my_schedule") + query).content.decode() for query in ("", "?show=all")
    )

    assert session.topic not in ahead
    assert session.topic in everything
