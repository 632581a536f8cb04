from datetime import date

import pytest

from programs.calendar import proposed_dates
from programs.lifecycle import NotAllowed
from programs.models import Guidelines, Program, Question, Wave
from programs.program_templates import KEYS, template
from programs.starting import block_days, change_plan, start_program, start_wave, unblock_days
from programs.tests.factories import make_person, make_program, make_wave

from .racing import at_once

pytestmark = pytest.mark.django_db
DATES = proposed_dates(date(2027, 1, 25))


def begun(key="digital_fluency", **options):
    options.setdefault("by", make_person())
    return start_program({"name": f"Program {key}", "purpose": "To learn."}, template_key=key, **options)


@pytest.mark.parametrize("key", KEYS)
def test_every_template_makes_a_program_with_both_guidelines_as_drafts(key):
    program = begun(key)

    assert set(program.guidelines.values_list("audience", "version", "published_at")) == {
        ("mentor", 1, None),
        ("mentee", 1, None),
    }
    assert program.topics == list(template(key).topics)
    assert program.template == key


def test_a_program_begins_with_everything_its_template_holds():
    chosen = template("inclusion")

    program = begun("inclusion")

    brought = {
        "questions": len(chosen.questions),
        "training": len(chosen.training),
        "attributes": len(chosen.attributes),
        "objectives": len(chosen.objectives),
        "resources": len(chosen.resources),
    }
    assert {name: getattr(program, name).count() for name in brought} == brought
    assert 0 not in brought.values()
    needs = Question.objects.of(program, Question.Sheet.NEEDS)
    assert [(each.number, each.code) for each in needs] == [
        (1, "meetings"),
        (2, "careers"),
        (3, "language"),
        (4, "access"),
        (5, "customers"),
    ]


def test_starting_takes_as_many_statements_whatever_the_template_holds(django_assert_num_queries):
    by = make_person()

    for key in ("inclusion", "digital_fluency"):
        with django_assert_num_queries(12):
            begun(key, by=by)


def test_whoever_starts_a_program_coordinates_it_and_the_sponsor_sponsors_it():
    ines, ada = make_person(), make_person()

    program = begun(by=ines, sponsor=ada)

    assert set(program.roles.values_list("person", "role")) == {(ines.pk, "coordinator"), (ada.pk, "sponsor")}
    assert program.contact == ines


def test_what_was_filled_in_wins_over_the_template():
    program = start_program(
        {"name": "Ours", "purpose": "Another.", "topics": ["Claims"], "business_case": ""},
        by=make_person(),
        template_key="digital_fluency",
    )

    assert (program.topics, program.business_case) == (["Claims"], "")


def test_half_a_program_is_never_made(monkeypatch):
    monkeypatch.setattr(Guidelines.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        begun()

    assert not Program.objects.exists()


def test_a_wave_gets_the_next_number_and_the_template_s_curriculum():
    program = begun()

    first = start_wave(program, Wave(**DATES))
    second = start_wave(program, Wave(**DATES))

    assert (first.number, second.number) == (1, 2)
    lessons = [lesson.topic for lesson in template("digital_fluency").curriculum]
    assert list(first.curriculum.values_list("topic", flat=True)) == lessons
    assert first.curriculum.get(number=1).recipe[0] == [
        10,
        "Two minutes each: our careers so far, and what we hope for",
    ]


def test_the_next_wave_goes_on_with_what_the_last_one_taught():
    program = begun()
    first = start_wave(program, Wave(**DATES))
    first.curriculum.filter(number=3).update(topic="Paying by phone", recipe=[[60, "All of it"]])

    second = start_wave(program, Wave(**DATES, session_count=8))

    third = second.curriculum.get(number=3)
    assert (third.topic, third.recipe) == ("Paying by phone", [[60, "All of it"]])
    assert second.curriculum.get(number=8).topic == "Session 8"


def test_a_blank_program_numbers_its_sessions():
    wave = start_wave(begun("blank"), Wave(**DATES, session_count=2))

    assert list(wave.curriculum.values_list("topic", "recipe")) == [("Session 1", []), ("Session 2", [])]


def test_more_sessions_get_entries_and_fewer_lose_no_words():
    wave = start_wave(begun(), Wave(**DATES))

    wave.session_count = 8
    change_plan(wave, ["session_count"])
    wave.session_count = 5
    change_plan(wave, ["session_count"])

    assert wave.curriculum.count() == 8


def test_a_plan_is_not_saved_over_a_wave_that_has_moved_on():
    wave = make_wave(status=Wave.Status.DRAFT)
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RECRUITING)

    wave.capacity = 40
    with pytest.raises(NotAllowed, match="is recruiting by now"):
        change_plan(wave, ["capacity"])

    wave.refresh_from_db()
    assert (wave.status, wave.capacity) == ("recruiting", 12)


def test_what_lies_behind_a_wave_cannot_be_changed():
    wave = make_wave(status=Wave.Status.RUNNING)

    wave.session_count = 3
    with pytest.raises(NotAllowed):
        change_plan(wave, ["session_count"])

    wave.refresh_from_db()
    assert wave.session_count == 7


def test_blocking_days_takes_working_days_once():
    wave = make_wave()

    assert block_days(wave, date(2027, 3, 26), date(2027, 3, 30), "Quarter close") == 3
    assert block_days(wave, date(2027, 3, 30), date(2027, 3, 31), "Move") == 1
    unblock_days(wave, date(2027, 3, 29), date(2027, 3, 30))

    assert list(wave.blocked_days.values_list("day", "reason")) == [
        (date(2027, 3, 26), "Quarter close"),
        (date(2027, 3, 31), "Move"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_make_two_waves_and_not_one_twice():
    program = make_program()

    numbers = at_once(*[lambda: start_wave(program, Wave(**DATES)).number] * 4)

    assert sorted(numbers) == [1, 2, 3, 4]
