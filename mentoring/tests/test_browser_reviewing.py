"""Reviewing in a real browser: by keyboard alone, then many decided on at once and taken back."""

import pytest

from programs.models import Application, Notice, Scorecard, Wave
from programs.tests.factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_profile,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)
from programs.tests.review_factories import make_card, make_criteria

from .browsing import Visitor
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Ada", "Bea", "Cy")


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person(given_name="Ines"))
    make_criteria(program, 3)
    wave = make_wave(program=program, status=Wave.Status.SELECTING)
    for name in NAMES:
        application = make_application(wave=wave, person=make_mentor_person(given_name=name))
        make_profile(application.person, interests=["Sailing"])
        make_recommendation(
            application=application, status="received", keeps_confidences=5, reasons="Nobody heard a word."
        )
    return wave


@pytest.fixture
def reviewer(wave):
    person = make_role(wave.program, make_person(given_name="Tobias"), "steering").person
    other = make_role(wave.program, make_person(given_name="Gwen"), "steering").person
    for application in wave.applications.all():
        make_card(application, person)
        make_card(application, other, 1, 3, 3, comment="Too new.")
    return person


def heading(page):
    return page.locator("h1").inner_text()


def test_scoring_without_a_mouse(wave, reviewer, open_browser_page, axe):
    page = open_browser_page(reviewer, width=1440)
    page.goto(f"/waves/{wave.pk}/scoring/")
    assert heading(page).startswith("Ada")
    assert page.get_by_text("Too new.").count() == 0

    for key, name in (("j", "Bea"), ("j", "Cy"), ("k", "Bea"), ("k", "Ada")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert heading(page).startswith(name), key

    page.locator("#scorecard input[type=radio]").first.focus()
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.press("4")
    page.keyboard.press("Tab")
    page.keyboard.type("just j and k")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert heading(page).startswith("Bea"), "the next one opens"
    card = Scorecard.objects.get(reviewer=reviewer, application__person__given_name="Ada")
    assert (card.status, card.comment) == ("submitted", "just j and k")
    assert list(card.scores.order_by("criterion__number").values_list("mark", flat=True)) == [4, 2, 4]
    with page.expect_navigation():
        page.keyboard.press("k")
    assert page.get_by_text("Too new.").is_visible(), "now the others are seen"
    assert page.get_by_text("Worth a talk").is_visible()
    assert faults_of(page, axe) == []


def test_marks_keep_themselves(wave, reviewer, open_browser_page):
    page = open_browser_page(reviewer, width=1440)
    page.goto(f"/waves/{wave.pk}/scoring/")

    page.get_by_role("group", name="Poise").get_by_text("4", exact=True).click()
    page.locator("[data-autosave-state]", has_text="Saved").wait_for()
    page.reload()

    assert page.get_by_role("group", name="Poise").get_by_label("4").is_checked()
    assert (
        Scorecard.objects.get(reviewer=reviewer, saved_at__isnull=False, status="assigned").scores.count()
        == 1
    )


def test_keys_that_are_turned_off_do_nothing(wave, reviewer, open_browser_page):
    page = open_browser_page(reviewer, width=1440)
    page.goto("/settings/")
    page.get_by_label("Single-key shortcuts").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Save settings").click()
    page.goto(f"/waves/{wave.pk}/scoring/")

    page.keyboard.press("j")
    page.wait_for_timeout(300)

    assert heading(page).startswith("Ada")


@pytest.mark.parametrize("window", [{"width": 1280}, {"width": 390, "height": 844, "dark": True}])
def test_many_are_decided_on_and_taken_back(wave, open_browser_page, axe, window):
    ines = Visitor("Ines", open_browser_page(wave.program.roles.first().person, **window), axe)
    ines.open(f"/waves/{wave.pk}/applications/")

    for name in ("Ada", "Cy"):
        ines.page.get_by_label(f"Choose {name}").check()
    ines.press("Accept")
    ines.sees("2 mails")
    ines.type("For the record", "Both clear.")
    ines.press("Accept: send 2 mails")

    assert set(Application.objects.accepted().values_list("person__given_name", flat=True)) == {"Ada", "Cy"}
    toast = ines.page.locator(".toast")
    assert "2 applications accepted" in toast.inner_text()
    ines.follow("Undo", within=toast)
    ines.sees("Both clear.")
    ines.press("Undo all 2")

    assert not Application.objects.accepted().exists()
    assert set(Notice.objects.values_list("delivery", flat=True)) == {"dropped"}
    ines.sees("stand as before")


def test_the_board_works_without_scripts(wave, open_browser_page):
    page = open_browser_page(wave.program.roles.first().person, javascript=False)
    page.goto(f"/waves/{wave.pk}/applications/board/")

    page.get_by_text("Decide: Bea").click()
    page.get_by_role("button", name="Shortlist").locator("visible=true").click()
    page.get_by_role("button", name="Shortlist: send to Bea").click()

    assert Application.objects.get(person__given_name="Bea").status == "shortlisted"
