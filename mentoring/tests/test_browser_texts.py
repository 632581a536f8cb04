"""A coordinator changes the words of a program in a real browser, and sees what the clock has done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import ProgramText, Question, TrainingModule, Wave
from programs.starting import start_program
from programs.tests.factories import make_draft_wave, make_person, make_program, make_wave
from programs.waves import step_by_the_clock

from .browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ines():
    return make_person(given_name="Ines")


@pytest.fixture
def program(ines):
    words = {"name": "Digital Fluency", "purpose": "To learn."}
    return start_program(words, by=ines, template_key="digital_fluency")


@pytest.fixture
def desk(ines, open_browser_page, axe):
    return Visitor(ines, open_browser_page(ines, width=1440), axe)


def test_a_mail_is_reworded_with_a_preview_and_put_back(program, desk):
    desk.open(reverse("mail_texts", args=[program.pk])).open(
        reverse("mail_text", args=[program.pk, "application-accepted"])
    )
    body = desk.page.get_by_label("Text", exact=True)
    standard = body.input_value()

    body.fill(standard + "\n\nBring {{ biscuits }}.")
    desk.page.locator("#preview").get_by_text("biscuits").first.wait_for()  # while one types
    desk.press("Save these words").sees("{{ biscuits }}")
    assert not ProgramText.objects.exists()
    assert "Bring" in body.input_value(), "nothing typed is lost"
    body.fill(standard + "\n\nWelcome aboard.")
    desk.press("Save these words").sees("Saved as version 1")
    assert ProgramText.objects.get().body.replace("\r", "").endswith("Welcome aboard.")

    desk.press("Put the standard words back").sees("The standard words are sent again.")
    desk.press("Take up again").sees("Save them to send them again.")
    assert body.input_value().endswith("Welcome aboard.")


def test_of_two_windows_the_second_sees_what_the_first_has_saved(program, desk):
    address = reverse("mail_text", args=[program.pk, "application-accepted"])
    desk.open(address)
    other = Visitor(desk.person, desk.page.context.new_page(), desk.axe).open(address)
    for window, words in ((desk, "From the first window."), (other, "From the second window.")):
        body = window.page.get_by_label("Text", exact=True)
        body.fill(f"{words}\n\n{body.input_value()}")

    desk.press("Save these words").sees("Saved as version 1")
    other.press("Save these words").sees("Somebody else changed these words")

    assert "From the first window." in other.page.content()
    assert "From the second window." in other.page.get_by_label("Text", exact=True).input_value()
    other.press("Save these words").sees("Saved as version 2")


def test_a_question_is_reworded_and_what_was_answered_keeps_its_wording(program, desk):
    make_wave(program=program, today=timezone.localdate(), status=Wave.Status.RECRUITING)
    question = Question.objects.of(program, Question.Sheet.MENTOR_APPLICATION).first()

    desk.open(reverse("question_edit", args=[question.pk]))
    asked = desk.page.get_by_role("textbox").first
    asked.fill("")
    desk.press("Save")
    assert Question.objects.in_force().filter(pk=question.pk).exists()
    asked.fill("Whom would you rather teach?")
    desk.page.locator("#preview").get_by_text("Whom would you rather teach?").first.wait_for()
    desk.press("Save").sees("Whom would you rather teach?")

    question.refresh_from_db()
    assert question.retired_at
    assert Question.objects.in_force().get(code=question.code, sheet=question.sheet).text.startswith("Whom")


def test_a_scenario_card_that_leads_nowhere_is_named(program, desk):
    module = TrainingModule.objects.filter(program=program, kind="scenario", audience="mentor").first()

    desk.open(reverse("module_edit", args=[module.pk]))
    cards = desk.page.get_by_label("Cards")
    whole = cards.input_value()
    cards.fill(whole.replace("->", "-> nowhere-at-all", 1))
    desk.press("Save")
    desk.sees("nowhere-at-all")
    assert cards.input_value() != whole, "nothing typed is lost"
    cards.fill(whole)
    desk.page.get_by_label("Title").fill("A harder talk")
    desk.press("Save").sees("A harder talk")


def test_what_the_clock_has_done_stands_in_the_history_as_the_clocks(ines, desk):
    today = timezone.localdate()
    wave = make_draft_wave(program=make_program(coordinator=ines), today=today)
    desk.open(reverse("wave_step", args=[wave.pk])).sees("No step has been taken yet.")

    step_by_the_clock(timezone.now(), wave.applications_open_on)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.RECRUITING
    desk.open(reverse("wave_step", args=[wave.pk])).sees("by the clock")


def test_leaving_with_words_that_were_not_sent_asks_first(program, desk):
    desk.open(reverse("mail_text", args=[program.pk, "application-accepted"]))
    asked = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    desk.page.get_by_label("Text", exact=True).press_sequentially("Words. ")
    desk.page.get_by_role("link", name="Back").click()
    desk.page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert "Words." in desk.page.get_by_label("Text", exact=True).input_value()
    desk.press("Save these words").sees("Saved as version 1")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name="Back").click()
    assert asked == ["beforeunload"], "what is saved is left freely"
