"""Averages and spreads, and that nobody learns of others' scores before their own are in."""

import pytest

from programs.models import Application, Question, Scorecard, User, Wave
from programs.scores import table_of, with_scores

from .factories import make_application, make_person, make_program, make_role, make_wave
from .review_factories import make_card, make_criteria

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person())
    make_criteria(program)
    return make_wave(program=program, status=Wave.Status.SELECTING)


def steering(wave, **facts):
    return make_role(wave.program, make_person(**facts), "steering").person


def coordinator(wave):
    return wave.program.roles.get(role="coordinator").person


def figures(user):
    found = with_scores(Application.objects.order_by("pk"), user)
    return [(each.average, each.judges, each.is_spread) for each in found]


def test_the_average_goes_by_weight(wave):
    Question.objects.filter(code="technical").update(weight=3)
    application = make_application(wave=wave)
    make_card(application, steering(wave), 4, 2)
    make_card(application, steering(wave), 3, 3)
    make_application(wave=wave)

    assert figures(coordinator(wave)) == [((3 * 4 + 2 + 3 * 3 + 3) / 8, 2, False), (None, 0, False)]
    assert table_of(application, coordinator(wave))["average"] == 26 / 8


@pytest.mark.parametrize(("marks", "apart"), [((1, 3), True), ((2, 3), False), ((4, 4), False)])
def test_two_marks_apart_on_one_criterion_are_a_spread(wave, marks, apart):
    application = make_application(wave=wave)
    for mark in marks:
        make_card(application, steering(wave), mark, 2)

    assert figures(coordinator(wave))[0][2] == apart
    assert table_of(application, coordinator(wave))["is_spread"] == apart


def seen(user):
    return set(Scorecard.objects.visible_to(user).values_list("reviewer", flat=True))


def test_others_are_seen_once_ones_own_is_submitted(wave):
    application = make_application(wave=wave)
    first, second, third = (steering(wave) for _ in range(3))
    make_card(application, first, 3, 3)
    own = make_card(application, second)

    assert seen(second) == {second.pk}, "blind"
    assert figures(second) == [(None, 0, False)]
    assert seen(third) == set(), "who does not score it reads no scores"
    assert seen(coordinator(wave)) == {first.pk}, "a draft is its author's"
    Scorecard.objects.filter(pk=own.pk).update(status="submitted")
    assert seen(second) == {first.pk, second.pk}


def test_a_coordinator_who_scores_is_blind_like_everybody(wave):
    application = make_application(wave=wave)
    make_card(application, steering(wave), 1, 1)
    make_card(application, coordinator(wave))

    assert seen(coordinator(wave)) == {coordinator(wave).pk}
    assert figures(coordinator(wave)) == [(None, 0, False)]


def test_a_conflict_closes_the_application_and_its_scores(wave):
    application = make_application(wave=wave)
    first, gone = steering(wave), steering(wave)
    make_card(application, first, 3, 3)
    make_card(application, gone, 2, 2, status="conflicted")

    assert seen(gone) == set()
    assert not Application.objects.visible_to(gone).exists()
    assert figures(coordinator(wave)) == [(3.0, 1, False)], "its marks count no more"


def test_nobody_reads_scores_of_themself_or_of_their_own_line(wave):
    application = make_application(wave=wave)
    boss, top = coordinator(wave), make_person()
    make_role(wave.program, top, "coordinator")
    User.objects.filter(pk=application.person_id).update(manager=boss)
    User.objects.filter(pk=boss.pk).update(manager=top)
    make_role(wave.program, application.person, "coordinator")
    make_card(application, steering(wave), 3, 3)

    for person in (boss, top, application.person):
        assert seen(person) == set()
        assert figures(person) == [(None, 0, False)]


def test_nobody_of_another_program_reads_them(wave):
    make_card(make_application(wave=wave), steering(wave), 3, 3)
    stranger = make_person()
    make_role(make_program(), stranger, "coordinator")

    assert seen(stranger) == set()
