"""Every action in every state (FAULTS 12): it leads where the steps say, or nothing changes at all.

Each table names an action's address, who may take it in some state, and where it leads from which state. What
is not named must be refused: the same rows before and after, whatever the answer says.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs import decisions
from programs.models import Application, Notice, Recommendation, Scorecard, StatusChange, SteeringOffer, Wave
from programs.tests.factories import (
    make_application,
    make_draft_wave,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)
from programs.tests.letters import asked_of, opened
from programs.tests.review_factories import make_card, make_criteria

from .access.rows import ROLES
from .test_access import MATRIX, expected_post
from .walking import answers_to

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 3, 12, tzinfo=UTC)
REFUSED = {302, 403, 404, 409}


@dataclass(frozen=True)
class Action:
    """One button: its address, who presses it, what it sends, and where it leads from which state."""

    name: str
    by: str
    leads: dict
    data: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.name} {' '.join(map(str, self.data.values()))}".strip()


def cells(actions, statuses):
    """Every action in every state."""
    return pytest.mark.parametrize(
        ("action", "status"),
        [(action, status) for action in actions for status in statuses],
        ids=str,
    )


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def everything(*models):
    """All rows that an action could have changed; the number of steps and of messages among them."""
    return {model: sorted(model._base_manager.values_list("pk", "status")) for model in models} | {
        model: model.objects.count() for model in (StatusChange, Notice)
    }


def holds(action, status, thing, press, *models):
    """Press, and see that exactly what the table says has come of it."""
    before = everything(type(thing), *models)
    answer = press()
    leads = action.leads.get(status)
    if leads is None:
        assert answer.status_code in REFUSED, (answer.status_code, answer.content[:300])
        assert everything(type(thing), *models) == before
    elif leads == "gone":
        assert not type(thing).objects.filter(pk=thing.pk).exists()
    else:
        thing.refresh_from_db()
        assert (answer.status_code, thing.status) == (302, leads)
        assert thing.history.latest("pk").previous == status


# --- applications -----------------------------------------------------------------------------------------

Status = Application.Status
DECIDABLE = (Status.SUBMITTED, Status.SHORTLISTED, Status.WAITLISTED)


def before(to):
    """From which statuses somebody else can decide so."""
    return [status for status in Status if to in Application.STEPS[status] and status != Status.DRAFT]


WITHDRAWN = dict.fromkeys((*DECIDABLE, Status.ACCEPTED), Status.WITHDRAWN)
APPLICATION = [
    Action("application_withdrawal", "applicant", {Status.DRAFT: "gone"} | WITHDRAWN),
    *(
        Action(
            "application_decision",
            "coordinator",
            dict.fromkeys(before(to), to),
            {"decision": to, "confirmed": "1"},
        )
        for to in decisions.DECISIONS
    ),
]


@pytest.fixture
def wave():
    return make_wave(
        program=make_program(coordinator=make_person()),
        today=timezone.localdate(),
        status=Wave.Status.RECRUITING,
    )


@cells(APPLICATION, Status)
def test_an_application(wave, action, status):
    application = make_application(wave=wave, status=status, will_challenge=True)
    who = {"applicant": application.person, "coordinator": wave.program.roles.get().person}[action.by]
    client, url = signed_in(who), reverse(action.name, args=[application.pk])

    holds(action, status, application, lambda: client.post(url, action.data))


@pytest.mark.parametrize("status", Status)
def test_sending_an_application(wave, status):
    """Only a draft is sent; to everything else the page that shows where it stands."""
    person = make_mentor_person(manager=make_person(grade=7))
    application = make_application(wave=wave, person=person, status=status)
    mates = [make_person() for _ in range(2)]
    client, url = signed_in(person), reverse("apply", args=[wave.pk])
    page = client.get(url)
    typed = {
        "commits_hours": "on",
        "will_challenge": "on",
        "capacity": "1",
        "suitable_hours": ["mon-am", "tue-am", "wed-am"],
        "topic_0": "3",
        "manager": person.manager.email,
        "teammate_1": mates[0].email,
        "teammate_2": mates[1].email,
        "send": "1",
        **answers_to(wave.program, "mentor"),
    }
    if status == Status.DRAFT:
        form = page.context["form"]
        typed |= {"version": form["version"].value(), "asked": form["asked"].value() or ""}

    sending = Action("apply", "applicant", {Status.DRAFT: Status.SUBMITTED})
    holds(sending, status, application, lambda: client.post(url, typed), Recommendation)


@pytest.mark.parametrize("status", Status)
def test_saving_a_draft_of_an_application(wave, status):
    application = make_application(wave=wave, status=status)
    stand = f"{application.person_id}.{application.pk}.{application.version}"
    client, before = signed_in(application.person), application.version

    answer = client.post(
        reverse("apply_draft", args=[wave.pk]), {"version": stand, "asked": "", "capacity": "2"}
    )

    application.refresh_from_db()
    kept = status == Status.DRAFT
    assert (answer.status_code, application.version - before, application.status) == (
        (200, 1, status) if kept else (409, 0, status)
    )


@pytest.mark.parametrize("status", Status)
def test_carrying_an_application_over(wave, status):
    old = make_wave(program=wave.program, number=0, status=Wave.Status.CLOSED)
    application = make_application(wave=old, status=status, will_challenge=True)
    client, url = signed_in(application.person), reverse("application_carrying", args=[application.pk])

    answer = client.post(url)

    assert answer.status_code == (302 if status == Status.WAITLISTED else 403)
    assert wave.applications.exists() == (status == Status.WAITLISTED)


# --- recommendations --------------------------------------------------------------------------------------

Word = Recommendation.Status
JUDGED = dict.fromkeys(Recommendation.CRITERIA, "4")
RECOMMENDATION = [
    Action("recommendation", "referee", {Word.ASKED: Word.RECEIVED}, JUDGED),
    Action("recommendation", "referee", {Word.ASKED: Word.DECLINED}, {"decline": "rather_not"}),
    Action("recommendation", "referee", {Word.ASKED: Word.DECLINED}, {"decline": "not_me"}),
]


@cells(RECOMMENDATION, Word)
def test_a_recommendation_by_its_link(wave, action, status):
    recommendation = make_recommendation(application=make_application(wave=wave), asked_at=timezone.now())
    client = opened(asked_of(recommendation))
    Recommendation.objects.update(status=status)

    holds(action, status, recommendation, lambda: client.post(reverse("recommendation"), action.data))


@pytest.mark.parametrize("standing", Status)
@pytest.mark.parametrize("action", RECOMMENDATION, ids=str)
def test_a_recommendation_of_an_application_that_is_decided(wave, action, standing):
    """Of use only while the applicant is still in."""
    recommendation = make_recommendation(application=make_application(wave=wave), asked_at=timezone.now())
    client = opened(asked_of(recommendation))
    Application.objects.update(status=standing)
    wanted = action if standing in Application.IN_HAND else Action(action.name, action.by, {}, action.data)

    holds(wanted, Word.ASKED, recommendation, lambda: client.post(reverse("recommendation"), action.data))


@pytest.mark.parametrize("status", Word)
def test_naming_another_referee(wave, status):
    recommendation = make_recommendation(
        application=make_application(wave=wave), status=status, asked_at=timezone.now()
    )
    client = signed_in(recommendation.application.person)
    url = reverse("recommendation_replacement", args=[recommendation.pk])
    replacing = Action("recommendation_replacement", "applicant", {Word.DECLINED: Word.REPLACED})

    holds(replacing, status, recommendation, lambda: client.post(url, {"referee": make_person().email}))


# --- the panel --------------------------------------------------------------------------------------------

Card = Scorecard.Status
CARD = [
    Action("scorecard", "reviewer", {Card.ASSIGNED: Card.SUBMITTED, Card.SUBMITTED: Card.SUBMITTED}),
    Action("conflict", "reviewer", {Card.ASSIGNED: Card.CONFLICTED, Card.SUBMITTED: Card.CONFLICTED}),
]


@cells(CARD, Card)
@pytest.mark.parametrize("stage", [Wave.Status.SELECTING, Wave.Status.PAIRING])
def test_a_scorecard(wave, action, status, stage):
    """The panel closes with the selection; a conflict can be declared for ever."""
    criteria = make_criteria(wave.program, 1)
    reviewer = make_role(wave.program, make_person(), "steering").person
    card = make_card(make_application(wave=wave), reviewer, *([3] if status == Card.SUBMITTED else []))
    Scorecard.objects.update(status=status)
    Wave.objects.update(status=stage)
    client, url = signed_in(reviewer), reverse(action.name, args=[card.application_id])
    stand = f"{reviewer.pk}.{card.pk}.{card.version}"
    before, steps = card.version, StatusChange.objects.count()

    answer = client.post(url, {"version": stand, f"mark-{criteria[0].pk}": "4", "submit": "1"})

    card.refresh_from_db()
    leads = action.leads.get(status)
    if leads is None or (action.name == "scorecard" and stage != Wave.Status.SELECTING):
        assert answer.status_code in REFUSED
        assert (card.status, card.version, StatusChange.objects.count()) == (status, before, steps)
    else:
        assert (answer.status_code, card.status) == (302, leads)


@pytest.mark.parametrize(
    ("after", "again", "undone"),
    [
        (timedelta(minutes=1), False, True),
        (decisions.HOLD + timedelta(minutes=1), False, False),
        (timedelta(minutes=1), True, False),
    ],
    ids=["held", "left", "undone already"],
)
def test_a_decision(wave, after, again, undone):
    application, by = make_application(wave=wave), wave.program.roles.get().person
    now = timezone.now()
    decision = decisions.decide(wave, [application], Status.ACCEPTED, by=by, now=now)
    if again:
        decisions.undo(decision, by=by, now=now)
    client, before = signed_in(by), everything(Application)

    with time_machine.travel(now + after, tick=False):
        client.force_login(by)
        answer = client.post(reverse("decision_undoing", args=[decision.pk]))

    application.refresh_from_db()
    if undone:
        assert (answer.status_code, application.status) == (302, Status.SUBMITTED)
    else:
        assert answer.status_code == 409 and everything(Application) == before


# --- waves and seats --------------------------------------------------------------------------------------

Life = Wave.Status


@pytest.mark.parametrize("to", [each for each in Life if each != Life.CANCELLED])
@pytest.mark.parametrize("status", Life)
def test_a_wave_steps_to_the_next_status_and_nowhere_else(status, to):
    coordinator = make_person()
    wave = make_draft_wave(program=make_program(coordinator=coordinator), today=timezone.localdate())
    for side in ("mentor", "mentee"):
        make_application(wave=wave, side=side, status=Status.ACCEPTED)
    make_pair(wave=wave)  # without one nothing is prepared
    Wave.objects.filter(pk=wave.pk).update(status=status)
    wave.refresh_from_db()
    stepping = Action("wave_step", "coordinator", {status: to} if wave.next_status == to else {})
    client, url = signed_in(coordinator), reverse("wave_step", args=[wave.pk])

    holds(stepping, status, wave, lambda: client.post(url, {"to": to, "reason": "Everybody is ready."}))


Seat = SteeringOffer.Status
SEAT = [
    Action("steering_offer", "candidate", {Seat.OFFERED: Seat.ACCEPTED}, {"accept": "1"}),
    Action("steering_offer", "candidate", {Seat.OFFERED: Seat.DECLINED}, {"decline": "1"}),
]


@cells(SEAT, Seat)
def test_a_seat_that_is_offered(wave, action, status):
    Wave.objects.update(status=Life.CLOSED)
    person = make_application(wave=wave, status=Status.ACCEPTED).person
    offer = SteeringOffer.objects.create(wave=wave, person=person, at=AT, status=status)
    client = signed_in(person)
    before = everything(SteeringOffer)

    answer = client.post(reverse("steering_offer", args=[offer.pk]), action.data)

    offer.refresh_from_db()
    if leads := action.leads.get(status):
        assert (answer.status_code, offer.status) == (302, leads)
    else:
        assert answer.status_code == 422 and everything(SteeringOffer) == before


# --- none left out ----------------------------------------------------------------------------------------

TABLED = {action.name for action in (*APPLICATION, *RECOMMENDATION, *CARD, *SEAT)} | {
    *("apply", "apply_draft", "application_carrying", "recommendation_replacement"),
    *("decision_undoing", "wave_step"),
}
# actions on things with a status whose every state is gone through elsewhere
ELSEWHERE = {
    "enrol": "the same view as apply",
    "enrol_draft": "the same view as apply_draft",
    "scorecard_draft": "test_scoring_views",
    "application_decisions": "the same deed as application_decision, for many",
    "application_reviewers": "test_reviewing",
    "wave_cancellation": "test_cancelling and test_setup_races",
}
OF_THESE = (
    *("apply", "enrol", "application_", "recommendation", "scorecard", "conflict", "decision"),
    *("wave_step", "wave_cancellation", "steering_offer"),
)
# they list, or lead on
READING = {"applications", "recommendation_link", "decisions", "decision", "steering_offers"}


def test_no_action_on_them_is_left_out():
    posting = {
        name
        for name, row in MATRIX.items()
        if name.startswith(OF_THESE) and any(expected_post(row, role) not in (404, 405) for role in ROLES)
    }
    known = {
        *TABLED,
        *ELSEWHERE,
        "applications",
        "recommendation_link",
        "decisions",
        "decision",
        "steering_offers",
    }

    assert posting - known == set(), "add its states to a table here"
    assert set(get_resolver().reverse_dict) >= TABLED
