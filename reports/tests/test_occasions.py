"""The surveys of a wave: on its calendar, in the program's words of the day on which they open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairing.tests.factories import make_pair
from programs import questions
from programs.lifecycle import NotAllowed
from programs.models import Notice, ProgramRole, Question, Wave
from programs.tests.factories import (
    make_person,
    make_program,
    make_question,
    make_role,
    make_survey_sheets,
    make_wave,
)
from reports import occasions, surveys
from reports.models import Survey

from .test_surveys import NOW

pytestmark = [pytest.mark.django_db]
Sheet = Question.Sheet
DAY = timedelta(days=1)


@pytest.fixture
def wave():
    wave = make_wave(status=Wave.Status.RUNNING)
    make_survey_sheets(wave.program)
    return wave


def planned(wave, kind, audience="mentee"):
    surveys.plan_surveys(wave)
    return wave.surveys.get(kind=kind, audience=audience)


def coordinator_of(wave):
    coordinator = make_person()
    make_role(wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    return coordinator


def test_the_calendar_of_a_wave_of_seven_sessions(wave):
    days = {each.occasion.kind: (each.opens_on, each.closes_on) for each in occasions.planned(wave)}

    start = wave.sessions_start_on
    assert days["start"] == (start, start + 13 * DAY)
    assert days["after-session-one"] == (start + 14 * DAY, start + 27 * DAY)
    middle = start + 4 * wave.cadence_days * DAY
    assert days["mid-wave"] == (middle, middle + 13 * DAY)
    assert days["end-of-wave"] == (wave.sessions_end_on - 7 * DAY, wave.review_ends_on)


def test_in_a_short_wave_nobody_is_asked_twice_in_a_week(wave):
    wave.session_count, wave.sessions_end_on = 2, wave.sessions_start_on + 25 * DAY

    assert [each.occasion.kind for each in occasions.planned(wave)] == ["start"] * 2 + ["end-of-wave"] * 2


def test_a_survey_opens_with_the_words_of_that_day_and_keeps_them(wave):
    survey = planned(wave, "end-of-wave")
    business = questions.asked(wave.program, Sheet.END_MENTEE).get(code="business")
    Question.objects.filter(pk=business.pk).update(text="For the claims desk, our sessions were")
    heading = questions.asked(wave.program, Sheet.END_MENTEE).get(kind="heading")
    Question.objects.filter(pk=heading.pk).update(text="Wave {{ number }}, looking back")

    surveys.ask(NOW, survey.opens_on)
    Question.objects.filter(pk=business.pk).update(text="Too late")
    surveys.ask(NOW, survey.opens_on)

    survey.refresh_from_db()
    asked = list(survey.questions.all())
    assert survey.title == f"Wave {wave.number}, looking back"
    assert asked[0].text == "For the claims desk, our sessions were"
    assert asked[0].choices[0] == "Extremely effective", "the best first, worth five"
    assert [each.code for each in asked[-5:]] == [f"readiness-{code}" for code in questions.READINESS]


def test_the_sheet_of_after_session_one_asks_nothing_of_readiness(wave):
    survey = planned(wave, "after-session-one")

    assert [each.code for each in occasions.questions_for(survey)] == ["fit", "useful", "wish"]


def test_nobody_is_asked_a_survey_without_questions(wave):
    make_pair(wave=wave)
    survey = planned(wave, "end-of-wave")
    Question.objects.exclude(kind="heading").update(retired_at=NOW)

    surveys.ask(NOW, survey.opens_on)

    assert not Notice.objects.filter(kind="survey").exists()
    assert not Survey.objects.open(survey.opens_on).exists()
    assert not occasions.planned(wave)


def test_before_its_questions_are_written_a_survey_cannot_be_answered(client, wave):
    pair = make_pair(wave=wave)
    survey = planned(wave, "end-of-wave")
    Survey.objects.filter(pk=survey.pk).update(opens_on=NOW.date(), closes_on=NOW.date() + 7 * DAY)
    client.force_login(pair.mentee)

    body = client.get(reverse("survey", args=[survey.pk])).content.decode()

    assert "This survey is open from" in body and "<form method" not in body.split("<main", 1)[1]


def test_planning_costs_the_same_for_any_number_of_questions():
    costs = []
    for number in (1, 3, 8):
        program = make_program()
        wave = make_wave(program=program)
        for _ in range(number):
            make_question(program, Sheet.END_MENTEE)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(occasions.planned(wave)) == 1
        costs.append(len(found))
    assert costs == [1, 1, 1]


def test_the_heading_of_a_survey_is_reworded_and_never_retired(client, wave):
    heading = questions.asked(wave.program, Sheet.END_MENTOR).get(kind="heading")

    with pytest.raises(NotAllowed, match="keeps its heading"):
        questions.retire(heading, by=None, now=NOW)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("Wave {{ number }}: well?", None),
        ("Wave {{ nummer }}", "unknown"),
        ("{% now %}", "unknown"),
        ("", "write it"),
    ],
)
def test_a_heading_knows_one_placeholder(words, refusal, client, wave):
    client.force_login(coordinator_of(wave))
    heading = questions.asked(wave.program, Sheet.END_MENTOR).get(kind="heading")

    page = client.post(
        reverse("question_edit", args=[heading.pk]), {"text": words, "opened": questions.seal(heading)}
    )

    assert (page.status_code == 302) == (refusal is None)
    if refusal:
        assert refusal in page.content.decode()
    else:
        assert questions.asked(wave.program, Sheet.END_MENTOR).get(kind="heading").text == words


@pytest.mark.parametrize(("steps", "is_fine"), [(4, False), (5, True), (6, False)])
def test_a_scale_of_a_survey_has_five_steps(steps, is_fine, client, wave):
    client.force_login(coordinator_of(wave))
    words = "\n".join(f"step {number}" for number in range(steps))

    page = client.post(
        reverse("question_new", args=[wave.program_id, Sheet.MIDWAY_MENTOR]),
        {"text": "How is it?", "hint": "", "kind": "scale", "choices": words, "is_required": "on"},
    )

    assert (page.status_code == 302) == is_fine
    assert is_fine or "needs 5 choices" in page.content.decode()
