"""The pages on which coordinators change what their program asks."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from programs import questions
from programs.models import Question, Wave
from programs.starting import start_program
from programs.tests.asking import queries_of
from programs.tests.factories import PASSWORD, make_person, make_program, make_question, make_wave
from programs.wording import filled

pytestmark = pytest.mark.django_db
Sheet = Question.Sheet
FINE = {
    "text": "Why now?",
    "hint": "Two lines.",
    "kind": "choice",
    "choices": "Yes\nNo\n\n  Not   yet ",
    "is_required": "on",
}


@pytest.fixture
def ines(client):
    ines = make_person(given_name="Ines", family_name="Calloway")
    client.login(email=ines.email, password=PASSWORD)
    return ines


@pytest.fixture
def program(ines):
    return make_program(coordinator=ines)


def sheet_of(program, sheet="mentor_application"):
    return reverse("questions_edit", args=[program.pk, sheet])


def new_on(program, sheet="mentor_application"):
    return reverse("question_new", args=[program.pk, sheet])


def edit(question):
    return reverse("question_edit", args=[question.pk])


@pytest.mark.parametrize("key", ["digital_fluency", "inclusion", "blank"])
@pytest.mark.parametrize("sheet", Sheet.values)
def test_every_sheet_of_every_template_is_shown_as_its_readers_see_it(sheet, key, client, ines):
    program = start_program({"name": "Ours", "purpose": "To learn."}, by=ines, template_key=key)

    page = client.get(sheet_of(program, sheet))

    body = page.content.decode()
    for question in questions.asked(program, sheet):
        text, seen = escape(question.text), escape(filled(question.text, {"number": "2"}))
        assert f">{text}" in body.split('id="reads"')[0], "in the list"
        assert f">{seen}" in body.split('id="reads"')[1], "in the preview"
        for word in question.choices if sheet not in ("scorecard", "recommendation") else ():
            assert escape(word) in body
        client.get(edit(question))
    assert page.status_code == 200


@pytest.mark.parametrize("sheet", ["everything", "scorecards", "x" * 300])
def test_there_is_no_sheet_that_nobody_fills_in(sheet, client, program):
    assert client.get(sheet_of(program, sheet)).status_code == 404
    assert client.get(new_on(program, sheet)).status_code == 404


def test_a_sheet_costs_the_same_for_one_three_and_twenty_questions(client, program):
    costs = []
    for many in (1, 2, 17):
        for _ in range(many):
            make_question(program, by=make_person())
            questions.retire(make_question(program), by=make_person(), now="2026-09-01T12:00Z")
        costs.append(queries_of(client, sheet_of(program)))

    assert len(set(costs)) == 1


def test_a_question_is_added(client, program, ines):
    assert client.post(new_on(program), FINE).status_code == 302

    question = Question.objects.get()
    assert (question.text, question.kind, question.choices) == (
        "Why now?",
        "choice",
        ["Yes", "No", "Not yet"],
    )
    assert (question.by, question.is_required, question.weight) == (ines, True, 1)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("text", "", "Question: write it."),
        ("text", "x" * 241, "240"),
        ("choices", "Only one", "needs 2 to 12 choices, one a line; here are 1"),
        ("choices", "", "here are 0"),
        ("choices", "\n".join(map(str, range(13))), "here are 13"),
        ("choices", "Yes\nyes", "“yes” stands here twice"),
        ("choices", f"Yes\n{'x' * 81}", "too long to choose"),
        ("kind", "essay", "essay"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(field, typed, said, client, program):
    page = client.post(new_on(program), {**FINE, field: typed})

    form = page.context["form"]
    assert page.status_code == 422
    assert said in " ".join(form.errors[field])
    assert all(
        form[name].value() == value for name, value in FINE.items() if name not in (field, "is_required")
    )
    assert not Question.objects.exists()


def test_choices_of_a_kind_without_any_are_left_out(client, program):
    client.post(new_on(program), {**FINE, "kind": "long"})

    assert Question.objects.get().choices == []


def test_a_criterion_has_a_weight_and_the_marks_of_the_sheet(client, program):
    client.post(new_on(program, "scorecard"), {"text": "Poise", "hint": "At ease", "weight": "3"})

    question = Question.objects.get()
    assert (question.kind, question.weight, question.choices) == (
        "scale",
        3,
        ["Not shown", "Some", "Clear", "Outstanding"],
    )
    assert client.post(new_on(program, "scorecard"), {"text": "Poise", "weight": "11"}).status_code == 422


def test_an_area_takes_the_scale_of_the_others(client, program):
    make_question(program, "needs", choices=["No", "Some", "Yes"])

    client.post(new_on(program, "needs"), {"text": "Devices"})

    assert Question.objects.latest("pk").choices == ["No", "Some", "Yes"]


def test_the_scale_of_all_areas_is_changed_at_once(client, program):
    areas = [make_question(program, "needs") for _ in range(2)]
    opened = questions.scale_seal(areas)

    bad = client.post(sheet_of(program, "needs"), {"scale-words": "No\nYes", "scale-opened": opened})
    client.post(sheet_of(program, "needs"), {"scale-words": "No\nSome\nYes", "scale-opened": opened})
    late = client.post(sheet_of(program, "needs"), {"scale-words": "A\nB\nC", "scale-opened": opened})

    assert (bad.status_code, late.status_code) == (422, 422)
    assert "No, Some, Yes" in " ".join(late.context["form"].errors["words"])
    assert {tuple(area.choices) for area in questions.asked(program, "needs")} == {("No", "Some", "Yes")}


def test_a_question_is_reworded_and_its_wordings_are_shown(client, program, ines):
    question = make_question(program, text="Why?")
    make_wave(program=program, status=Wave.Status.RECRUITING)

    client.post(edit(question), {**FINE, "opened": questions.seal(question)})

    new = questions.asked(program, question.sheet).get()
    assert (new.text, new.by) == ("Why now?", ines)
    assert client.get(edit(question)).headers["Location"] == edit(new)
    body = client.get(edit(new)).content.decode()
    assert "Until" in body and "Why?" in body and "Ines Calloway" in body


def test_whoever_comes_second_is_told_what_it_says_by_now(client, program):
    question = make_question(program, text="Why?")
    make_wave(program=program, status=Wave.Status.RECRUITING)
    opened = questions.seal(question)
    client.post(edit(question), {**FINE, "text": "Theirs", "opened": opened})

    page = client.post(edit(question), {**FINE, "text": "Mine", "opened": opened})

    assert page.status_code == 422
    assert "It says: Theirs" in " ".join(page.context["form"].errors["text"])
    assert page.context["form"]["text"].value() == "Mine"
    again = {**FINE, "text": "Mine", "opened": page.context["form"]["opened"].value()}
    assert client.post(edit(question), again).status_code == 302
    assert questions.asked(program, question.sheet).get().text == "Mine"


def test_a_preview_saves_nothing(client, program):
    whole = client.post(new_on(program), {**FINE, "show": "1"})
    part = client.post(new_on(program), {**FINE, "show": "1"}, headers={"HX-Request": "true"})
    broken = client.post(new_on(program), {**FINE, "text": "", "show": "1"}, headers={"HX-Request": "true"})

    assert "Not yet" in whole.content.decode()
    assert "Not yet" in part.content.decode() and "<html" not in part.content.decode()
    assert "Appears once the question makes sense" in broken.content.decode()
    assert not Question.objects.exists()


def test_questions_are_moved_retired_and_asked_again(client, program):
    one, two = make_question(program, code="one"), make_question(program, code="two")

    client.post(sheet_of(program), {"down": one.pk})
    assert [question.code for question in questions.asked(program, one.sheet)] == ["two", "one"]
    client.post(sheet_of(program), {"remove": two.pk})
    assert [question.code for question in questions.asked(program, one.sheet)] == ["one"]
    client.post(sheet_of(program), {"again": two.pk})
    assert [question.code for question in questions.asked(program, one.sheet)] == ["one", "two"]


@pytest.mark.parametrize("deed", ["up", "down", "remove", "again"])
def test_what_belongs_to_another_program_is_not_touched(deed, client, program):
    theirs = make_question(make_program())

    assert client.post(sheet_of(program), {deed: theirs.pk}).status_code == 404
    assert client.get(edit(theirs)).status_code == 404


def test_what_is_typed_is_never_run(client, program):
    """Hints come from coordinators: they are text, in every form that shows them."""
    make_question(
        program, text="<b>Bold</b>", hint="<script>alert(1)</script>", choices=["<i>x</i>"], kind="choice"
    )

    body = client.get(sheet_of(program)).content.decode()

    assert "<script>alert" not in body and "<b>Bold" not in body and "<i>x" not in body
