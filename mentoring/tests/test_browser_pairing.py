"""The workbench in a browser: from proposal through swap, lock, scenario, undo, publication to rematch."""

import pytest
from django.utils import timezone

from pairing.deeds import propose_pairs
from pairing.lifecycle import publish_proposal
from pairing.models import Mark, Pair, Proposal
from pairing.tests.factories import make_pairing_wave
from programs.lifecycle import move
from programs.models import Preferences, Wave
from programs.tests.factories import make_person

from .browsing import follow, press
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Status = Proposal.Status


@pytest.fixture
def ines():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(ines):
    return make_pairing_wave(mentors=5, mentees=4, coordinator=ines)


def draft(wave):
    return wave.proposals.get(status=Status.DRAFT)


def test_from_proposal_to_publication(wave, ines, open_browser_page, axe):
    page = open_browser_page(ines)
    page.goto(f"/waves/{wave.pk}/pairing/")
    press(page, "Propose pairs")
    first = draft(wave)

    page.locator("[data-swap]").first.click()
    page.locator(".swapbox").wait_for()
    assert faults_of(page, axe) == []
    press(page, "Swap: give", within=page.locator(".swapbox"))
    second = draft(wave)
    assert second != first and Mark.objects.get().kind == "lock"
    assert page.get_by_role("button", name="Locked: ").count() == 1

    follow(page, "Scenarios")
    page.get_by_label("Topics").fill("0")
    page.get_by_label("Interests").fill("80")
    page.get_by_label("Call it").fill("Interests first")
    assert page.locator("output").first.text_content() == "0"
    press(page, "Try it")
    assert "Interests first" in page.locator("table").text_content()
    assert faults_of(page, axe) == []
    press(page, "Take it")
    assert draft(wave).name == "Interests first"

    press(page, "Undo")
    assert draft(wave) == second
    follow(page, "Compare drafts")
    assert "Undone by Ines Calloway" in page.content()

    follow(page, "Pairing, wave")
    follow(page, "Approve and publish…")
    press(page, "Publish")
    assert wave.pairs.filter(status=Pair.Status.ACTIVE).count() == 4


def test_from_a_concluded_pair_to_a_new_one(wave, ines, open_browser_page, axe):
    publish_proposal(propose_pairs(wave, by=ines, now=timezone.now()), by=ines, now=timezone.now())
    wave.refresh_from_db()
    move(wave, Wave.Status.PREPARING, by=ines)
    pair = wave.pairs.first()
    untouched = set(wave.pairs.exclude(pk=pair.pk).values_list("mentor", "mentee", "status"))
    page = open_browser_page(pair.coach)
    page.goto(f"/pairs/{pair.pk}/")
    follow(page, "Conclude early…")
    assert faults_of(page, axe) == []
    press(page, "Conclude this pair")

    page = open_browser_page(ines)
    page.goto(f"/waves/{wave.pk}/pairs/")
    follow(page, "New pairs")
    assert faults_of(page, axe) == []
    press(page, "Pair them")

    assert "is paired. Both and" in page.content()
    new = wave.pairs.get(mentee=pair.mentee, status=Pair.Status.ACTIVE)
    assert new.mentor != pair.mentor
    others = wave.pairs.exclude(pk__in=[pair.pk, new.pk])
    assert set(others.values_list("mentor", "mentee", "status")) == untouched


def test_with_the_keys_alone(wave, ines, open_browser_page):
    propose_pairs(wave, by=ines, now=timezone.now())
    page = open_browser_page(ines)
    page.goto(f"/waves/{wave.pk}/pairing/")
    rows = page.locator("ol.pairs > li")
    rows.first.locator("summary").focus()

    page.keyboard.press("ArrowDown")
    assert rows.nth(1).evaluate("row => row.contains(document.activeElement)")
    page.keyboard.press("s")
    page.locator(".swapbox").wait_for()
    assert page.evaluate("document.activeElement.closest('.swapbox') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".swapbox").count() == 0
    assert rows.nth(1).evaluate("row => row.contains(document.activeElement)")
    with page.expect_navigation():
        page.keyboard.press("l")

    assert Mark.objects.get().kind == "lock"


def test_letters_do_nothing_for_whoever_turned_them_off(wave, ines, open_browser_page):
    Preferences.objects.update_or_create(person=ines, defaults={"has_shortcuts": False})
    propose_pairs(wave, by=ines, now=timezone.now())
    page = open_browser_page(ines)
    page.goto(f"/waves/{wave.pk}/pairing/")
    page.locator("ol.pairs summary").first.focus()

    for key in "lsx":
        page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert not Mark.objects.exists() and page.locator(".swapbox").count() == 0


def test_without_scripts_a_swap_takes_a_page_of_its_own(wave, ines, open_browser_page):
    propose_pairs(wave, by=ines, now=timezone.now())
    page = open_browser_page(ines, javascript=False)
    page.goto(f"/waves/{wave.pk}/pairing/")

    page.locator("[data-swap]").first.click()
    page.get_by_label("Why ").first.fill("Same building.")
    press(page, "Swap: give")

    assert "Swapped." in page.content()
    assert wave.pairing_deeds.first().why == "Same building."


def test_on_a_phone_nothing_is_wider_than_the_screen(wave, ines, open_browser_page):
    propose_pairs(wave, by=ines, now=timezone.now())
    Wave.objects.filter(pk=wave.pk).update(number=3)
    page = open_browser_page(ines, width=390, height=844)
    for address in ("", "scenarios/", "history/"):
        page.goto(f"/waves/{wave.pk}/pairing/{address}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
