"""Reviewing (A5): who scores which application, keeping and submitting a scorecard, handing one on.

Mentors are scored. Mentees enrol, and are decided on without a scorecard.
"""

from django.db import transaction

from . import conflicts, distribution
from .drafts import write_over
from .lifecycle import NotAllowed, move
from .models import Application, ProgramRole, Question, Score, Scorecard, User, Wave
from .outbox import owe_many
from .words import counted

MOST_EACH = 5
OPEN = (Wave.Status.RECRUITING, Wave.Status.SELECTING)
Status = Scorecard.Status


class Stale(NotAllowed):
    """The scorecard was saved in another window since this one was opened."""


def panel_is_open(wave):
    """Scores can be given and changed until the selection ends."""
    return wave.status in OPEN


def criteria_of(program):
    return Question.objects.of(program, Question.Sheet.SCORECARD)


def possible_reviewers(program):
    """Steering members and coordinators, by name."""
    roles = program.roles.filter(role__in=(ProgramRole.Role.STEERING, ProgramRole.Role.COORDINATOR))
    return User.objects.employed().filter(pk__in=roles.values("person"))


def to_be_scored(wave):
    """The mentors of a wave on whom nothing is decided yet, in the order in which they applied."""
    return wave.applications.mentors().undecided().select_related("person").order_by("submitted_at", "pk")


# --- dealing out --------------------------------------------------------------------------------------


@transaction.atomic
def distribute(wave, reviewers, *, each, by, now):
    """Give every mentor's application ``each`` reviewers without a conflict, as evenly as that allows.

    Scorecards that exist stay with whoever has them, unless the directory has since put that person into
    the applicant's line or team: then the card goes to somebody else. Done again it changes nothing.
    Answers how many scorecards are new.
    """
    locked = Wave.objects.select_for_update(no_key=True).select_related("program").get(pk=wave.pk)
    require_open(locked)
    if not criteria_of(locked.program).exists():
        raise NotAllowed(f"{locked.program} has no criteria to score by. Write its scorecard first.")
    Wave.objects.filter(pk=wave.pk).update(reviewers_each=each)
    applications, reviewers = list(to_be_scored(locked)), list(reviewers)
    take_back_conflicted(applications, by)
    dealt = distribution.deal(*state_of(applications, reviewers, each))
    cards = Scorecard.objects.bulk_create(
        Scorecard(application_id=application, reviewer_id=reviewer, assigned_at=now)
        for application, chosen in dealt.items()
        for reviewer in chosen
    )
    tell(locked, {card.reviewer_id for card in cards}, now)
    return len(cards)


def take_back_conflicted(applications, by):
    """Scorecards not yet submitted whose reviewers have come too near to the applicant since."""
    cards = Scorecard.objects.filter(application__in=applications, status=Status.ASSIGNED)
    people = User.objects.filter(pk__in=cards.values("reviewer"))
    barred = conflicts.between(people, applications)
    for card in cards:
        if (card.reviewer_id, card.application_id) in barred:
            move(card, Status.CONFLICTED, by=by)


def state_of(applications, reviewers, each):
    """What `distribution.deal` needs to know."""
    barred = conflicts.by_application(conflicts.between(reviewers, applications))
    load = dict.fromkeys((reviewer.pk for reviewer in reviewers), 0)
    holders = {application.pk: set() for application in applications}
    held = Scorecard.objects.standing().filter(application__in=applications)
    for application, reviewer in held.values_list("application", "reviewer"):
        holders[application].add(reviewer)
        if reviewer in load:
            load[reviewer] += 1
    wanted = {pk: max(0, each - len(people)) for pk, people in holders.items()}
    allowed = {
        pk: [reviewer for reviewer in load if reviewer not in barred[pk] and reviewer not in holders[pk]]
        for pk in wanted
    }
    return wanted, allowed, load


def tell(wave, reviewer_ids, now):
    """One word to each reviewer who has something new to score, however many it are."""
    people = User.objects.filter(pk__in=reviewer_ids).order_by("pk")
    owe_many(people, "applications-to-score", about=wave, occurrence=f"{now:%Y-%m-%d %H:%M:%S}")


