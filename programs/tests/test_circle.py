"""The mentors' circle: what they write to each other, when they meet, and that nobody else reads it (S12)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from programs import discussions, events
from programs.lifecycle import NotAllowed
from programs.models import Alumnus, Discussion, Event, Notice, Post, Wave
from programs.tests.asking import signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import AT, make_discussion, make_event, make_report

pytestmark = pytest.mark.django_db
CIRCLE = "When do you say that it is not working?"
NOW = AT - timedelta(days=1)


@pytest.fixture
def coordinator():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)


@pytest.fixture
def amara(wave):
    return make_application(wave=wave, status="accepted").person


@pytest.fixture
def ben(wave):
    return make_application(wave=wave, status="accepted").person


@pytest.fixture
def others(wave, coordinator):
    """Everybody who shares the program's discussions and is no mentor of a wave under way."""
    alumnus = make_person()
    Alumnus.objects.create(program=wave.program, person=alumnus, joined_at=AT)
    coach = make_person()
    make_role(wave.program, coach, "coach")
    mentee = make_application(wave=wave, side="mentee", status="accepted").person
    of_closed = make_application(
        wave=make_wave(program=wave.program, status="closed"), status="accepted"
    ).person
    return [coordinator, coach, mentee, alumnus, of_closed]


@pytest.fixture
def circle(wave, amara):
    return make_discussion(wave.program, by=amara, title=CIRCLE, is_circle=True)


def test_only_mentors_of_a_wave_under_way_read_the_circle(client, wave, circle, ben, others):
    address, listed = circle.get_absolute_url(), reverse("discussions", args=[wave.program_id])

    page = signed_in(client, ben).get(listed).content.decode()
    assert CIRCLE in page and "Mentors only" in page
    answered = client.get(address)
    assert answered.status_code == 200 and "alumni too" not in answered.content.decode()
    for person in others:
        signed_in(client, person)
        answer = client.get(listed)
        assert answer.status_code == 404 or CIRCLE not in answer.content.decode()
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Let me in."}).status_code == 404
    assert Post.objects.count() == 1


def test_a_mentor_elsewhere_is_not_of_this_circle(circle):
    elsewhere = make_application(wave=make_wave(status=Wave.Status.RUNNING), status="accepted").person

    assert not Discussion.objects.visible_to(elsewhere).exists()


def test_a_mentor_begins_in_the_circle_and_others_cannot(client, wave, ben, others):
    address = reverse("discussion_new", args=[wave.program_id])
    words = {"title": CIRCLE, "text": "Mine cancels.", "is_circle": "on"}

    signed_in(client, ben).post(address, words)
    assert Discussion.objects.get().is_circle
    signed_in(client, others[2]).post(address, {**words, "title": "As a mentee"})

    assert not Discussion.objects.get(title="As a mentee").is_circle, "the field is not theirs to fill in"
    open_to_all = discussions.begin(
        wave.program, by=ben, title=CIRCLE, text="Mine cancels.", now=timezone.now()
    )
    assert not open_to_all.is_circle, "the same words to other readers are no second press"
    with pytest.raises(NotAllowed, match="belongs to those who mentor"):
        discussions.begin(wave.program, by=others[0], title="x", text="y", now=AT, is_circle=True)


def test_a_reported_passage_can_be_removed_by_whom_it_was_told(client, circle, ben, coordinator):
    post = circle.posts.get()
    removal = reverse("post_removal", args=[post.pk])
    assert signed_in(client, coordinator).post(removal).status_code == 404

    make_report(post, by=ben, told=[coordinator])
    answer = client.post(removal)

    assert answer.url == reverse("discussions", args=[circle.program_id])
    assert Post.objects.get().text == ""


def test_answers_are_told_to_mentors_alone(circle, amara, ben, wave):
    discussions.answer(circle, by=ben, text="At once.", now=AT)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {amara.pk}

    amara.applications.update(status="withdrawn")

    assert not Discussion.objects.visible_to(amara).exists()


def test_a_meeting_of_the_circle_invites_mentors_and_is_seen_by_who_calls_it(
    client, wave, amara, ben, others, coordinator
):
    event = Event(
        wave=wave, title="The circle", is_circle=True, starts_at=AT, ends_at=AT + timedelta(hours=1)
    )
    events.call(event, now=NOW)

    assert set(Notice.objects.values_list("recipient", flat=True)) == {amara.pk, ben.pk}
    assert set(events.guests(event)) == {amara, ben}
    assert [card.title for card in events.event_card(amara, NOW)] == ["The circle"]
    assert events.event_card(coordinator, NOW) == []
    for person, seen in [(amara, True), (coordinator, True), *((each, False) for each in others[1:])]:
        assert (signed_in(client, person).get(event.get_absolute_url()).status_code == 200) == seen
        assert Event.objects.visible_to(person).exists() == seen


def test_whom_a_meeting_is_for_stays_as_it_was_called(client, wave, coordinator):
    event = make_event(wave, kind="other", title="For all")
    form = {"kind": "other", "is_circle": "on", "title": "For all", "date": "2026-09-02"}

    signed_in(client, coordinator).post(
        reverse("event_edit", args=[event.pk]), {**form, "begins": "10:00", "ends": "11:00"}
    )

    event.refresh_from_db()
    assert not event.is_circle


def test_a_launch_is_never_of_the_circle(client, wave, coordinator):
    form = {
        "kind": "launch",
        "is_circle": "on",
        "title": "Launch",
        "date": wave.launch_on.isoformat(),
        "begins": "10:00",
        "ends": "11:00",
    }

    answer = signed_in(client, coordinator).post(reverse("event_new", args=[wave.pk]), form)

    assert "for the whole wave" in answer.content.decode() and not Event.objects.exists()
    with pytest.raises(IntegrityError):
        make_event(wave, kind="launch", is_circle=True)
