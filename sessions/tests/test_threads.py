"""The thread of a pair: for the two alone, sealed, with files that go where the message goes."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.home_cards import cards_for
from programs.lifecycle import NotAllowed
from programs.mail import write
from programs.models import Notice, ProgramRole
from programs.tests.factories import make_person, make_role
from programs.tests.racing import at_once
from sessions import threads
from sessions.models import Message, MessageFile
from sessions.threads import mark_read, take_back_message, unread, write_message

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
PDF = b"%PDF-1.7 CANARY-FILE"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make_pair()


def at(pair):
    return reverse("thread", args=[pair.pk])


def say(pair, text="CANARY-WORDS", *, by=None, now=NOW, files=()):
    return write_message(pair, by=by or pair.mentor, text=text, files=files, now=now)


def test_the_two_alone_read_it(pair, client):
    file = say(pair, files=[("claim.pdf", PDF)]).files.get()
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    people = {
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "coach": pair.coach,
        "coordinator": coordinator,
        "other": make_pair(wave=pair.wave).mentor,
        "administrator": make_person(is_staff=True, is_superuser=True),
    }
    words, files = set(), set()
    for role, person in people.items():
        client.force_login(person)
        if b"CANARY-WORDS" in client.get(at(pair)).content:
            words.add(role)
        if client.get(reverse("message_file", args=[file.pk])).content == PDF:
            files.add(role)

    assert words == files == {"mentor", "mentee"}


def test_the_database_knows_neither_words_nor_files(pair):
    file = say(pair, files=[("claim.pdf", PDF)]).files.get()

    assert Message.objects.get().text == "CANARY-WORDS" and MessageFile.objects.get().content == PDF
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM mentoring_sessions_message")
        text = cursor.fetchone()[0]
        cursor.execute("SELECT content FROM mentoring_sessions_messagefile WHERE id = %s", [file.pk])
        content = bytes(cursor.fetchone()[0])
    assert "CANARY" not in text and b"CANARY" not in content


def test_a_file_is_a_download_whatever_it_is(pair, client):
    file = say(pair, files=[('a"b\r\nX: 1.pdf', b"<script>")]).files.get()
    client.force_login(pair.mentee)

    answer = client.get(reverse("message_file", args=[file.pk]))

    assert (
        answer["Content-Type"] == "application/octet-stream" and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert (
        answer["Content-Disposition"].startswith("attachment") and "\n" not in answer["Content-Disposition"]
    )


def upload(name="claim.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"text": "", "files": [upload("run.exe")]}, "files"),
        ({"text": "Four", "files": [upload(f"{number}.pdf") for number in range(4)]}, "files"),
        ({"text": "Empty", "files": [upload(content=b"")]}, "files"),
        ({"text": "Large", "files": [upload(content=b"x" * (5 * 1024 * 1024 + 1))]}, "files"),
    ],
)
def test_what_is_not_taken_is_named_and_the_words_stay(pair, client, data, field):
    client.force_login(pair.mentor)

    answer = client.post(at(pair), data)

    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Message.objects.exists()
    if data["text"].strip():
        assert data["text"][:20] in answer.content.decode()


def test_words_and_files_are_sent_and_two_presses_send_one(pair, client):
    client.force_login(pair.mentee)

    for _ in range(2):
        assert client.post(at(pair), {"text": "Here it is", "files": [upload()]}).status_code == 302

    message = Message.objects.get()
    assert (message.by, [file.name for file in message.files.all()]) == (pair.mentee, ["claim.pdf"])


def test_taking_back_takes_words_and_files(pair, client):
    message = say(pair, files=[("claim.pdf", PDF)])
    client.force_login(pair.mentee)
    assert client.post(reverse("message_removal", args=[message.pk])).status_code == 403
    client.force_login(pair.mentor)
    client.post(reverse("message_removal", args=[message.pk]))

    message.refresh_from_db()
    assert message.text == "" and message.removed_at and not MessageFile.objects.exists()
    assert "Taken back" in client.get(at(pair)).content.decode()
    with pytest.raises(NotAllowed):
        take_back_message(message, by=pair.mentor, now=NOW)


def test_the_other_one_is_told_once_a_day_until_they_read(pair):
    say(pair, "One")
    say(pair, "Two", now=NOW + timedelta(hours=1))
    notice = Notice.objects.get(kind="message-waiting")

    letter = write(notice, NOW)
    assert notice.recipient == pair.mentee and "One" not in letter.body and at(pair) in letter.body
    assert pair.mentor.family_name not in letter.subject + letter.body
    mark_read(pair, pair.mentee, now=NOW + timedelta(hours=2))
    assert write(notice, NOW) is None
    say(pair, "Three", now=NOW + timedelta(days=1))
    assert Notice.objects.filter(kind="message-waiting").count() == 2


def test_the_home_counts_what_is_new(pair, client):
    say(pair, "Mine", by=pair.mentee, now=NOW - timedelta(hours=2))
    say(pair, "One")
    say(pair, "Two", now=NOW + timedelta(hours=1))

    assert [each.fresh for each in unread(pair.mentee)] == [2]
    assert f"2 new messages from {pair.mentor.given_name}" in [
        card.title for card in cards_for(pair.mentee, NOW)
    ]
    client.force_login(pair.mentee)
    assert "has written since you were here" in client.get(at(pair)).content.decode()
    assert unread(pair.mentee), "looking at a page changes nothing"
    client.post(at(pair), {"do": "read"})
    assert not unread(pair.mentee) and "since you were here" not in client.get(at(pair)).content.decode()


def test_a_concluded_pair_reads_and_writes_no_more(pair, client):
    say(pair)
    Pair.objects.update(status=Pair.Status.ENDED)
    client.force_login(pair.mentee)

    page = client.get(at(pair)).content.decode()
    client.post(at(pair), {"text": "One more"})

    assert "CANARY-WORDS" in page and "This pair has concluded" in page
    assert Message.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_number_of_statements_does_not_grow(pair, number, client, django_assert_max_num_queries):
    for minute in range(number):
        say(pair, f"Words {minute}", now=NOW + timedelta(minutes=minute), files=[("a.pdf", PDF)])
    client.force_login(pair.mentee)
    client.get(at(pair))

    with django_assert_max_num_queries(24) as asked:
        client.get(at(pair))
    assert not [query["sql"] for query in asked.captured_queries if '"content"' in query["sql"]]


def test_two_files_without_words_are_two_messages(pair):
    say(pair, "", files=[("one.pdf", PDF)])
    say(pair, "", files=[("two.pdf", PDF)])
    say(pair, "", files=[("two.pdf", PDF)])

    assert list(MessageFile.objects.values_list("name", flat=True).order_by("pk")) == ["one.pdf", "two.pdf"]


def test_somebody_writes_so_much_in_an_hour_and_goes_on_later(pair, client, monkeypatch):
    monkeypatch.setattr(threads, "MOST_IN_AN_HOUR", 3)
    for minute in range(3):
        say(pair, f"Message {minute}", now=NOW + timedelta(minutes=minute))

    with pytest.raises(NotAllowed, match=r"3 messages within an hour. You can go on at 9:00 AM"):
        say(pair, "One more", now=NOW + timedelta(minutes=30))

    say(pair, "From the other side", by=pair.mentee, now=NOW + timedelta(minutes=30))
    say(pair, "Later", now=NOW + timedelta(minutes=60))


def test_files_of_a_thread_come_to_so_much_and_one_taken_back_makes_room(pair, monkeypatch):
    monkeypatch.setattr(threads, "MOST_KEPT", 2 * len(PDF))
    first = say(pair, "One", files=[("one.pdf", PDF)])
    say(pair, "Two", files=[("two.pdf", PDF)])

    with pytest.raises(NotAllowed, match="Take a message back first"):
        say(pair, "Three", files=[("three.pdf", b"x")])
    say(pair, "Without a file")

    take_back_message(first, by=pair.mentor, now=NOW)
    say(pair, "Three", files=[("three.pdf", PDF)])


@pytest.mark.django_db(transaction=True)
def test_ten_tabs_are_one_writer(pair, monkeypatch):
    monkeypatch.setattr(threads, "MOST_IN_AN_HOUR", 3)

    at_once(*(partial(say, pair, f"Tab {tab}") for tab in range(10)))

    assert Message.objects.count() == 3
