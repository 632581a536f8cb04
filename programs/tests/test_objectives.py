"""Objectives: baseline, target, readings at set moments."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from programs import objectives
from programs.lifecycle import NotAllowed
from programs.models import Notice, Objective, Program, Wave
from programs.needs import needs_of
from programs.tests.factories import make_objective, make_person, make_program, make_role, make_wave

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def ines(client):
    person = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def program(ines):
    program = make_program(coordinator=ines)
    Program.objects.filter(pk=program.pk).update(created_at=NOW - timedelta(weeks=20))
    program.refresh_from_db()
    return program


def standing(objective, today=TODAY):
    return objectives.standing(objective, today)


def test_before_the_first_reading_it_stands_where_it_began(program):
    each = standing(make_objective(program, baseline=20, target=70))

    assert (each.current, each.reached, each.is_reached, each.latest) == (20, 0, False, None)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "reached", "is_reached"),
    [
        (20, 70, 45, 50, False),
        (20, 70, 10, 0, False),
        (20, 70, 90, 100, True),
        (70, 20, 45, 50, False),  # one that is to fall
        (70, 20, 20, 100, True),
        (None, 70, 71, None, True),
    ],
)
def test_a_reading_says_how_much_of_the_way_is_done(program, baseline, target, value, reached, is_reached):
    objective = make_objective(program, baseline=baseline, target=target)
    objectives.record(objective, value, read_on=TODAY, by=None)

    each = standing(Objective.objects.get())

    assert (each.reached, each.is_reached) == (reached, is_reached)


@pytest.mark.parametrize(
    ("weeks_ago", "is_due"), [(None, True), (12, True), (11, False), (0, False)], ids=str
)
def test_a_reading_is_due_at_the_set_moment(program, weeks_ago, is_due):
    objective = make_objective(program, review_every_weeks=12)
    if weeks_ago is not None:
        objective.readings.create(value=3, read_on=TODAY - timedelta(weeks=weeks_ago))

    assert standing(objective).is_due == is_due


def test_what_is_due_waits_for_the_coordinators_on_the_page_of_the_wave_in_front(program, ines):
    over = make_wave(program=program, number=1, status=Wave.Status.CLOSED)
    wave = make_wave(program=program, number=2, status=Wave.Status.RUNNING)
    objective = make_objective(program, name="Leaders answer online", review_every_weeks=12)

    def waiting(wave):
        return [need.url for need in needs_of(wave, ines, NOW)[0] if "Leaders answer online" in need.sentence]

    assert waiting(wave) == [objective.get_absolute_url()]
    assert waiting(over) == []
    objectives.record(objective, 3, read_on=TODAY, by=ines)
    assert waiting(wave) == []


def test_a_day_has_one_reading(program):
    objective = make_objective(program)
    objectives.record(objective, 3, read_on=TODAY, by=None)

    with pytest.raises(NotAllowed, match="a reading of this day already"):
        objectives.record(objective, 4, read_on=TODAY, by=None)

    assert objective.readings.get().value == 3


def test_whoever_looks_after_it_is_asked_once_else_the_coordinators(program, ines):
    wren = make_person()
    theirs = make_objective(program, owner=wren, review_every_weeks=12)
    ours = make_objective(program, review_every_weeks=12)
    make_objective(program, review_every_weeks=30)

    for _ in range(2):
        objectives.owe_readings(TODAY)

    asked = Notice.objects.filter(kind="reading-due").values_list("recipient", "about")
    assert sorted(asked) == sorted(
        [(wren.pk, f"programs.Objective:{theirs.pk}"), (ines.pk, f"programs.Objective:{ours.pk}")]
    )


# --- pages ------------------------------------------------------------------------------------------------


def filled(**facts):
    return {
        "name": "Leaders answer online",
        "measure": "Answers a month.",
        "unit": "answers",
        "baseline": "2",
        "target": "20.5",
        "owner": "",
        "review_every_weeks": "6",
        **facts,
    }


def test_an_objective_is_added_at_the_end_changed_and_removed(client, program, ines):
    make_objective(program, number=4)

    client.post(reverse("objective_new", args=[program.pk]), filled(owner=ines.email))
    made = Objective.objects.get(name="Leaders answer online")
    client.post(reverse("objective_edit", args=[made.pk]), filled(target="30", baseline=""))
    made.refresh_from_db()
    facts = (made.number, made.owner, made.target, made.baseline)
    client.post(reverse("objective_removal", args=[made.pk]))

    assert facts == (5, None, 30, None)
    assert not Objective.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "taken"}, {"name"}),
        ({"measure": " "}, {"measure"}),
        ({"target": "many"}, {"target"}),
        ({"target": "NaN"}, {"target"}),
        ({"target": "2"}, {"target"}),
        ({"target": "1" * 20}, {"target"}),
        ({"baseline": "1.234"}, {"baseline"}),
        ({"owner": "nobody@northmoor.example"}, {"owner"}),
        ({"review_every_weeks": "0"}, {"review_every_weeks"}),
        ({"review_every_weeks": "105"}, {"review_every_weeks"}),
    ],
)
def test_mistakes_stand_at_their_field(client, program, sent, wrong):
    make_objective(program, name="Taken")

    response = client.post(reverse("objective_new", args=[program.pk]), filled(**sent))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong
    assert program.objectives.count() == 1


def test_a_reading_is_written_down_on_the_page(client, program, ines):
    objective = make_objective(program)
    wave = make_wave(program=program, status=Wave.Status.RUNNING)
    today = timezone.localdate()

    client.post(
        objective.get_absolute_url(), {"value": "7.5", "read_on": today.isoformat(), "comment": "Twice."}
    )

    reading = objective.readings.get()
    assert (reading.value, reading.read_on, reading.by, reading.wave, reading.comment) == (
        Decimal("7.5"),
        today,
        ines,
        wave,
        "Twice.",
    )
    assert "7.5" in client.get(objective.get_absolute_url()).content.decode()


def test_days_to_come_and_days_read_already_are_refused(client, program):
    objective = make_objective(program)
    today = timezone.localdate()
    objective.readings.create(value=3, read_on=today)

    for day in (today, today + timedelta(days=1)):
        response = client.post(objective.get_absolute_url(), {"value": "7", "read_on": day.isoformat()})
        assert set(response.context["form"].errors) == {"read_on"}


def test_its_owner_reads_it_without_a_role_and_others_who_serve_only_look(client, program):
    wren, coach = make_person(), make_person()
    make_role(program, coach, "coach")
    objective = make_objective(program, owner=wren)
    sent = {"value": "7", "read_on": "2026-01-05"}

    client.force_login(wren)
    assert client.post(objective.get_absolute_url(), sent).status_code == 302
    assert client.get(reverse("objective_edit", args=[objective.pk])).status_code == 403
    client.force_login(coach)
    assert client.get(objective.get_absolute_url()).status_code == 200
    assert client.post(objective.get_absolute_url(), sent).status_code == 403
    client.force_login(make_person())
    assert client.get(objective.get_absolute_url()).status_code == 404
    assert objective.readings.count() == 1
