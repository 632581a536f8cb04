"""What people do without a mouse."""

import pytest
from django.utils import timezone

from pairing.deeds import propose_pairs
from pairing.tests.factories import make_pair, make_pairing_wave
from programs.tests.factories import make_person
from sessions.models import Session
from sessions.tests.factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR = 120  # presses of the Tab key after which something counts as out of reach
FOCUSED = "document.activeElement"


@pytest.fixture
def workspace(open_browser_page):
    """A mentor in front of a session that was held."""
    session = make_session(pair=make_pair(), status=Session.Status.HELD, starts_at=timezone.now())
    page = open_browser_page(session.pair.mentor)
    page.goto(session.get_absolute_url())
    return page


def tab_to(page, target):
    """Press Tab until ``target`` has the focus, shown wherever it goes; how often it took."""
    for presses in range(1, FAR):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{FOCUSED}.matches(':focus-visible')")
        if target.evaluate(f"target => target === {FOCUSED}"):
            return presses
    raise AssertionError("out of reach of the Tab key")


def test_the_first_stop_leads_past_the_navigation(workspace):
    skip = workspace.get_by_role("link", name="Skip to content")

    assert tab_to(workspace, skip) == 1
    assert skip.bounding_box()["y"] >= 0
    workspace.keyboard.press("Enter")

    assert workspace.evaluate(f"{FOCUSED}.id") == "main"
    workspace.keyboard.press("Tab")
    assert workspace.evaluate(f"document.querySelector('main').contains({FOCUSED})")


def test_the_account_menu_opens_and_closes(workspace):
    menu = workspace.locator("details.drop", has_text="Sign out")
    opener = menu.locator("summary")
    tab_to(workspace, opener)

    workspace.keyboard.press("Enter")
    assert menu.evaluate("menu => menu.open")
    workspace.keyboard.press("Tab")
    assert menu.evaluate(f"menu => menu.querySelector('.menu').contains({FOCUSED})")
    workspace.keyboard.press("Escape")

    assert not menu.evaluate("menu => menu.open")
    assert opener.evaluate(f"opener => opener === {FOCUSED}")


def test_a_note_is_written_and_posted(workspace):
    tab_to(workspace, workspace.get_by_label("What we did"))
    workspace.keyboard.type("Read one week of comments.")
    tab_to(workspace, workspace.locator("[name=sharing]:checked"))
    workspace.keyboard.press("ArrowDown")
    button = workspace.get_by_role("button", name="Post to")
    assert "and me" in button.text_content()
    tab_to(workspace, button)
    with workspace.expect_navigation():
        workspace.keyboard.press("Enter")

    workspace.get_by_text("Posted").first.wait_for()
    assert Session.objects.get().note.sharing == "coach"


def test_a_pair_is_locked(open_browser_page):
    coordinator = make_person()
    wave = make_pairing_wave(mentors=2, mentees=2, coordinator=coordinator)
    propose_pairs(wave, by=coordinator, now=timezone.now())
    page = open_browser_page(coordinator)
    page.goto(f"/waves/{wave.pk}/pairing/")

    tab_to(page, page.get_by_role("button", name="Lock ").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("button", name="Locked: ").count() == 1
    assert wave.pairing_marks.get().kind == "lock"
