"""Late joiners, the waiting list of the wave before, and waves that overlap for a person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from programs.admission import LATE, closes_on, invite, require_open, taking_part_elsewhere
from programs.applications import save_draft, submit
from programs.decisions import decide
from programs.lifecycle import NotAllowed
from programs.models import Application, LateInvitation, Notice, Wave
from programs.outbox import deliver

from .asking import signed_in
from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_wave,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 9, 14, tzinfo=UTC)
TODAY = NOW.date()
FACTS = {"commits_hours": True, "will_challenge": True, "suitable_hours": ["tue-am"]}


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def program(coordinator):
    return make_program(coordinator=coordinator, teammates_asked=0)


def late_wave(program, status=Wave.Status.RUNNING):
    return make_wave(program=program, status=status)


def invited(wave, person=None, *, side="mentor", expires_on=TODAY + timedelta(days=5), by=None):
    return invite(wave, person or make_mentor_person(), side, by=by, expires_on=expires_on, now=NOW)


def apply_late(wave, person):
    draft = save_draft(
        wave,
        person,
        "mentor",
        now=NOW,
        facts=FACTS,
        topics=[("Social media", 2, 0)],
        no_gos=([], []),
        referees=[("manager", make_person())],
    )
    submit(draft, now=NOW)
    return draft


# --- late joiners -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", LATE)
def test_who_is_invited_can_apply_after_closing_and_nobody_else(status, program):
    wave = late_wave(program, status)
    invitation = invited(wave)

    apply_late(wave, invitation.person)

    assert Application.objects.get().status == "submitted"
    with pytest.raises(NotAllowed):
        apply_late(wave, make_mentor_person())


@pytest.mark.parametrize(("days", "is_open"), [(-1, True), (0, True), (1, False)])
def test_an_invitation_holds_to_the_end_of_its_last_day(days, is_open, program):
    wave = late_wave(program)
    invitation = invited(wave, expires_on=TODAY)

    last = closes_on(wave, invitation.person, "mentor", TODAY + timedelta(days=days))

    assert last == (TODAY if is_open else None)


def test_an_invitation_is_for_one_side(program):
    wave = late_wave(program)
    invitation = invited(wave)

    with pytest.raises(NotAllowed):
        require_open(wave, invitation.person, "mentee", TODAY)


def test_inviting_again_moves_the_date_and_writes_again(program, coordinator):
    wave, person = late_wave(program), make_mentor_person()
    for days in (5, 5, 9):
        invited(wave, person, expires_on=TODAY + timedelta(days=days), by=coordinator)

    assert LateInvitation.objects.get().expires_on == TODAY + timedelta(days=9)
    assert Notice.objects.filter(kind="late-invitation").count() == 2


@pytest.mark.parametrize("status", [each for each in Wave.Status if each not in LATE])
def test_nobody_is_invited_to_a_wave_that_nobody_can_join_late(status, program):
    with pytest.raises(NotAllowed):
        invited(late_wave(program, status))


def test_who_has_applied_is_not_invited(program):
    wave = late_wave(program)
    application = make_application(wave=wave)

    with pytest.raises(NotAllowed):
        invited(wave, application.person)


def test_the_mail_leads_to_the_form_and_is_dropped_when_it_is_too_late(program, mailoutbox, client):
    with time_machine.travel(NOW, tick=False):
        wave = late_wave(program)
        invitation = invited(wave)
        deliver(Notice.objects.get().pk)
        path = reverse("apply", args=[wave.pk])
        page = signed_in(client, invitation.person).get(path)
        other = invited(wave)

    assert path in mailoutbox[0].body and "Monday, September 14" in mailoutbox[0].body
    assert page.status_code == 200
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        deliver(Notice.objects.get(recipient=other.person).pk)
    assert len(mailoutbox) == 1


def test_an_invitation_that_is_taken_back_ends_the_leave_and_keeps_the_draft(program, coordinator, client):
    with time_machine.travel(NOW, tick=False):
        wave = late_wave(program)
        invitation = invited(wave)
        signed_in(client, coordinator).post(reverse("late_invitation_withdrawal", args=[invitation.pk]))

        assert signed_in(client, invitation.person).get(reverse("apply", args=[wave.pk])).status_code == 404
    assert not LateInvitation.objects.exists()


def test_a_coordinator_invites_by_address_and_sees_what_came_of_it(program, coordinator, client):
    with time_machine.travel(NOW, tick=False):
        wave, person = late_wave(program), make_mentor_person()
        url = reverse("late_invitations", args=[wave.pk])
        signed_in(client, coordinator).post(
            url, {"person": person.email, "side": "mentor", "expires_on": "2026-09-20"}
        )
        assert "Can apply" in client.get(url).content.decode()

        apply_late(wave, person)

        assert "Applied: submitted" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"person": "nobody@nowhere.example"}, "There is nobody at work with this address."),
        ({"expires_on": "2026-09-08"}, "Choose today or a later day."),
        ({"expires_on": "2028-01-01"}, "Choose a day before the sessions of the wave end."),
        ({"expires_on": "soon"}, "The last day: this is no date."),
        ({"side": "coach"}, "Select a valid choice"),
    ],
)
def test_a_mistake_in_an_invitation_is_named_at_its_field(changed, sentence, program, coordinator, client):
    with time_machine.travel(NOW, tick=False):
        wave, person = late_wave(program), make_mentor_person()
        typed = {"person": person.email, "side": "mentor", "expires_on": "2026-09-20"} | changed

        response = signed_in(client, coordinator).post(reverse("late_invitations", args=[wave.pk]), typed)

    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body and typed["person"] in body
    assert not Notice.objects.exists()


# --- waves that overlap for a person ------------------------------------------------------------------------


def next_wave(days):
    """A wave whose sessions begin so many days after those of the first one end."""
    first = make_wave(status=Wave.Status.RUNNING)
    start = first.sessions_end_on + timedelta(days=days)
    return first, make_wave(today=start, status=Wave.Status.RECRUITING)


@pytest.mark.parametrize(("days", "is_refused"), [(-30, True), (0, True), (1, False)])
def test_nobody_is_in_two_waves_at_once_on_the_same_side(days, is_refused, client):
    first, second = next_wave(days)
    person = make_application(wave=first, status="accepted").person

    answer = signed_in(client, person).get(reverse("apply", args=[second.pk]))

    assert answer.status_code == (409 if is_refused else 200)
    if is_refused:
        assert "takes part as mentor in" in answer.content.decode()


@pytest.mark.parametrize("status", ["submitted", "waitlisted", "declined", "withdrawn"])
def test_only_taking_part_stands_in_the_way(status):
    first, second = next_wave(-30)
    person = make_application(wave=first, status=status).person

    assert taking_part_elsewhere(second, person, "mentor") == ""


def test_one_may_teach_in_one_wave_and_learn_in_another():
    first, second = next_wave(-30)
    person = make_application(wave=first, status="accepted").person

    assert taking_part_elsewhere(second, person, "mentee") == ""


@pytest.mark.parametrize("status", ["reviewing", "closed", "cancelled"])
def test_a_wave_whose_sessions_are_over_stands_in_nobodys_way(status):
    first, second = next_wave(-30)
    person = make_application(wave=first, status="accepted").person
    Wave.objects.filter(pk=first.pk).update(status=status)

    assert taking_part_elsewhere(second, person, "mentor") == ""


def test_of_two_applications_to_waves_at_the_same_time_one_is_accepted():
    first, second = next_wave(-30)
    person = make_mentor_person()
    decide(first, [make_application(wave=first, person=person)], "accepted", by=make_person(), now=NOW)
    other = make_application(wave=second, person=person)

    with pytest.raises(NotAllowed, match="takes part as mentor in"):
        decide(second, [other], "accepted", by=make_person(), now=NOW)

    assert Application.objects.get(pk=other.pk).status == "submitted"
