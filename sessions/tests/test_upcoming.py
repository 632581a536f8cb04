"""Reminders of a wave before they leave: what a rule will owe, shown, held and let go."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs import holding, outbox, upcoming
from programs.lifecycle import NotAllowed
from programs.links import IN_A_PREVIEW, label_of
from programs.models import Link, Notice, Preferences, Wave
from programs.tests.asking import signed_in
from programs.tests.factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_wave,
)
from sessions.models import Session
from sessions.reminders import (
    owe_agenda_reminders,
    owe_checkin_reminders,
    owe_note_reminders,
    owe_reading_reminders,
    owe_session_reminders,
    owe_week_reminders,
)

from .factories import make_checkin, make_note, make_session

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)  # eight in the morning in New York
D = Notice.Delivery
# the outbox, sessions a day and a week ahead, agendas, texts, check-ins, notes, referees and surveys
STATEMENTS = 9


@pytest.fixture(autouse=True)
def nobody_is_silent_yet(monkeypatch):
    monkeypatch.setattr(outbox, "broker_silence", outbox.Silence())
    monkeypatch.setattr(outbox, "mail_silence", outbox.Silence())


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)


def said(wave, now=NOW, **more):
    return [(group.called, group.detail, group.is_held) for group in upcoming.groups(wave, now, **more)]


def group_of(wave, kind, *, is_held=False, now=NOW):
    return next(
        group for group in upcoming.groups(wave, now) if group.rule.kind == kind and group.is_held == is_held
    )


def held_on(wave, *days):
    return [
        make_session(pair=make_pair(wave=wave), number=3, on=day, status=Session.Status.HELD) for day in days
    ]


# --- finding ----------------------------------------------------------------------------------------------


def test_what_a_rule_will_owe_is_grouped_by_kind_and_day(wave):
    for day in (13, 13, 20):
        make_session(pair=make_pair(wave=wave), number=4, on=date(2026, 9, day) + timedelta(days=3))
    held_on(wave, date(2026, 9, 13), date(2026, 9, 13))

    assert said(wave) == [
        ("Share the agenda for session 4", "2 mentors, three days before the session", False),
        ("Session 4 is tomorrow", "4 people, the day before, at the hour of the session", False),
        ("Post the note for session 3", "2 mentors, two days after the session", False),
        ("Session 4 is in a week", "2 people, seven days before, with the daily mail", False),
        ("Share the agenda for session 4", "1 mentor, three days before the session", False),
    ]
    assert len(said(wave, within=upcoming.A_MONTH)) == 6


def test_the_forecast_is_what_the_rule_then_owes(wave):
    for day in (17, 22):
        session = make_session(pair=make_pair(wave=wave), on=date(2026, 9, day))
        session.readings.create(title="A claim, filed on a phone")
    make_checkin(pair=session.pair, planned_on=date(2026, 9, 16))
    held_on(wave, date(2026, 9, 13))
    foreseen = {
        (group.rule.kind, promise.key, promise.due_at)
        for group in upcoming.groups(wave, NOW)
        for promise in group.promises
    }

    for minutes in range(0, 7 * 24 * 60, 15):
        now = NOW + timedelta(minutes=minutes)
        owe_session_reminders(now)
        owe_note_reminders(now)
        owe_week_reminders(now)
        owe_agenda_reminders(now)
        owe_reading_reminders(now)
        owe_checkin_reminders(now)

    owed = {
        (notice.kind, (notice.recipient_id, notice.about, notice.occurrence)): notice.due_at
        for notice in Notice.objects.all()
    }
    assert set(owed) == {(kind, key) for kind, key, _ in foreseen}
    for kind, key, due_at in foreseen:
        assert timedelta(0) <= owed[kind, key] - due_at <= timedelta(minutes=15)


def test_of_another_wave_nothing_is_shown(wave):
    make_session(pair=make_pair(), on=date(2026, 9, 17))
    [session] = held_on(make_wave(status=Wave.Status.RUNNING), date(2026, 9, 13))
    outbox.owe(session.pair.mentor, "note-due", about=session, due_at=NOW)

    assert said(wave) == []


@time_machine.travel(NOW, tick=False)
def test_what_waits_for_a_daily_mail_is_shown_with_its_hour(wave):
    [session] = held_on(wave, date(2026, 9, 10))
    Preferences.objects.create(person=session.pair.mentor, delivery="digest")
    outbox.owe(session.pair.mentor, "note-due", about=session, due_at=NOW)
    outbox.sort_out(NOW)

    [group] = upcoming.groups(wave, NOW)

    assert Notice.objects.get(kind="note-due").delivery == D.GATHERED
    assert group.due_at == datetime(2026, 9, 15, 11, tzinfo=UTC)


def test_the_number_of_statements_does_not_grow(wave, django_assert_num_queries, coordinator):
    for many in (1, 3, 50):
        held_on(wave, *[date(2026, 9, 13)] * many)
        with django_assert_num_queries(STATEMENTS):
            upcoming.groups(wave, NOW)


# --- holding and releasing --------------------------------------------------------------------------------


def test_a_group_that_no_rule_has_owed_yet_is_held_and_the_rule_finds_it_so(wave, mailoutbox):
    held_on(wave, date(2026, 9, 13), date(2026, 9, 13))

    assert upcoming.hold(group_of(wave, "note-due")) == 2
    owe_note_reminders(NOW + timedelta(days=3))
    outbox.sweep()

    assert mailoutbox == []
    assert set(Notice.objects.values_list("delivery", flat=True)) == {D.HELD}
    [(called, detail, is_held)] = said(wave)
    assert (called, detail.split(",")[0], is_held) == ("Post the note for session 3", "2 mentors", True)


def test_a_released_group_leaves_at_its_time_or_at_once(wave, mailoutbox):
    now = timezone.now()
    sessions = [
        make_session(pair=make_pair(wave=wave), number=3, starts_at=now - timedelta(days=days), status="held")
        for days in (1, 4)
    ]
    for is_due, session in zip((False, True), sessions, strict=True):
        due_at = session.starts_at + timedelta(days=2)
        outbox.owe(session.pair.mentor, "note-due", about=session, due_at=due_at)
        pk = Notice.objects.get(about=label_of(session)).pk
        assert holding.hold_all([pk]) == 1
        assert holding.release_all([pk], now) == 1
        assert Notice.objects.get(pk=pk).due_at == (now if is_due else due_at)

    outbox.sweep()

    assert [mail.to for mail in mailoutbox] == [[sessions[1].pair.mentor.email]]


@time_machine.travel(NOW, tick=False)
def test_what_was_gathered_is_held_until_its_daily_mail_is_under_way(wave):
    first, second = held_on(wave, date(2026, 9, 10), date(2026, 9, 10))
    for session in (first, second):
        Preferences.objects.create(person=session.pair.mentor, delivery="digest")
        outbox.owe(session.pair.mentor, "note-due", about=session, due_at=NOW)
    outbox.sort_out(NOW)
    Notice.objects.filter(kind="digest", recipient=second.pair.mentor).update(delivery=D.CLAIMED)

    upcoming.hold(group_of(wave, "note-due"))

    stands = {notice.about: notice for notice in Notice.objects.filter(kind="note-due")}
    assert (stands[label_of(first)].delivery, stands[label_of(first)].digest) == (D.HELD, None)
    assert stands[label_of(second)].delivery == D.GATHERED


def test_what_a_worker_has_claimed_is_not_held(wave):
    [session] = held_on(wave, date(2026, 9, 10))
    outbox.owe(session.pair.mentor, "note-due", about=session, due_at=NOW - timedelta(days=90))
    notice = Notice.objects.get()
    Notice.objects.claim(notice.pk)

    assert holding.hold_all([notice.pk]) == 0
    assert holding.release_all([notice.pk], NOW) == 0


# --- showing ----------------------------------------------------------------------------------------------


def test_a_preview_mints_no_link_and_kills_none(wave, coordinator):
    recommendation = make_recommendation(
        application=make_application(wave=wave), asked_at=NOW - timedelta(days=5)
    )

    with transaction.atomic():
        recipient, message = upcoming.preview(group_of(wave, "recommendation-reminder"), coordinator, NOW)

    assert recipient == recommendation.referee
    assert f"/r/{IN_A_PREVIEW}/" in message.body
    assert not Link.objects.exists()


def test_a_preview_says_when_nothing_would_be_sent(wave, coordinator, client):
    [session] = held_on(wave, date(2026, 9, 10))
    outbox.owe(session.pair.mentor, "note-due", about=session, due_at=timezone.now())
    make_note(session=session, posted_at=NOW)
    key = group_of(wave, "note-due", now=timezone.now()).key

    page = signed_in(client, coordinator).get(reverse("reminder_preview", args=[wave.pk]), {"group": key})

    assert "the reason for this reminder has gone" in page.content.decode()


def test_the_page_holds_a_group_and_lets_it_go(wave, coordinator, client):
    mentor = make_mentor_person(family_name="Adeyemi")
    make_session(
        pair=make_pair(wave=wave, mentor=mentor),
        number=3,
        starts_at=timezone.now() - timedelta(days=1),
        status=Session.Status.HELD,
    )
    signed_in(client, coordinator)
    url, key = reverse("reminders", args=[wave.pk]), group_of(wave, "note-due", now=timezone.now()).key

    held = client.post(url, {"group": key}, follow=True).content.decode()
    part = client.post(
        url, {"group": key, "release": 1, "within": "week"}, headers={"hx-request": "true"}
    ).content.decode()

    assert "1 reminder is held: Post the note for session 3." in held and "Release" in held
    assert "Hold" in part and "Release" not in part and "<html" not in part
    assert Notice.objects.get().delivery == D.OWED


@pytest.mark.parametrize("key", ["", "a\0b", "note-due.3..2026-02-30", "9" * 5000, "note-due"])
def test_a_group_that_has_left_is_answered_in_words(key, wave, coordinator, client):
    with pytest.raises(NotAllowed):
        upcoming.group_called(wave, key, NOW, is_held=False)

    answer = signed_in(client, coordinator).post(reverse("reminders", args=[wave.pk]), {"group": key})

    assert answer.status_code == 409
    assert "have left or changed in the meantime" in answer.content.decode()
