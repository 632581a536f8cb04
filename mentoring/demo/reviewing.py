"""Who selects the demo's mentors: a panel of five, scores of the running wave, and a panel at work."""

import random
from datetime import timedelta

from programs.decisions import HOLD
from programs.models import (
    Application,
    DecidedApplication,
    Decision,
    ProgramRole,
    Score,
    Scorecard,
    StatusChange,
    User,
)
from programs.reviewing import (
    criteria_of,
    declare_conflict,
    distribute,
    keep,
    my_cards,
    possible_reviewers,
    submit,
)
from programs.roles import take_on

from . import cast
from .waves import noon

DAY = timedelta(days=1)
PANEL = [cast.at("gwen.ibarra"), cast.at("angela.nieminen"), cast.at("rania.escobar")]
COMMENTS = [
    "Strong fit for a claims or service leader.",
    "Explains without talking down. Would hold a room.",
    "Knows the tools; I missed an example of teaching somebody.",
    "Curious about the other side's work, which not everybody is.",
    "Two referees say the same about discretion, unasked.",
    "",
]
REASONS = {
    "accepted": "Strong on discretion and communication; the panel agreed.",
    "waitlisted": "Good, and from lines that have their places already. First in line next time.",
    "declined": "Too new in the company for this wave; invite again.",
}


def seat_panel(program):
    """Three steering members beside the one with an account."""
    for email in PANEL:
        take_on(program, User.objects.get(email=email), ProgramRole.Role.STEERING)


def look_back(wave, by):
    """The running wave was selected like this: two scores each, three decisions with their reasons."""
    dice, at = random.Random(31), noon(wave.selection_ends_on - 5 * DAY)
    people = list(possible_reviewers(wave.program))
    criteria = list(criteria_of(wave.program))
    decided = list(wave.applications.mentors().filter(status__in=REASONS).order_by("pk"))
    cards = Scorecard.objects.bulk_create(
        Scorecard(
            application=application,
            reviewer=people[(place + turn) % len(people)],
            status=Scorecard.Status.SUBMITTED,
            comment=dice.choice(COMMENTS),
            assigned_at=at - 9 * DAY,
            saved_at=at - 3 * DAY,
            submitted_at=at - 3 * DAY,
        )
        for place, application in enumerate(decided)
        for turn in range(2)
    )
    levels = {"accepted": (3, 3, 4, 4), "waitlisted": (2, 3, 3), "declined": (1, 2, 3)}
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=criterion, mark=dice.choice(levels[card.application.status]))
        for card in cards
        for criterion in criteria
    )
    for to, reason in REASONS.items():
        tell_decision(wave, to, [each for each in decided if each.status == to], by, at, reason)


def tell_decision(wave, to, applications, by, at, reason):
    """A decision of the past, as if it had been made then."""
    decision = Decision.objects.create(wave=wave, to=to, by=by, at=at, sends_at=at + HOLD, reason=reason)
    DecidedApplication.objects.bulk_create(
        DecidedApplication(decision=decision, application=each, previous=Application.Status.SUBMITTED)
        for each in applications
    )
    steps = StatusChange.objects.bulk_create(
        StatusChange(subject=each, previous="submitted", current=to, by=by, reason=reason)
        for each in applications
    )
    StatusChange.objects.filter(pk__in=[step.pk for step in steps]).update(at=at)


def sit(wave, by, today):
    """The next wave's panel at work: five each, one conflict, marks far apart on some, two of Tobias's scored."""
    dice, at = random.Random(37), noon(today - 2 * DAY)
    people = list(possible_reviewers(wave.program))
    distribute(wave, people, each=2, by=by, now=at)
    tobias = User.objects.get(email=cast.STEERING)
    hand_on_one(wave, tobias, at)
    for reviewer in people:
        cards = list(my_cards(reviewer, wave))
        for card in cards[: 2 if reviewer == tobias else -1]:
            score(card, dice, dice.choice((2, 3, 3, 4)), at + DAY)
    disagree(wave, tobias, at + DAY)
    begun = my_cards(tobias, wave).filter(status=Scorecard.Status.ASSIGNED).first()
    first = criteria_of(wave.program).first()
    keep(begun, {first.pk: 3}, "", version=begun.version, now=at + DAY)


def hand_on_one(wave, tobias, at):
    """Gwen knows one of hers too well; it goes to somebody with room, and Tobias keeps his five."""
    gwen = User.objects.get(email=PANEL[0])
    cards = my_cards(gwen, wave).exclude(application__scorecards__reviewer=tobias)
    declare_conflict(cards.last() or my_cards(gwen, wave).last(), now=at)


def score(card, dice, level, at):
    marks = {
        criterion.pk: min(4, max(1, level + dice.choice((-1, 0, 0, 1))))
        for criterion in criteria_of(card.application.wave.program)
    }
    submit(card, marks, dice.choice(COMMENTS), version=card.version, now=at)


def disagree(wave, tobias, at):
    """On one that Tobias has scored the other reviewer sees it very differently."""
    mine = my_cards(tobias, wave).filter(status=Scorecard.Status.SUBMITTED).first()
    other = mine.application.scorecards.standing().exclude(reviewer=tobias).first()
    criteria = list(criteria_of(wave.program))
    for card, level, words in ((mine, 4, COMMENTS[1]), (other, 2, COMMENTS[2])):
        marks = {criterion.pk: level - (place == 1) for place, criterion in enumerate(criteria)}
        submit(card, marks, words, version=card.version, now=at)
