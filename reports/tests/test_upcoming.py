"""Surveys that are about to be sent: shown without saying who has not answered."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs import mail, outbox, upcoming
from programs.models import Notice, Wave
from programs.tests.factories import make_mentee_person, make_person, make_program, make_wave
from reports.surveys import ask

from .factories import make_response, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person())
    return make_wave(program=program, today=timezone.localdate(), status=Wave.Status.RUNNING)


def survey_in(wave, *, opens, closes):
    today = timezone.localdate()
    return make_survey(
        wave=wave, opens_on=today + timedelta(days=opens), closes_on=today + timedelta(days=closes)
    )


def test_the_group_neither_counts_nor_names_those_who_have_not_answered(wave):
    survey = survey_in(wave, opens=-9, closes=9)
    pairs = [make_pair(wave=wave) for _ in range(3)]
    make_response(survey=survey, person=pairs[0].mentee)
    reader = make_person(given_name="Ines")

    [group] = upcoming.groups(wave, timezone.now())
    recipient, message = upcoming.preview(group, reader, timezone.now())

    assert (group.called, len(group.promises)) == ("Survey, last reminder", 2)
    assert group.detail == "Those who have not answered, without saying who they are"
    assert recipient == reader and "Ines" in message.body


def test_an_invitation_held_before_it_is_due_stays_held(wave):
    survey = survey_in(wave, opens=2, closes=30)
    make_pair(wave=wave)
    upcoming.hold(upcoming.groups(wave, timezone.now())[0])

    opening = datetime.combine(survey.opens_on, datetime.min.time(), timezone.get_default_timezone())
    ask(opening, survey.opens_on)

    assert Notice.objects.get().delivery == Notice.Delivery.HELD


def test_a_survey_that_has_just_opened_is_sent_where_it_is_still_the_day_before(wave):
    survey = survey_in(wave, opens=0, closes=30)
    person = make_mentee_person(time_zone="America/Los_Angeles")
    make_pair(wave=wave, mentee=person)
    opening = datetime.combine(survey.opens_on, datetime.min.time(), timezone.get_default_timezone())
    outbox.owe(person, "survey", about=survey)

    assert mail.write(Notice.objects.get(), opening) is not None
