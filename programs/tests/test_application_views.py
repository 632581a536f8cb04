"""The pages of applicants, and the home of a colleague without a role."""

import pytest
from django.urls import reverse

from programs.models import Application, Notice, Recommendation, Wave

from .asking import signed_in
from .factories import (
    make_application,
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_program,
    make_question,
    make_recommendation,
    make_wave,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RECRUITING)


@pytest.fixture
def why(wave):
    """A question that the program asks its mentors."""
    return make_question(wave.program, code="why", text="Why do you want to be a mentor?")


@pytest.fixture
def team():
    """A manager, two teammates and the person who names them."""
    manager, first, second = make_person(), make_person(), make_person()
    return make_mentor_person(manager=manager), manager, first, second


def mentor_answers(team, why, **changed):
    person, manager, first, second = team
    return {
        "version": f"{person.pk}.0.0",
        "asked": why.pk,
        "topic_0": "3",
        "topic_1": "0",
        "topic_2": "1",
        "mentor_application_why": "I like to explain.",
        "commits_hours": "on",
        "will_challenge": "on",
        "suitable_hours": ["mon-am", "thu-pm"],
        "capacity": "2",
        "no_go_people": "",
        "no_go_units": "",
        "manager": manager.email,
        "teammate_1": first.email,
        "teammate_2": second.email,
        **changed,
    }


MENTEE_ANSWERS = {
    "goals": "To read a feed as a customer does.",
    "topic_0": "3",
    "familiarity_0": "1",
    "topic_2": "1",
    "familiarity_2": "3",
    "suitable_hours": ["tue-am"],
    "will_challenge": "on",
    "commits_hours": "on",
    "assistant": "",
    "no_go_people": "",
    "no_go_units": "",
}


def stand(person):
    """A page of somebody who has no draft yet, where the program has no questions of its own."""
    return {"version": f"{person.pk}.0.0", "asked": ""}


# --- applying -----------------------------------------------------------------------------------------


def test_a_mentor_applies_on_one_page(client, wave, team, why):
    person, manager, first, second = team

    response = signed_in(client, person).post(
        reverse("apply", args=[wave.pk]), {**mentor_answers(team, why), "send": "1"}
    )

    application = Application.objects.get()
    assert response.url == reverse("my_application", args=[application.pk])
    assert (application.status, application.side, application.capacity) == ("submitted", "mentor", 2)
    assert application.suitable_hours == ["mon-am", "thu-pm"]
    assert sorted(application.topics.values_list("topic", "level")) == [
        ("Online search", 1),
        ("Social media", 3),
    ]
    assert sorted(application.recommendations.values_list("relation", "referee", "status")) == sorted(
        [("manager", manager.pk, "asked"), ("teammate", first.pk, "asked"), ("teammate", second.pk, "asked")]
    )


def test_the_manager_of_the_directory_is_filled_in(client, wave, team, why):
    response = signed_in(client, team[0]).get(reverse("apply", args=[wave.pk]))

    assert f'value="{team[1].email}"' in response.content.decode()


def test_a_draft_may_have_gaps_and_comes_back_as_it_was(client, wave, team, why):
    url = reverse("apply", args=[wave.pk])
    foe = make_person(department="Actuaries")

    signed_in(client, team[0]).post(
        url,
        {
            "version": f"{team[0].pk}.0.0",
            "save": "1",
            "mentor_application_why": "Half a thought",
            "topic_0": "2",
            "capacity": "1",
            "no_go_people": foe.email.upper(),
            "no_go_units": "actuaries",
            "teammate_1": team[2].email,
        },
    )
    body = client.get(url).content.decode()

    assert Application.objects.get().status == "draft"
    for kept in ("Half a thought", foe.email, "Actuaries", team[2].email):
        assert kept in body
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mentor_application_why": ""}, "Answer this: Why do you want to be a mentor?"),
        ({"commits_hours": ""}, "Say that you have four hours a month, or save the draft for later."),
        ({"suitable_hours": []}, "Choose at least one half-day."),
        ({"topic_0": "0", "topic_2": "0"}, "Offer at least one topic."),
        ({"manager": ""}, "Enter your manager’s work email."),
        ({"teammate_2": ""}, "Enter a teammate’s work email."),
        ({"teammate_1": "nobody@elsewhere.example"}, "There is nobody at work with this address."),
        ({"no_go_units": "Atlantis"}, "There is no department called Atlantis."),
        ({"no_go_people": "nobody@elsewhere.example"}, "There is nobody at work with this address"),
        ({"capacity": "4"}, "Select a valid choice"),
        ({"topic_0": "9"}, "Select a valid choice"),
    ],
)
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(client, wave, team, why, changed, sentence):
    response = signed_in(client, team[0]).post(
        reverse("apply", args=[wave.pk]),
        {**mentor_answers(team, why), "no_go_people": team[2].email, **changed, "send": "1"},
    )

    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    assert team[2].email in body or "no_go_people" in changed
    assert team[3].email in body or changed.get("teammate_2") == ""
    assert Application.objects.get().status == "draft"  # which keeps the rest


def test_nobody_recommends_themself_or_twice(client, wave, team, why):
    person, manager, _, _ = team
    for changed, sentence in (
        ({"teammate_1": person.email.upper()}, "You cannot recommend yourself."),
        ({"teammate_1": manager.email}, "twice"),
    ):
        Application.objects.all().delete()  # the draft of the try before
        response = signed_in(client, person).post(
            reverse("apply", args=[wave.pk]), {**mentor_answers(team, why, **changed), "send": "1"}
        )

        assert response.status_code == 422
        assert sentence in response.content.decode()


