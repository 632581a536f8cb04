"""What the surveys add to a mentee's home: the ones open to them and not yet answered."""

from django.db.models import Count
from django.utils import timezone

from pairing.models import Pair
from programs.home_cards import Card, register

from .models import Response, Survey

SECONDS_A_QUESTION = 10


@register
def open_surveys(user, now):
    """One card for each open survey of a wave in which the user is a mentee."""
    waves = (
        Pair.objects.published()
        .filter(mentee=user)
        .exclude(status=Pair.Status.ENDED)
        .order_by()
        .values("wave")
    )
    surveys = (
        Survey.objects.open(timezone.localdate(now))
        .filter(audience=Survey.Audience.MENTEE, wave__in=waves)
        .exclude(pk__in=Response.objects.filter(person=user).values("survey"))
        .annotate(asked=Count("questions"))
    )
    return [
        Card(
            eyebrow="Survey",
            title=survey.title,
            url=survey.get_absolute_url(),
            action="Answer",
            seconds=SECONDS_A_QUESTION * survey.asked,
            text="A tap for each. Nobody sees single answers.",
        )
        for survey in surveys
    ]
