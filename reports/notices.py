"""The messages of this app."""

from django.utils import timezone

from programs.links import absolute
from programs.mail import register

from .models import Response


@register("survey", app="reports", says="A survey is open for you")
def survey_mail(notice, survey, now):
    today = timezone.localdate(now)
    answered = Response.objects.filter(survey=survey, person=notice.recipient).exists()
    if answered or not survey.opens_on <= today <= survey.closes_on:
        return None
    return {
        "survey": survey,
        "is_last": notice.occurrence == "last-week",
        "url": absolute("survey", survey.pk),
    }
