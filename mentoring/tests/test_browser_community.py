"""On a phone: walking through a scenario, asking and answering, one tap for a meeting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import Attendance, Post, TrainingCompletion, Wave
from programs.tests.factories import make_application, make_person, make_program, make_wave
from programs.tests.factories_community import CARDS, make_discussion, make_event, make_module

from .browsing import follow
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person())
    return make_wave(program=program, today=timezone.localdate(), status=Wave.Status.RUNNING)


@pytest.fixture
def amara(wave):
    return make_application(wave=wave, status="accepted").person


def test_a_scenario_is_walked_card_by_card_and_back(wave, amara, open_browser_page, axe):
    module = make_module(wave.program, kind="scenario", text="", cards=CARDS, is_required=True)
    page = open_browser_page(amara, **PHONE)

    page.goto(reverse("training"))
    follow(page, module.title)
    follow(page, "Go on as planned")
    page.get_by_text("The hour passes. Nothing stays.").wait_for()
    assert list(faults_of(page, axe)) == []
    page.go_back()
    follow(page, "Stop and ask")
    page.get_by_text("The laptop closes.").wait_for()
    page.get_by_role("button", name="Complete it").click()
    page.get_by_text("Nothing is required of you any more").wait_for()

    assert TrainingCompletion.objects.get().person == amara


def test_a_scenario_needs_no_scripts(wave, amara, open_browser_page):
    module = make_module(wave.program, kind="scenario", text="", cards=CARDS)
    page = open_browser_page(amara, javascript=False, **PHONE)

    page.goto(module.get_absolute_url())
    follow(page, "Stop and ask")
    page.get_by_role("button", name="Complete it").click()
    page.get_by_text("is completed").wait_for()

    assert TrainingCompletion.objects.exists()


def test_an_answer_is_written_mended_and_removed(wave, amara, open_browser_page, axe):
    question = make_discussion(wave.program)
    page = open_browser_page(amara, **PHONE)

    page.goto(question.get_absolute_url())
    page.get_by_label("Your answer").fill("With **one** phone.")
    page.get_by_role("button", name="Answer").click()
    page.locator("strong", has_text="one").wait_for()
    assert list(faults_of(page, axe)) == []
    follow(page, "Change")
    page.get_by_label("Your answer").fill("With two phones.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("With two phones.").wait_for()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("This contribution was removed").wait_for()

    assert Post.objects.get(by=amara).text == ""


def test_one_tap_says_whether_one_comes(wave, amara, open_browser_page, axe):
    event = make_event(wave, title="Launch", starts_at=timezone.now() + timedelta(days=3))
    page = open_browser_page(amara, **PHONE)

    page.goto(event.get_absolute_url())
    page.get_by_role("button", name="I am coming").click()
    page.get_by_role("heading", name="You are coming").wait_for()
    assert list(faults_of(page, axe)) == []
    page.get_by_role("button", name="I cannot come").click()
    page.get_by_role("heading", name="You are not coming").wait_for()

    assert Attendance.objects.get().answer == "not_coming"
