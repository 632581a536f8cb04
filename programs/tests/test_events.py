"""Meetings of a wave: inviting, one tap, changes and cancelling in calendars, attendance, the launch."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from programs import events, home_cards, mail
from programs.blockers import blockers
from programs.lifecycle import NotAllowed, move
from programs.links import label_of
from programs.models import Attendance, Event, Notice, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import make_event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 20, 16, tzinfo=UTC)
LAUNCH_ON = date(2026, 8, 31)
FORM = {
    "kind": "launch",
    "title": "Launch",
    "begins": "10:00",
    "ends": "11:30",
    "place": "Hall 2",
    "text": "",
}


@pytest.fixture(autouse=True)
def _at_that_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.PREPARING)


@pytest.fixture
def amara(wave):
    return make_application(wave=wave, status="accepted").person


@pytest.fixture
def ahead(wave):
    return make_event(wave, starts_at=NOW + timedelta(days=3))


def owed(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient", "occurrence"))


def file_in(notice):
    message = mail.write(notice, NOW)
    part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return part.get_param("method"), next(iter(calendar.walk("VEVENT")))


def letter(event, person, kind, occurrence):
    return Notice(pk=1, recipient=person, kind=kind, about=label_of(event), occurrence=occurrence)


# --- calling and inviting ---------------------------------------------------------------------------------


def test_a_launch_is_called_for_the_day_of_the_wave_and_everybody_is_invited(
    client, wave, coordinator, amara
):
    make_application(wave=wave, status="declined")
    url = reverse("event_new", args=[wave.pk])

    elsewhere = signed_in(client, coordinator).post(url, {**FORM, "date": "2026-09-02"})
    called = client.post(url, {**FORM, "date": LAUNCH_ON.isoformat()})
    again = client.post(url, {**FORM, "date": LAUNCH_ON.isoformat()})

    event = Event.objects.get()
    assert "The wave’s launch is on Mon, Aug 31" in elsewhere.content.decode()
    assert called.url == event.get_absolute_url()
    assert "has a launch already" in again.content.decode()
    assert (event.starts_at, event.minutes) == (datetime(2026, 8, 31, 14, tzinfo=UTC), 90)
    assert owed("event-invitation") == {(amara.pk, "0"), (coordinator.pk, "0")}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": "2036-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "soon"}, "date"),
        ({"ends": "09:00"}, "ends"),
        ({"begins": "25:00"}, "begins"),
        ({"title": ""}, "title"),
    ],
)
def test_a_mistake_is_told_at_its_field(client, wave, coordinator, wrong, field):
    form = {**FORM, "kind": "other", "date": "2026-09-02", **wrong}

    response = signed_in(client, coordinator).post(reverse("event_new", args=[wave.pk]), form)

    assert response.status_code == 422 and list(response.context["form"].errors) == [field]
    assert "Hall 2" in response.content.decode()


def test_nobody_is_invited_before_the_selection_is_over_and_everybody_then(wave, coordinator, amara):
    Wave.objects.update(status=Wave.Status.SELECTING)
    wave.refresh_from_db()
    events.call(
        Event(wave=wave, title="Launch", starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=10)),
        now=NOW,
    )
    assert owed("event-invitation") == set()

    move(wave, Wave.Status.PAIRING)

    assert owed("event-invitation") == {(amara.pk, "0"), (coordinator.pk, "0")}


def test_whoever_joins_late_is_invited_too(wave, ahead):
    late = make_application(wave=wave, status="waitlisted")

    move(late, "accepted")

    assert (late.person_id, "0") in owed("event-invitation")


# --- calendars --------------------------------------------------------------------------------------------


def test_the_invitation_carries_an_entry_that_follows_changes_and_the_end(wave, coordinator, amara, ahead):
    events.invite(ahead, NOW)
    first = file_in(letter(ahead, amara, "event-invitation", "0"))

    ahead.starts_at += timedelta(hours=1)
    ahead.ends_at += timedelta(hours=1)
    events.call(ahead, now=NOW)
    second = file_in(letter(ahead, amara, "event-invitation", "1"))
    stale = mail.write(letter(ahead, amara, "event-invitation", "0"), NOW)

    events.call_off(ahead, now=NOW)
    last = file_in(letter(ahead, amara, "event-cancelled", "2"))

    assert [method for method, _ in (first, second, last)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(entry["UID"]) for _, entry in (first, second, last)} == {ahead.uid}
    assert [entry["SEQUENCE"] for _, entry in (first, second, last)] == [0, 1, 2]
    assert last[1]["STATUS"] == "CANCELLED"
    assert stale is None
    assert owed("event-cancelled") == {(amara.pk, "2"), (coordinator.pk, "2")}
    assert mail.write(letter(ahead, amara, "event-invitation", "2"), NOW) is None


def test_words_alone_do_not_disturb_calendars(ahead):
    ahead.text = "Bring a question."
    events.call(ahead, now=NOW)

    assert ahead.sequence == 0


def test_a_hostile_title_stays_one_line_of_the_entry(wave, amara, ahead):
    ahead.title = "Launch\r\nATTENDEE:mailto:evil@example.com"
    _, entry = file_in(letter(ahead, amara, "event-invitation", "0"))

    assert entry["SUMMARY"]
    assert "evil" not in str(entry["ATTENDEE"])


def test_with_its_wave_a_meeting_is_called_off(wave, coordinator, amara, ahead):
    events.invite(ahead, NOW)

    move(wave, Wave.Status.CANCELLED)

    ahead.refresh_from_db()
    assert ahead.cancelled_at
    assert {recipient for recipient, _ in owed("event-cancelled")} == {amara.pk, coordinator.pk}


# --- answers and attendance -------------------------------------------------------------------------------


def test_one_tap_answers_and_another_changes_it(client, amara, ahead):
    signed_in(client, amara)
    for said in ("coming", "not_coming", "nonsense"):
        client.post(reverse("event_answer", args=[ahead.pk]), {"answer": said})

    assert Attendance.objects.get().answer == "not_coming"


def test_answers_close_when_it_begins_and_attendance_opens(client, wave, coordinator, amara, ahead):
    with pytest.raises(NotAllowed):
        events.record(ahead, [amara.pk], {amara.pk}, now=NOW)
    events.answer(ahead, amara, "coming", now=NOW)
    late = NOW + timedelta(days=4)
    with pytest.raises(NotAllowed):
        events.answer(ahead, amara, "not_coming", now=late)

    with time_machine.travel(late, tick=False):
        signed_in(client, coordinator)
        for present in ([amara.pk, 999_999, "x"], [coordinator.pk]):
            client.post(reverse("event_attendance", args=[ahead.pk]), {"present": present})

    rows = dict(Attendance.objects.values_list("person", "was_there"))
    assert rows == {amara.pk: False, coordinator.pk: True}
    assert Attendance.objects.get(person=amara).answer == "coming"


def test_only_coordinators_see_who_answers_what(client, wave, coordinator, amara, ahead):
    ben = make_application(wave=wave, status="accepted").person
    events.answer(ahead, ben, "not_coming", now=NOW)

    mine = signed_in(client, amara).get(ahead.get_absolute_url()).content.decode()
    theirs = signed_in(client, coordinator).get(ahead.get_absolute_url()).content.decode()

    assert str(ben) not in mine and str(ben) in theirs


def test_home_asks_until_one_has_answered(amara, ahead):
    assert [card.title for card in events.event_card(amara, NOW)] == [ahead.title]
    events.answer(ahead, amara, "coming", now=NOW)

    assert events.event_card(amara, NOW) == []
    assert home_cards.cards_for(amara, NOW) == []


# --- the launch and the wave's date -----------------------------------------------------------------------


def test_a_launch_that_strays_from_its_wave_stands_in_the_way_softly(wave):
    launch = make_event(wave, kind="launch", starts_at=datetime(2026, 8, 31, 14, tzinfo=UTC))
    sentences = [blocker.sentence for blocker in blockers(wave, Wave.Status.RUNNING, NOW)]
    assert not any("launch" in sentence for sentence in sentences)

    wave.launch_on = LAUNCH_ON + timedelta(days=1)
    wave.save()

    found = [each for each in blockers(wave, Wave.Status.RUNNING, NOW) if "launch" in each.sentence]
    assert [(each.url, each.is_hard) for each in found] == [(reverse("event_edit", args=[launch.pk]), False)]


# --- what it costs ----------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_one_three_and_fifty(client, wave, coordinator, ahead):
    signed_in(client, coordinator)
    for url, more in (
        (reverse("events", args=[wave.pk]), lambda: make_event(wave, starts_at=NOW + timedelta(days=1))),
        (ahead.get_absolute_url(), lambda: make_application(wave=wave, status="accepted")),
    ):
        costs, made = [], 1
        for wanted in (1, 3, 50):
            for _ in range(wanted - made):
                more()
            made = wanted
            costs.append(queries_of(client, url))

        assert costs == [costs[0]] * 3, url


def test_a_role_in_another_program_invites_to_nothing(client, ahead):
    stranger = make_person()
    make_role(make_program(), stranger, "coordinator")

    assert signed_in(client, stranger).get(ahead.get_absolute_url()).status_code == 404
