"""A coordinator at the page of a wave: previews and holds reminders, logs a risk, goes about by letters."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs.models import Notice, Preferences, Risk, Wave
from programs.tests.factories import make_person, make_program, make_wave
from sessions.models import Session
from sessions.tests.factories import make_session

from .browsing import Visitor
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def coordinator(live_server):
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(coordinator):
    """A wave that runs, with two notes to remind of tomorrow."""
    program = make_program(coordinator=coordinator)
    wave = make_wave(program=program, today=timezone.localdate(), status=Wave.Status.RUNNING)
    for _ in range(2):
        make_session(
            pair=make_pair(wave=wave),
            number=3,
            starts_at=timezone.now() - timedelta(days=1),
            status=Session.Status.HELD,
        )
    return wave


def notes(page, verb, role="button"):
    """What is pressed to do something with the reminders of the notes."""
    return page.get_by_role(role, name=re.compile(rf"^{verb}\s?: Post the note for session 3"))


def test_reminders_are_previewed_held_and_released(wave, coordinator, open_browser_page, axe):
    visitor = Visitor(coordinator, open_browser_page(coordinator), axe).open(wave.get_absolute_url())
    page = visitor.page

    with page.expect_navigation():
        notes(page, "Preview", "link").click()
    visitor.look().sees("and 1 more like it")
    page.go_back()
    notes(page, "Hold").click()  # in place, by htmx
    release = notes(page, "Release")
    release.wait_for()

    assert release.evaluate("button => button === document.activeElement")
    assert page.url.endswith(wave.get_absolute_url())
    assert set(Notice.objects.values_list("delivery", flat=True)) == {Notice.Delivery.HELD}
    assert faults_of(page, axe) == []
    release.click()
    notes(page, "Hold").wait_for()
    assert set(Notice.objects.values_list("delivery", flat=True)) == {Notice.Delivery.OWED}


def test_reminders_are_held_without_scripts(wave, coordinator, open_browser_page):
    page = open_browser_page(coordinator, javascript=False)
    page.goto(wave.get_absolute_url())

    notes(page, "Hold").click()

    assert page.url.endswith(wave.get_absolute_url())
    assert page.get_by_text("2 reminders are held: Post the note for session 3.").is_visible()
    assert notes(page, "Release").is_visible()


def test_a_risk_is_logged_changed_and_settled(wave, coordinator, open_browser_page, axe):
    visitor = Visitor(coordinator, open_browser_page(coordinator), axe).open(wave.get_absolute_url())

    visitor.follow("Log a risk")
    visitor.press("Log the risk")  # empty: refused at the field
    visitor.sees("Say what could go wrong.")
    visitor.type("What could go wrong", "One coach is away in October").choose("Needs help")
    visitor.press("Log the risk").sees("The risk is logged.")
    visitor.open(wave.get_absolute_url()).follow("One coach is away in October")
    visitor.type("How it was settled", "Samuel covers for her.")
    visitor.press("Settle the risk").sees("Settled: Samuel covers for her.")

    risk = Risk.objects.get()
    assert (risk.level, risk.owner, bool(risk.settled_at)) == ("risk", coordinator, True)


def test_on_a_phone_what_needs_one_comes_first_and_the_timeline_is_a_list(
    wave, coordinator, open_browser_page
):
    page = open_browser_page(coordinator, **PHONE)
    page.goto(wave.get_absolute_url())

    needs = page.get_by_role("heading", name="Needs you now").bounding_box()["y"]
    first = page.get_by_text("Session 1", exact=True)
    assert needs < first.bounding_box()["y"]
    assert not page.get_by_role("img", name="Timeline of the wave.").is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.get_by_role("img", name="Timeline of the wave.").is_visible()
    assert not first.is_visible()


def test_letters_lead_to_pages_and_can_be_turned_off(wave, coordinator, open_browser_page):
    page = open_browser_page(coordinator)
    page.goto(wave.get_absolute_url())

    for letter, path in (("p", "pairs/"), ("s", "schedule/"), ("l", "leaderboard/"), ("o", "")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(f"**/waves/{wave.pk}/{path}")
    page.keyboard.press("/")
    page.wait_for_url("**/pairs/#search")
    page.keyboard.type("gl")  # typed into the search: leads nowhere

    assert page.locator("main input[name=q]").input_value() == "gl"
    Preferences.objects.create(person=coordinator, has_shortcuts=False)
    page.goto(wave.get_absolute_url())
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_timeout(300)
    assert page.url.endswith(wave.get_absolute_url())


def test_the_tables_stand_in_light_and_dark_on_desk_and_phone(wave, coordinator, open_browser_page, axe):
    """Under the strict policy, with choosing a person, which needs scripts."""
    for dark in (False, True):
        page = open_browser_page(coordinator, dark=dark)
        for path in ("", "programs/wave/", f"programs/wave/{wave.pk}/change/", "programs/programrole/add/"):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"/admin/{path}")
            assert page.locator("h1").count() == 1
        page.locator("#id_person + .select2").click()
        page.locator(".select2-search__field").fill("Calloway")
        page.get_by_role("option", name="Ines Calloway").click()
        assert page.locator("#id_person").input_value() == str(coordinator.pk)
        page.set_viewport_size(PHONE)
        page.goto("/admin/programs/wave/")
        assert page.get_by_role("link", name="Back to the pages").is_visible()
