"""The talent profile in a real browser: drafts through a cut network, a square drawn, one page printed."""

import re

import pytest
from django.urls import reverse

from programs.forms.profiles import PROSE
from programs.models import ProfileDraft, TalentProfile
from programs.tests.factories import make_person, make_profile
from programs.tests.pdf_reading import pages_in
from programs.tests.test_sheets import filled_to

from .filled_profile import give_photo
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAUSED = 2_500  # milliseconds: typing has stopped, and the draft is kept
PAPERS = {"A4": {"format": "A4"}, "Letter": {"format": "Letter"}}


@pytest.fixture
def person(db):
    return make_person()


def state_of(page):
    return page.locator("[data-autosave-state]")


def has_kept(page):
    state_of(page).filter(has_text=re.compile(r"^Saved \d")).wait_for()


def test_typing_is_kept_as_a_draft_through_a_cut_network(person, open_browser_page):
    page = open_browser_page(person)
    page.goto(reverse("profile"))
    page.get_by_label("Headline").fill("Written online")
    has_kept(page)

    page.context.set_offline(True)
    page.get_by_label("Headline").fill("Written in a tunnel")
    state_of(page).filter(has_text="Not saved: no connection since").wait_for()
    assert page.get_by_role("button", name="Try again").is_visible()
    assert ProfileDraft.objects.get().typed["headline"] == ["Written online"]

    page.context.set_offline(False)
    has_kept(page)
    page.wait_for_function(
        "() => !document.querySelector('[data-autosave-state]').hasAttribute('data-trouble')"
    )
    assert ProfileDraft.objects.get().typed["headline"] == ["Written in a tunnel"]
    assert TalentProfile.objects.get().headline == "", "nobody sees a draft"

    page.reload()
    assert page.get_by_label("Headline").input_value() == "Written in a tunnel"
    page.get_by_role("button", name="Save and close").click()
    page.wait_for_url("**/profile/")
    page.get_by_role("heading", name=str(person)).wait_for()
    assert TalentProfile.objects.get().headline == "Written in a tunnel"
    assert not ProfileDraft.objects.exists()


def test_two_tabs_are_shown_both_texts_and_put_them_together(person, open_browser_page, axe):
    make_profile(person, headline="As it was")
    first = open_browser_page(person)
    first.goto(reverse("profile"))
    second = first.context.new_page()
    second.goto(reverse("profile"))

    first.get_by_label("Your pitch").fill("From the first tab.")
    first.get_by_role("button", name="Save and continue").click()
    first.get_by_text("Your talent profile is saved").wait_for()
    second.get_by_label("Your pitch").fill("From the second tab.")
    clash = second.locator("[data-autosave-clash]")
    clash.filter(has_text="From the first tab.").wait_for()
    assert "From the second tab." in clash.text_content()
    assert faults_of(second, axe) == []

    second.get_by_role("button", name="Save and continue").click()
    second.get_by_role("button", name="Put both together below").click()
    second.get_by_text("Your talent profile").first.wait_for()
    assert second.get_by_label("Your pitch").input_value() == "From the first tab.\nFrom the second tab."
    second.get_by_role("button", name="Save and continue").click()
    second.get_by_text("Your talent profile is saved").wait_for()
    assert TalentProfile.objects.get().pitch == "From the first tab.\r\nFrom the second tab."


def test_the_number_of_words_is_shown_always_and_heard_from_ten_left(person, open_browser_page):
    page = open_browser_page(person)
    page.goto(reverse("profile"))
    heard, shown = page.locator("[data-words-said]"), page.locator("[data-words-shown]")
    assert heard.get_attribute("role") == "status"

    for number, said in ((49, ""), (50, "10 words left"), (57, "3 words left"), (62, "2 words too many")):
        page.get_by_label("Your pitch").fill("word " * number)
        shown.filter(has_text=f"{number} of 60 words").wait_for()
        page.wait_for_timeout(900)
        assert heard.text_content() == said


def test_a_square_is_drawn_with_the_pointer_or_by_numbers(person, open_browser_page, axe):
    make_profile(person)
    give_photo(person)
    page = open_browser_page(person)
    page.goto(reverse("profile_photo"))
    assert faults_of(page, axe) == []

    frame = page.locator(".cut-frame").bounding_box()
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 600, steps=4)
    page.mouse.up()
    assert page.get_by_label("From top to bottom").input_value() == "0"

    page.get_by_label("Size of the square").fill("50")
    assert page.locator("[data-cut-square]").get_attribute("viewBox") == "75 0 150 150"
    page.get_by_role("button", name="Save this square").click()
    page.get_by_text("Others see this square from now on").wait_for()
    own = TalentProfile.objects.get()
    assert (own.photo_left, own.photo_top, own.photo_size) == (50, 0, 50)


def test_without_scripts_everything_can_be_done(person, open_browser_page):
    page = open_browser_page(person, javascript=False)
    page.goto(reverse("profile"))
    page.get_by_label("Headline").fill("Explains")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_text("Nobody but you sees them").wait_for()

    page.get_by_label("Headline").press("Enter")
    page.get_by_text("Your talent profile is saved").wait_for()
    assert TalentProfile.objects.get().headline == "Explains"

    page.get_by_role("button", name="Choose a photo").click()
    page.get_by_role("heading", name="Your photo").wait_for()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("length", "letters"),
    [(80, "word "), (PROSE, "lorem ipsum dolor "), (PROSE, "WWWWWWWW "), (3000, "WWWW W ")],
)
def test_the_profile_prints_on_one_page(length, letters, paper, person, open_browser_page):
    make_profile(person, **vars(filled_to(length, letters)))
    give_photo(person)
    page = open_browser_page(person)
    page.goto(reverse("profile_of", args=[person.pk]))

    printed = page.pdf(**PAPERS[paper])

    assert pages_in(printed) == 1
    assert faults_of(page) == []
