import pytest

from pairing.models import Pair
from pairing.tests.factories import make_coach, make_pair
from programs import roles
from programs.lifecycle import NotAllowed
from programs.models import ProgramRole
from programs.tests.factories import make_person, make_program, make_role, make_wave

pytestmark = pytest.mark.django_db
Role = ProgramRole.Role


@pytest.fixture
def program():
    return make_program(coordinator=make_person())


def coach_role(program, **facts):
    coach = make_coach(program, given_name="Odette", family_name="Baptiste", **facts)
    return coach.program_roles.get(program=program)


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (1, "Odette Baptiste looks after 1 pair. Give it another coach first."),
        (3, "Odette Baptiste looks after 3 pairs. Give them another coach first."),
    ],
)
def test_a_coach_with_live_pairs_stays(program, pairs, sentence):
    role, wave = coach_role(program), make_wave(program=program)
    for _ in range(pairs):
        make_pair(wave=wave, coach=role.person)

    with pytest.raises(NotAllowed) as refusal:
        roles.let_go(role)

    assert str(refusal.value) == sentence
    assert program.roles.filter(pk=role.pk).exists()


@pytest.mark.parametrize("status", [Pair.Status.ENDED, Pair.Status.COMPLETED])
def test_a_coach_whose_pairs_are_over_can_go(program, status):
    role = coach_role(program)
    make_pair(wave=make_wave(program=program), coach=role.person, status=status)

    roles.let_go(role)

    assert not program.roles.filter(pk=role.pk).exists()


def test_pairs_of_another_program_hold_nobody_here(program):
    role = coach_role(program)
    make_pair(wave=make_wave(), coach=role.person)

    roles.let_go(role)

    assert not program.roles.filter(pk=role.pk).exists()


def test_another_role_of_a_coach_can_be_laid_down(program):
    coach = coach_role(program).person
    steering = make_role(program, coach, Role.STEERING)
    make_pair(wave=make_wave(program=program), coach=coach)

    roles.let_go(steering)

    assert list(coach.program_roles.values_list("role", flat=True)) == [Role.COACH]
