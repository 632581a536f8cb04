"""Changing what a program asks: answers keep their wording, orders hold, nobody overwrites unseen words."""

from datetime import UTC, datetime

import pytest

from programs import questions
from programs.editing import ChangedMeanwhile, fresh_code
from programs.lifecycle import NotAllowed
from programs.models import ApplicationAnswer, Question, Recommendation, Wave
from programs.program_templates.reading import MARKS
from programs.tests.factories import (
    make_application,
    make_person,
    make_program,
    make_question,
    make_recommendation,
    make_wave,
)

from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)
Sheet, Status = Question.Sheet, Wave.Status
FACTS = {"kind": "long", "text": "Why now?", "hint": "", "choices": [], "is_required": True, "weight": 1}


def revise(question, **changes):
    options = {"opened": questions.seal(question), "by": None, "now": NOW}
    facts = {name: getattr(question, name) for name in questions.WORDING}
    options |= {name: changes.pop(name) for name in ("opened", "by") if name in changes}
    return questions.revise(question, facts | changes, **options)


def add(program, sheet=Sheet.MENTOR_APPLICATION, **facts):
    return questions.add(program, sheet, FACTS | facts, by=None)


def codes(program, sheet=Sheet.MENTOR_APPLICATION):
    return [question.code for question in questions.asked(program, sheet)]


def test_an_answered_question_is_never_rewritten():
    question, ines = make_question(make_program(), text="Why?", code="why"), make_person()
    answer = ApplicationAnswer.objects.create(
        application=make_application(wave=make_wave(program=question.program)),
        question=question,
        value="Because.",
    )

    new = revise(question, text="Why now?", by=ines)

    answer.refresh_from_db()
    question.refresh_from_db()
    assert (answer.question.text, question.retired_at) == ("Why?", NOW)
    assert (new.text, new.code, new.number, new.by) == ("Why now?", "why", question.number, ines)
    assert new.created_at > question.created_at
    assert [each.text for each in questions.history(new)] == ["Why now?", "Why?"]


def test_a_question_that_nobody_has_read_is_changed_in_place():
    question = make_question(make_program())
    make_wave(program=question.program, status=Status.DRAFT)
    make_wave(program=question.program, status=Status.CLOSED)

    assert revise(question, text="Otherwise").pk == question.pk
    assert Question.objects.get().text == "Otherwise"


@pytest.mark.parametrize("status", [Status.RECRUITING, Status.SELECTING, Status.RUNNING])
def test_while_a_wave_is_under_way_somebody_may_have_the_question_before_them(status):
    question = make_question(make_program())
    make_wave(program=question.program, status=status)

    assert revise(question, text="Otherwise").pk != question.pk


def test_what_referees_were_asked_stays_as_they_read_it():
    question = make_question(make_program(), "recommendation", code="trustworthy")
    wave = make_wave(program=question.program, status=Status.CLOSED)
    make_recommendation(
        application=make_application(wave=wave), status=Recommendation.Status.RECEIVED, trustworthy=5
    )

    assert revise(question, text="Otherwise").pk != question.pk


def test_the_same_words_change_nothing():
    question = make_question(make_program())
    make_wave(program=question.program, status=Status.RECRUITING)

    assert revise(question, opened="not even the same seal").pk == question.pk


def test_nobody_overwrites_words_they_have_not_seen():
    question = make_question(make_program())
    make_wave(program=question.program, status=Status.RECRUITING)
    opened = questions.seal(question)
    revise(question, text="Theirs")

    with pytest.raises(ChangedMeanwhile) as conflict:
        revise(question, text="Mine", opened=opened)

    assert conflict.value.theirs.text == "Theirs"


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_told_of_the_other():
    question = make_question(make_program())
    make_wave(program=question.program, status=Status.RECRUITING)
    opened = questions.seal(question)

    answers = at_once(
        lambda: revise(question, text="One", opened=opened),
        lambda: revise(question, text="Two", opened=opened),
        refusal=ChangedMeanwhile,
    )

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 1
    assert Question.objects.in_force().count() == 1
    assert Question.objects.count() == 2


def test_what_is_retired_cannot_be_reworded():
    question = make_question(make_program())
    questions.retire(question, by=None, now=NOW)

    with pytest.raises(NotAllowed):
        revise(question, text="Otherwise")


