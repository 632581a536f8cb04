from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs import outbox
from programs.home_cards import cards_for
from programs.lifecycle import NotAllowed, move
from programs.models import Notice, ProgramRole, Wave
from programs.tests.factories import make_person, make_role, make_survey_sheets, make_wave
from reports import surveys
from reports.models import Response, Survey, SurveyQuestion
from reports.occasions import OCCASIONS
from reports.tests.factories import make_response, make_survey

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 10)
NOW = datetime(2026, 9, 10, 9, tzinfo=UTC)


def test_a_wave_that_begins_to_run_has_its_surveys_planned_once():
    wave = make_wave(status=Wave.Status.PREPARING)
    make_survey_sheets(wave.program)

    move(wave, Wave.Status.RUNNING)
    surveys.plan_surveys(wave)

    kinds = [occasion.kind for occasion in OCCASIONS]
    assert [(each.kind, each.audience) for each in wave.surveys.order_by("opens_on", "-audience")] == [
        (kind, audience) for kind in kinds for audience in ("mentor", "mentee")
    ]
    assert not SurveyQuestion.objects.exists(), "their words can still be changed"


@pytest.mark.parametrize(("answers", "base"), [(4, 0), (5, 5), (6, 6)])
def test_figures_appear_from_five_answers(answers, base):
    survey = make_survey()
    for _ in range(answers):
        make_response(survey=survey, business=5, personal=4)

    assert [figure.base for figure in surveys.figures(survey)] == [base, base]


def test_a_page_of_four_answers_says_nothing_of_them(client):
    survey = make_survey()
    coordinator = make_person()
    make_role(survey.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    for _ in range(4):
        make_response(survey=survey, business=1, personal=1)
    client.force_login(coordinator)

    body = client.get(reverse("survey_results", args=[survey.pk])).content.decode()

    assert "Fewer than 5 answers" in body
    assert "%" not in body.split("<main", 1)[1]


def test_answers_can_be_changed_for_a_week_and_count_once():
    survey, person = make_survey(), make_person()
    business = survey.questions.get(code="business")

    surveys.answer(survey, person, {business: 2}, now=NOW, today=TODAY)
    surveys.answer(survey, person, {business: 5}, now=NOW + timedelta(days=6), today=TODAY)

    assert list(Response.objects.get().answers.values_list("value", flat=True)) == [5]
    with pytest.raises(NotAllowed):
        surveys.answer(survey, person, {business: 1}, now=NOW + timedelta(days=8), today=TODAY)


def test_a_closed_survey_takes_no_answer():
    survey = make_survey()

    with pytest.raises(NotAllowed):
        surveys.answer(survey, make_person(), {}, now=NOW, today=survey.closes_on + timedelta(days=1))


def test_those_who_answered_are_not_asked_and_the_others_once(django_capture_on_commit_callbacks):
    wave = make_wave(status=Wave.Status.RUNNING)
    silent, answered, concluded = make_pair(wave=wave), make_pair(wave=wave), make_pair(wave=wave)
    move(concluded, Pair.Status.ENDED)
    survey = make_survey(wave=wave)
    make_response(survey=survey, person=answered.mentee, business=5)

    for _ in range(3):
        surveys.ask(NOW, TODAY)

    assert list(Notice.objects.values_list("recipient", "kind")) == [(silent.mentee_id, "survey")]


def test_an_invitation_is_not_sent_to_somebody_who_answered_meanwhile():
    survey = make_survey(opens_on=date(2020, 1, 1), closes_on=date(2099, 1, 1))
    pair = make_pair(wave=survey.wave)
    outbox.owe(pair.mentee, "survey", about=survey)
    make_response(survey=survey, person=pair.mentee, business=5)

    outbox.sweep()

    assert Notice.objects.get().delivery == Notice.Delivery.DROPPED
    assert mail.outbox == []


def test_answering_in_the_browser_keeps_what_was_chosen_when_something_is_missing(client):
    survey = make_survey(opens_on=date(2020, 1, 1), closes_on=date(2099, 1, 1))
    pair = make_pair(wave=survey.wave)
    client.force_login(pair.mentee)

    refused = client.post(reverse("survey", args=[survey.pk]), {"business": "5"})
    accepted = client.post(reverse("survey", args=[survey.pk]), {"business": "5", "personal": "4"})

    assert refused.status_code == 422
    assert "Choose one of the five." in refused.content.decode()
    assert refused.context["form"]["business"].value() == "5"
    assert accepted.status_code == 302
    assert Survey.objects.get().responses.get().answers.count() == 2


def test_an_open_survey_stands_on_the_mentees_home_until_it_is_answered():
    survey = make_survey()
    pair = make_pair(wave=survey.wave)

    before = [card.url for card in cards_for(pair.mentee, NOW)]
    make_response(survey=survey, person=pair.mentee, business=5)

    assert before == [survey.get_absolute_url()]
    assert cards_for(pair.mentee, NOW) == []
    assert cards_for(pair.mentor, NOW) == []
