"""The pages of those who select: the list, one application, decisions."""

import pytest
from django.urls import reverse

from programs.models import Application, Notice, Wave

from .asking import queries_of, signed_in
from .factories import (
    make_application,
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_profile,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RECRUITING)


# --- the list -----------------------------------------------------------------------------------------


def fill(wave, number):
    for _ in range(number):
        application = make_application(wave=wave)
        make_profile(application.person)
        make_recommendation(application=application, status="received")
        make_recommendation(application=application)


@pytest.mark.parametrize("page", ["applications", "application"])
def test_the_number_of_queries_does_not_grow(client, wave, coordinator, page):
    signed_in(client, coordinator)
    counts = []
    for number in (1, 2, 47):
        fill(wave, number)
        key = wave.pk if page == "applications" else Application.objects.order_by("pk").first().pk
        counts.append(queries_of(client, reverse(page, args=[key])))

    assert counts[0] == counts[1] == counts[2], counts


def names_in(response):
    return [application.person.given_name for application in response.context["page_obj"]]


def test_the_list_filters_searches_and_sorts(client, wave, coordinator):
    make_application(
        wave=wave, person=make_mentor_person(given_name="Ada", family_name="A", department="Fraud")
    )
    make_application(
        wave=wave, person=make_mentor_person(given_name="Bea", family_name="B"), status="accepted"
    )
    make_application(wave=wave, person=make_mentee_person(given_name="Cy", family_name="C"), side="mentee")
    make_application(wave=wave, person=make_person(given_name="Dee"), status="draft")
    url = reverse("applications", args=[wave.pk])
    signed_in(client, coordinator)

    seen = {
        query: names_in(client.get(url + query))
        for query in (
            "?sort=name",
            "?sort=-name",
            "?side=mentee",
            "?show=waiting&sort=name",
            "?show=accepted",
            "?q=fraud",
            "?q=%00",
            "?show=draft",
            "?sort=;drop&side=x&show=y&page=-1",
            "?page=1000000000",
        )
    }

    assert seen["?sort=name"] == ["Ada", "Bea", "Cy"]
    assert seen["?sort=-name"] == ["Cy", "Bea", "Ada"]
    assert seen["?side=mentee"] == ["Cy"]
    assert seen["?show=waiting&sort=name"] == ["Ada", "Cy"]
    assert seen["?show=accepted"] == ["Bea"]
    assert seen["?q=fraud"] == ["Ada"]
    assert seen["?show=draft"] == [], "a draft is the applicant's alone"
    assert len(seen["?page=1000000000"]) == 3


def test_a_page_holds_twenty_five(client, wave, coordinator):
    for _ in range(26):
        make_application(wave=wave)

    response = signed_in(client, coordinator).get(reverse("applications", args=[wave.pk]) + "?page=2")

    assert len(names_in(response)) == 1
    assert "26–26 of 26" in response.content.decode()


# --- deciding -----------------------------------------------------------------------------------------


def test_a_decision_shows_its_mail_first(client, wave, coordinator):
    application = make_application(wave=wave)
    url = reverse("application_decision", args=[application.pk])
    signed_in(client, coordinator)

    shown = client.post(url, {"decision": "accepted"})
    application.refresh_from_db()
    assert (shown.status_code, application.status) == (200, "submitted")
    assert "You are in" in shown.content.decode()
    assert not Notice.objects.exists()

    client.post(url, {"decision": "accepted", "confirmed": "1", "reason": "Clear"})
    application.refresh_from_db()
    assert application.status == "accepted"
    assert application.history.get().reason == "Clear"
    assert Notice.objects.get().kind == "application-accepted"


def test_a_decision_that_no_longer_follows_is_answered_with_how_things_stand(client, wave, coordinator):
    application = make_application(wave=wave, status="declined")

    response = signed_in(client, coordinator).post(
        reverse("application_decision", args=[application.pk]), {"decision": "accepted", "confirmed": "1"}
    )

    assert response.status_code == 409


@pytest.mark.parametrize("decision", ["", "draft", "withdrawn", "submitted", "king"])
def test_other_words_are_no_decision(client, wave, coordinator, decision):
    application = make_application(wave=wave)

    response = signed_in(client, coordinator).post(
        reverse("application_decision", args=[application.pk]), {"decision": decision, "confirmed": "1"}
    )

    application.refresh_from_db()
    assert (response.status_code, application.status) == (400, "submitted")


