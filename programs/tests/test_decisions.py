"""Deciding on one or many, the pause before the mails, and the way back."""

from datetime import UTC, datetime, timedelta

import pytest

from programs.applications import withdraw
from programs.decisions import HOLD, Overfull, decide, letter, overfull, undo
from programs.lifecycle import NotAllowed, move
from programs.models import Application, Decision, Notice, StatusChange, Wave
from programs.outbox import deliver, hold, release

from .factories import make_application, make_mentor_person, make_person, make_wave

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
Status = Application.Status
DECIDED = (Status.SHORTLISTED, Status.ACCEPTED, Status.WAITLISTED, Status.DECLINED)


@pytest.fixture
def wave():
    return make_wave(status=Wave.Status.SELECTING)


def decided(wave, *applications, to="accepted", now=NOW, **facts):
    return decide(wave, applications, to, by=make_person(), now=now, **facts)


def statuses(*applications):
    found = Application.objects.in_bulk([each.pk for each in applications])
    return [found[each.pk].status for each in applications]


def mails():
    return sorted(Notice.objects.values_list("kind", "delivery"))


# --- deciding -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", DECIDED)
def test_a_decision_is_written_down_at_once_and_told_ten_minutes_later(wave, to):
    application = make_application(wave=wave)

    decision = decided(wave, application, to=to, reason="Strong in claims")

    step, notice = StatusChange.objects.get(), Notice.objects.get()
    assert (step.previous, step.current, step.by, step.reason) == (
        "submitted",
        to,
        decision.by,
        "Strong in claims",
    )
    assert (decision.reason, decision.sends_at) == ("Strong in claims", NOW + HOLD)
    assert (notice.kind, notice.recipient, notice.due_at) == (
        f"application-{to}",
        application.person,
        NOW + timedelta(minutes=10),
    )


def test_of_two_decisions_on_one_application_the_second_is_refused(wave):
    application = make_application(wave=wave)
    decided(wave, application, to="declined")

    with pytest.raises(NotAllowed):
        decided(wave, application)

    assert mails() == [("application-declined", "owed")]


def test_several_are_decided_together_or_not_at_all(wave):
    first, gone = make_application(wave=wave), make_application(wave=wave, status=Status.WITHDRAWN)

    with pytest.raises(NotAllowed):
        decided(wave, first, gone)

    assert statuses(first) == ["submitted"]
    assert mails() == []
    assert not Decision.objects.exists()


def test_nothing_is_decided_in_a_wave_that_is_over():
    wave = make_wave(status=Wave.Status.CLOSED)

    with pytest.raises(NotAllowed, match="is over"):
        decided(wave, make_application(wave=wave))


def test_the_mail_shown_before_is_the_mail_that_goes(wave, mailoutbox):
    application = make_application(
        wave=wave, person=make_mentor_person(given_name="Éilis", family_name="O'Brien")
    )
    shown = letter(application, "accepted", NOW)

    decided(wave, application)
    Notice.objects.update(due_at=NOW)
    deliver(Notice.objects.get().pk)

    assert [(mail.subject, mail.body) for mail in mailoutbox] == [(shown.subject, shown.body)]
    assert "Éilis" in shown.body
    assert "&#x27;" not in shown.body


def test_a_decision_that_no_longer_stands_is_not_told(wave, mailoutbox):
    application = make_application(wave=wave)
    decided(wave, application)
    withdraw(application, now=SOON)
    Notice.objects.update(due_at=NOW)

    for notice in Notice.objects.filter(kind="application-accepted"):
        deliver(notice.pk)

    assert mailoutbox == []


# --- places -------------------------------------------------------------------------------------------


def test_more_people_than_places_are_decided_on_only_by_somebody_who_was_told():
    wave = make_wave(status=Wave.Status.SELECTING, capacity=1)
    make_application(wave=wave, status=Status.ACCEPTED)
    mentor, mentee = make_application(wave=wave), make_application(wave=wave, side="mentee")
    sentence = "This makes 2 mentors for 1 place: 1 is accepted already."

    assert overfull(wave, [mentor, mentee]) == sentence
    with pytest.raises(Overfull, match=sentence):
        decided(wave, mentor, mentee)
    with pytest.raises(Overfull):
        decided(wave, mentor, mentee, noticed="This makes 3 mentors for 1 place: 2 are accepted already.")
    decided(wave, mentor, mentee, noticed=sentence)

    assert statuses(mentor, mentee) == ["accepted", "accepted"]


