from functools import partial

import pytest

from programs import roles
from programs.lifecycle import NotAllowed
from programs.models import Application, ProgramRole, Wave
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave

from .racing import at_once

pytestmark = pytest.mark.django_db
Role = ProgramRole.Role


def test_a_coach_comes_with_a_capacity_and_others_without():
    program, tobias = make_program(), make_person()

    coach = roles.take_on(program, tobias, Role.COACH, capacity=4)
    sponsor = roles.take_on(program, tobias, Role.SPONSOR, capacity=4)

    assert (coach.capacity, sponsor.capacity) == (4, 6)


def test_a_role_is_given_once():
    program, tobias = make_program(), make_person(given_name="Tobias", family_name="Reyes")
    roles.take_on(program, tobias, Role.COACH)

    with pytest.raises(NotAllowed, match=r"Tobias Reyes is HR coach of this program already\."):
        roles.take_on(program, tobias, Role.COACH)


def test_a_leaver_is_not_taken_on():
    with pytest.raises(NotAllowed, match="has left the company"):
        roles.take_on(make_program(), make_person(is_active=False), Role.COACH)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COACH, Role.STEERING])
def test_who_takes_part_in_a_wave_does_not_judge_or_coach_in_it(role):
    program, amara = make_program(), make_person()
    wave = make_wave(program=program, status=Wave.Status.RECRUITING, number=3)
    make_application(wave=wave, person=amara)

    with pytest.raises(NotAllowed, match="takes part in wave 3 as a mentor"):
        roles.take_on(program, amara, role)

    roles.take_on(program, amara, Role.SPONSOR)


@pytest.mark.parametrize(
    ("wave_status", "application_status"),
    [
        (Wave.Status.CLOSED, Application.Status.ACCEPTED),
        (Wave.Status.RECRUITING, Application.Status.WITHDRAWN),
        (Wave.Status.RECRUITING, Application.Status.DECLINED),
    ],
)
def test_a_wave_that_is_over_or_was_left_stands_in_nobody_s_way(wave_status, application_status):
    program, amara = make_program(), make_person()
    wave = make_wave(program=program, status=wave_status)
    make_application(wave=wave, person=amara, status=application_status)

    assert roles.take_on(program, amara, Role.STEERING).person == amara


def test_the_last_coordinator_stays():
    program = make_program(coordinator=make_person())
    last = program.roles.get()

    with pytest.raises(NotAllowed, match="is the last coordinator"):
        roles.let_go(last)

    assert program.roles.get() == last


def test_one_of_two_coordinators_can_go_and_a_coach_can_go():
    program = make_program(coordinator=make_person())
    second = make_role(program, make_person(), Role.COORDINATOR)
    coach = make_role(program, make_person(), Role.COACH)

    roles.let_go(second)
    roles.let_go(coach)

    assert program.roles.count() == 1


def test_a_tie_keeps_somebody_in_their_role():
    coach = make_role(make_program(), make_person(), Role.COACH)
    roles.tie(lambda role: "Three pairs have this coach." if role.role == Role.COACH else "")

    try:
        with pytest.raises(NotAllowed, match="Three pairs have this coach"):
            roles.let_go(coach)
    finally:
        roles._ties.pop()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_remove_each_other_leave_one():
    program = make_program(coordinator=make_person())
    make_role(program, make_person(), Role.COORDINATOR)

    answers = at_once(*[partial(roles.let_go, role) for role in program.roles.all()])

    assert program.roles.count() == 1
    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 1
