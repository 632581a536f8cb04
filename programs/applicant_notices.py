"""What applicants, referees and those who select are written (`notices.py` imports it)."""

from django.utils import timezone

from . import links
from .access import can_coordinate
from .mail import register
from .models import Application, Recommendation
from .recommendations import PURPOSE


def refereed(recommendation, now):
    """What a mail to a referee says, with a fresh link; None once there is nothing left to answer."""
    application = recommendation.application
    wanted = recommendation.status == Recommendation.Status.ASKED and now < recommendation.answer_by
    if not wanted or application.status not in Application.IN_HAND or application.wave.is_over:
        return None
    token = links.mint(
        PURPOSE,
        about=recommendation,
        recipient=recommendation.referee,
        expires_at=recommendation.answer_by,
        now=now,
    )
    return {
        "recommendation": recommendation,
        "applicant": application.person,
        "wave": application.wave,
        "answer_by": timezone.localtime(recommendation.answer_by),
        "link": links.absolute("recommendation_link", token),
    }


@register(
    "recommendation-asked", app="programs", says="A colleague asks for your recommendation", optional=False
)
def recommendation_asked(notice, recommendation, now):
    return refereed(recommendation, now)


@register("recommendation-reminder", app="programs", says="Your recommendation is still open")
def recommendation_reminder(notice, recommendation, now):
    return refereed(recommendation, now)


@register("recommendation-declined", app="programs", says="You need to name another referee", optional=False)
def recommendation_declined(notice, recommendation, now):
    application = recommendation.application
    if (
        recommendation.status != Recommendation.Status.DECLINED
        or application.status not in Application.IN_HAND
    ):
        return None
    return {"referee": recommendation.referee, "link": links.absolute("my_application", application.pk)}


@register(
    "recommendation-misdirected",
    app="programs",
    says="For coordinators: a request for a recommendation reached somebody else",
)
def recommendation_misdirected(notice, recommendation, now):
    application = recommendation.application
    if not selecting(notice, application):
        return None
    return {
        "referee": recommendation.referee,
        "wave": application.wave,
        "link": links.absolute("application", application.pk),
    }


def selecting(notice, application):
    """Whether the recipient still coordinates: a right withdrawn stops the mails that came with it."""
    return can_coordinate(notice.recipient, application.wave.program)


def about_application(application, *statuses):
    if application.status not in statuses:
        return None
    return {
        "application": application,
        "wave": application.wave,
        "program": application.wave.program,
        "contact": application.wave.program.contact,
        "link": links.absolute("my_application", application.pk),
    }


@register("application-received", app="programs", says="Your application has arrived")
def application_received(notice, application, now):
    return about_application(application, *Application.IN_HAND)


@register("application-accepted", app="programs", says="You are accepted", optional=False)
def application_accepted(notice, application, now):
    return about_application(application, Application.Status.ACCEPTED)


@register("application-shortlisted", app="programs", says="Your application is on the shortlist")
def application_shortlisted(notice, application, now):
    return about_application(application, Application.Status.SHORTLISTED)


@register("application-waitlisted", app="programs", says="You are on the waiting list", optional=False)
def application_waitlisted(notice, application, now):
    return about_application(application, Application.Status.WAITLISTED)


@register("application-declined", app="programs", says="Your application is declined", optional=False)
def application_declined(notice, application, now):
    return about_application(application, Application.Status.DECLINED)


@register("application-withdrawn", app="programs", says="For coordinators: somebody has withdrawn")
def application_withdrawn(notice, application, now):
    context = about_application(application, Application.Status.WITHDRAWN)
    if context is None or not selecting(notice, application):
        return None
    return {**context, "link": links.absolute("application", application.pk)}
