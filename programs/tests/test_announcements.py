"""News: to whom, with a preview, until read or two weeks old, and gone when withdrawn."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from programs import announcements, mail
from programs.links import label_of
from programs.models import Alumnus, Announcement, Notice, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import AT, make_announcement

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)


def accepted(wave):
    return make_application(wave=wave, status="accepted").person


def owed():
    return set(Notice.objects.filter(kind="announcement").values_list("recipient", flat=True))


def test_news_is_shown_as_it_reads_before_it_is_published(client, wave, coordinator):
    accepted(wave)
    url = reverse("announcement_new", args=[wave.program_id])
    words = {"wave": "", "title": "Rooms", "text": "**Hall 2** from now on."}

    first = signed_in(client, coordinator).post(url, {**words, "preview": 1})
    assert not Announcement.objects.exists()
    second = client.post(url, {**words, "publish": 1})

    body = first.content.decode()
    assert "<strong>Hall 2</strong>" in body and "Publish to 1 person" in body
    assert second.url == Announcement.objects.get().get_absolute_url()
    assert len(owed()) == 1


def test_news_goes_to_those_it_concerns(wave, coordinator):
    program = wave.program
    other = make_wave(program=program, status=Wave.Status.PREPARING)
    here, there = accepted(wave), accepted(other)
    stayed = make_person()
    Alumnus.objects.create(program=program, person=stayed, joined_at=AT)
    make_application(wave=wave, status="withdrawn")
    accepted(make_wave(program=program, status=Wave.Status.CLOSED))

    announcements.publish(
        Announcement(program=program, title="All", text="x", by=coordinator, published_at=AT)
    )
    assert owed() == {here.pk, there.pk, stayed.pk}

    Notice.objects.all().delete()
    announcements.publish(
        Announcement(program=program, wave=wave, title="Some", text="x", by=coordinator, published_at=AT)
    )
    assert owed() == {here.pk}


@pytest.fixture
def groups(wave):
    """One of each group in the wave, and of the same in another wave."""
    other = make_wave(program=wave.program, status=Wave.Status.PREPARING)
    found = {
        f"{side} {name}": make_application(wave=each, side=side, status="accepted").person
        for name, each in (("here", wave), ("there", other))
        for side in ("mentor", "mentee")
    }
    return found | {"coach": make_role(wave.program, make_person(), "coach").person}


@pytest.mark.parametrize(
    ("audience", "in_the_wave", "reached"),
    [
        ("mentor", True, {"mentor here"}),
        ("mentor", False, {"mentor here", "mentor there"}),
        ("mentee", True, {"mentee here"}),
        ("coach", True, {"coach"}),
        ("", True, {"mentor here", "mentee here", "coach"}),
    ],
)
def test_a_group_is_written_to_and_nobody_else_sees_it(
    wave, coordinator, groups, audience, in_the_wave, reached
):
    news = Announcement(program=wave.program, title="Some", text="x", by=coordinator, published_at=AT)
    news.wave, news.audience = wave if in_the_wave else None, audience

    announcements.publish(news)

    assert owed() == {groups[name].pk for name in reached}
    seeing = {name for name, person in groups.items() if Announcement.objects.visible_to(person).exists()}
    assert seeing == reached
    assert Announcement.objects.visible_to(coordinator).exists()


def test_the_wave_one_comes_from_is_chosen_already(client, wave, coordinator):
    url = reverse("announcement_new", args=[wave.program_id])
    page = signed_in(client, coordinator).get(f"{url}?wave={wave.pk}")

    assert page.context["form"]["wave"].value() == wave.pk
    assert client.get(f"{url}?wave=nonsense").status_code == 200


def test_home_shows_news_until_it_is_read_or_two_weeks_old(client, wave, coordinator):
    news, person = make_announcement(wave.program, by=coordinator), accepted(wave)
    make_announcement(wave.program, by=coordinator, published_at=AT - timedelta(days=1))

    (card,) = announcements.news_card(person, AT + timedelta(days=1))
    assert (card.title, card.text) == (news.title, "And 1 earlier one.")
    assert announcements.news_card(person, AT + timedelta(days=14)) == []
    assert announcements.news_card(coordinator, AT + timedelta(days=1)) == []

    for _ in range(2):
        signed_in(client, person).post(reverse("announcement_reading", args=[news.pk]))
    (card,) = announcements.news_card(person, AT + timedelta(days=1))
    assert card.title != news.title


def test_news_of_one_wave_is_not_news_of_another(client, wave, coordinator):
    other = accepted(make_wave(program=wave.program, status=Wave.Status.RUNNING))
    news = make_announcement(wave.program, wave=wave, title="CANARY-NEWS")
    signed_in(client, other)

    assert client.get(news.get_absolute_url()).status_code == 404
    assert "CANARY-NEWS" not in client.get(reverse("announcements", args=[wave.program_id])).content.decode()


def test_what_is_withdrawn_vanishes_and_its_mails_are_not_sent(client, wave, coordinator):
    person = accepted(wave)
    news = make_announcement(wave.program, by=coordinator)
    notice = Notice(pk=1, recipient=person, kind="announcement", about=label_of(news))
    assert mail.write(notice, AT)

    signed_in(client, coordinator).post(reverse("announcement_withdrawal", args=[news.pk]))

    assert mail.write(notice, AT) is None
    assert announcements.news_card(person, AT) == []
    assert client.get(news.get_absolute_url()).status_code == 200
    assert signed_in(client, person).get(news.get_absolute_url()).status_code == 404


def test_withdrawn_news_can_be_written_anew(client, wave, coordinator):
    news = make_announcement(wave.program, withdrawn_at=AT, title="Wrong room")
    elsewhere = make_announcement(make_program(), title="CANARY-ELSEWHERE")
    signed_in(client, coordinator)
    url = reverse("announcement_new", args=[wave.program_id])

    assert "Wrong room" in client.get(url, {"from": news.pk}).content.decode()
    assert "CANARY-ELSEWHERE" not in client.get(url, {"from": elsewhere.pk}).content.decode()


def test_a_mail_that_waited_does_not_reach_who_has_left(wave, coordinator):
    person = accepted(wave)
    news = make_announcement(wave.program, by=coordinator)
    wave.applications.update(status="withdrawn")

    assert mail.write(Notice(pk=1, recipient=person, kind="announcement", about=label_of(news)), AT) is None


def test_the_list_costs_the_same_for_one_three_and_fifty(client, wave, coordinator):
    signed_in(client, accepted(wave))
    costs, made = [], 0
    with time_machine.travel(AT, tick=False):
        for wanted in (1, 3, 50):
            for _ in range(wanted - made):
                make_announcement(wave.program, wave=wave, by=coordinator)
            made = wanted
            costs.append(queries_of(client, reverse("announcements", args=[wave.program_id])))

    assert costs == [costs[0]] * 3
