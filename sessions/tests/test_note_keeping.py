"""Notes that keep themselves, their versions, one reader more, and what the database holds of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from programs.lifecycle import NotAllowed
from programs.mail import write
from programs.models import Notice
from sessions.models import NoteVersion, Session, SessionNote
from sessions.notes import Conflict, ask_to_widen, keep_note, save_note, settle_widening

from .factories import make_checkin, make_note, make_session

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
TEXTS = {"did": "", "was_new": "", "aha": "", "actions": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return make_session(status=Session.Status.HELD)


def keep(session, did, *, version, page="a"):
    return keep_note(
        session, author=session.pair.mentor, version=version, texts={**TEXTS, "did": did}, page=page
    )


def save(session, did, *, version=0, sharing="pair", post=True):
    return save_note(
        session,
        author=session.pair.mentor,
        version=version,
        texts={**TEXTS, "did": did},
        sharing=sharing,
        post=post,
        now=NOW,
    )


def row_of(table, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("column", ["did", "unposted"])
def test_the_database_does_not_know_what_a_note_says(column):
    value = "CANARY" if column == "did" else {"did": "CANARY"}
    note = make_note(**{column: value})
    note.versions.create(number=1, texts={"did": "CANARY"}, sharing="pair", was_posted=True, at=NOW)

    assert getattr(SessionNote.objects.get(), column) == value
    assert "CANARY" not in row_of("mentoring_sessions_sessionnote", note.pk)
    assert "CANARY" not in row_of("mentoring_sessions_noteversion", note.versions.get().pk)


def test_the_database_does_not_know_what_a_coach_wrote_down():
    checkin = make_checkin(case_note="CANARY")

    checkin.refresh_from_db()

    assert checkin.case_note == "CANARY"
    assert "CANARY" not in row_of("mentoring_sessions_coachcheckin", checkin.pk)


def test_another_key_in_front_still_opens_old_notes(settings):
    note = make_note(did="CANARY")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next one, long enough to be a key of its own"

    assert SessionNote.objects.get(pk=note.pk).did == "CANARY"


def test_a_text_cannot_be_searched_for():
    with pytest.raises(Exception, match="lookup"):
        SessionNote.objects.filter(did="CANARY").exists()


def test_a_draft_keeps_itself_and_makes_no_version(held):
    first = keep(held, "Half", version=0)
    second = keep(held, "Half a sentence", version=first.version)

    assert (second.did, second.posted_at, second.version) == ("Half a sentence", None, 2)
    assert not NoteVersion.objects.exists()


def test_what_is_typed_after_posting_reaches_nobody_until_it_is_saved(held, client):
    posted = save(held, "Posted")
    kept = keep(held, "CANARY-AFTER", version=posted.version)
    client.force_login(held.pair.mentee)
    read = client.get(held.get_absolute_url()).content.decode()
    client.force_login(held.pair.mentor)
    editor = client.get(reverse("note", args=[held.pk])).content.decode()

    assert "Posted" in read and "CANARY-AFTER" not in read
    assert "CANARY-AFTER" in editor and "You went on writing after you posted" in editor
    saved = save(held, "CANARY-AFTER", version=kept.version)
    assert (saved.did, saved.unposted) == ("CANARY-AFTER", {})


def test_two_pages_keep_both_texts(held):
    first = keep(held, "One", version=0, page="one")
    keep(held, "Two", version=first.version, page="two")

    with pytest.raises(Conflict) as conflict:
        keep(held, "One more", version=first.version, page="one")

    assert conflict.value.stored.did == "Two"


def test_a_page_whose_answer_was_lost_goes_on(held):
    first = keep(held, "One", version=0, page="one")
    keep(held, "One and", version=first.version, page="one")

    again = keep(held, "One and a half", version=first.version, page="one")

    assert again.did == "One and a half"


def test_the_script_is_answered_with_a_version_or_with_both_texts(held, client):
    client.force_login(held.pair.mentor)
    url = reverse("note_draft", args=[held.pk])
    typed = {**TEXTS, "did": "Half", "sharing": "pair", "version": 0, "page": "one"}

    kept = client.post(url, typed)
    clash = client.post(url, {**typed, "did": "Other", "page": "two"})
    wrong = client.post(url, {**typed, "did": "x" * 100_000, "version": 1})

    assert kept.status_code == 200 and kept.json()["version"] == "1"
    assert clash.status_code == 409
    assert clash.json()["texts"] == [{"label": "What we did", "saved": "Half", "typed": "Other"}]
    assert wrong.status_code == 409 and "refused" in wrong.json()
    assert SessionNote.objects.get().did == "Half"


def test_each_press_leaves_a_version_that_its_author_alone_sees_and_can_go_back_to(held, client):
    save(held, "CANARY-FIRST", post=False)
    save(held, "Second", version=1)
    versions = reverse("note_versions", args=[held.pk])

    for person, status in ((held.pair.mentor, 200), (held.pair.mentee, 404), (held.pair.coach, 404)):
        client.force_login(person)
        assert client.get(versions).status_code == status
    client.force_login(held.pair.mentor)
    listed = client.get(versions).content.decode()
    editor = client.get(reverse("note", args=[held.pk]) + "?version=1").content.decode()

    assert "CANARY-FIRST" in listed and "Second" in listed
    assert "CANARY-FIRST" in editor and "Nothing is changed until you save it." in editor
    assert SessionNote.objects.get().did == "Second"


# --- one reader more ----------------------------------------------------------------------------------


def may_read(session):
    note = SessionNote.objects.get(session=session)
    pair = session.pair
    people = {"mentee": pair.mentee, "coach": pair.coach}
    return {
        role
        for role, person in people.items()
        if SessionNote.objects.readable_by(person).filter(pk=note.pk).exists()
    }


def test_one_reader_more_asks_the_mentee_who_is_told_by_mail(held, client):
    save(held, "Ours")
    client.force_login(held.pair.mentor)
    client.post(reverse("note_readers", args=[held.pk]), {"do": "ask"})
    client.post(reverse("note_readers", args=[held.pk]), {"do": "ask"})

    assert may_read(held) == {"mentee"}
    notice = Notice.objects.get(kind="note-widening")
    assert notice.recipient == held.pair.mentee
    client.force_login(held.pair.mentee)
    assert "to read these notes too" in client.get(held.get_absolute_url()).content.decode()
    client.post(reverse("note_readers", args=[held.pk]), {"do": "agree", "version": 1})
    assert may_read(held) == {"mentee", "coach"}


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_saying_no_or_taking_the_question_back_changes_no_reader(held, client, who):
    save(held, "Ours")
    ask_to_widen(held, now=NOW)
    client.force_login(getattr(held.pair, who))

    client.post(reverse("note_readers", args=[held.pk]), {"do": "decline" if who == "mentee" else "withdraw"})

    assert may_read(held) == {"mentee"}
    with pytest.raises(NotAllowed, match="Nobody is asking"):
        settle_widening(held, agreed=True, now=NOW)


@pytest.mark.parametrize(("who", "deed"), [("mentor", "agree"), ("coach", "agree"), ("mentee", "ask")])
def test_nobody_answers_for_another(held, client, who, deed):
    save(held, "Ours")
    ask_to_widen(held, now=NOW)
    client.force_login(getattr(held.pair, who))

    assert client.post(reverse("note_readers", args=[held.pk]), {"do": deed}).status_code == 403
    assert may_read(held) == {"mentee"}


def test_a_promise_outlives_taking_the_note_back(held):
    """Posted for the two, kept to oneself, posted again for more: the mentee was told of two readers."""
    save(held, "Ours")
    hidden = save(held, "Ours", version=1, sharing="me")
    assert may_read(held) == set()

    with pytest.raises(NotAllowed, match="posted to fewer"):
        save(held, "Ours", version=hidden.version, sharing="coach")


def test_a_note_that_was_narrowed_meanwhile_is_not_opened_by_an_old_question(held):
    save(held, "Ours")
    ask_to_widen(held, now=NOW)
    save(held, "Mine", version=1, sharing="me")

    with pytest.raises(NotAllowed):
        settle_widening(held, agreed=True, now=NOW)
    assert may_read(held) == set()


def test_a_save_without_the_button_of_posting_opens_a_note_to_nobody_more(held):
    """The form of a posted note, sent without naming its readers on the button."""
    save(held, "Ours")

    with pytest.raises(NotAllowed, match="posted to fewer"):
        save(held, "Ours", version=1, sharing="coach", post=False)
    assert may_read(held) == {"mentee"}


def test_words_changed_since_they_were_read_are_not_opened_to_others(held, client):
    save(held, "Ours")
    ask_to_widen(held, now=NOW)
    save(held, "Quite different", version=1)
    client.force_login(held.pair.mentee)

    client.post(reverse("note_readers", args=[held.pk]), {"do": "agree", "version": 1})

    assert may_read(held) == {"mentee"}
    client.post(reverse("note_readers", args=[held.pk]), {"do": "agree", "version": 2})
    assert may_read(held) == {"mentee", "coach"}


def test_a_question_asked_again_is_written_again(held):
    save(held, "Ours")
    ask_to_widen(held, now=NOW)
    first = Notice.objects.get(kind="note-widening")
    settle_widening(held, agreed=False, now=NOW)
    ask_to_widen(held, now=NOW + timedelta(days=1))

    second = Notice.objects.filter(kind="note-widening").exclude(pk=first.pk).get()
    assert write(first, NOW) is None and write(second, NOW) is not None


def test_what_a_page_still_had_under_way_does_not_overtake_its_press(held):
    """The page saved as a draft, its button posted, and a save of before arrives after that."""
    first = keep(held, "Half", version=0, page="one")
    save_note(
        held,
        author=held.pair.mentor,
        version=first.version,
        texts={**TEXTS, "did": "Posted"},
        sharing="pair",
        post=True,
        page="one",
        now=NOW,
    )

    with pytest.raises(Conflict):
        keep(held, "Half a sen", version=first.version, page="one")
    assert SessionNote.objects.get().did == "Posted"


@pytest.mark.parametrize("number", [1, 3, 50])
def test_versions_take_the_same_statements_however_many(held, number, client, django_assert_max_num_queries):
    for version in range(number):
        save(held, f"Text {version}", version=version)
    client.force_login(held.pair.mentor)
    page = reverse("note_versions", args=[held.pk])
    client.get(page)

    with django_assert_max_num_queries(17):
        assert client.get(page).content.count(b"Text ") == number