def test_nobody_decides_on_themself(client, wave, coordinator):
    own = make_application(wave=wave, person=coordinator)
    make_recommendation(application=own, status="received", reasons="CANARY-REASON")
    signed_in(client, coordinator)

    alone = client.post(
        reverse("application_decision", args=[own.pk]), {"decision": "accepted", "confirmed": "1"}
    )
    among = client.post(
        reverse("application_decisions", args=[wave.pk]),
        {"application": [own.pk], "decision": "accepted", "confirmed": "1"},
    )
    shown = client.get(reverse("application", args=[own.pk]), follow=True).content.decode()

    own.refresh_from_db()
    assert (alone.status_code, among.status_code, own.status) == (403, 302, "submitted")
    assert "CANARY-REASON" not in shown


def test_steering_members_read_and_do_not_decide(client, wave):
    member = make_person()
    make_role(wave.program, member, "steering")
    application = make_application(wave=wave)
    make_recommendation(
        application=application, status="received", keeps_confidences=5, reasons="CANARY-REASON"
    )

    body = signed_in(client, member).get(reverse("application", args=[application.pk])).content.decode()

    assert "CANARY-REASON" in body
    assert "Keeps confidences" in body
    assert 'name="decision"' not in body


def test_several_are_accepted_after_a_look_at_their_mails(client, wave, coordinator):
    chosen = [make_application(wave=wave), make_application(wave=wave, side="mentee")]
    elsewhere = make_application(wave=make_wave(status=Wave.Status.RECRUITING))
    url = reverse("application_decisions", args=[wave.pk])
    keys = [each.pk for each in chosen] + [elsewhere.pk, "x", "9" * 40]
    signed_in(client, coordinator)

    shown = client.post(url, {"application": keys, "decision": "accepted"}).content.decode()
    assert shown.count("You are in") == 2
    assert not Notice.objects.exists()
    client.post(url, {"application": keys, "decision": "accepted", "confirmed": "1"})

    assert [Application.objects.get(pk=each.pk).status for each in (*chosen, elsewhere)] == [
        "accepted",
        "accepted",
        "submitted",
    ]
    assert Notice.objects.filter(kind="application-accepted").count() == 2


def test_more_than_the_wave_has_room_for_is_pointed_out(client, wave, coordinator):
    Wave.objects.update(capacity=1)
    make_application(wave=wave, status="accepted")
    application = make_application(wave=wave)
    make_recommendation(application=application)

    body = (
        signed_in(client, coordinator)
        .post(reverse("application_decision", args=[application.pk]), {"decision": "accepted"})
        .content.decode()
    )

    assert "This makes 2 mentors for 1 place" in body
    assert "One recommendation has not come yet." in body


def test_reviewers_are_told_of_rings_and_of_managers_whom_the_directory_does_not_know(
    client, wave, coordinator
):
    first, second = make_application(wave=wave), make_application(wave=wave)
    make_recommendation(application=first, referee=second.person, relation="manager")
    make_recommendation(application=second, referee=first.person)

    body = signed_in(client, coordinator).get(reverse("application", args=[first.pk])).content.decode()

    assert "Recommended in a ring" in body
    assert "is not the manager that the directory names" in body


def test_all_that_match_are_decided_on_beyond_the_page_in_front(client, wave, coordinator):
    people = [make_application(wave=wave).person for _ in range(28)]
    make_application(wave=wave, status="declined")
    make_application(wave=wave, side="mentee")
    url = reverse("application_decisions", args=[wave.pk])
    listed = signed_in(client, coordinator).get(reverse("applications", args=[wave.pk]) + "?side=mentor")
    assert "All 29 that match, on every page" in listed.content.decode()

    asked = {"all": "1", "side": "mentor", "show": "", "q": "", "decision": "declined"}
    preview = client.post(url, asked)
    assert {each.person for each in preview.context["chosen"]} == set(people)
    late = make_application(wave=wave)
    confirmed = {
        "application": [each.pk for each in preview.context["chosen"]],
        "confirmed": "1",
        "noticed": "",
    }
    client.post(url, {"decision": "declined", **confirmed})

    assert wave.applications.filter(side="mentor", status="declined").count() == 29
    late.refresh_from_db()
    assert late.status == "submitted", "who applied after the preview was not in it"


def test_more_than_can_be_looked_through_are_not_decided_on_at_once(client, wave, coordinator, monkeypatch):
    monkeypatch.setattr("programs.views.review.deciding.MOST_AT_ONCE", 2)
    for _ in range(3):
        make_application(wave=wave)

    answer = signed_in(client, coordinator).post(
        reverse("application_decisions", args=[wave.pk]), {"all": "1", "decision": "declined"}, follow=True
    )

    assert "Narrow the list first" in answer.content.decode()
    assert not wave.applications.exclude(status="submitted").exists()
