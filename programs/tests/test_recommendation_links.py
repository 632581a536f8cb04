"""One answer by one link, whoever opens it and however often."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs import links
from programs.models import Application, Link, Notice, Recommendation, Wave
from programs.outbox import deliver
from programs.recommendations import (
    PURPOSE,
    answer,
    ask,
    name_referees,
    replace,
)

from .factories import make_application, make_person, make_program, make_recommendation, make_wave
from .letters import asked_of, opened
from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)
JUDGMENT = {
    "keeps_confidences": 5,
    "trustworthy": 4,
    "people_skills": None,
    "command_of_subject": 3,
    "works_upwards": 4,
    "reasons": "She handled a complaint and nobody heard of it.",
    "confirms_hours": None,
}
TYPED = {
    "keeps_confidences": "5",
    "trustworthy": "4",
    "people_skills": "-",
    "command_of_subject": "3",
    "works_upwards": "4",
    "reasons": "CANARY-REASON",
}


def test_the_link_is_made_when_the_mail_is_written_and_lasts_three_weeks(mailoutbox):
    application = make_application()
    name_referees(application, [("manager", make_person())])
    ask(application, by=application.person, now=timezone.now())
    assert not Link.objects.exists()

    deliver(Notice.objects.get().pk)

    link, recommendation = Link.objects.get(), Recommendation.objects.get()
    assert link.expires_at == recommendation.asked_at + timedelta(days=21)
    assert "/r/" in mailoutbox[0].body
    assert link.digest not in mailoutbox[0].body
    assert application.person.full_name not in mailoutbox[0].subject


def test_no_token_stands_in_a_dump_of_the_database():
    token = asked_of(make_recommendation())
    opened(token)

    dump = StringIO()
    call_command("dumpdata", "programs", "sessions", stdout=dump)

    assert token not in dump.getvalue()
    assert Link.objects.get().digest in dump.getvalue()
    assert Client().get(reverse("recommendation_link", args=[Link.objects.get().digest])).status_code == 302
    assert opened(Link.objects.get().digest).get(reverse("recommendation")).status_code == 404


def test_opening_fifty_times_spends_nothing():
    recommendation = make_recommendation()
    token = asked_of(recommendation)
    for _ in range(50):
        scanner = opened(token)
        scanner.head(reverse("recommendation_link", args=[token]))
        scanner.get(reverse("recommendation"))

    response = opened(token).post(reverse("recommendation"), TYPED)

    recommendation.refresh_from_db()
    assert response.status_code == 302
    assert recommendation.status == "received"
    assert (recommendation.keeps_confidences, recommendation.people_skills) == (5, None)


def test_the_first_request_takes_the_token_out_of_the_address():
    response = Client().get(reverse("recommendation_link", args=[asked_of(make_recommendation())]))

    assert (response.status_code, response.url) == (302, reverse("recommendation"))


def test_the_page_names_the_referee_before_the_applicant():
    recommendation = make_recommendation(referee=make_person(given_name="Devon", family_name="Achebe"))
    client = opened(asked_of(recommendation))

    body = client.get(reverse("recommendation")).content.decode()

    assert 0 < body.index("For Devon Achebe") < body.index(recommendation.application.person.full_name)


def test_a_second_answer_meets_the_page_that_names_nobody():
    recommendation = make_recommendation()
    token = asked_of(recommendation)
    first, second = opened(token), opened(token)
    first.post(reverse("recommendation"), TYPED)

    response = second.post(reverse("recommendation"), {**TYPED, "reasons": "Another"})

    recommendation.refresh_from_db()
    assert response.status_code == 404
    assert recommendation.reasons == "CANARY-REASON"
    assert first.get(reverse("recommendation")).status_code == 200


def closed_body(client):
    response = client.get(reverse("recommendation"))
    return response.status_code, response.content


def used(recommendation, token):
    opened(token).post(reverse("recommendation"), TYPED)


def withdrawn(recommendation, token):
    Application.objects.update(status=Application.Status.WITHDRAWN)


def superseded(recommendation, token):
    asked_of(recommendation)


def wave_closed(recommendation, token):
    Wave.objects.update(status=Wave.Status.CLOSED)


def referee_left(recommendation, token):
    recommendation.referee.is_active = False
    recommendation.referee.save()


def referee_replaced(recommendation, token):
    replace(recommendation, make_person(), by=recommendation.application.person, now=timezone.now())


def lapsed(recommendation, token):
    Link.objects.update(expires_at=timezone.now())


@pytest.mark.parametrize(
    "spoil", [used, withdrawn, superseded, wave_closed, referee_left, referee_replaced, lapsed]
)
@pytest.mark.parametrize("already_open", [True, False])
def test_whatever_ends_a_link_the_page_is_the_same_and_names_nobody(spoil, already_open):
    recommendation = make_recommendation()
    token = asked_of(recommendation)
    unknown = closed_body(opened("never-was"))
    reader = opened(token) if already_open else None

    spoil(recommendation, token)

    assert closed_body(reader or opened(token)) == unknown
    assert unknown[0] == 404
    assert recommendation.application.person.family_name.encode() not in unknown[1]


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 404), (1, 404)])
def test_a_link_lapses_to_the_second(seconds, status):
    recommendation = make_recommendation(asked_at=NOW)
    end = NOW + timedelta(days=21)
    with time_machine.travel(end - timedelta(minutes=1), tick=False):
        client = opened(asked_of(recommendation, NOW))

    with time_machine.travel(end + timedelta(seconds=seconds), tick=False):
        assert client.get(reverse("recommendation")).status_code == status


def test_a_link_of_another_purpose_opens_nothing():
    recommendation = make_recommendation()
    token = links.mint(
        "session-confirmation",
        about=recommendation,
        recipient=recommendation.referee,
        expires_at=recommendation.answer_by,
        now=timezone.now(),
    )

    assert opened(token).get(reverse("recommendation")).status_code == 404


def test_the_applicant_cannot_open_their_own(client):
    recommendation = make_recommendation()
    client.force_login(recommendation.application.person)

    opened(asked_of(recommendation), client)

    assert client.get(reverse("recommendation")).status_code == 404
    assert client.post(reverse("recommendation"), TYPED).status_code == 404


def test_nor_after_their_session_has_ended_in_the_same_browser(client):
    recommendation = make_recommendation()
    client.force_login(recommendation.application.person)
    client.get(reverse("help"))
    Session.objects.all().delete()

    opened(asked_of(recommendation), client)

    assert client.get(reverse("recommendation")).status_code == 404
    assert client.post(reverse("recommendation"), TYPED).status_code == 404


@pytest.mark.parametrize(
    ("pressed", "told"),
    [
        ("rather_not", ["recommendation-declined"]),
        ("not_me", ["recommendation-declined", "recommendation-misdirected"]),
    ],
)
def test_a_referee_may_decline(pressed, told):
    wave = make_wave(program=make_program(coordinator=make_person()), status=Wave.Status.RECRUITING)
    recommendation = make_recommendation(application=make_application(wave=wave))

    response = opened(asked_of(recommendation)).post(reverse("recommendation"), {"decline": pressed})

    recommendation.refresh_from_db()
    assert response.status_code == 302
    assert recommendation.status == "declined"
    assert sorted(Notice.objects.values_list("kind", flat=True)) == told


def test_a_manager_is_asked_for_the_hours_as_well():
    recommendation = make_recommendation(relation="manager")
    client = opened(asked_of(recommendation))

    unanswered = client.post(reverse("recommendation"), TYPED)
    client.post(reverse("recommendation"), {**TYPED, "confirms_hours": "no"})

    recommendation.refresh_from_db()
    assert unanswered.status_code == 422
    assert b"CANARY-REASON" in unanswered.content
    assert recommendation.confirms_hours is False


def test_a_script_in_a_reason_is_text():
    recommendation = make_recommendation()
    client = opened(asked_of(recommendation))

    response = client.post(
        reverse("recommendation"), {"reasons": "<script>alert(1)</script>", "trustworthy": "7"}
    )

    assert response.status_code == 422
    assert b"<script>alert(1)" not in response.content


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_exactly_one_is_stored():
    for _ in range(10):
        recommendation = make_recommendation()
        token = asked_of(recommendation)
        clients = [opened(token) for _ in range(4)]

        answers = at_once(*[partial(client.post, reverse("recommendation"), TYPED) for client in clients])

        assert sorted(answer.status_code for answer in answers) == [302, 404, 404, 404]
        assert recommendation.history.count() == 1


def test_an_answer_is_refused_once_the_link_is_spent():
    recommendation = make_recommendation()
    link = links.find(PURPOSE, asked_of(recommendation), now=timezone.now())

    assert answer(link, recommendation, JUDGMENT, now=timezone.now()) is True
    assert answer(link, recommendation, JUDGMENT, now=timezone.now()) is False
