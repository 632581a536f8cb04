"""One wave in a real browser, by clicking and typing: coordinator, mentor, and mentee on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.answers import asked_of
from programs.models import Application, Program
from programs.tests.factories import (
    make_application,
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_program,
)
from reports.models import Survey
from reports.occasions import END_OF_WAVE
from reports.surveys import write_questions
from sessions.models import Session
from sessions.tests.factories import make_session

from .browsing import Visitor
from .walking import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
CALENDAR = {
    "Applications open": 0,
    "Last day to apply": 10,
    "Selection ends": 20,
    "Pairs announced": 24,
    "Launch event": 30,
    "Sessions start": 35,
    "Last day of sessions": 200,
    "Last day of the review": 230,
}


@pytest.fixture
def visit(open_browser_page, axe):
    """Send somebody to a browser: ``visit(person, width=390, height=844)``."""

    def arrive(person, **window):
        runs = window.get("javascript", True)  # axe-core is a script itself
        return Visitor(person, open_browser_page(person, **window), axe if runs else None)

    return arrive


def test_a_wave_by_clicking_and_typing(visit):
    people = cast()
    ines = visit(people["coordinator"], width=1440)
    wave = set_up(ines)
    ines.open(f"/programs/{wave.program_id}/setup/messages/?wave={wave.pk}").press("Publish wave 1")
    mentor = visit(people["mentor"])
    apply(mentor, people, wave.program)
    mentee = visit(people["mentee"], **PHONE)
    enrol(mentee, wave.program)
    others_apply(wave, people)
    step(ines, wave, "Close applications")
    accept_everybody(ines)
    step(ines, wave, "End the selection")
    pair_up(ines, wave)
    step(ines, wave, "Start preparing")
    for visitor in (mentor, mentee):
        visitor.open(f"/waves/{wave.pk}/guidelines/").press("I accept these guidelines").sees("Accepted")
    step(ines, wave, "Start the sessions")
    session = meet(wave, people["mentor"])
    write_a_note(mentor)
    confirm_and_answer(mentee, wave)
    session.refresh_from_db()
    assert session.mentee_confirmed_at
    stand_on_the_board(ines, wave)


def cast():
    """People of the directory, before anything is set up."""
    coordinator = make_person(given_name="Ines", line_of_business="People", department="Development")
    make_program(coordinator=coordinator)  # who may start programs is who runs one
    boss = make_person(grade=7, department="Claims desk")
    desk = {"manager": boss, "department": "Claims desk"}
    return {
        "coordinator": coordinator,
        "coach": make_person(given_name="Odette", line_of_business="People", department="Coaching"),
        "boss": boss,
        "mentor": make_mentor_person(given_name="Amara", **desk),
        "mates": [make_mentor_person(**desk) for _ in range(2)],
        "mentee": make_mentee_person(given_name="Conrad", department="Counsel"),
    }


def set_up(ines):
    """A program from a template with a coach and guidelines, and a wave."""
    ines.open("/").follow("Programs").follow("New program").follow("Start from Digital fluency")
    ines.type("Name", "Digital Story").press("Create the program")
    program = Program.objects.get(name="Digital Story")
    ines.open(f"/programs/{program.pk}/setup/roles/")
    ines.page.get_by_label("Name, email or unit").press_sequentially("Odette")
    found = ines.page.locator("#found li")  # comes while one types
    found.get_by_label("Role of").select_option("coach")
    ines.press("Add", within=found)
    for side in ("mentors", "mentees"):
        ines.open(f"/programs/{program.pk}/setup/roles/").follow(f"Guidelines for {side}")
        ines.press("Save and publish")
    ines.open(program.get_absolute_url()).follow("New wave")
    for label, days in CALENDAR.items():
        ines.type(label, (timezone.localdate() + timedelta(days=days)).isoformat())
    ines.press("Create the draft")
    return program.waves.get()


def step(ines, wave, verb):
    """Go on by hand, with a reason where the dates have not come yet."""
    ines.open(f"/waves/{wave.pk}/setup/step/").type("Reason", "Everybody is ready early.")
    ines.press(verb)
    assert wave.history.latest("pk").by == ines.person


def apply(mentor, people, program):
    mentor.open("/").open("/profile/")
    mentor.type("Headline", "Explains gladly").type("Your pitch", "Five years close to customers.")
    mentor.type("Interest 1", "Sailing, Choir").press("Choose a photo")
    mentor.page.get_by_label("Photo").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    mentor.press("Upload the photo").follow("Back to the profile").press("Save and continue")
    assert mentor.page.locator("fieldset img").evaluate("image => image.naturalWidth") > 0
    mentor.open("/").follow("Apply as a mentor").press("Send application").sees("Offer at least one topic.")
    topics = mentor.page.locator(".scoreq legend").all_text_contents()
    mentor.rate(topics[0], "3").rate(topics[1], "2")
    answer(mentor, program, "mentor")
    mentor.page.get_by_label("I have four hours a month for this").check()
    mentor.page.get_by_label("I will challenge a senior leader").check()
    mentor.choose("Monday morning", "Tuesday morning", "Wednesday afternoon", "Thursday morning")
    mentor.type("Your manager’s work email", people["boss"].email)
    for number, mate in enumerate(people["mates"], start=1):
        mentor.type(f"Teammate {number}’s work email", mate.email)
    mentor.press("Send application")
    assert Application.objects.get(person=mentor.person).status == Application.Status.SUBMITTED
    mentor.open("/")


def enrol(mentee, program):
    mentee.open("/").follow("Enrol as a mentee")
    mentee.type("What do you want to be able to do?", "Know what my teams use.")
    topic = mentee.page.locator(".scoreq legend").first.text_content()
    mentee.rate(topic, "3")
    answer(mentee, program, "mentee")
    mentee.choose("Monday morning", "Tuesday morning", "Wednesday afternoon")
    mentee.page.get_by_label("I am ready to be taught by a junior colleague").check()
    mentee.page.get_by_label("I will keep the time free").check()
    mentee.press("Enrol")
    assert Application.objects.get(person=mentee.person).status == Application.Status.SUBMITTED
    mentee.open("/")


def answer(visitor, program, side):
    """Say something to every question of a program's form."""
    for question in asked_of(side, program):
        if question.kind in ("short", "long"):
            visitor.type(question.text, "I like to explain things.")
        else:
            group = visitor.page.get_by_role("group", name=question.text)
            group.locator("label").first.click()  # as a finger does: the circle itself is hidden


