"""Readiness for change: a cell from five answers, the first weak element and what to do about it."""

from datetime import date

import pytest
from django.urls import reverse

from programs.models import ProgramRole, Wave
from programs.questions import READINESS
from programs.tests.asking import queries_of
from programs.tests.factories import make_person, make_role, make_survey_sheets, make_wave
from reports import readiness, surveys
from reports.occasions import OF_READINESS

from .factories import make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    wave = make_wave(status=Wave.Status.RUNNING)
    make_survey_sheets(wave.program)
    return wave


def answered(wave, kind, audience, *people):
    """``people`` give five values each, in the order of the elements."""
    surveys.plan_surveys(wave)
    survey = wave.surveys.get(kind=kind, audience=audience)
    surveys.write_questions(survey)
    for values in people:
        make_response(
            survey=survey,
            **{OF_READINESS + code: value for code, value in zip(READINESS, values, strict=True)},
        )


LATER = date(2030, 1, 1)


def map_of(wave, audience):
    return next(side for side in readiness.maps_of(wave.program, LATER) if side.audience == audience)


def test_the_share_who_agree_and_the_first_weak_element(wave):
    answered(wave, "start", "mentee", *[(5, 4, 3, 2, 1)] * 4, (4, 3, 4, 4, 4))

    row = map_of(wave, "mentee").latest

    assert [cell.percent for cell in row.cells] == [100, 80, 20, 20, 20]
    assert [cell.tint for cell in row.cells] == [5, 5, 2, 2, 2]
    assert map_of(wave, "mentee").finding == ("Knowledge", 20, 5, readiness.ACTIONS["knowledge"])


def test_four_answers_show_nothing_and_name_no_weakness(wave):
    answered(wave, "start", "mentee", *[(1, 1, 1, 1, 1)] * 4)
    answered(wave, "start", "mentor", *[(5, 5, 5, 5, 5)] * 5)

    mentees, mentors = map_of(wave, "mentee"), map_of(wave, "mentor")

    assert not any(cell.is_shown or cell.percent or cell.base for row in mentees.rows for cell in row.cells)
    assert mentees.latest is None and mentees.finding is None
    assert mentors.finding is None and [cell.base for cell in mentors.latest.cells] == [5] * 5


def test_the_latest_answers_of_the_latest_wave_come_first(wave):
    answered(wave, "start", "mentee", *[(1, 1, 1, 1, 1)] * 5)
    answered(wave, "mid-wave", "mentee", *[(5, 1, 1, 1, 1)] * 5)
    later = make_wave(program=wave.program, number=wave.number + 1)
    surveys.plan_surveys(later)

    side = map_of(wave, "mentee")

    assert [(row.survey.wave.number - wave.number, row.survey.kind) for row in side.rows] == [
        (1, "end-of-wave"),
        (1, "mid-wave"),
        (1, "start"),
        (0, "end-of-wave"),
        (0, "mid-wave"),
        (0, "start"),
    ]
    assert side.finding[0] == "Desire", "of the midway survey; nobody has answered a later one"


def test_what_has_not_opened_is_no_empty_row(wave):
    surveys.plan_surveys(wave)

    mentors, _ = readiness.maps_of(wave.program, wave.sessions_start_on)

    assert [row.survey.kind for row in mentors.rows] == ["start"]


def test_the_page_says_the_figures_in_words_and_costs_the_same_for_more_waves(client, wave):
    coordinator = make_person()
    make_role(wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(coordinator)
    answered(wave, "start", "mentee", *[(5, 4, 3, 2, 1)] * 6)
    url = reverse("readiness", args=[wave.pk])
    client.get(url)

    body = client.get(url).content.decode()
    before = queries_of(client, url)
    for number in range(1, 4):
        another = make_wave(program=wave.program, number=wave.number + number)
        answered(another, "start", "mentor", *[(5, 4, 3, 2, 1)] * 6)

    assert "Knowledge is the first weak element: 0% of 6 agree" in " ".join(body.split())
    assert "Fewer than 5 answers" in body
    assert queries_of(client, url) == before
