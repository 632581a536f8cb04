"""Step 4 of a set-up: pairing rules, and what they leave of the possible pairs."""

from datetime import date

import pytest
from django.urls import reverse

from pairing.matching import Force, Rules, Weights
from pairing.models import RuleSetting
from pairing.policy import rules_of, with_settings
from pairing.policy_forms import PolicyForm
from pairing.setup import effect_of
from pairing.tests.factories import accept
from programs.models import Wave
from programs.tests.factories import (
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_program,
    make_wave,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)


@pytest.fixture
def program(client):
    ines = make_person()
    client.force_login(ines)
    return make_program(coordinator=ines)


def sent(**changes):
    """The form as it stands, with changes: ``function__strength="soft"``."""
    form = PolicyForm(rules=Rules(), weights=Weights(), quotas=())
    data = {name: field.initial for name, field in form.fields.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def mentor(wave, **facts):
    return accept(wave, "mentor", make_mentor_person(function="Service", **facts))


def mentee(wave, **facts):
    return accept(wave, "mentee", make_mentee_person(function="Counsel", **facts))


def save(client, program, **changes):
    return client.post(reverse("setup_rules", args=[program.pk]), sent(**changes))


def test_rules_are_kept_as_they_are_chosen(client, program):
    save(client, program, function__strength="soft", function__penalty="15", grade_gap__value="4")

    rules = rules_of(program.pk)
    assert (rules.function.force, rules.function.penalty, rules.grade_gap.value) == (Force.SOFT, 15, 4)
    assert program.pairing_rules.count() == 9
    program.refresh_from_db()
    assert program.steps_saved == ["rules"]


def test_saved_twice_they_are_kept_once(client, program):
    save(client, program)
    save(client, program, no_go__strength="off")

    assert program.pairing_rules.count() == 9
    assert rules_of(program.pk).no_go.force == Force.OFF


@pytest.mark.parametrize(
    "wrong",
    [
        {"grade_gap__value": "51"},
        {"shared_manager__value": "0"},
        {"former_manager__value": ""},
        {"function__penalty": "101"},
        {"function__penalty": "-1"},
        {"function__strength": "harder"},
    ],
)
def test_mistakes_stand_at_their_field_and_change_nothing(client, program, wrong):
    response = save(client, program, **wrong)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {name.replace("__", "-") for name in wrong}
    assert not RuleSetting.objects.exists()


def test_what_rules_leave_is_counted_over_those_who_are_free(program):
    wave = make_wave(program=program, status=Wave.Status.PAIRING)
    assert effect_of(wave, Rules(), today=TODAY) is None
    mentor(wave, line_of_business="Claims", grade=3)
    mentor(wave, line_of_business="Law", grade=3)
    mentee(wave, line_of_business="Law", grade=10)
    alone = mentee(wave, line_of_business="Law", grade=4)

    strict = effect_of(wave, Rules(), today=TODAY)
    loose = effect_of(
        wave, with_settings({"line_of_business": {"force": "off"}, "grade_gap": {"value": 1}}), today=TODAY
    )

    assert (strict.possible, strict.allowed) == (4, 1)
    assert strict.sentence == "1 of 4 possible pairs is left"
    assert strict.lonely == (alone.full_name,)
    assert (loose.allowed, loose.lonely) == (4, ())


def test_the_count_follows_the_form_without_saving(client, program):
    wave = make_wave(program=program, status=Wave.Status.PAIRING)
    mentor(wave, line_of_business="Law", grade=3)
    mentee(wave, line_of_business="Law", grade=10)
    url = reverse("setup_rules", args=[program.pk])
    htmx = {"HX-Request": "true"}

    kept = client.get(url, sent(), headers=htmx).content.decode()
    loose = client.get(url, sent(line_of_business__strength="off"), headers=htmx).content.decode()
    nonsense = client.get(url, sent(grade_gap__value="many"), headers=htmx)

    assert "0 of 1 possible pair is left" in kept
    assert "1 of 1 possible pair is left" in loose
    assert nonsense.status_code == 200
    assert not RuleSetting.objects.exists()