def others_apply(wave, people):
    """A second mentor and a second mentee, so that there is something to choose between."""
    topics = wave.program.topics[:2]
    make_application(wave=wave, person=people["mates"][0], topics=topics)
    make_application(wave=wave, side="mentee", topics=topics)


def accept_everybody(ines):
    """One after reading it, the others together."""
    ines.follow("Applications").follow("Amara").press("Accept")
    ines.press("Accept: send to Amara")
    ines.follow("Applications")
    for box in ines.page.get_by_role("checkbox").all():
        box.check()
    ines.press("Accept").press("Accept: send 3 mails")


def pair_up(ines, wave):
    ines.follow("Pairing").press("Propose pairs")
    ines.page.locator("summary", has_text="Reasons for").first.click()
    ines.look()
    ines.press("Lock Amara").press("Propose again")
    ines.follow("Approve and publish").press("Publish").follow("Pairs")
    assert set(wave.pairs.values_list("status", flat=True)) == {Pair.Status.ACTIVE}


def meet(wave, mentor):
    """The first session was yesterday."""
    session = Session.objects.get(pair__wave=wave, pair__mentor=mentor, number=1)
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(days=1))
    last = Survey.objects.filter(wave=wave, kind=END_OF_WAVE)
    last.update(opens_on=timezone.localdate(), closes_on=timezone.localdate() + timedelta(days=7))
    for survey in last:
        write_questions(survey)
    return session


def write_a_note(mentor):
    mentor.open("/").press("Held as planned")
    mentor.type("What we did", "Read one week of comments.")
    mentor.press("Keep as draft").sees("Draft saved")
    readers = mentor.page.get_by_role("group", name="Who can read these notes?")
    readers.get_by_role("radio", name="The two of us and our coach").check()
    mentor.press("Post to Conrad, Odette and me").sees("Posted")


def confirm_and_answer(mentee, wave):
    mentee.open("/").press("Yes, it did")
    mentee.follow("Answer").press("Send").sees("Choose one of the five.")
    for group in mentee.page.locator("fieldset:has(.scale)").all():
        group.locator("label").first.click()
    mentee.press("Send").sees("Your answers are kept.")
    first = Session.objects.get(pair__wave=wave, pair__mentee=mentee.person, number=1)
    mentee.open(first.get_absolute_url()).sees("Read one week of comments.")


def stand_on_the_board(ines, wave):
    """The pair has one session held, for everybody to see, under its team name."""
    pair = wave.pairs.get(mentor__given_name="Amara")
    ines.open("/").follow("Leaderboard").sees(pair.team_name)
    for grouping in ("By department", "By session"):
        ines.follow(grouping)
    ines.follow("Surveys").follow("Impact report")


def test_without_scripts_a_note_is_posted_and_a_session_confirmed(visit):
    pair = make_pair()
    session = make_session(pair=pair, status=Session.Status.PLANNED)
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    mentor = visit(pair.mentor, javascript=False)

    mentor.open("/").press("Held as planned").type("What we did", "Read one week of comments.")
    mentor.press("Post to").sees("Posted")
    mentee = visit(pair.mentee, javascript=False, **PHONE)
    mentee.open("/").press("Yes, it did")

    session.refresh_from_db()
    assert session.note.posted_at
    assert session.mentee_confirmed_at
