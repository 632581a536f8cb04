"""Recommendations: whom to ask, whom instead, and reminders that come once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.lifecycle import NotAllowed
from programs.models import Link, Notice, Recommendation
from programs.outbox import deliver
from programs.recommendations import (
    ASKS_A_DAY,
    ask,
    in_a_ring,
    name_referees,
    overasked,
    owe_reminders,
    replace,
)

from .factories import make_application, make_person, make_recommendation, make_wave
from .letters import asked_of, opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)


# --- naming others ------------------------------------------------------------------------------------


def test_another_referee_takes_the_place_and_the_old_link_dies():
    recommendation = make_recommendation(status="declined", relation="manager")
    token, other = asked_of(recommendation), make_person()

    replace(recommendation, other, by=recommendation.application.person, now=NOW)

    assert sorted(
        recommendation.application.recommendations.values_list("referee", "relation", "status")
    ) == sorted([(recommendation.referee_id, "manager", "replaced"), (other.pk, "manager", "asked")])
    assert opened(token).get(reverse("recommendation")).status_code == 404


def test_nobody_gets_more_than_ten_requests_a_day():
    busy = make_person()
    for _ in range(ASKS_A_DAY):
        make_recommendation(referee=busy, asked_at=NOW)
    application = make_application()
    name_referees(application, [("teammate", busy)])

    assert list(overasked([busy], NOW)) == [busy]
    assert list(overasked([busy], NOW + timedelta(days=1))) == []
    with pytest.raises(NotAllowed):
        ask(application, by=application.person, now=NOW)
    assert not Notice.objects.exists()


def test_rings_are_seen_and_chains_are_not():
    wave = make_wave()
    first, second, third, outside = (make_application(wave=wave) for _ in range(4))
    make_recommendation(application=first, referee=second.person)
    make_recommendation(application=second, referee=third.person)
    make_recommendation(application=outside, referee=first.person)
    assert in_a_ring(wave) == set()

    make_recommendation(application=third, referee=first.person)

    assert in_a_ring(wave) == {first.person_id, second.person_id, third.person_id}


@pytest.mark.parametrize("status", ["replaced", "named"])
def test_whoever_was_replaced_or_is_only_named_makes_no_ring(status):
    wave = make_wave()
    first, second = (make_application(wave=wave) for _ in range(2))
    make_recommendation(application=first, referee=second.person)
    make_recommendation(application=second, referee=first.person, status=status)

    assert in_a_ring(wave) == set()


# --- reminders ----------------------------------------------------------------------------------------


def reminders():
    return list(Notice.objects.filter(kind="recommendation-reminder").values_list("occurrence", flat=True))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(6.9, []), (7, ["a week on"]), (17.9, ["a week on"]), (18, ["three days left"]), (21, [])],
)
def test_a_referee_is_reminded_after_a_week_and_three_days_before_the_end(days, expected):
    make_recommendation(asked_at=NOW)

    for _ in range(3):
        owe_reminders(NOW + timedelta(days=days))

    assert reminders() == expected


def test_stepping_hour_by_hour_each_reminder_comes_once():
    make_recommendation(asked_at=NOW)

    for hour in range(0, 24 * 23, 6):
        owe_reminders(NOW + timedelta(hours=hour))

    assert reminders() == ["a week on", "three days left"]


def test_nobody_is_reminded_of_what_is_over():
    make_recommendation(asked_at=NOW, status="received")
    make_recommendation(asked_at=NOW, application=make_application(status="withdrawn"))
    make_recommendation(asked_at=NOW, application=make_application(wave=make_wave(status="cancelled")))

    owe_reminders(NOW + timedelta(days=8))

    assert reminders() == []


def test_the_link_of_a_reminder_replaces_the_old_and_keeps_its_end(mailoutbox):
    asked_at = timezone.now() - timedelta(days=8)
    recommendation = make_recommendation(asked_at=asked_at)
    old = asked_of(recommendation)
    owe_reminders(timezone.now())

    deliver(Notice.objects.get().pk)

    assert opened(old).get(reverse("recommendation")).status_code == 404
    token = mailoutbox[0].body.split("/r/")[1].split("/")[0]
    assert opened(token).get(reverse("recommendation")).status_code == 200
    assert Link.objects.get(replaced_at=None).expires_at == asked_at + timedelta(days=21)


def test_a_reminder_is_dropped_when_the_answer_came_first(mailoutbox):
    recommendation = make_recommendation(asked_at=timezone.now() - timedelta(days=8))
    owe_reminders(timezone.now())
    Recommendation.objects.filter(pk=recommendation.pk).update(status="received")

    deliver(Notice.objects.get().pk)

    assert mailoutbox == []
    assert Notice.objects.get().delivery == Notice.Delivery.DROPPED
