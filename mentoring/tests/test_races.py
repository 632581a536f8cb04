"""Two people at once: every race ends in one legal state, nobody sees an error, nothing waits for itself.

Real transactions on PostgreSQL. Threads are let go together by a barrier, several times over; where the
window is narrow, the second deed is set off in the very middle of the first.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pairing import lifecycle as pair_steps
from pairing.deeds import propose_pairs
from pairing.models import Pair
from pairing.tests.factories import accept, make_coach, make_pair
from programs import links, recommendations, waves
from programs.models import Application, Notice, ProgramRole, Recommendation, Wave
from programs.tests.factories import (
    make_application,
    make_mentee_person,
    make_person,
    make_program,
    make_recommendation,
    make_role,
    make_survey_sheets,
    make_wave,
)
from programs.tests.racing import at_once
from reports.models import Answer, Response, SurveyQuestion
from reports.tests.factories import make_survey
from sessions import schedule
from sessions.models import Session

from .racing import TIMES, InTheMiddle, assert_one_story, posting, running_pair, session_in

pytestmark = pytest.mark.django_db(transaction=True)


# --- applications -----------------------------------------------------------------------------------------


def test_two_coordinators_decide_on_one_application():
    one, two = make_person(), make_person()
    wave = make_wave(program=make_program(coordinator=one), status=Wave.Status.SELECTING)
    make_role(wave.program, two, ProgramRole.Role.COORDINATOR)
    for _ in range(TIMES):
        application = make_application(wave=wave)

        answers = at_once(
            posting(one, "application_decision", application.pk, decision="accepted", confirmed=1),
            posting(two, "application_decision", application.pk, decision="declined", confirmed=1),
        )

        assert sorted(answers) == [302, 409]
        assert_one_story(application)
        assert application.status == ("accepted" if answers[0] == 302 else "declined")
        told = Notice.objects.filter(recipient=application.person).values_list("kind", flat=True)
        assert list(told) == [f"application-{application.status}"]


@pytest.mark.parametrize("decision", ["accepted", "declined"])
def test_an_application_is_decided_while_it_is_withdrawn(decision):
    coordinator = make_person()
    wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.SELECTING)
    for _ in range(TIMES):
        application = make_application(wave=wave)

        answers = at_once(
            posting(coordinator, "application_decision", application.pk, decision=decision, confirmed=1),
            posting(application.person, "application_withdrawal", application.pk),
        )

        assert set(answers) <= {302, 403, 409} and 302 in answers
        assert_one_story(application)
        # who is accepted can still withdraw, who is declined cannot
        assert (
            application.status in {"accepted": {"withdrawn"}, "declined": {"declined", "withdrawn"}}[decision]
        )


def test_an_enrolment_sent_twice_arrives_once():
    person = make_mentee_person()
    wave = make_wave(status=Wave.Status.RECRUITING)
    form = {"goals": "Learn", "will_challenge": "on", "commits_hours": "on", "suitable_hours": "tue-am"}
    form |= {"topic_0": "2", "familiarity_0": "0", "send": "1", "version": f"{person.pk}.0.0"}

    answers = at_once(*[posting(person, "enrol", wave.pk, **form) for _ in range(4)])

    assert set(answers) <= {302, 409} and 302 in answers
    application = Application.objects.get(wave=wave, person=person)
    assert_one_story(application)
    assert application.status == "submitted" and application.topics.count() == 1
    assert Notice.objects.filter(kind="application-received", recipient=person).count() == 1


def test_a_recommendation_link_is_answered_once():
    coordinator = make_person()
    wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RECRUITING)
    for _ in range(TIMES):
        asked = make_recommendation(application=make_application(wave=wave))
        token = links.mint(
            recommendations.PURPOSE,
            about=asked,
            recipient=asked.referee,
            expires_at=asked.answer_by,
            now=timezone.now(),
        )
        answers = at_once(*[answering(token, reasons) for reasons in ("first", "second", "third")])

        assert sorted(answers) == [302, 404, 404]
        assert_one_story(asked)
        assert asked.reasons == ("first", "second", "third")[answers.index(302)]


def answering(token, reasons):
    client = Client()
    client.get(reverse("recommendation_link", args=[token]))
    form = dict.fromkeys(Recommendation.CRITERIA, "4") | {"reasons": reasons}
    return lambda: client.post(reverse("recommendation"), form).status_code


def test_two_coordinators_who_remove_each_other_leave_one():
    for _ in range(TIMES):
        one, two = make_person(), make_person()
        program = make_program(coordinator=one)
        make_role(program, two, ProgramRole.Role.COORDINATOR)
        roles = {role.person_id: role.pk for role in program.roles.all()}

        answers = at_once(
            posting(one, "program_roles", program.pk, remove=roles[two.pk]),
            posting(two, "program_roles", program.pk, remove=roles[one.pk]),
        )

        assert set(answers) <= {302, 403, 404, 422}
        assert program.roles.filter(role=ProgramRole.Role.COORDINATOR).count() == 1


# --- pairs ------------------------------------------------------------------------------------------------


def draft_of_pairs(mentors=2):
    """A proposal nobody has published yet, of a wave that is pairing."""
    coordinator = make_person()
    program = make_program(coordinator=coordinator)
    wave = make_wave(program=program, today=timezone.localdate(), status=Wave.Status.PAIRING)
    make_coach(program)
    for _ in range(mentors):
        accept(wave, "mentor")
        accept(wave, "mentee")
    return propose_pairs(wave, by=coordinator, now=timezone.now()), coordinator


def test_pairs_published_twice_are_made_once():
    proposal, coordinator = draft_of_pairs(mentors=3)

    answers = at_once(*[posting(coordinator, "publication", proposal.pk) for _ in range(3)])

    assert answers == [302, 302, 302]
    assert_one_story(proposal)
    assert proposal.wave.pairs.live().count() == 3
    assert Notice.objects.filter(kind="pair-published").count() == 6


def no_pair_of_somebody_gone(wave):
    gone = Application.objects.filter(wave=wave, status="withdrawn").values_list("person", flat=True)
    live = Pair.objects.filter(wave=wave).live()
    return not live.filter(mentor__in=gone).exists() and not live.filter(mentee__in=gone).exists()


def test_somebody_withdraws_while_pairs_are_published():
    for _ in range(TIMES):
        proposal, coordinator = draft_of_pairs()
        leaver = proposal.wave.applications.filter(side="mentor").first()

        answers = at_once(
            posting(coordinator, "publication", proposal.pk),
            posting(leaver.person, "application_withdrawal", leaver.pk),
        )

        assert answers[0] in (302, 409) and answers[1] == 302
        assert no_pair_of_somebody_gone(proposal.wave)


def test_somebody_withdraws_in_the_middle_of_a_publication(monkeypatch):
    proposal, coordinator = draft_of_pairs()
    leaver = proposal.wave.applications.filter(side="mentor").first()
    withdrawal = InTheMiddle(
        monkeypatch,
        pair_steps,
        "candidates_of",
        posting(leaver.person, "application_withdrawal", leaver.pk),
    )

    published = posting(coordinator, "publication", proposal.pk)()

    assert (published, withdrawal.answer()) == (302, 302)
    assert no_pair_of_somebody_gone(proposal.wave)


def test_two_coordinators_end_and_pause_one_pair():
    for _ in range(TIMES):
        pair, coordinator = running_pair()
        session_in(pair, 5)

        answers = at_once(
            posting(coordinator, "pair_ending", pair.pk), posting(pair.coach, "pair_pause", pair.pk)
        )

        assert answers[0] == 302 and answers[1] in (302, 409)
        assert_one_story(pair)
        assert pair.status == "ended"
        assert not Session.objects.filter(pair=pair).booked().exists()


# --- waves and surveys ------------------------------------------------------------------------------------


def preparing_wave():
    """Three pairs, and the day has come."""
    pair, coordinator = running_pair()
    wave = pair.wave
    for _ in range(2):
        make_pair(wave=wave, coach=pair.coach)
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.PREPARING, session_count=3)
    wave.refresh_from_db()
    make_survey_sheets(wave.program)
    return wave, coordinator


@pytest.mark.parametrize("_", range(20))
def test_a_wave_is_stepped_by_eight_workers_and_a_person(_):
    wave, coordinator = preparing_wave()
    now, today = timezone.now(), timezone.localdate()

    *by_clock, by_person = at_once(
        *[lambda: waves.step_by_the_clock(now, today)] * 8,
        posting(coordinator, "wave_step", wave.pk, to="running"),
    )

    assert sum(by_clock) + (by_person == 302) == 1 and by_person in (302, 409, 422)
    assert_one_story(wave)
    assert wave.status == "running" and wave.history.count() == 1
    assert Session.objects.filter(pair__wave=wave).count() == 3 * 3
    assert Notice.objects.filter(kind="session-planned").count() == 2 * 9
    assert wave.surveys.count() == 8


def test_a_pair_that_ends_while_its_wave_begins_keeps_no_dates(monkeypatch):
    wave, coordinator = preparing_wave()
    pair = wave.pairs.first()
    ending = InTheMiddle(monkeypatch, schedule, "wanted_of", posting(coordinator, "pair_ending", pair.pk))

    assert waves.step_by_the_clock(timezone.now(), timezone.localdate()) == 1

    assert ending.answer() == 302
    assert not Session.objects.filter(pair=pair).booked().exists()


def test_a_survey_answered_twice_at_once_counts_once():
    pair, _ = running_pair()
    today = timezone.localdate()
    survey = make_survey(wave=pair.wave, opens_on=today, closes_on=today + timedelta(days=9))
    SurveyQuestion.objects.create(survey=survey, number=3, code="aha", text="One thing", kind="text")
    for _ in range(TIMES):
        form = {"business": "5", "personal": "4"}

        answers = at_once(
            posting(pair.mentee, "survey", survey.pk, **form, aha="left"),
            posting(pair.mentee, "survey", survey.pk, **form, aha="right"),
        )

        assert answers == [302, 302]
        assert Answer.objects.filter(response=Response.objects.get(survey=survey)).count() == 3
        assert Answer.objects.get(question__code="aha").text in ("left", "right")
        Response.objects.all().delete()