def test_new_questions_come_last_with_a_name_of_their_own():
    program = make_program()

    first, second = add(program), add(program)
    questions.retire(first, by=None, now=NOW)
    third = add(program)

    assert (first.code, second.code, third.code) == ("why-now", "why-now-2", "why-now-3")
    assert codes(program) == ["why-now-2", "why-now-3"]


def test_a_sheet_has_an_end():
    program = make_program()
    for _ in range(questions.RULES[Sheet.MENTEE_ENROLMENT].most):
        add(program, Sheet.MENTEE_ENROLMENT)

    with pytest.raises(NotAllowed, match="8 already"):
        add(program, Sheet.MENTEE_ENROLMENT)


def test_questions_move_up_and_down_and_stop_at_the_ends():
    program = make_program()
    one, two, three = (make_question(program, code=code) for code in ("one", "two", "three"))

    questions.shift(program, one.sheet, three.pk, -1)
    assert codes(program) == ["one", "three", "two"]
    questions.shift(program, one.sheet, one.pk, 1)
    assert codes(program) == ["three", "one", "two"]
    questions.shift(program, one.sheet, three.pk, -1)
    questions.shift(program, one.sheet, two.pk, 1)
    questions.shift(program, one.sheet, 999_999, 1)
    assert codes(program) == ["three", "one", "two"]


def test_a_retired_question_can_be_asked_again():
    program = make_program()
    question, other = make_question(program, code="one"), make_question(program, code="two")
    questions.retire(question, by=None, now=NOW)
    assert [each.code for each in questions.retired(program, question.sheet)] == ["one"]

    questions.ask_again(question)
    questions.ask_again(question)

    assert codes(program) == ["two", "one"]
    assert list(questions.retired(program, question.sheet)) == []
    assert other.pk


def test_only_the_last_wording_of_what_is_retired_is_offered():
    question = make_question(make_program(), text="First")
    make_wave(program=question.program, status=Status.RECRUITING)
    second = revise(question, text="Second")

    assert list(questions.retired(question.program, question.sheet)) == []
    questions.retire(second, by=None, now=NOW)

    assert [each.text for each in questions.retired(question.program, question.sheet)] == ["Second"]


def test_something_to_judge_by_always_stays():
    only = make_question(make_program(), "scorecard")

    with pytest.raises(NotAllowed):
        questions.retire(only, by=None, now=NOW)


def test_what_referees_are_asked_stays():
    program = make_program()
    questions_of_referees = [
        make_question(program, "recommendation", code=code) for code in Recommendation.CRITERIA
    ]

    with pytest.raises(NotAllowed):
        questions.retire(questions_of_referees[0], by=None, now=NOW)
    with pytest.raises(NotAllowed):
        add(program, Sheet.RECOMMENDATION)


def test_areas_share_one_scale():
    program = make_program()
    areas = [make_question(program, "needs") for _ in range(2)]
    ApplicationAnswer.objects.create(
        application=make_application(wave=make_wave(program=program), side="mentee"),
        question=areas[0],
        value=2,
    )
    opened = questions.scale_seal(areas)

    questions.rescale(program, Sheet.NEEDS, ["No", "Some", "Yes"], opened=opened, by=None, now=NOW)

    assert [area.choices for area in questions.asked(program, Sheet.NEEDS)] == [["No", "Some", "Yes"]] * 2
    assert len(Question.objects.get(pk=areas[0].pk).choices) == 5
    with pytest.raises(ChangedMeanwhile):
        questions.rescale(program, Sheet.NEEDS, ["A", "B", "C"], opened=opened, by=None, now=NOW)


def test_an_area_with_words_of_before_does_not_come_back():
    program = make_program()
    old, new = make_question(program, "needs"), make_question(program, "needs", choices=["A", "B", "C"])
    questions.retire(old, by=None, now=NOW)

    with pytest.raises(NotAllowed):
        questions.ask_again(old)
    assert codes(program, Sheet.NEEDS) == [new.code]


def test_every_sheet_has_its_rules():
    assert set(questions.RULES) == set(Sheet)
    assert questions.RULES[Sheet.SCORECARD].words == MARKS and len(MARKS) == 4


@pytest.mark.parametrize(
    ("words", "code"), [("Why now?", "why-now"), ("為什麼", "entry"), ("x" * 99, "x" * 36)]
)
def test_codes_are_made_of_words_and_fit(words, code):
    assert fresh_code(words, set()) == code
    assert fresh_code(words, {code, f"{code}-2"}) == f"{code}-3"
