"""The frame in proportion to the role: where everybody lands, what they may change to, what is marked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.roles import parts_of
from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.models import Application, ProgramRole, Wave
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave

pytestmark = pytest.mark.django_db


def sign_in(client, person):
    client.force_login(person)


def make_coordinator(program, person=None):
    person = person or make_person()
    make_role(program, person, ProgramRole.Role.COORDINATOR)
    return person


def test_parts_come_in_the_order_of_their_homes():
    pair = make_pair()
    make_coordinator(make_program(), pair.mentor)

    assert [part.key for part in parts_of(pair.mentor)] == ["coordinator", "mentor"]


def test_somebody_without_a_part_is_a_colleague():
    assert [part.key for part in parts_of(make_person())] == ["colleague"]


def test_a_declined_applicant_and_a_concluded_pair_leave_no_part_behind_but_the_pair():
    declined = make_application(status=Application.Status.DECLINED).person
    concluded = make_pair(status=Pair.Status.ENDED).mentor

    assert [part.key for part in parts_of(declined)] == ["colleague"]
    assert [part.key for part in parts_of(concluded)] == ["mentor"]


def test_a_part_opens_the_wave_that_runs_before_one_that_is_over():
    program = make_program()
    coordinator = make_coordinator(program)
    running = make_wave(program=program, status=Wave.Status.RUNNING)
    make_wave(program=program, status=Wave.Status.CLOSED)
    make_wave(program=program, status=Wave.Status.DRAFT)

    assert parts_of(coordinator)[0].wave_id == running.pk


@pytest.mark.parametrize(
    ("role", "name"),
    [("coordinator", "wave"), ("coach", "caseload"), ("steering", "impact"), ("sponsor", "impact")],
)
def test_everybody_lands_on_their_own_page(client, role, name):
    wave = make_wave(status=Wave.Status.RUNNING)
    person = make_person()
    make_role(wave.program, person, ProgramRole.Role(role))
    sign_in(client, person)

    landed = client.get(reverse("home"))

    assert landed.url == reverse(name, args=[] if name == "caseload" else [wave.pk])


def test_the_role_is_switched_in_the_account_menu_and_remembered(client):
    pair = make_pair()
    program = make_program()
    make_wave(program=program)
    make_coordinator(program, pair.mentor)
    sign_in(client, pair.mentor)
    assert "Program coordinator" in client.get(reverse("home"), follow=True).content.decode()

    client.post(reverse("switch_role"), {"role": "mentor"})

    landed = client.get(reverse("home"), follow=True)
    assert landed.redirect_chain[0][0] == reverse("my_pair")
    assert 'class="side"' not in landed.content.decode()


def test_a_role_one_does_not_hold_is_not_to_be_had(client):
    person = make_person()
    sign_in(client, person)

    client.post(reverse("switch_role"), {"role": "coordinator"})

    assert client.get(reverse("home")).status_code == 200
    assert "role" not in client.session


def test_the_wave_switch_offers_the_other_waves_of_ones_programs_only(client):
    program = make_program()
    coordinator = make_coordinator(program)
    here, other = (make_wave(program=program, status=Wave.Status.RUNNING) for _ in range(2))
    stranger = make_wave(status=Wave.Status.RUNNING)
    sign_in(client, coordinator)

    body = client.get(reverse("wave", args=[here.pk])).content.decode()

    assert reverse("wave", args=[other.pk]) in body
    assert reverse("wave", args=[stranger.pk]) not in body


@pytest.mark.parametrize(
    ("name", "label"), [("wave", "Overview"), ("leaderboard", "Leaderboard"), ("wave_step", "Set-up")]
)
def test_the_entry_of_the_page_is_marked(client, name, label):
    program = make_program()
    coordinator = make_coordinator(program)
    wave = make_wave(program=program, status=Wave.Status.RUNNING)
    sign_in(client, coordinator)

    frame = client.get(reverse(name, args=[wave.pk])).context["frame"]

    entries = [entry for group in frame["nav"] for entry in group["items"]]
    assert [entry["label"] for entry in entries if entry["current"]] == [label]


def test_the_frame_asks_no_more_for_many_programs(client):
    counts = []
    for programs in (1, 3, 20):
        coordinator = make_person()
        for _ in range(programs):
            wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)
        sign_in(client, coordinator)
        client.get(reverse("wave", args=[wave.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("wave", args=[wave.pk]))
        counts.append(len(queries))

    assert len(set(counts)) == 1
