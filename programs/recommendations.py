"""Asking for recommendations, answering, declining, naming somebody else, reminding (A4).

A referee needs no account: the mail carries a link that serves for this one answer.
"""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from . import links
from .lifecycle import NotAllowed, move
from .models import Application, Link, Notice, Recommendation, User, Wave
from .models.application import LINK_LASTS
from .outbox import owe, owe_all, owe_many
from .waves import coordinators_of

PURPOSE = "recommendation"
ASKS_A_DAY = 10  # requests and reminders that one person gets in a day, over all applicants
MOST_NAMED = 10  # people whom one application may name one after another
FIRST_REMINDER = timedelta(days=7)
LAST_REMINDER_BEFORE = timedelta(days=3)
# occurrence, and from when until when after the asking it is due
REMINDED = (
    ("a week on", FIRST_REMINDER, LINK_LASTS - LAST_REMINDER_BEFORE),
    ("three days left", LINK_LASTS - LAST_REMINDER_BEFORE, LINK_LASTS),
)
MAILS_TO_REFEREES = ("recommendation-asked", "recommendation-reminder")
Status = Recommendation.Status


# --- naming and asking ------------------------------------------------------------------------------


def name_referees(application, referees):
    """Keep in a draft who is to be asked: ``(relation, person)`` each. Nobody is written to yet."""
    application.recommendations.filter(status=Status.NAMED).delete()
    add_referees(application, referees)


def add_referees(application, referees):
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
    """Ask somebody else in the place of a referee who declined or from whom no answer comes."""
    if recommendation.application.recommendations.count() >= MOST_NAMED:
        raise NotAllowed(
            f"You have named {MOST_NAMED} people. Talk to the program’s coordinators before you name another."
        )
    move(recommendation, Status.REPLACED, by=by)
    kill_links([recommendation], now)
    name_referees(recommendation.application, [(recommendation.relation, person)])
    ask(recommendation.application, by=by, now=now)


def kill_links(recommendations, now):
    Link.objects.filter(
        purpose=PURPOSE, about__in=[links.label_of(each) for each in recommendations], used_at=None
    ).update(replaced_at=now)


def silent(recommendations, now):
    """The keys of those asked from whom no answer can come any more: the applicant may ask somebody else.

    The link has lapsed, the request could not be delivered, or the referee has left. Which of them it is
    nobody is told: it says nothing about the referee or the applicant.
    """
    asked = {each.pk: each for each in recommendations if each.status == Status.ASKED}
    returned = Notice.objects.filter(
        about__in=[links.label_of(each) for each in asked.values()],
        kind="recommendation-asked",
        delivery=Notice.Delivery.GIVEN_UP,
    )
    undelivered = set(returned.values_list("about", flat=True)) if asked else set()
    return {
        pk
        for pk, each in asked.items()
        if each.answer_by <= now or not each.referee.is_active or links.label_of(each) in undelivered
    }


# --- by the link --------------------------------------------------------------------------------------


def open_to(link, readers):
    """What a link may still be used for, or None: used, replaced, too late, withdrawn all look the same.

    The applicant never sees their own, however they came by the link: ``readers`` are the keys of whoever is
    signed in, and of who was in this browser before.
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
    if recommendation is None or recommendation.application.person_id in readers:
        return None
    return recommendation


@transaction.atomic
def answer(link, recommendation, judgment, *, now):
    """Store the one answer of a link; False when somebody was faster."""
    if not links.use(link, now=now):
        return False
    move(recommendation, Status.RECEIVED, by=recommendation.referee, answered_at=now, **judgment)
    # whoever forwarded the link by mistake learns that somebody has used it
    owe(recommendation.referee, "recommendation-thanks", about=recommendation)
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
        asked = still_asked().filter(asked_at__lte=now - since, asked_at__gt=now - until)
        told = Notice.objects.filter(kind="recommendation-reminder", occurrence=occurrence)
        reminded = set(told.values_list("about", flat=True))
        due = [each for each in asked.order_by("asked_at", "pk") if links.label_of(each) not in reminded]
        promises = [(each.referee_id, each) for each in with_room(due, now)]
        owe_all("recommendation-reminder", promises, occurrence=occurrence)


def with_room(recommendations, now):
    """Those whose referees have not had their share of mails today; the others have their turn tomorrow."""
    had = Counter(
        Notice.objects.filter(
            kind__in=MAILS_TO_REFEREES,
            recipient__in=[each.referee_id for each in recommendations],
            due_at__gt=now - timedelta(days=1),
        ).values_list("recipient", flat=True)
    )
    for each in recommendations:
        had[each.referee_id] += 1
        if had[each.referee_id] <= ASKS_A_DAY:
            yield each


# --- for those who select -----------------------------------------------------------------------------


def in_a_ring(wave):
    """People of a wave whose recommendations lead back to themselves; allowed, but worth knowing."""
    vouched = defaultdict(set)
    for applicant, referee in (
        Recommendation.objects.filter(application__wave=wave)
        .exclude(status__in=(Status.REPLACED, Status.NAMED))
        .filter(referee__applications__wave=wave)
        .order_by()
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
