"""Alumni: asked when a wave closes, listed to each other alone, staying as long as they like."""

from datetime import timedelta

import pytest
from django.urls import reverse

from programs import alumni, mail
from programs.lifecycle import move
from programs.links import label_of
from programs.models import Alumnus, Notice, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_wave
from programs.tests.factories_community import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def program(coordinator):
    return make_program(coordinator=coordinator)


@pytest.fixture
def pilot(program):
    return make_wave(program=program, status=Wave.Status.CLOSED)


def took_part(wave, **facts):
    return make_application(wave=wave, status="accepted", **facts).person


def stay(program, person, *, volunteers=False):
    alumni.stay(program, person, volunteers=volunteers, now=AT)


def names_on(client, person, program):
    response = signed_in(client, person).get(reverse("alumni", args=[program.pk]))
    return [alumnus.person for alumnus in response.context["page_obj"]]


def test_when_a_wave_closes_its_people_are_asked(program):
    wave = make_wave(program=program, status=Wave.Status.REVIEWING)
    person, known = took_part(wave), took_part(wave)
    make_application(wave=wave, status="withdrawn")
    stay(program, known)

    move(wave, Wave.Status.CLOSED)

    assert list(Notice.objects.filter(kind="alumni-invitation").values_list("recipient", flat=True)) == [
        person.pk
    ]


def test_one_comes_and_goes_as_one_likes(client, program, pilot):
    person, url = took_part(pilot), reverse("alumni", args=[program.pk])
    signed_in(client, person)

    client.post(url, {"volunteers": "on"})
    client.post(url, {})
    assert not Alumnus.objects.get().volunteers
    assert client.get(reverse("resources", args=[program.pk])).status_code == 200

    client.post(url, {"leave": "1"})
    assert not Alumnus.objects.exists()
    assert client.get(reverse("resources", args=[program.pk])).status_code == 404
    assert client.get(url).status_code == 200  # the way back stays open


def test_alumni_see_each_other_and_nobody_else_sees_them(client, program, pilot, coordinator):
    amara, ben, outside = took_part(pilot), took_part(pilot), took_part(pilot)
    running = took_part(make_wave(program=program, status=Wave.Status.RUNNING))
    stay(program, amara)
    stay(program, ben, volunteers=True)

    assert set(names_on(client, amara, program)) == {amara, ben}
    assert names_on(client, coordinator, program) == [ben]
    assert names_on(client, outside, program) == []
    assert names_on(client, running, program) == []
    assert signed_in(client, make_person()).get(reverse("alumni", args=[program.pk])).status_code == 404


def test_the_list_says_which_waves_somebody_was_in(client, program, pilot):
    amara = took_part(pilot)
    took_part(make_wave(program=program, status=Wave.Status.CLOSED), person=amara)
    took_part(make_wave(status=Wave.Status.CLOSED), person=amara)
    stay(program, amara)

    (found,) = alumni.listed(program)

    assert [each.wave.program_id for each in found.person.waves] == [program.pk] * 2


def test_only_who_took_part_in_a_closed_wave_may_stay(client, program, coordinator):
    running = took_part(make_wave(program=program, status=Wave.Status.RUNNING))

    for person in (running, coordinator):
        assert signed_in(client, person).post(reverse("alumni", args=[program.pk])).status_code == 403


def test_those_who_would_take_part_again_are_asked_once_while_a_wave_recruits(
    client, program, pilot, coordinator
):
    amara, ben, applied = took_part(pilot), took_part(pilot), took_part(pilot)
    stay(program, amara, volunteers=True)
    stay(program, ben)
    stay(program, applied, volunteers=True)
    wave = make_wave(program=program, status=Wave.Status.DRAFT)
    make_application(wave=wave, person=applied)
    signed_in(client, coordinator)

    client.post(reverse("wave_volunteers", args=[wave.pk]))
    assert not Notice.objects.exists()
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RECRUITING)
    for _ in range(2):
        client.post(reverse("wave_volunteers", args=[wave.pk]))

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (amara, "alumni-wanted")
    assert mail.write(notice, AT)
    stay(program, amara)
    assert mail.write(notice, AT) is None


def test_the_invitation_is_not_written_to_who_has_joined_already(program, pilot):
    person = took_part(pilot)
    notice = Notice(pk=1, recipient=person, kind="alumni-invitation", about=label_of(pilot))
    assert mail.write(notice, AT)

    stay(program, person)

    assert mail.write(notice, AT) is None


def test_home_asks_for_two_months(program, pilot):
    person = took_part(pilot)
    closed_at = AT + (pilot.review_ends_on - AT.date())

    assert alumni.alumni_card(person, closed_at + timedelta(days=50))
    assert alumni.alumni_card(person, closed_at + timedelta(days=70)) == []
    stay(program, person)
    assert alumni.alumni_card(person, closed_at) == []


def test_the_list_costs_the_same_for_one_three_and_fifty(client, program, pilot):
    costs, made, reader = [], 0, took_part(pilot)
    stay(program, reader)
    signed_in(client, reader)
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            stay(program, took_part(pilot))
        made = wanted
        costs.append(queries_of(client, reverse("alumni", args=[program.pk])))

    assert costs == [costs[0]] * 3