def test_places_do_not_keep_anybody_from_the_shortlist():
    wave = make_wave(status=Wave.Status.SELECTING, capacity=1)

    decided(wave, make_application(wave=wave), make_application(wave=wave), to="shortlisted")


# --- undoing ------------------------------------------------------------------------------------------


def test_undoing_restores_every_status_and_no_mail_leaves(wave):
    first, second = make_application(wave=wave), make_application(wave=wave, status=Status.WAITLISTED)
    decision, by = decided(wave, first, second), make_person()

    undo(decision, by=by, now=SOON)

    assert statuses(first, second) == ["submitted", "waitlisted"]
    assert mails() == [("application-accepted", "dropped")] * 2
    assert first.history.first().by == by
    with pytest.raises(NotAllowed, match="undone already"):
        undo(decision, by=by, now=SOON)


def test_after_undoing_the_same_can_be_decided_again_and_is_told(wave):
    application = make_application(wave=wave)
    undo(decided(wave, application), by=make_person(), now=SOON)

    decided(wave, application, now=SOON)

    assert statuses(application) == ["accepted"]
    assert mails() == [("application-accepted", "dropped"), ("application-accepted", "owed")]


@pytest.mark.parametrize("second", [-1, 0, 1])
def test_undoing_ends_when_the_mails_leave(wave, second):
    application = make_application(wave=wave)
    decision = decided(wave, application)
    at = NOW + HOLD + timedelta(seconds=second)

    if second < 0:
        undo(decision, by=make_person(), now=at)
    else:
        with pytest.raises(NotAllowed, match="mails have left"):
            undo(decision, by=make_person(), now=at)

    assert statuses(application) == ["submitted" if second < 0 else "accepted"]
    assert decision.can_be_undone(at) == (second < 0)


def test_one_mail_that_somebody_let_go_early_keeps_all_of_it(wave, mailoutbox):
    applications = [make_application(wave=wave) for _ in range(3)]
    decision = decided(wave, *applications)
    first = Notice.objects.order_by("pk").first()
    hold(first)
    release(first, SOON)
    Notice.objects.filter(pk=first.pk).update(due_at=NOW)
    deliver(first.pk)

    with pytest.raises(NotAllowed, match="mails have left"):
        undo(decision, by=make_person(), now=SOON)

    assert statuses(*applications) == ["accepted"] * 3
    assert Notice.objects.filter(delivery="owed").count() == 2
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_a_mail_held_back_is_dropped_too(wave):
    decision = decided(wave, make_application(wave=wave))
    hold(Notice.objects.get())

    undo(decision, by=make_person(), now=SOON)

    assert mails() == [("application-accepted", "dropped")]


def test_what_has_happened_since_keeps_all_of_it(wave):
    first, gone = make_application(wave=wave), make_application(wave=wave)
    decision = decided(wave, first, gone)
    withdraw(gone, now=SOON)

    with pytest.raises(NotAllowed, match=f"look at {gone.person} first"):
        undo(decision, by=make_person(), now=SOON)

    assert statuses(first, gone) == ["accepted", "withdrawn"]


def test_decisions_are_undone_in_the_order_back(wave):
    application = make_application(wave=wave)
    listed = decided(wave, application, to="shortlisted")
    accepted = decided(wave, application, now=SOON)

    with pytest.raises(NotAllowed):
        undo(listed, by=make_person(), now=SOON)
    undo(accepted, by=make_person(), now=SOON)
    assert statuses(application) == ["shortlisted"]
    undo(listed, by=make_person(), now=SOON)
    assert statuses(application) == ["submitted"]


@pytest.mark.parametrize("at", Status.values)
@pytest.mark.parametrize("to", Status.values)
def test_the_way_back_is_open_to_undoing_alone(at, to):
    """Every cell of the table: what deciding may do, undoing takes back, and nothing else goes backwards."""
    application = make_application(status=at)
    forward, back = Application.STEPS[at], Application.STEPS_BACK.get(at, [])
    decides = at in (Status.SUBMITTED, Status.SHORTLISTED, Status.WAITLISTED)

    assert (to in back) == (at in Application.STEPS[to] and at in DECIDED and to != Status.WITHDRAWN)
    assert not set(forward) & set(back)
    if to in forward:
        move(application, to)
        assert not decides or to in (*DECIDED, Status.WITHDRAWN)
    else:
        with pytest.raises(NotAllowed):
            move(application, to)
