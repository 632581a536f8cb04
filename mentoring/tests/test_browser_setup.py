"""Setting a program up in a real browser, by clicking and typing: six steps, publishing, stepping early."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.calendar import next_start
from programs.models import Program, Wave
from programs.starting import start_program, start_wave
from programs.tests.factories import make_person, make_program, make_role, make_wave

from .browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
STEPS = ("", "roles/", "rules/", "confidentiality/", "messages/")


@pytest.fixture
def visit(open_browser_page, axe):
    """Send somebody to a browser: ``visit(person, width=390, height=844)``."""

    def arrive(person, **window):
        runs = window.get("javascript", True)  # axe-core is a script itself
        return Visitor(person, open_browser_page(person, **window), axe if runs else None)

    return arrive


@pytest.fixture
def ines():
    person = make_person(given_name="Ines", line_of_business="People", department="Development")
    make_program(coordinator=person)  # who may start programs is who runs one
    make_person(given_name="Odette", line_of_business="People", department="Coaching")
    return person


def begun(ines):
    program = start_program(
        {"name": "Digital Story", "purpose": "To learn."}, by=ines, template_key="digital_fluency"
    )
    start = next_start(timezone.localdate())
    days = {
        name: start + timedelta(days=offset)
        for name, offset in {
            "applications_open_on": -80,
            "applications_close_on": -50,
            "selection_ends_on": -30,
            "pairs_announced_on": -14,
            "launch_on": -7,
            "sessions_start_on": 0,
            "sessions_end_on": 180,
            "review_ends_on": 200,
        }.items()
    }
    return start_wave(program, Wave(**days))


def test_a_program_is_set_up_in_six_steps_and_published(visit, ines):
    desk = visit(ines, width=1440)
    desk.open("/programs/new/").follow("Start from Digital fluency")
    desk.type("Name", "Digital Story").press("Create the program")
    program = Program.objects.get(name="Digital Story")
    desk.type("The problem to solve", "Leaders decide on phones they never use.")
    desk.press("Save and continue").sees("Who runs it")

    desk.page.get_by_label("Name, email or unit").press_sequentially("Odette")
    found = desk.page.locator("#found li")  # comes while one types
    found.get_by_label("Role of").select_option("coach")
    desk.press("Add", within=found)
    for side in ("mentors", "mentees"):
        desk.open(f"/programs/{program.pk}/setup/roles/").follow(f"Guidelines for {side}")
        desk.press("Save and publish")
    desk.open(f"/programs/{program.pk}/setup/roles/").follow("Continue")

    start = next_start(timezone.localdate()) + timedelta(days=14)
    desk.type("Sessions start", start.isoformat()).press("Propose dates")
    desk.type("Last day of sessions", (start + timedelta(days=200)).isoformat())
    desk.type("Last day of the review", (start + timedelta(days=230)).isoformat())
    desk.press("Create the draft").sees("Topics and reading")
    desk.type("Keep free from", (start + timedelta(days=21)).isoformat())
    desk.type("Until", (start + timedelta(days=31)).isoformat()).type("Why", "Quarter close")
    desk.page.keyboard.press("Tab")
    desk.sees("for Quarter close")  # the calendar was drawn anew
    desk.press("Save and continue")

    rule = desk.page.get_by_role("group", name="Different function")
    rule.get_by_label("How strictly").select_option("soft")
    desk.press("Save and continue").type("Months that a closed wave is kept", "12")
    desk.press("Save and continue").sees("All checks pass")
    desk.press("Publish wave 1")

    wave = program.waves.get()
    program.refresh_from_db()
    assert (wave.status, wave.history.get().by) == ("recruiting", ines)
    assert wave.blocked_days.filter(reason="Quarter close").count() > 5
    assert (program.problem, program.retention_months) == ("Leaders decide on phones they never use.", 12)
    assert program.pairing_rules.get(rule="function").strength == "soft"


def test_what_cannot_be_passed_over_leaves_no_way_to_publish(visit, ines):
    wave = begun(ines)
    make_wave(program=wave.program, number=0, status=Wave.Status.RUNNING)
    wave.program.topics = []
    wave.program.save()

    desk = visit(ines).open(f"/programs/{wave.program_id}/setup/messages/?wave={wave.pk}")

    assert desk.page.get_by_role("button", name="Publish wave").is_disabled()
    desk.sees("2 checks cannot be passed over.").follow("Mend it")
    desk.type("Topics", "Claims").press("Save and continue")
    wave.program.refresh_from_db()
    assert wave.program.topics == ["Claims"]


def test_a_wave_is_stepped_early_and_past_what_stands_softly_in_the_way(visit, ines):
    wave = begun(ines)
    wave.program.guidelines.update(published_at=timezone.now())
    make_role(wave.program, make_person(), "coach")
    desk = visit(ines).open(f"/programs/{wave.program_id}/setup/messages/?wave={wave.pk}")
    desk.press("Publish wave 1")

    desk.sees("No mentor and no mentee has applied.").press("Close applications all the same")
    desk.sees("Say why, in one sentence.")
    desk.type("Reason", "Everybody was asked in person.").press("Close applications all the same")

    step = wave.history.latest("pk")
    assert (step.current, step.by, step.reason) == ("selecting", ines, "Everybody was asked in person.")
    desk.sees("Everybody was asked in person.")


def test_two_people_call_a_wave_off(visit, ines):
    wave = begun(ines)
    desk = visit(ines).open(f"/waves/{wave.pk}/setup/step/").follow("Ask for it")
    desk.sees("You are the only one who could decide this.")
    wren = make_role(wave.program, make_person(), "steering").person

    desk.open(f"/waves/{wave.pk}/cancellation/").type("Why should the wave be called off?", "The move.")
    desk.press("Ask to call wave 1 off").sees("Take it back")
    phone = visit(wren, **PHONE).open(f"/waves/{wave.pk}/cancellation/").sees("The move.")
    phone.press("Confirm: call wave 1 off")

    wave.refresh_from_db()
    assert wave.status == "cancelled"


def test_the_steps_fit_a_phone_and_need_no_mouse(visit, ines):
    wave = begun(ines)
    phone = visit(ines, **PHONE)
    for step in STEPS:
        phone.open(f"/programs/{wave.program_id}/setup/{step}?wave={wave.pk}")
    phone.open(f"/waves/{wave.pk}/setup/")

    pairs = phone.page.get_by_label("Pairs, at most")
    pairs.focus()
    phone.page.keyboard.press("Control+A")
    phone.page.keyboard.type("18")
    with phone.page.expect_navigation():
        phone.page.keyboard.press("Enter")

    wave.refresh_from_db()
    assert wave.capacity == 18
    assert "/setup/rules/" in phone.page.url


def test_without_scripts_the_calendar_is_shown_by_a_button(visit, ines):
    wave = begun(ines)
    plain = visit(ines, javascript=False).open(f"/waves/{wave.pk}/setup/")

    plain.type("How many", "3").press("Show the calendar")

    assert plain.page.locator("#calendar .sched li", has_text="Session").count() == 3
    wave.refresh_from_db()
    assert wave.session_count == 7
