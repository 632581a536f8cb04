"""The messages of this app."""

from django.utils import timezone

from programs.links import absolute
from programs.mail import register
from programs.placeholders import OF_A_WAVE, link_to, long_day, of_wave
from programs.wording import Placeholder

from .models import Response
from .surveys import LAST_WEEK


@register(
    "survey",
    app="reports",
    says="A survey is open for you",
    program="wave.program",
    to="Everybody on the side that is asked, until they have answered",
    when="When the survey opens, and once more in its last week",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("title", "What the survey is called", "Wave 2: was it worth your time?", in_subject=True),
        Placeholder(
            "closing_soon", "Two words in the last week; nothing before", "Closing soon:", in_subject=True
        ),
        Placeholder("closes_on", "The last day to answer", "Friday, April 2"),
        link_to("the survey", "/surveys/7/"),
    ),
)
def survey_mail(notice, survey, now):
    # surveys open by the clock of the installation: in a zone to its west it is still the day before
    today = timezone.localdate(now, timezone.get_default_timezone())
    answered = Response.objects.filter(survey=survey, person=notice.recipient).exists()
    if answered or not survey.opens_on <= today <= survey.closes_on:
        return None
    return {
        **of_wave(survey.wave),
        "title": survey.title,
        "closing_soon": "Closing soon:" if notice.occurrence == LAST_WEEK else "",
        "closes_on": long_day(survey.closes_on),
        "link": absolute("survey", survey.pk),
    }
