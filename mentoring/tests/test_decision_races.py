"""Decisions at once: two who decide, one who undoes while the mails leave, places that two would fill."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs import decisions
from programs.decisions import HOLD, Overfull, decide, undo
from programs.lifecycle import NotAllowed
from programs.models import Application, Decision, Notice, ProgramRole, Wave
from programs.outbox import deliver
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.racing import at_once

from .racing import TIMES, InTheMiddle, assert_one_story, posting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wave():
    return make_wave(
        program=make_program(coordinator=make_person()), status=Wave.Status.SELECTING, capacity=50
    )


def coordinator(wave):
    return wave.program.roles.filter(role="coordinator").first().person


def statuses(applications):
    return set(
        Application.objects.filter(pk__in=[each.pk for each in applications]).values_list("status", flat=True)
    )


def test_undoing_races_the_mails_and_one_of_them_wins_all(wave, mailoutbox):
    """At the last second: the clocks of worker and page differ, the rows decide."""
    for _ in range(TIMES * 2):
        applications = [make_application(wave=wave) for _ in range(4)]
        by, now = coordinator(wave), timezone.now()
        decision = decide(wave, applications, "accepted", by=by, now=now - HOLD + timedelta(seconds=30))
        mails = Notice.objects.filter(occurrence=decisions.occurrence_of(decision)).order_by("pk")
        Notice.objects.filter(pk__in=mails.values("pk")).update(due_at=now)
        keys = list(mails.values_list("pk", flat=True))

        undone, *_ = at_once(
            lambda decision=decision, by=by, now=now: undo(decision, by=by, now=now),
            lambda keys=keys: [deliver(key) for key in keys],
            lambda keys=keys: [deliver(key) for key in reversed(keys)],
        )

        delivery = set(Notice.objects.filter(pk__in=keys).values_list("delivery", flat=True))
        won = not isinstance(undone, NotAllowed)
        assert delivery == ({"dropped"} if won else {"sent"})
        assert statuses(applications) == ({"submitted"} if won else {"accepted"})
        assert Decision.objects.get(pk=decision.pk).undone_at == (now if won else None)
        for each in applications:
            assert_one_story(each)
    assert len(mailoutbox) == Notice.objects.filter(delivery="sent").count()


def test_a_mail_taken_in_the_middle_of_undoing_waits_and_is_dropped(wave, monkeypatch, mailoutbox):
    application = make_application(wave=wave)
    by, now = coordinator(wave), timezone.now()
    decision = decide(wave, [application], "accepted", by=by, now=now - HOLD + timedelta(seconds=30))
    Notice.objects.update(due_at=now)
    key = Notice.objects.get().pk
    sending = InTheMiddle(monkeypatch, decisions, "drop_mails", lambda: deliver(key))

    undo(decision, by=by, now=now)

    assert sending.answer() is False
    assert mailoutbox == []
    assert statuses([application]) == {"submitted"}


def test_undoing_twice_undoes_once(wave):
    for _ in range(TIMES):
        applications = [make_application(wave=wave) for _ in range(3)]
        decision = decide(wave, applications, "declined", by=coordinator(wave), now=timezone.now())

        answers = at_once(*[posting(coordinator(wave), "decision_undoing", decision.pk)] * 3)

        assert sorted(answers) == [302, 409, 409]
        assert statuses(applications) == {"submitted"}
        assert {each.history.count() for each in applications} == {2}


def test_one_coordinator_undoes_while_another_decides_anew(wave):
    two = make_person()
    make_role(wave.program, two, ProgramRole.Role.COORDINATOR)
    for _ in range(TIMES):
        application = make_application(wave=wave)
        decision = decide(wave, [application], "shortlisted", by=two, now=timezone.now())

        undone, accepted = at_once(
            posting(coordinator(wave), "decision_undoing", decision.pk),
            posting(two, "application_decision", application.pk, decision="accepted", confirmed=1),
        )

        # whoever comes second finds either a shortlisted or a submitted application; both may be accepted
        assert accepted == 302 and undone in (302, 409)
        assert_one_story(application)
        assert application.status == "accepted"


@pytest.mark.parametrize("to", ["accepted", "declined"])
def test_somebody_withdraws_while_the_decision_is_undone(wave, to):
    for _ in range(TIMES):
        application = make_application(wave=wave)
        decision = decide(wave, [application], to, by=coordinator(wave), now=timezone.now())

        undone, gone = at_once(
            posting(coordinator(wave), "decision_undoing", decision.pk),
            posting(application.person, "application_withdrawal", application.pk),
        )

        assert_one_story(application)
        assert {undone, gone} <= {302, 403, 409} and 302 in (undone, gone)
        assert application.status == ("withdrawn" if gone == 302 else "submitted")


def test_two_who_accept_at_once_do_not_overfill_unnoticed(wave):
    two = make_person()
    make_role(wave.program, two, ProgramRole.Role.COORDINATOR)
    for _ in range(TIMES):
        taken = wave.applications.accepted().count()
        Wave.objects.update(capacity=taken + 3)
        groups = [[make_application(wave=wave) for _ in range(2)] for _ in range(2)]
        now = timezone.now()

        answers = at_once(
            *[
                lambda group=group, by=by, now=now: decide(wave, group, "accepted", by=by, now=now)
                for group, by in zip(groups, (coordinator(wave), two), strict=True)
            ]
        )

        refused = [each for each in answers if isinstance(each, Overfull)]
        assert len(refused) == 1
        assert str(refused[0]) == (
            f"This makes {taken + 4} mentors for {taken + 3} places: {taken + 2} are accepted already."
        )
        assert wave.applications.accepted().count() == taken + 2


def test_a_button_pressed_twice_decides_once(wave):
    for _ in range(TIMES):
        chosen = [make_application(wave=wave) for _ in range(3)]
        keys = [each.pk for each in chosen]

        answers = at_once(
            *[
                posting(
                    coordinator(wave),
                    "application_decisions",
                    wave.pk,
                    application=keys,
                    decision="waitlisted",
                    confirmed=1,
                )
            ]
            * 3
        )

        assert answers == [302, 302, 302], "the second press leads to what the first has done"
        assert Decision.objects.filter(applications__application=chosen[0]).count() == 1
        assert Notice.objects.filter(recipient=chosen[0].person).count() == 1
