"""The whole life of a session after it was held, in a browser: note, versions, summary, follow-up, pulse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pairing.tests.factories import make_pair
from programs.mail import write
from programs.models import Notice
from sessions.lifecycle import hold_session
from sessions.models import FollowUp, Message, Pulse, SessionNote
from sessions.tests.factories import make_session
from sessions.threads import unread

from .browsing import follow, press
from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session():
    pair = make_pair()
    yesterday = timezone.localdate() - timedelta(days=1)
    session = make_session(pair=pair, on=yesterday)
    return hold_session(session, by=pair.mentor, now=timezone.now())


def type_in(page, label, words):
    """Type, and wait until the page has kept it by itself."""
    with page.expect_response("**/note/draft/") as answer:
        page.get_by_label(label).fill(words)
    assert answer.value.ok
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved")


def test_a_note_keeps_itself_and_is_read_once_it_is_posted(session, open_browser_page, axe):
    page = open_browser_page(session.pair.mentor)
    page.goto(f"/sessions/{session.pk}/note/")
    type_in(page, "What we did", "Half a sen")
    page.reload()
    expect(page.get_by_label("What we did")).to_have_value("Half a sen")
    assert SessionNote.objects.get().posted_at is None
    type_in(page, "What we did", "A whole sentence.")
    press(page, "Post to")

    page.goto(f"/sessions/{session.pk}/note/")
    type_in(page, "Aha moments", "Nobody reads the letter.")
    assert faults_of(page, axe) == []
    reader = open_browser_page(session.pair.mentee)
    reader.goto(f"/sessions/{session.pk}/")
    assert "A whole sentence." in reader.content() and "Nobody reads the letter." not in reader.content()
    page.reload()
    assert "You went on writing after you posted" in page.content()
    press(page, "Save for")
    reader.reload()
    assert "Nobody reads the letter." in reader.content()
    page.goto(f"/sessions/{session.pk}/note/versions/")
    assert page.get_by_role("heading", name=re.compile(r"^Version \d")).count() == 2


def test_two_tabs_lose_nothing(session, open_browser_page):
    first, second = (open_browser_page(session.pair.mentor) for _ in range(2))
    for page in (first, second):
        page.goto(f"/sessions/{session.pk}/note/")
    type_in(first, "What we did", "From the first tab")
    second.get_by_label("What we did").fill("From the second tab")

    clash = second.locator("[data-autosave-clash]")
    expect(clash).to_contain_text("From the first tab", timeout=10_000)
    expect(clash).to_contain_text("From the second tab")
    with second.expect_response("**/note/draft/"):
        clash.get_by_role("button", name="Keep what I typed here").click()
    assert SessionNote.objects.get().did == "From the second tab"


def test_a_summary_is_released_by_both(session, open_browser_page, axe):
    mentor = open_browser_page(session.pair.mentor)
    mentor.goto(f"/sessions/{session.pk}/summary/")
    mentor.get_by_label("Summary").fill("We filed a practice claim.")
    press(mentor, "Ask ")
    mentee = open_browser_page(session.pair.mentee, width=390, height=844)
    mentee.goto(f"/sessions/{session.pk}/")
    follow(mentee, "Read and answer")
    assert faults_of(mentee, axe) == []
    press(mentee, "Release it")
    coach = open_browser_page(session.pair.coach)
    coach.goto(f"/waves/{session.pair.wave_id}/summaries/")
    assert "We filed a practice claim." in coach.content()
    press(mentee, "Take it back")
    coach.reload()
    assert "We filed a practice claim." not in coach.content()


def test_the_follow_up_is_seen_before_it_is_sent(session, open_browser_page, axe):
    page = open_browser_page(session.pair.mentor)
    page.goto(f"/sessions/{session.pk}/follow-up/")
    page.get_by_label("Your words").fill("Dear Tom, thank you for your patience.")
    press(page, "Look at it")
    assert faults_of(page, axe) == []
    press(page, "Send to")
    assert FollowUp.objects.get().sent_at


def test_four_taps_from_the_mail_on_a_phone(session, open_browser_page, live_server, settings):
    settings.SITE_URL = live_server.url
    letter = write(
        Notice.objects.get(kind="pulse", recipient=session.pair.mentee), timezone.now() + timedelta(hours=3)
    )
    link = next(word for word in letter.body.split() if "/pulse/" in word)
    page = open_browser_page(None, width=390, height=844)
    page.goto(link)
    assert "/pulse/" in page.url and link not in page.url
    for name, answer in (("useful", "Very"), ("agenda_by", "Both of us"), ("spoke_most", "The mentor")):
        page.locator(f"input[name={name}]").locator("xpath=..").filter(has_text=answer).first.click()
    page.locator("input[name=challenge]").first.check()
    press(page, "Send")

    assert "Thank you" in page.content()
    assert Pulse.objects.get().person == session.pair.mentee


def test_words_and_a_file_in_the_thread(session, open_browser_page, axe):
    page = open_browser_page(session.pair.mentee, width=390, height=844)
    page.goto(f"/pairs/{session.pair_id}/messages/")
    page.get_by_label("Message").fill("May we begin with the claim?")
    page.get_by_label("Files").set_input_files({"name": "claim.pdf", "mimeType": "", "buffer": b"%PDF-1.7"})
    press(page, "Send to")
    assert faults_of(page, axe) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="claim.pdf").click()

    assert download.value.suggested_filename == "claim.pdf"
    reader = open_browser_page(session.pair.mentor)
    with reader.expect_response(lambda answer: answer.status == 204):
        reader.goto(f"/pairs/{session.pair_id}/messages/")
    assert not unread(session.pair.mentor)
    assert Message.objects.get().files.get().content == b"%PDF-1.7"