def test_former_and_unknown_colleagues_are_answered_alike(client, wave, team, why):
    gone = make_person(is_active=False)
    bodies = [
        signed_in(client, team[0])
        .post(
            reverse("apply", args=[wave.pk]), {**mentor_answers(team, why, teammate_1=address), "send": "1"}
        )
        .content.decode()
        .replace(address, "ADDRESS")
        for address in (gone.email, "never.was@northmoor.example")
    ]

    errors = [body[body.index("errsum") : body.index("</ul>")] for body in bodies]
    assert errors[0] == errors[1]


def test_a_second_press_of_send_makes_no_second_application(client, wave, team, why):
    for _ in range(2):
        response = signed_in(client, team[0]).post(
            reverse("apply", args=[wave.pk]), {**mentor_answers(team, why), "send": "1"}
        )

        assert response.url == reverse("my_application", args=[Application.objects.get().pk])
    assert Recommendation.objects.count() == 3


def test_smuggled_fields_are_ignored(client, wave, team, why):
    signed_in(client, team[0]).post(
        reverse("apply", args=[wave.pk]),
        {
            **mentor_answers(team, why),
            "send": "1",
            "status": "accepted",
            "person": team[1].pk,
            "wave": "1",
            "side": "mentee",
        },
    )

    application = Application.objects.get()
    assert (application.status, application.person, application.side) == ("submitted", team[0], "mentor")


def test_a_mentee_enrols_on_one_page(client, wave):
    executive, assistant = make_mentee_person(), make_person()

    signed_in(client, executive).post(
        reverse("enrol", args=[wave.pk]),
        {**MENTEE_ANSWERS, **stand(executive), "assistant": assistant.email, "send": "1"},
    )

    application = Application.objects.get()
    assert (application.status, application.side, application.assistant) == ("submitted", "mentee", assistant)
    assert sorted(application.topics.values_list("topic", "level", "familiarity")) == [
        ("Online search", 1, 3),
        ("Social media", 3, 1),
    ]
    assert list(Notice.objects.values_list("kind", flat=True)) == ["application-received"]


def test_nobody_is_their_own_assistant(client, wave):
    executive = make_mentee_person()

    response = signed_in(client, executive).post(
        reverse("enrol", args=[wave.pk]),
        {**MENTEE_ANSWERS, **stand(executive), "assistant": executive.email, "send": "1"},
    )

    assert response.status_code == 422


@pytest.mark.parametrize("name", ["apply", "enrol"])
def test_a_wave_that_does_not_recruit_takes_nothing(client, coordinator, wave, name):
    Wave.objects.update(status=Wave.Status.SELECTING)

    response = signed_in(client, coordinator).post(reverse(name, args=[wave.pk]), {"send": "1"})

    assert response.status_code == 409
    assert not Application.objects.exists()


# --- following one's own ------------------------------------------------------------------------------


def test_the_applicant_sees_that_a_recommendation_is_in_and_not_what_it_says(client, wave):
    application = make_application(wave=wave)
    make_recommendation(application=application, status="received", reasons="CANARY-REASON", trustworthy=1)

    for name in ("my_application", "profile"):
        args = [application.pk] if name == "my_application" else []
        body = signed_in(client, application.person).get(reverse(name, args=args)).content.decode()

        assert "CANARY-REASON" not in body
    assert "In" in body


def test_another_is_named_for_a_referee_who_declined(client, wave):
    application = make_application(wave=wave)
    recommendation = make_recommendation(application=application, status="declined", relation="manager")
    asked_already = make_recommendation(application=application)
    other = make_person()
    url = reverse("recommendation_replacement", args=[recommendation.pk])
    signed_in(client, application.person)

    for address in (application.person.email, asked_already.referee.email, "no@where.example", ""):
        assert client.post(url, {"referee": address}).status_code == 422
    assert client.post(url, {"referee": other.email}).status_code == 302

    assert application.recommendations.get(referee=other).status == "asked"
    assert client.post(url, {"referee": make_person().email}).status_code == 403


def test_a_referee_who_can_still_answer_is_not_replaced(client, wave):
    recommendation = make_recommendation(application=make_application(wave=wave))

    response = signed_in(client, recommendation.application.person).post(
        reverse("recommendation_replacement", args=[recommendation.pk]), {"referee": make_person().email}
    )

    assert response.status_code == 403


def test_withdrawing_needs_a_post_and_happens_once(client, wave):
    application = make_application(wave=wave)
    url = reverse("application_withdrawal", args=[application.pk])

    assert signed_in(client, application.person).get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 403
    application.refresh_from_db()
    assert application.status == "withdrawn"


def test_no_gos_are_shown_to_nobody_but_the_one_who_named_them(client, wave, coordinator):
    application = make_application(wave=wave)
    application.no_gos.create(department="CANARY-UNIT")
    signed_in(client, coordinator)

    for name, key in (("application", application.pk), ("applications", wave.pk)):
        assert "CANARY-UNIT" not in client.get(reverse(name, args=[key])).content.decode()


# --- home ---------------------------------------------------------------------------------------------


def test_a_colleague_without_a_role_finds_the_open_calls(client, wave):
    body = signed_in(client, make_person()).get(reverse("home")).content.decode()

    assert reverse("apply", args=[wave.pk]) in body
    assert reverse("enrol", args=[wave.pk]) in body


def test_without_an_open_call_the_home_leads_to_the_profile(client):
    body = signed_in(client, make_person()).get(reverse("home")).content.decode()

    assert reverse("profile") in body