@transaction.atomic
def assign(application, reviewer, *, by, now):
    """Give one application to one more reviewer, by hand."""
    wave = Wave.objects.select_for_update(no_key=True).get(pk=application.wave_id)
    require_open(wave)
    if application.side != Application.Side.MENTOR:
        raise NotAllowed("Mentees are not scored.")
    if reason := conflicts.why_not_score(reviewer, application):
        raise NotAllowed(f"{reviewer} {reason[0]} and cannot score this application.")
    _, new = Scorecard.objects.get_or_create(
        application=application, reviewer=reviewer, defaults={"assigned_at": now}
    )
    if new:
        tell(wave, {reviewer.pk}, now)


@transaction.atomic
def take_back(card):
    """Free a reviewer of an application that they have not begun to score."""
    locked = Scorecard.objects.select_for_update().get(pk=card.pk)
    if locked.status != Status.ASSIGNED or locked.saved_at:
        raise NotAllowed(f"{locked.reviewer} has begun to score this application.")
    locked.delete()


@transaction.atomic
def declare_conflict(card, *, now):
    """Hand an application on: the next reviewer without a conflict scores it, this one sees no more of it.

    Answers whether somebody was found.
    """
    wave = Wave.objects.select_for_update(no_key=True).get(pk=card.application.wave_id)
    move(card, Status.CONFLICTED, by=card.reviewer)
    if not panel_is_open(wave):
        return False
    applications = [card.application]
    reviewers = list(possible_reviewers(wave.program))
    barred = conflicts.by_application(conflicts.between(reviewers, applications))[card.application_id]
    holders = set(card.application.scorecards.values_list("reviewer", flat=True))
    busy = loads_in(wave)
    free = [each.pk for each in reviewers if each.pk not in barred | holders]
    # whoever reviews in this wave already comes before those who do not
    ranked = sorted(free, key=lambda pk: (pk not in busy, busy.get(pk, 0), pk))
    if not ranked:
        return False
    Scorecard.objects.create(application=card.application, reviewer_id=ranked[0], assigned_at=now)
    tell(wave, {ranked[0]}, now)
    return True


def loads_in(wave):
    """How many applications of a wave each reviewer has."""
    found = {}
    cards = Scorecard.objects.standing().filter(application__wave=wave)
    for reviewer in cards.values_list("reviewer", flat=True):
        found[reviewer] = found.get(reviewer, 0) + 1
    return found


def require_open(wave):
    if not panel_is_open(wave):
        raise NotAllowed(f"The panel of {wave} has closed; scores stay as they are.")


# --- scoring ------------------------------------------------------------------------------------------


@transaction.atomic
def keep(card, marks, comment, *, version, now):
    """Write down marks, ``{criterion: mark}``, and comment, if the card still is at ``version``.

    A draft may leave criteria open; what is submitted stays complete.
    """
    require_open(Wave.objects.get(pk=card.application.wave_id))
    standing = Scorecard.objects.standing().filter(pk=card.pk)
    if not write_over(standing, version, comment=comment, saved_at=now):
        raise Stale("This scorecard was saved in another window.")
    card.refresh_from_db()
    card.scores.all().delete()
    Score.objects.bulk_create(
        Score(scorecard=card, criterion_id=criterion, mark=mark) for criterion, mark in marks.items() if mark
    )


@transaction.atomic
def submit(card, marks, comment, *, version, now):
    """Keep a complete scorecard and show it to the others who have scored. Submitted again it is changed."""
    if missing := sum(not mark for mark in marks.values()):
        raise NotAllowed(f"{counted(missing, 'criterion is', 'criteria are')} not marked yet.")
    keep(card, marks, comment, version=version, now=now)
    if card.status == Status.ASSIGNED:
        move(card, Status.SUBMITTED, by=card.reviewer, submitted_at=now)


def my_cards(user, wave):
    """What ``user`` scores in a wave, in the order in which people applied; withdrawn ones are gone."""
    return (
        Scorecard.objects.standing()
        .filter(reviewer=user, application__wave=wave)
        .filter(application__in=Application.objects.visible_to(user))
        .exclude(status=Status.ASSIGNED, application__status=Application.Status.WITHDRAWN)
        .select_related("application__person")
        .order_by("application__submitted_at", "application")
    )
