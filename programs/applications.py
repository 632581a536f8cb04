"""Applying, withdrawing, deciding (A2, A3, A6)."""

from copy import copy

from django.db import transaction

from . import mail, recommendations
from .lifecycle import NotAllowed, move
from .links import label_of
from .models import Application, NoGo, Notice, TopicChoice, Wave
from .outbox import owe, owe_many
from .waves import coordinators_of

Side, Status = Application.Side, Application.Status

# what a coordinator can decide, and the verb on the button
DECISIONS = {
    Status.ACCEPTED: "Accept",
    Status.SHORTLISTED: "Shortlist",
    Status.WAITLISTED: "Put on the waiting list",
    Status.DECLINED: "Decline",
}


# --- applicants ---------------------------------------------------------------------------------------


def require_recruiting(wave):
    if wave.status != Wave.Status.RECRUITING:
        raise NotAllowed(f"Applications for {wave} are not open.")


@transaction.atomic
def save_draft(wave, person, side, *, facts, topics, no_gos, referees=()):
    """Keep what an applicant has written so far; nobody else sees it.

    ``topics`` are ``(topic, level, familiarity)``, ``no_gos`` people and names of units, ``referees``
    ``(relation, person)``.
    """
    require_recruiting(wave)
    application, _ = Application.objects.select_for_update().get_or_create(
        wave=wave, person=person, defaults={"side": side}
    )
    if application.status != Status.DRAFT or application.side != side:
        raise NotAllowed("You have already sent or begun another application for this wave.")
    for name, value in facts.items():
        setattr(application, name, value)
    application.save(update_fields=list(facts))
    application.topics.all().delete()
    TopicChoice.objects.bulk_create(
        TopicChoice(application=application, topic=topic, level=level, familiarity=familiarity)
        for topic, level, familiarity in topics
    )
    application.no_gos.all().delete()
    people, units = no_gos
    NoGo.objects.bulk_create(
        [NoGo(application=application, person=each) for each in people]
        + [NoGo(application=application, department=each) for each in units]
    )
    recommendations.name_referees(application, referees)
    return application


@transaction.atomic
def submit(application, *, now):
    """Send an application in, and ask for its recommendations."""
    wave = Wave.objects.select_for_update(no_key=True).get(pk=application.wave_id)
    require_recruiting(wave)
    if not application.commits_hours:
        raise NotAllowed("An application needs your word that you have the time.")
    move(application, Status.SUBMITTED, by=application.person, submitted_at=now)
    recommendations.ask(application, by=application.person, now=now)
    owe(application.person, "application-received", about=application)


@transaction.atomic
def withdraw(application, *, now):
    """Take an application back. A draft simply goes; for a sent one the coordinators are told."""
    # a publication that counts on somebody has the wave: it must see them go, or they must see their pair
    Wave.objects.select_for_update(no_key=True).get(pk=application.wave_id)
    stands = Application.objects.select_for_update().get(pk=application.pk)
    if stands.status == Status.DRAFT:
        stands.delete()
        return
    move(application, Status.WITHDRAWN, by=application.person)
    recommendations.kill_links(application.recommendations.all(), now)
    owe_many(coordinators_of(application.wave.program), "application-withdrawn", about=application)


# --- those who select ---------------------------------------------------------------------------------


@transaction.atomic
def decide(application, to, *, by, reason=""):
    """Decide on an application and let the applicant know."""
    if application.wave.is_over:
        raise NotAllowed(f"{application.wave} is over.")
    move(application, to, by=by, reason=reason)
    owe(application.person, kind_of(to), about=application)


@transaction.atomic
def decide_all(applications, to, *, by):
    """Decide on several at once: all of them or, if one has moved on, none."""
    for application in sorted(applications, key=lambda each: each.pk):
        decide(application, to, by=by)


def kind_of(decision):
    return f"application-{decision}"


def letter(application, decision, now):
    """The mail that a decision would send, word for word."""
    decided = copy(application)
    decided.status = decision
    notice = Notice(recipient=application.person, kind=kind_of(decision), about=label_of(application))
    return mail.compose(notice, decided, now)


def places(wave, side, more=0):
    """A sentence when ``more`` accepted people would be more than the wave has room for, else nothing."""
    accepted = wave.applications.accepted().filter(side=side).count()
    if accepted + more <= wave.capacity:
        return ""
    word = Side(side).label.lower()
    return (
        f"This makes {accepted + more} {word}s for {wave.capacity} places: "
        f"{accepted} {'is' if accepted == 1 else 'are'} accepted already."
    )
