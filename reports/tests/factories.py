"""Makes surveys and answers; builds on waves."""

from datetime import UTC, date, datetime

from programs.models import Wave
from programs.tests.factories import make_person, make_wave
from reports.models import Answer, Response, Survey, SurveyQuestion

EFFECTIVE = ["Extremely effective", "Effective", "Somewhat effective", "Slightly effective", "Not effective"]


def make_survey(*, wave=None, **facts):
    """A survey with the two effectiveness questions."""
    survey = Survey.objects.create(
        **{
            "wave": wave or make_wave(status=Wave.Status.RUNNING),
            "title": "End of wave",
            "audience": Survey.Audience.MENTEE,
            "opens_on": date(2026, 9, 1),
            "closes_on": date(2026, 9, 30),
            **facts,
        }
    )
    for number, (code, text) in enumerate(
        (("business", "How effective for the business?"), ("personal", "How effective for you?")), start=1
    ):
        SurveyQuestion.objects.create(survey=survey, number=number, code=code, text=text, choices=EFFECTIVE)
    return survey


def make_response(*, survey, person=None, **values):
    """A response; values by question code, 5 is best."""
    response = Response.objects.create(
        survey=survey, person=person or make_person(), answered_at=datetime(2026, 9, 10, 9, tzinfo=UTC)
    )
    for question in survey.questions.all():
        if question.code in values:
            Answer.objects.create(response=response, question=question, value=values[question.code])
    return response
