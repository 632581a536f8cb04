"""Risks are logged with an owner, changed and settled; their history says by whom."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs import risks
from programs.lifecycle import NotAllowed
from programs.models import Risk
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_person, make_program, make_role, make_wave

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)
FACTS = {"name": "A coach is away", "detail": "Two weeks in October.", "level": "watch", "owner": None}


@pytest.fixture
def coordinator(db):
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator))


def said(risk):
    return [change.said for change in risk.changes.order_by("pk")]


def test_the_history_says_what_changed_and_who_did_it(wave, coordinator):
    risk = risks.log_risk(wave, FACTS, by=coordinator, now=NOW)

    risks.change_risk(risk, FACTS | {"level": "risk", "owner": coordinator}, by=coordinator, now=NOW)
    risks.change_risk(risk, FACTS | {"level": "risk", "owner": coordinator}, by=coordinator, now=NOW)
    risks.settle(risk, by=coordinator, now=NOW, how="Ruth steps in.")
    risks.reopen(risk, by=coordinator, now=NOW)

    assert said(risk) == [
        "Logged",
        "Level is now needs help; Ines Calloway looks after it",
        "Settled: Ruth steps in.",
        "Opened again",
    ]
    assert {change.by for change in risk.changes.all()} == {coordinator}


def test_a_settled_risk_is_neither_changed_nor_settled_again(wave, coordinator):
    risk = risks.log_risk(wave, FACTS, by=coordinator, now=NOW)
    risks.settle(Risk.objects.get(), by=coordinator, now=NOW)

    with pytest.raises(NotAllowed):
        risks.settle(risk, by=coordinator, now=NOW)
    with pytest.raises(NotAllowed):
        risks.change_risk(risk, FACTS | {"level": "risk"}, by=coordinator, now=NOW)
    assert said(risk) == ["Logged", "Settled"]


def test_somebody_of_another_program_cannot_look_after_it(wave, coordinator, client):
    outsider = make_person()
    make_role(make_program(), outsider, "coach")

    answer = signed_in(client, coordinator).post(
        reverse("risk_new", args=[wave.pk]), {**FACTS, "owner": outsider.pk}
    )

    assert answer.status_code == 422
    assert "Choose somebody of this program." in answer.content.decode()
    assert FACTS["name"] in answer.content.decode()
    assert not Risk.objects.exists()


def test_a_coordinator_logs_edits_and_settles_a_risk(wave, coordinator, client):
    signed_in(client, coordinator)
    client.post(reverse("risk_new", args=[wave.pk]), {**FACTS, "owner": coordinator.pk})
    risk = Risk.objects.get()

    client.post(reverse("risk", args=[risk.pk]), {**FACTS, "level": "risk", "owner": coordinator.pk})
    client.post(reverse("risk_settlement", args=[risk.pk]), {"how": ""})
    page = client.get(reverse("risks", args=[wave.pk])).content.decode()

    risk.refresh_from_db()
    assert (risk.level, risk.owner, bool(risk.settled_at)) == ("risk", coordinator, True)
    assert said(risk) == ["Logged", "Level is now needs help", "Settled"]
    assert page.index("No risk is open") < page.index("A coach is away")


def test_the_list_asks_as_often_for_fifty_as_for_one(wave, coordinator, client):
    signed_in(client, coordinator)
    counts = []
    for many in (1, 3, 50):
        for _ in range(many):
            risks.log_risk(wave, FACTS | {"owner": coordinator}, by=coordinator, now=NOW)
        counts.append(queries_of(client, reverse("risks", args=[wave.pk])))

    assert counts[0] == counts[1] == counts[2]
