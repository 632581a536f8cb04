"""What applicants, referees and those who select are written (`notices.py` imports it)."""

from django.conf import settings
from django.utils import timezone

from . import admission, links
from .access import can_coordinate
from .mail import register
from .models import Application, Recommendation
from .placeholders import OF_A_WAVE, QUESTIONS, link_to, long_day, month_day, of_wave, questions_go_to
from .recommendations import PURPOSE
from .waiting_list import next_call
from .wording import Placeholder

IN_HAND = (*OF_A_WAVE, Placeholder("side", "Mentor or mentee, as the application has it", "mentor"))
HEARS_BY = Placeholder("decided_by", "The day on which the selection ends", "Friday, October 16")
COORDINATORS = "Coordinators of the program"

# --- referees ---------------------------------------------------------------------------------------------

OF_A_REFEREE = {
    "app": "programs",
    "program": "application.wave.program",
    "to": "Everybody whom an applicant names as referee",
}
WHO_ASKS = (
    *OF_A_WAVE,
    Placeholder("applicant", "The full name of the applicant", "Imani Castellanos"),
    Placeholder("applicant_given_name", "The first name of the applicant", "Imani"),
    Placeholder("relation", "Their manager, or a teammate", "a teammate"),
    Placeholder("answer_by", "The last day on which the link works", "Friday, October 2"),
    Placeholder(
        "link",
        "The address of the referee’s form, for this reader alone",
        f"{settings.SITE_URL}/r/…",
        required=True,
    ),
)


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
    is_manager = recommendation.relation == Recommendation.Relation.MANAGER
    return {
        **of_wave(application.wave),
        "applicant": application.person.full_name,
        "applicant_given_name": application.person.given_name,
        "relation": "their manager" if is_manager else "a teammate",
        "answer_by": long_day(timezone.localtime(recommendation.answer_by)),
        "link": links.absolute("recommendation_link", token),
    }


@register(
    "recommendation-asked",
    says="A colleague asks for your recommendation",
    optional=False,
    when="When the application is sent, or another referee is named",
    placeholders=(
        *WHO_ASKS,
        Placeholder(
            "asks_for_hours",
            "For managers, a sentence on the four hours a month; nothing for others",
            "You are also asked whether Imani may spend about four hours a month on it.",
        ),
    ),
    **OF_A_REFEREE,
)
def recommendation_asked(notice, recommendation, now):
    values = refereed(recommendation, now)
    if values is None:
        return None
    name, hours = values["applicant_given_name"], ""
    if recommendation.relation == Recommendation.Relation.MANAGER:
        hours = f"You are also asked whether {name} may spend about four hours a month on it."
    return {**values, "asks_for_hours": hours}


@register(
    "recommendation-reminder",
    says="Your recommendation is still open",
    when="Before the link runs out, if there is no answer",
    placeholders=WHO_ASKS,
    **OF_A_REFEREE,
)
def recommendation_reminder(notice, recommendation, now):
    return refereed(recommendation, now)


@register(
    "recommendation-thanks",
    says="Your recommendation has arrived",
    optional=False,
    when="When an answer came by the referee’s link: whoever passed it on by mistake hears of it",
    placeholders=(*OF_A_WAVE, WHO_ASKS[2], QUESTIONS),
    **OF_A_REFEREE,
)
def recommendation_thanks(notice, recommendation, now):
    if recommendation.status != Recommendation.Status.RECEIVED:
        return None
    wave = recommendation.application.wave
    return {
        **of_wave(wave),
        "applicant": recommendation.application.person.full_name,
        "questions_go_to": questions_go_to(wave.program),
    }


REFEREE = Placeholder("referee", "The full name of the referee", "Devon Achebe")


@register(
    "recommendation-declined",
    app="programs",
    says="You need to name another referee",
    optional=False,
    program="application.wave.program",
    to="The applicant",
    when="When a referee would rather not answer",
    placeholders=(*OF_A_WAVE, REFEREE, link_to("the applicant’s own page")),
)
def recommendation_declined(notice, recommendation, now):
    application = recommendation.application
    if (
        recommendation.status != Recommendation.Status.DECLINED
        or application.status not in Application.IN_HAND
    ):
        return None
    return {
        **of_wave(application.wave),
        "referee": recommendation.referee.full_name,
        "link": links.absolute("my_application", application.pk),
    }


@register(
    "recommendation-misdirected",
    app="programs",
    says="For coordinators: a request for a recommendation reached somebody else",
    program="application.wave.program",
    to=COORDINATORS,
    when="When somebody answers a request with “This is not me”",
    placeholders=(*OF_A_WAVE, REFEREE, link_to("the application")),
)
def recommendation_misdirected(notice, recommendation, now):
    application = recommendation.application
    if not selecting(notice, application):
        return None
    return {
        **of_wave(application.wave),
        "referee": recommendation.referee.full_name,
        "link": links.absolute("application", application.pk),
    }


def selecting(notice, application):
    """Whether the recipient still coordinates: a right withdrawn stops the mails that came with it."""
    return can_coordinate(notice.recipient, application.wave.program)


# --- applicants -------------------------------------------------------------------------------------------

OF_AN_APPLICANT = {"app": "programs", "program": "wave.program", "to": "The applicant"}
OWN_PAGE = link_to("the applicant’s own page", "/applications/mine/7/")


