"""Applying in a real browser: a draft in two tabs, an enrolment with the thumb, a referee's answer."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from programs.models import Application, Recommendation, Wave
from programs.starting import start_program
from programs.tests.factories import PASSWORD, make_mentee_person, make_mentor_person, make_person, make_wave
from programs.tests.letters import asked_of

from .browsing import Visitor
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
STORY = "Tell us about a time when you said something unwelcome to somebody above you."


@pytest.fixture
def wave():
    program = start_program(
        {"name": "Digital Fluency", "purpose": "To learn."}, by=make_person(), template_key="digital_fluency"
    )
    return make_wave(program=program, today=timezone.localdate(), status=Wave.Status.RECRUITING)


def has_kept(page):
    page.locator("[data-autosave-state]", has_text="Saved").wait_for()


def test_an_application_in_two_tabs_shows_both_texts(wave, open_browser_page, axe):
    person = make_mentor_person(manager=make_person(grade=7))
    here = open_browser_page(person)
    here.goto(reverse("apply", args=[wave.pk]))
    here.get_by_label(STORY).fill("I told the board.")
    has_kept(here)
    here.reload()
    there = here.context.new_page()
    there.goto(reverse("apply", args=[wave.pk]))

    there.get_by_label(STORY).fill("I told the director.")
    has_kept(there)
    here.get_by_label(STORY).fill("I told my manager’s manager.")
    clash = here.locator("[data-autosave-clash]")
    clash.filter(has_text="I told the director.").wait_for()

    assert "I told my manager’s manager." in clash.text_content()
    assert faults_of(here, axe) == []
    here.get_by_role("button", name="Keep what I typed here").click()
    has_kept(here)
    draft = Application.objects.get()
    assert [answer.value for answer in draft.answers.all()] == ["I told my manager’s manager."]
    assert draft.status == Application.Status.DRAFT


def test_an_executive_enrols_on_one_page_with_the_thumb_in_the_dark(wave, open_browser_page, axe):
    conrad = make_mentee_person(given_name="Conrad")
    helper = make_person(given_name="Robin")
    page = open_browser_page(conrad, dark=True, **PHONE)
    taps = 0

    def tap(target):
        nonlocal taps
        target.click()
        taps += 1

    page.goto("/")
    tap(page.get_by_role("link", name="Enrol as a mentee"))
    page.wait_for_url("**/enrolment/")
    page.get_by_label("What do you want to be able to do?").fill("Know what my teams use.")
    tap(page.locator(".wants .scoreq label").nth(2))
    areas = page.locator(".steps-q")
    assert areas.count() == 5, "devices, communication, finding, sharing, multimedia"
    for number in range(areas.count()):
        tap(areas.nth(number).locator("label").nth(number % 5))
    for half_day in ("Monday morning", "Tuesday morning", "Thursday afternoon"):
        tap(page.get_by_label(half_day))
    tap(page.get_by_label("I am ready to be taught by a junior colleague"))
    tap(page.get_by_label("I will keep the time free"))
    page.get_by_label("Assistant").fill(helper.email)
    for question in page.locator("[data-part] fieldset.field:not(:has(.half-days))").all():
        tap(question.locator("label").first)
    assert faults_of(page, axe) == []
    tap(page.get_by_role("button", name="Enrol", exact=True))
    page.get_by_text("Your application is sent.").wait_for()

    sent = Application.objects.get(person=conrad)
    assert (sent.status, sent.assistant) == ("submitted", helper)
    assert taps <= 20, "two minutes are enough"
    assert faults_of(page, axe) == []


def test_what_is_sent_after_the_session_has_ended_comes_back_after_signing_in(wave, open_browser_page, axe):
    conrad = make_mentee_person(given_name="Conrad")
    page = open_browser_page(conrad, **PHONE)
    page.goto(reverse("enrol", args=[wave.pk]))
    page.get_by_label("What do you want to be able to do?").fill("Know what my teams use.")
    Session.objects.all().delete()

    page.get_by_role("button", name="Enrol", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Work email").fill(conrad.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("You were signed out before this was sent").wait_for()
    assert page.get_by_role("definition").get_by_text("Know what my teams use.").is_visible()
    assert faults_of(page, axe) == []
    page.get_by_role("button", name="Send it now").click()

    page.wait_for_url("**/enrolment/")
    assert page.get_by_label("What do you want to be able to do?").input_value() == "Know what my teams use."
    assert Application.objects.get().goals == "Know what my teams use.", "and the draft has it"


@pytest.mark.parametrize("window", [PHONE, {"width": 1280, "dark": True}], ids=["phone", "dark"])
def test_a_referee_answers_by_the_link_and_it_serves_once(wave, open_browser_page, axe, window):
    recommendation = asked(wave)
    referee = Visitor(recommendation.referee, open_browser_page(**window), axe)
    link = f"/r/{asked_of(recommendation)}/"

    referee.open(link).sees(f"Your word for {recommendation.application.person}")
    assert recommendation.application.person.email not in referee.page.content()
    assert "/r/" not in referee.page.url, "the link does not stay in the bar"
    for group in referee.page.locator("fieldset.thought").all()[:-1]:
        group.get_by_text("Mostly", exact=True).click()
    referee.press("Send recommendation").sees("Say whether you agree to four hours a month.")
    assert referee.page.get_by_label("Mostly").first.is_checked(), "nothing that was chosen is lost"
    referee.page.locator("fieldset.thought").last.get_by_text("Yes, I agree").click()
    referee.type("What makes you say so?", "She kept a board matter to herself.")
    referee.press("Send recommendation")

    recommendation.refresh_from_db()
    assert (recommendation.status, recommendation.trustworthy) == ("received", 4)
    answer = referee.page.goto(link)
    assert answer.status == 404
    assert recommendation.application.person.given_name not in referee.page.content()


def test_a_mail_that_reached_the_wrong_person_is_handed_back_in_two_presses(wave, open_browser_page, axe):
    recommendation = asked(wave)
    stray = Visitor("whoever has the link", open_browser_page(**PHONE), axe)

    stray.open(f"/r/{asked_of(recommendation)}/").sees("Not for you?").press("This is not me")

    recommendation.refresh_from_db()
    assert recommendation.status == Recommendation.Status.DECLINED


def asked(wave):
    """A recommendation that an applicant's manager was asked for."""
    boss = make_person(grade=7)
    application = Application.objects.create(
        wave=wave,
        person=make_mentor_person(given_name="Amara", manager=boss),
        side=Application.Side.MENTOR,
        status=Application.Status.SUBMITTED,
        submitted_at=timezone.now(),
    )
    return Recommendation.objects.create(
        application=application,
        referee=boss,
        relation=Recommendation.Relation.MANAGER,
        status=Recommendation.Status.ASKED,
        asked_at=timezone.now(),
    )
