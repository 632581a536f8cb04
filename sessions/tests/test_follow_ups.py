"""The follow-up mail: begun from the note, previewed, sent once."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs.lifecycle import NotAllowed
from programs.mail import write
from programs.models import Notice
from sessions.follow_ups import keep_follow_up, send_follow_up
from sessions.models import FollowUp, Session

from .factories import make_note, make_session

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    session = make_session(status=Session.Status.HELD)
    make_note(session=session, did="Filed one claim.", actions="Tom: read two comments.", aha="CANARY-AHA")
    return session


@pytest.fixture
def mentor(client, held):
    client.force_login(held.pair.mentor)
    return client


def at(session):
    return reverse("follow_up", args=[session.pk])


def test_it_begins_with_what_was_done_and_agreed_and_no_more(mentor, held):
    page = mentor.get(at(held)).content.decode()

    assert "Filed one claim." in page and "Tom: read two comments." in page and "CANARY-AHA" not in page
    assert not FollowUp.objects.exists()


def test_it_is_shown_as_it_will_arrive_and_that_is_what_arrives(mentor, held):
    mentor.post(at(held), {"do": "preview", "text": "Dear Tom, thank you.", "version": 0})
    page = mentor.get(at(held)).content.decode()
    assert not Notice.objects.filter(kind="follow-up").exists()
    mentor.post(at(held), {"do": "send", "version": 1})

    notice = Notice.objects.get(kind="follow-up")
    mail = write(notice, NOW)
    assert notice.recipient == held.pair.mentee
    assert mail.subject in page and "Dear Tom, thank you." in page and "Dear Tom, thank you." in mail.body
    assert "Sent" in mentor.get(at(held)).content.decode()


def test_two_presses_send_one_mail(mentor, held):
    keep_follow_up(held, text="Dear Tom", version=0, now=NOW)

    for _ in range(2):
        mentor.post(at(held), {"do": "send", "version": 1})

    assert Notice.objects.filter(kind="follow-up").count() == 1
    with pytest.raises(NotAllowed, match="was sent"):
        keep_follow_up(held, text="Another", version=1, now=NOW)


def test_words_changed_in_another_window_are_not_sent_unseen(mentor, held):
    keep_follow_up(held, text="Dear Tom", version=0, now=NOW)
    keep_follow_up(held, text="Something else", version=1, now=NOW)

    with pytest.raises(NotAllowed, match="changed"):
        send_follow_up(held, version=1, now=NOW)
    answer = mentor.post(at(held), {"do": "preview", "text": "My words", "version": 1})
    assert answer.status_code == 422 and "My words" in answer.content.decode()
    assert not Notice.objects.filter(kind="follow-up").exists()


@pytest.mark.parametrize("who", ["mentee", "coach"])
def test_nobody_else_writes_or_reads_it(client, held, who):
    keep_follow_up(held, text="CANARY", version=0, now=NOW)
    client.force_login(getattr(held.pair, who))

    assert client.get(at(held)).status_code == 403
    assert client.post(at(held), {"do": "send", "version": 1}).status_code == 403
    assert b"CANARY" not in client.get(held.get_absolute_url()).content


def test_it_waits_for_the_session():
    with pytest.raises(NotAllowed, match="held"):
        keep_follow_up(make_session(), text="Dear Tom", version=0, now=NOW)


def test_what_looks_like_a_placeholder_is_sent_as_it_was_written(held):
    words = "It's <b>five</b> & {{ link }} {% now %}"
    keep_follow_up(held, text=words, version=0, now=NOW)
    send_follow_up(held, version=1, now=NOW)

    assert words in write(Notice.objects.get(kind="follow-up"), NOW).body
