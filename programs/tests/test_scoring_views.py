"""Reviewing on screen: queue, scorecard, draft, conflict, and what stays hidden until one has scored."""

import pytest
from django.urls import reverse

from programs.forms.reviews import stand_of
from programs.models import Application, Scorecard, Wave

from .asking import queries_of, signed_in
from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_profile,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)
from .review_factories import make_card, make_criteria

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person(given_name="Ines"))
    make_criteria(program)
    return make_wave(program=program, status=Wave.Status.SELECTING)


@pytest.fixture
def reviewer(wave, client):
    person = make_person(given_name="Tobias")
    make_role(wave.program, person, "steering")
    signed_in(client, person)
    return person


def applicant(wave, name, **facts):
    return make_application(wave=wave, person=make_mentor_person(given_name=name, **facts))


def marks(card, *given, **more):
    criteria = card.application.wave.program.questions.order_by("number")
    return {f"mark-{each.pk}": mark for each, mark in zip(criteria, given, strict=False)} | {
        "version": str(stand_of(card)),
        "comment": "Clear",
        **more,
    }


def body_of(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


# --- the queue ----------------------------------------------------------------------------------------


def test_the_queue_is_ones_own_with_what_is_scored(client, wave, reviewer):
    cards = [make_card(applicant(wave, name), reviewer) for name in ("Ada", "Bea", "Cy")]
    make_card(applicant(wave, "Dee"), reviewer, 3, 3)
    applicant(wave, "Eve")

    body = body_of(client, "application", cards[1].application_id)
    queue = body[body.index('id="h-queue"') : body.index("All applications")]

    assert "Your four" in queue and "1 scored" in queue
    assert [name for name in ("Ada", "Bea", "Cy", "Dee", "Eve") if name in queue] == [
        "Ada",
        "Bea",
        "Cy",
        "Dee",
    ]
    assert f'href="{reverse("application", args=[cards[2].application_id])}" data-next' in body
    assert f'href="{reverse("application", args=[cards[0].application_id])}" data-previous' in body


def test_submitting_opens_the_next_and_at_the_end_says_who_has_the_others(client, wave, reviewer):
    first, second = (make_card(applicant(wave, name), reviewer) for name in ("Ada", "Bea"))
    gwen = make_role(wave.program, make_person(given_name="Gwen"), "steering").person
    for name in ("Cy", "Dee"):
        make_card(applicant(wave, name), gwen)

    start = client.get(reverse("scoring", args=[wave.pk]))
    on = client.post(reverse("scorecard", args=[first.application_id]), marks(first, 3, 4, submit=1))
    end = client.post(reverse("scorecard", args=[second.application_id]), marks(second, 3, 4, submit=1))
    said = body_of(client, "scoring", wave.pk)

    assert start.url == reverse("application", args=[first.application_id])
    assert on.url == reverse("application", args=[second.application_id])
    assert end.url == reverse("scoring", args=[wave.pk])
    assert "All two scored." in said
    assert "Two others are with Gwen." in said


def test_a_draft_stays_on_its_page_and_need_not_be_complete(client, wave, reviewer):
    card = make_card(applicant(wave, "Ada"), reviewer)
    url = reverse("scorecard", args=[card.application_id])

    response = client.post(url, marks(card, 3))

    card.refresh_from_db()
    assert response.url == reverse("application", args=[card.application_id])
    assert (card.status, card.comment, card.scores.count()) == ("assigned", "Clear", 1)


def test_what_is_missing_is_named_and_nothing_typed_is_lost(client, wave, reviewer):
    card = make_card(applicant(wave, "Ada"), reviewer)

    response = client.post(reverse("scorecard", args=[card.application_id]), marks(card, 3, submit=1))
    body = response.content.decode()

    assert response.status_code == 422
    assert "Mark from 1 to 4: Communication." in body
    assert ">\nClear</textarea>" in body
    assert body.count(" checked") == 1
    assert "<title>Problem:" in body


def test_two_windows_lose_nothing(client, wave, reviewer):
    card = make_card(applicant(wave, "Ada"), reviewer)
    url = reverse("scorecard", args=[card.application_id])
    old = marks(card, 2, comment="from the other window")
    client.post(url, marks(card, 4, 4))

    late = client.post(url, old)
    body = late.content.decode()
    fresh = marks(Scorecard.objects.get(), 2, comment="from the other window")
    client.post(url, fresh)

    assert late.status_code == 409
    assert "from the other window" in body and "Saved elsewhere" in body
    assert f'value="{fresh["version"]}"' in body
    assert Scorecard.objects.get().comment == "from the other window"


def test_a_draft_is_kept_by_the_script(client, wave, reviewer):
    card = make_card(applicant(wave, "Ada"), reviewer)
    url = reverse("scorecard_draft", args=[card.application_id])
    old = marks(card, 1)

    kept = client.post(url, marks(card, 3)).json()
    clash = client.post(url, old)
    beyond = client.post(url, marks(Scorecard.objects.get(), 9)).json()
    Scorecard.objects.update(status="submitted")
    done = client.post(url, marks(Scorecard.objects.get(), 3)).json()

    assert kept["version"] == str(stand_of(Scorecard.objects.get()))
    assert clash.status_code == 409
    assert [(each["saved"], each["typed"]) for each in clash.json()["texts"]] == [("3", "1")]
    assert "refused" in beyond and "refused" in done


def test_a_page_left_open_does_not_write_on_somebody_elses_card(client, wave, reviewer):
    application = applicant(wave, "Ada")
    theirs = make_card(application, make_role(wave.program, make_person(), "steering").person)
    make_card(application, reviewer)

    response = client.post(reverse("scorecard", args=[application.pk]), marks(theirs, 1, 1))

    assert response.status_code == 422
    assert "out of date" in response.content.decode()


# --- blind until scored -------------------------------------------------------------------------------


def test_others_scores_appear_only_after_ones_own(client, wave, reviewer):
    application = applicant(wave, "Ada")
    other = make_role(wave.program, make_person(given_name="Gwen"), "steering").person
    make_card(application, other, 1, 4, comment="CANARY-COMMENT")
    card = make_card(application, reviewer)
    pages = [("application", application.pk), ("applications", wave.pk), ("board", wave.pk)]

    before = [body_of(client, *each) for each in pages]
    client.post(reverse("scorecard", args=[application.pk]), marks(card, 3, 4, submit=1))
    after = [body_of(client, *each) for each in pages]

    for each in before:
        assert "CANARY-COMMENT" not in each and "of 4, by" not in each and "Apart" not in each
    assert "CANARY-COMMENT" in after[0] and "Average 3.0" in after[0]
    assert "Worth a talk" in after[0], "1 and 3 on one criterion"
    assert "3.0" in after[1] and "Apart" in after[1]


def test_sorting_by_score_tells_nothing_of_scores_one_may_not_see(client, wave, reviewer):
    other = make_role(wave.program, make_person(), "steering").person
    for name, mark in (("Ada", 1), ("Bea", 4), ("Cy", 2)):
        application = applicant(wave, name, family_name=name)
        make_card(application, other, mark, mark)
        make_card(application, reviewer)
    url = reverse("applications", args=[wave.pk])

    orders = {
        tuple(each.person.given_name for each in client.get(url, {"sort": sort}).context["page_obj"])
        for sort in ("score", "-score")
    }

    assert orders == {("Ada", "Bea", "Cy"), ("Cy", "Bea", "Ada")}, "by name, for want of scores"


# --- too near -----------------------------------------------------------------------------------------


def test_a_reviewer_in_the_applicants_line_neither_scores_nor_reads_what_is_said(client, wave, reviewer):
    boss = make_person(manager=reviewer)
    application = applicant(wave, "Ada", manager=boss)
    make_recommendation(application=application, status="received", reasons="CANARY-REASON")
    make_card(
        application, make_role(wave.program, make_person(), "steering").person, 1, 4, comment="CANARY-C"
    )
    card = make_card(application, reviewer)

    body = body_of(client, "application", application.pk)
    refused = client.post(reverse("scorecard", args=[application.pk]), marks(card, 3, 4, submit=1))
    Scorecard.objects.filter(pk=card.pk).update(status="submitted")
    again = body_of(client, "application", application.pk)

    assert "Ada Number" in body and "reports to you" in body
    assert "CANARY" not in body + again
    assert refused.status_code == 403


def test_a_coordinator_in_the_applicants_line_does_not_decide(client, wave):
    ines = wave.program.roles.get(role="coordinator").person
    mine, theirs = applicant(wave, "Ada", manager=ines), applicant(wave, "Bea")
    signed_in(client, ines)
    both = {"application": [mine.pk, theirs.pk], "decision": "accepted"}

    page = body_of(client, "application", mine.pk)
    alone = client.post(
        reverse("application_decision", args=[mine.pk]), {"decision": "accepted", "confirmed": 1}
    )
    shown = client.post(reverse("application_decisions", args=[wave.pk]), both).content.decode()
    client.post(reverse("application_decisions", args=[wave.pk]), both | {"confirmed": 1})

    assert "reports to you" in page and 'name="decision"' not in page
    assert alone.status_code == 403
    assert "One is left out" in shown and "Accept: Bea" in shown
    assert list(Application.objects.order_by("pk").values_list("status", flat=True)) == [
        "submitted",
        "accepted",
    ]


def test_a_conflict_hides_the_application_everywhere(client, wave, reviewer):
    application = applicant(wave, "Ada")
    make_card(application, reviewer)
    url = reverse("conflict", args=[application.pk])
    asked = client.get(url).content.decode()

    client.post(url)

    assert "hidden from you" in asked
    for name in ("application", "conflict"):
        assert client.get(reverse(name, args=[application.pk])).status_code == 404
    for name in ("applications", "board", "scoring"):
        assert "Ada" not in body_of(client, name, wave.pk)
    assert "One application is hidden from you" in body_of(client, "applications", wave.pk)
    assert Scorecard.objects.standing().get().reviewer.given_name == "Ines"


# --- what the page costs and shows --------------------------------------------------------------------


def test_queries_do_not_grow_with_the_queue(client, wave, reviewer):
    counts = []
    first = None
    for number in (1, 2, 47):
        for _ in range(number):
            application = make_application(wave=wave)
            make_profile(application.person)
            make_recommendation(application=application, status="received")
            make_card(application, reviewer, 3, 3)
            first = first or application
        counts.append(
            [queries_of(client, reverse(name, args=[key])) for name, key in
             (("application", first.pk), ("scoring", wave.pk), ("applications", wave.pk), ("board", wave.pk))]
        )  # fmt: skip

    assert counts[0] == counts[1] == counts[2], counts


def test_keys_can_be_turned_off(client, wave, reviewer):
    cards = [make_card(applicant(wave, name), reviewer) for name in ("Ada", "Bea")]
    on = body_of(client, "application", cards[0].application_id)

    client.post(reverse("settings"), {"delivery": "immediate", "theme": "light", "time_zone": ""})
    off = body_of(client, "application", cards[0].application_id)

    assert "data-shortcuts" in on and "Turn keys off" in on
    assert "data-shortcuts" not in off and "data-next" in off


def test_a_withdrawn_applicant_and_a_closed_panel_are_not_scored(client, wave, reviewer):
    card = make_card(applicant(wave, "Ada"), reviewer)
    Application.objects.update(status="withdrawn")
    gone = body_of(client, "application", card.application_id)
    Application.objects.update(status="submitted")
    Wave.objects.update(status=Wave.Status.PAIRING)
    closed = body_of(client, "application", card.application_id)
    refused = client.post(reverse("scorecard", args=[card.application_id]), marks(card, 3, 3, submit=1))

    assert "Ada has withdrawn" in gone and 'id="scorecard"' not in gone
    assert "The panel closed before" in closed
    assert refused.status_code == 409


# --- the panel ----------------------------------------------------------------------------------------


def test_a_coordinator_deals_out_and_sees_who_has_how_many(client, wave, reviewer):
    ines = wave.program.roles.get(role="coordinator").person
    for _ in range(3):
        make_application(wave=wave)
    url = reverse("reviewers", args=[wave.pk])
    signed_in(client, ines)

    wrong = client.post(url, {"reviewers": [reviewer.pk], "each": 2})
    client.post(url, {"reviewers": [reviewer.pk, ines.pk], "each": 2})
    people = client.get(url).context["people"]

    assert wrong.status_code == 422 and "You chose 1" in wrong.content.decode()
    assert {(each.given_name, each.given, each.scored) for each in people} == {
        ("Ines", 3, 0),
        ("Tobias", 3, 0),
    }
    wave.refresh_from_db()
    assert wave.reviewers_each == 2


def test_reviewers_are_added_and_freed_by_hand(client, wave, reviewer):
    application = applicant(wave, "Ada", manager=reviewer)
    ines = wave.program.roles.get(role="coordinator").person
    signed_in(client, ines)
    url = reverse("application_reviewers", args=[application.pk])

    page = body_of(client, "application", application.pk)
    refused = client.post(url, {"reviewer": reviewer.pk})
    outsider = client.post(url, {"reviewer": make_person().pk})
    client.post(url, {"reviewer": ines.pk})
    card = Scorecard.objects.get()
    client.post(url, {"remove": card.pk})

    assert f'<option value="{reviewer.pk}">' not in page
    assert (refused.status_code, outsider.status_code) == (409, 302)
    assert card.reviewer == ines
    assert not Scorecard.objects.exists()
