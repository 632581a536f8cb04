"""Asking for recommendations, answering, declining, naming somebody else, reminding (A4).

A referee needs no account: the mail carries a link that serves for this one answer.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from . import links
from .lifecycle import NotAllowed, move
from .models import Application, Link, Recommendation, User, Wave
from .models.application import LINK_LASTS
from .outbox import owe, owe_all, owe_many
from .waves import coordinators_of

PURPOSE = "recommendation"
ASKS_A_DAY = 10
FIRST_REMINDER = timedelta(days=7)
LAST_REMINDER_BEFORE = timedelta(days=3)
# occurrence, and from when until when after the asking it is due
REMINDED = (
    ("a week on", FIRST_REMINDER, LINK_LASTS - LAST_REMINDER_BEFORE),
    ("three days left", LINK_LASTS - LAST_REMINDER_BEFORE, LINK_LASTS),
)
Status = Recommendation.Status


# --- naming and asking ------------------------------------------------------------------------------


def name_referees(application, referees):
    """Keep in a draft who is to be asked: ``(relation, person)`` each. Nobody is written to yet."""
    application.recommendations.filter(status=Status.NAMED).delete()
    Recommendation.objects.bulk_create(
        Recommendation(application=application, relation=relation, referee=person, status=Status.NAMED)
        for relation, person in referees
    )


def overasked(people, now):
    """Those of ``people`` who have had as many requests as one person gets in a day."""
    recent = (
        Recommendation.objects.filter(referee__in=people, asked_at__gt=now - timedelta(days=1))
        .exclude(status=Status.NAMED)
        .values("referee")
        .annotate(asks=Count("pk"))
        .filter(asks__gte=ASKS_A_DAY)
    )
    return User.objects.filter(pk__in=recent.values("referee"))


def ask(application, *, by, now):
    """Write to everybody named and not asked yet."""
    named = list(application.recommendations.filter(status=Status.NAMED).order_by("referee"))
    referees = User.objects.filter(pk__in=[each.referee_id for each in named])
    # two applicants who name the same person must not both find the last place of the day
    list(referees.select_for_update(no_key=True).order_by("pk"))
    if busy := overasked(referees, now).first():
        raise NotAllowed(too_many_for(busy))
    for recommendation in named:
        move(recommendation, Status.ASKED, by=by, asked_at=now)
        owe(recommendation.referee, "recommendation-asked", about=recommendation)


def too_many_for(person):
    return f"{person} has many requests today. Name somebody else, or send this tomorrow."


@transaction.atomic
def replace(recommendation, person, *, by, now):
    """Ask somebody else in the place of a referee who declined or did not answer in time."""
    move(recommendation, Status.REPLACED, by=by)
    kill_links([recommendation], now)
    name_referees(recommendation.application, [(recommendation.relation, person)])
    ask(recommendation.application, by=by, now=now)


def kill_links(recommendations, now):
    Link.objects.filter(
        purpose=PURPOSE, about__in=[links.label_of(each) for each in recommendations], used_at=None
    ).update(replaced_at=now)


# --- by the link --------------------------------------------------------------------------------------


def open_to(link, reader):
    """What a link may still be used for, or None: used, replaced, too late, withdrawn all look the same.

    The applicant never sees their own, however they came by the link.
    """
    recommendation = (
        Recommendation.objects.filter(
            pk=links.pk_of(link),
            referee=link.recipient_id,
            status=Status.ASKED,
            application__status__in=Application.IN_HAND,
        )
        .exclude(application__wave__status__in=(Wave.Status.CLOSED, Wave.Status.CANCELLED))
        .select_related("referee", "application__person", "application__wave__program")
        .first()
    )
    if recommendation is None or recommendation.application.person_id == reader.pk:
        return None
    return recommendation


@transaction.atomic
def answer(link, recommendation, judgment, *, now):
    """Store the one answer of a link; False when somebody was faster."""
    if not links.use(link, now=now):
        return False
    move(recommendation, Status.RECEIVED, by=recommendation.referee, answered_at=now, **judgment)
    return True


@transaction.atomic
def decline(link, recommendation, *, now, not_me=False):
    """The referee will not, or the mail reached the wrong person; the applicant may name somebody else."""
    if not links.use(link, now=now):
        return False
    reason = "not me" if not_me else ""
    move(recommendation, Status.DECLINED, by=recommendation.referee, reason=reason, answered_at=now)
    application = recommendation.application
    owe(application.person, "recommendation-declined", about=recommendation)
    if not_me:
        owe_many(
            [each for each in coordinators_of(application.wave.program) if each != application.person],
            "recommendation-misdirected",
            about=recommendation,
        )
    return True


# --- reminding ----------------------------------------------------------------------------------------


def still_asked():
    """Recommendations that are asked for and still of use."""
    return Recommendation.objects.filter(
        status=Status.ASKED, application__status__in=Application.IN_HAND
    ).exclude(application__wave__status__in=(Wave.Status.CLOSED, Wave.Status.CANCELLED))


def owe_reminders(now):
    """Remind once after a week and once three days before the link lapses; however often this runs."""
    for occurrence, since, until in REMINDED:
        due = still_asked().filter(asked_at__lte=now - since, asked_at__gt=now - until)
        owe_all("recommendation-reminder", [(each.referee_id, each) for each in due], occurrence=occurrence)


# --- for those who select -----------------------------------------------------------------------------


def in_a_ring(wave):
    """People of a wave whose recommendations lead back to themselves; allowed, but worth knowing."""
    vouched = defaultdict(set)
    for applicant, referee in (
        Recommendation.objects.filter(application__wave=wave)
        .exclude(status__in=(Status.REPLACED, Status.NAMED))
        .filter(referee__applications__wave=wave)
        .values_list("application__person", "referee")
    ):
        vouched[applicant].add(referee)
    return {person for person in list(vouched) if person in reached_from(person, vouched)}


def reached_from(person, vouched):
    """Everybody to whom the recommendations lead from ``person``."""
    reached, ahead = set(), list(vouched[person])
    while ahead:
        nearest = ahead.pop()
        if nearest not in reached:
            reached.add(nearest)
            ahead += vouched.get(nearest, ())
    return reached
