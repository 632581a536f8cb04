"""Seats among the steering members for those of the pilot."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs import steering
from programs.lifecycle import NotAllowed
from programs.models import Notice, ProgramRole, StatusChange, SteeringOffer, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_wave

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
Status = SteeringOffer.Status


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def pilot(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.CLOSED)


def take_part(wave, **facts):
    return make_application(wave=wave, status="accepted", **facts).person


def offered(pilot, person):
    steering.offer(pilot, [person.pk], by=None, now=NOW)
    return SteeringOffer.objects.get(person=person)


def test_seats_are_offered_to_people_of_the_pilot_once(client, pilot, coordinator):
    amara, ben = take_part(pilot), take_part(pilot)
    outside = make_person()
    signed_in(client, coordinator)
    url = reverse("steering_offers", args=[pilot.pk])

    for _ in range(2):
        client.post(url, {"person": [amara.pk, outside.pk, "x"]})

    assert list(SteeringOffer.objects.values_list("person", flat=True)) == [amara.pk]
    assert Notice.objects.filter(kind="steering-offer").count() == 1
    assert list(client.get(url).context["candidates"]) == [ben]


def test_a_later_wave_and_a_running_one_offer_nothing(pilot):
    later = make_wave(program=pilot.program, status=Wave.Status.CLOSED)
    running = make_wave(status=Wave.Status.RUNNING)

    for wave in (later, running):
        with pytest.raises(NotAllowed):
            steering.offer(wave, [take_part(wave).pk], by=None, now=NOW)


def test_who_takes_the_seat_steers(client, pilot):
    amara = take_part(pilot)
    offer = offered(pilot, amara)
    assert steering.seat_card(amara, NOW)

    signed_in(client, amara).post(reverse("steering_offer", args=[offer.pk]), {"accept": 1})

    offer.refresh_from_db()
    assert offer.status == Status.ACCEPTED
    assert ProgramRole.objects.filter(program=pilot.program, person=amara, role="steering").exists()
    assert StatusChange.objects.filter(subject_id=offer.pk, current=Status.ACCEPTED, by=amara).exists()
    assert steering.seat_card(amara, NOW) == []


def test_who_takes_part_again_is_told_why_not_yet(client, pilot):
    amara = take_part(pilot)
    offer = offered(pilot, amara)
    take_part(make_wave(program=pilot.program, status=Wave.Status.RUNNING), person=amara)

    response = signed_in(client, amara).post(reverse("steering_offer", args=[offer.pk]), {"accept": 1})

    offer.refresh_from_db()
    assert response.status_code == 422 and "stands outside it" in response.content.decode()
    assert offer.status == Status.OFFERED
    assert not ProgramRole.objects.filter(person=amara).exists()


def test_an_offer_is_answered_once_and_by_nobody_else(client, pilot):
    amara, ben = take_part(pilot), take_part(pilot)
    offer = offered(pilot, amara)
    url = reverse("steering_offer", args=[offer.pk])
    assert signed_in(client, ben).post(url, {"accept": 1}).status_code == 404

    signed_in(client, amara).post(url, {"decline": 1})
    late = client.post(url, {"accept": 1})

    offer.refresh_from_db()
    assert late.status_code == 422
    assert offer.status == Status.DECLINED


def test_the_page_costs_the_same_for_one_three_and_fifty(client, pilot, coordinator):
    signed_in(client, coordinator)
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            take_part(pilot)
            offered(pilot, take_part(pilot))
        made = wanted
        costs.append(queries_of(client, reverse("steering_offers", args=[pilot.pk])))

    assert costs == [costs[0]] * 3
