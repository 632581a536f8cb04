"""Calling a wave off takes two people."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from programs import cancelling, mail
from programs.lifecycle import NotAllowed, move
from programs.models import Notice, ProgramRole, Wave, WaveCancellation
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_person, make_program, make_role, make_wave

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
Role = ProgramRole.Role


@pytest.fixture
def ines():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(ines):
    return make_wave(program=make_program(coordinator=ines), status=Wave.Status.RECRUITING)


def second(wave, role=Role.STEERING):
    return make_role(wave.program, make_person(), role).person


def asked(wave, by):
    return cancelling.ask_to_cancel(wave, by=by, reason="The move.", now=NOW)


@pytest.mark.parametrize("role", [Role.STEERING, Role.COORDINATOR])
def test_one_asks_another_confirms_and_the_reason_stays(wave, ines, role):
    wren = second(wave, role)

    cancelling.confirm_cancellation(asked(wave, ines), by=wren, now=NOW)

    wave.refresh_from_db()
    change = wave.history.get()
    assert (wave.status, change.by, change.reason) == ("cancelled", wren, "The move.")
    wish = wave.cancellations.get()
    assert (wish.asked_by, wish.confirmed_by, wish.settled_at) == (ines, wren, NOW)


def test_whoever_asked_confirms_nothing(wave, ines):
    second(wave)
    wish = asked(wave, ines)

    with pytest.raises(NotAllowed, match="A second person has to confirm"):
        cancelling.confirm_cancellation(wish, by=ines, now=NOW)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.RECRUITING


def test_the_database_too_lets_nobody_confirm_their_own_wish(wave, ines):
    with pytest.raises(IntegrityError), transaction.atomic():
        WaveCancellation.objects.create(
            wave=wave, asked_by=ines, confirmed_by=ines, asked_at=NOW, reason="x", settled_at=NOW
        )


def test_the_one_who_asked_takes_it_back_and_nobody_else_does(wave, ines):
    wren = second(wave)
    wish = asked(wave, ines)

    with pytest.raises(NotAllowed):
        cancelling.take_back(wish, by=wren, now=NOW)
    cancelling.take_back(wish, by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="settled already"):
        cancelling.confirm_cancellation(wish, by=wren, now=NOW)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.RECRUITING
    assert asked(wave, ines).pk != wish.pk


def test_a_wish_waits_alone(wave, ines):
    wren = second(wave, Role.COORDINATOR)
    asked(wave, ines)

    with pytest.raises(NotAllowed, match="Ines Calloway has asked for this already"):
        asked(wave, wren)


def test_without_a_second_person_nothing_is_asked_and_it_says_what_to_do(wave, ines, client):
    make_role(wave.program, make_person(is_active=False), Role.STEERING)
    make_role(wave.program, make_person(), Role.COACH)

    with pytest.raises(NotAllowed, match="Add another coordinator or a steering member"):
        asked(wave, ines)
    body = signed_in(client, ines).get(reverse("wave_cancellation", args=[wave.pk])).content.decode()

    assert "You are the only one who could decide this" in body
    assert 'name="ask"' not in body


def test_a_wave_that_closes_in_the_meantime_is_not_called_off(wave, ines):
    wren = second(wave)
    wish = asked(wave, ines)
    Wave.objects.update(status=Wave.Status.REVIEWING)
    move(wave, Wave.Status.CLOSED)

    with pytest.raises(NotAllowed):
        cancelling.confirm_cancellation(wish, by=wren, now=NOW)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.CLOSED
    assert cancelling.open_wish(wave) is None


def test_those_who_could_confirm_hear_of_it_while_it_waits(wave, ines):
    wren = second(wave)
    wish = asked(wave, ines)
    notice = Notice.objects.get(kind="wave-cancellation-asked")

    written = mail.write(notice, NOW)
    cancelling.take_back(wish, by=ines, now=NOW)

    assert notice.recipient == wren
    assert "Ines Calloway asks to call off" in written.body
    assert "The move." not in written.body
    assert mail.write(notice, NOW) is None


# --- the page ---------------------------------------------------------------------------------------------


def press(client, person, wave, **data):
    return signed_in(client, person).post(reverse("wave_cancellation", args=[wave.pk]), data)


def test_it_goes_by_the_page_from_asking_to_the_end(client, wave, ines):
    wren = second(wave)

    unsaid = press(client, ines, wave, ask="1", reason="")
    press(client, ines, wave, ask="1", reason="The move.")
    wish = cancelling.open_wish(wave)
    mine = client.get(reverse("wave_cancellation", args=[wave.pk])).content.decode()
    own = press(client, ines, wave, wish=wish.pk, confirm="1")
    theirs = signed_in(client, wren).get(reverse("wave_cancellation", args=[wave.pk])).content.decode()
    done = press(client, wren, wave, wish=wish.pk, confirm="1")
    again = press(client, wren, wave, wish=wish.pk, confirm="1")
    after = client.get(reverse("wave_cancellation", args=[wave.pk])).content.decode()

    assert (unsaid.status_code, own.status_code, done.status_code, again.status_code) == (422, 409, 302, 409)
    assert unsaid.context["form"].errors == {"reason": ["Say why, in one sentence."]}
    assert "Take it back" in mine and "Confirm: call" not in mine
    assert "The move." in theirs and "Confirm: call" in theirs and "Take it back" not in theirs
    assert "Ines Calloway asked for it" in after
    wave.refresh_from_db()
    assert wave.status == "cancelled"


def test_a_steering_member_cannot_ask(client, wave):
    assert press(client, second(wave), wave, ask="1", reason="x").status_code == 403


@pytest.mark.parametrize("wish", ["", "x", "²", "9" * 30, "0"])
def test_nonsense_confirms_nothing(client, wave, ines, wish):
    assert press(client, second(wave), wave, wish=wish, confirm="1").status_code == 302
    wave.refresh_from_db()
    assert wave.status == "recruiting"


def test_a_wish_of_another_wave_is_not_confirmed_here(client, wave, ines):
    other = make_wave(program=wave.program, status=Wave.Status.DRAFT)
    wren = second(wave)
    wish = asked(other, ines)

    press(client, wren, wave, wish=wish.pk, confirm="1")

    other.refresh_from_db()
    assert other.status == "draft"


def test_the_page_costs_the_same_for_one_three_and_fifty_who_could_confirm(client, wave, ines):
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            second(wave)
        made = wanted
        costs.append(queries_of(signed_in(client, ines), reverse("wave_cancellation", args=[wave.pk])))

    assert costs == [costs[0]] * 3