UNTIL = Placeholder("until", "The last day on which the invitation holds", "Friday, October 2")


@register(
    "late-invitation",
    app="programs",
    says="You are invited to join a wave after its closing date",
    optional=False,
    program="wave.program",
    to="Whoever is invited",
    when="When a coordinator invites somebody to apply late",
    placeholders=(*IN_HAND, UNTIL, link_to("the form"), QUESTIONS),
)
def late_invitation(notice, invitation, now):
    if not admission.live(invitation, now):
        return None
    is_mentor = invitation.side == Application.Side.MENTOR
    return {
        **of_wave(invitation.wave),
        "side": invitation.get_side_display().lower(),
        "until": long_day(invitation.expires_on),
        "link": links.absolute("apply" if is_mentor else "enrol", invitation.wave_id),
        "questions_go_to": questions_go_to(invitation.wave.program),
    }


@register(
    "waiting-list-offer",
    app="programs",
    says="A new wave opens, and you go first",
    optional=False,
    program="wave.program",
    to="Everybody on the waiting list of an earlier wave",
    when="When the next wave of the program opens for applications",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("next_wave_number", "The number of the wave that opens", "3"),
        UNTIL,
        link_to("the applicant’s own page"),
        QUESTIONS,
    ),
)
def waiting_list_offer(notice, application, now):
    wave = next_call(application)
    if wave is None:
        return None
    return {
        **of_wave(application.wave),
        "next_wave_number": str(wave.number),
        "until": long_day(wave.applications_close_on),
        "link": links.absolute("my_application", application.pk),
        "questions_go_to": questions_go_to(wave.program),
    }


def about_application(application, *statuses):
    """What every mail to an applicant can say; None where the application stands elsewhere by now."""
    if application.status not in statuses:
        return None
    wave = application.wave
    return {
        **of_wave(wave),
        "side": application.get_side_display().lower(),
        "decided_by": long_day(wave.selection_ends_on),
        "questions_go_to": questions_go_to(wave.program),
        "link": links.absolute("my_application", application.pk),
    }


@register(
    "application-received",
    says="Your application has arrived",
    when="When the application is sent",
    placeholders=(
        *IN_HAND,
        Placeholder("applications_close_on", "The last day to apply", "Friday, September 25"),
        HEARS_BY,
        Placeholder(
            "referees_asked",
            "For mentors, a sentence that their referees have been asked; nothing for mentees",
            "The people you named have been asked for their recommendations.",
        ),
        QUESTIONS,
        OWN_PAGE,
    ),
    **OF_AN_APPLICANT,
)
def application_received(notice, application, now):
    values = about_application(application, *Application.IN_HAND)
    if values is None:
        return None
    is_mentor = application.side == Application.Side.MENTOR
    asked = "The people you named have been asked for their recommendations." if is_mentor else ""
    closing = long_day(application.wave.applications_close_on)
    return {**values, "referees_asked": asked, "applications_close_on": closing}


@register(
    "application-accepted",
    says="You are accepted",
    optional=False,
    when="When a coordinator accepts the application",
    placeholders=(
        *IN_HAND,
        Placeholder("pairs_announced_on", "The day on which pairs are announced", "Monday, November 2"),
        Placeholder("sessions_start_on", "The first day of sessions", "November 16"),
        QUESTIONS,
        OWN_PAGE,
    ),
    **OF_AN_APPLICANT,
)
def application_accepted(notice, application, now):
    values = about_application(application, Application.Status.ACCEPTED)
    return values and {
        **values,
        "pairs_announced_on": long_day(application.wave.pairs_announced_on),
        "sessions_start_on": month_day(application.wave.sessions_start_on),
    }


@register(
    "application-shortlisted",
    says="Your application is on the shortlist",
    when="When a coordinator puts the application on the shortlist",
    placeholders=(*IN_HAND, HEARS_BY, QUESTIONS, OWN_PAGE),
    **OF_AN_APPLICANT,
)
def application_shortlisted(notice, application, now):
    return about_application(application, Application.Status.SHORTLISTED)


@register(
    "application-waitlisted",
    says="You are on the waiting list",
    optional=False,
    when="When a coordinator puts the application on the waiting list",
    placeholders=(*IN_HAND, QUESTIONS, OWN_PAGE),
    **OF_AN_APPLICANT,
)
def application_waitlisted(notice, application, now):
    return about_application(application, Application.Status.WAITLISTED)


@register(
    "application-declined",
    says="Your application is declined",
    optional=False,
    when="When a coordinator declines the application",
    placeholders=(*IN_HAND, QUESTIONS, OWN_PAGE),
    **OF_AN_APPLICANT,
)
def application_declined(notice, application, now):
    return about_application(application, Application.Status.DECLINED)


@register(
    "application-withdrawn",
    app="programs",
    says="For coordinators: somebody has withdrawn",
    program="wave.program",
    to=COORDINATORS,
    when="When somebody takes an application back",
    placeholders=(
        *IN_HAND,
        Placeholder("applicant", "The full name of the applicant", "Imani Castellanos"),
        link_to("the application"),
    ),
)
def application_withdrawn(notice, application, now):
    values = about_application(application, Application.Status.WITHDRAWN)
    if values is None or not selecting(notice, application):
        return None
    return {
        **values,
        "applicant": application.person.full_name,
        "link": links.absolute("application", application.pk),
    }
