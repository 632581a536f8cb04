"""Applying and withdrawing (A2, A3, A6). Those who select have `reviewing` and `decisions`."""

from django.db import transaction
from django.utils import timezone

from . import answers as questionnaire
from . import recommendations
from .admission import require_open
from .drafts import write_over
from .lifecycle import NotAllowed, move
from .models import Application, NoGo, TopicChoice, Wave
from .outbox import owe, owe_many
from .waves import coordinators_of

Side, Status = Application.Side, Application.Status


# --- applicants ---------------------------------------------------------------------------------------


class Clash(Exception):
    """Another page saved the draft in between; ``stored`` is what stands there now."""

    def __init__(self, stored):
        super().__init__("The draft was saved elsewhere.")
        self.stored = stored


class Sent(NotAllowed):
    """What a page still holds comes too late."""

    def __init__(self):
        super().__init__("This application has been sent. What you type here is no longer part of it.")


class Gone(NotAllowed):
    """The draft was taken back elsewhere; what was typed can begin a new one."""

    def __init__(self):
        super().__init__("This draft was discarded elsewhere. Open the page again to begin anew.")


@transaction.atomic
def save_draft(
    wave,
    person,
    side,
    *,
    now,
    facts,
    topics,
    no_gos,
    referees=(),
    answers=None,
    unfinished=None,
    row=None,
    version=None,
    page="",
):
    """Keep what an applicant has written so far; nobody else sees it, and nobody is written to.

    ``topics`` are ``(topic, level, familiarity)``, ``no_gos`` people and names of units, ``referees``
    ``(relation, person)``, ``answers`` ``{question: value}``. ``row``, ``version`` and ``page`` are the
    `Stand` of the writer, 0 and 0 for no draft yet; left out, whatever stands there is replaced.
    """
    require_open(wave, person, side, timezone.localdate(now))
    found = Application.objects.filter(wave=wave, person=person)
    if row and not found.filter(pk=row).exists():
        raise Gone
    application, _ = found.get_or_create(wave=wave, person=person, defaults={"side": side})
    if application.side != side:
        raise NotAllowed("You have already sent or begun another application for this wave.")
    if application.status != Status.DRAFT:
        raise Sent
    known = application.version if version is None else version
    # one UPDATE decides between two tabs, and between a late save and the sending
    drafts = found.filter(pk=application.pk, status=Status.DRAFT)
    changes = facts | {"unfinished": unfinished or {}, "saved_at": now}
    if not write_over(drafts, known, page=page, **changes):
        stands = found.first()
        if stands and stands.status == Status.DRAFT:
            raise Clash(stands)
        raise Sent
    application.refresh_from_db()
    fill(application, topics=topics, no_gos=no_gos, referees=referees, answers=answers or {})
    return application


def fill(application, *, topics, no_gos, referees, answers):
    """Make the rows around a draft what the form says."""
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
    questionnaire.keep(application, answers)


@transaction.atomic
def submit(application, *, now):
    """Send an application in, and ask for its recommendations."""
    wave = Wave.objects.select_for_update(no_key=True).get(pk=application.wave_id)
    require_open(wave, application.person, application.side, timezone.localdate(now))
    stands = Application.objects.select_for_update().get(pk=application.pk)
    if not stands.commits_hours:
        raise NotAllowed("An application needs your word that you have the time.")
    if stands.unfinished:
        raise NotAllowed("Something in your application needs mending first. Open it again.")
    move(application, Status.SUBMITTED, by=application.person, submitted_at=now)
    questionnaire.settle(application)
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
