from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.lifecycle import NotAllowed
from programs.models import ProgramRole
from programs.tests.factories import make_person, make_role
from sessions.models import Session, SessionNote
from sessions.notes import Conflict, save_note

from .factories import make_note, make_session

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
TEXTS = {"did": "CANARY-DID", "was_new": "", "aha": "", "actions": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return make_session(status=Session.Status.HELD)


def save(session, *, version=0, sharing="pair", post=True, **texts):
    return save_note(
        session,
        author=session.pair.mentor,
        version=version,
        texts={**TEXTS, **texts},
        sharing=sharing,
        post=post,
        now=NOW,
    )


READERS = {
    ("me", True): {"mentor"},
    ("pair", False): {"mentor"},
    ("pair", True): {"mentor", "mentee"},
    ("coach", False): {"mentor"},
    ("coach", True): {"mentor", "mentee", "coach"},
}


@pytest.mark.parametrize(("sharing", "posted"), READERS)
def test_who_reads_a_note(sharing, posted, held, client):
    save(held, sharing=sharing, post=posted)
    pair = held.pair
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    other = make_pair(wave=pair.wave)
    people = {
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "coach": pair.coach,
        "coordinator": coordinator,
        "other mentor": other.mentor,
        "other coach": other.coach,
        "administrator": make_person(is_superuser=True, is_staff=True),
    }

    reading, seeing = set(), set()
    for role, person in people.items():
        client.force_login(person)
        answer = client.get(held.get_absolute_url())
        if answer.status_code == 200:
            seeing.add(role)
        if b"CANARY-DID" in answer.content:
            reading.add(role)

    assert reading == READERS[sharing, posted]
    assert seeing == {"mentor", "mentee", "coach", "coordinator"}


def test_lists_say_that_a_note_exists_and_no_more(held, client):
    save(held)
    coordinator = make_person()
    make_role(held.pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(coordinator)

    page = client.get(reverse("schedule", args=[held.pair.wave_id]) + "?show=held").content

    assert b"Notes in" in page
    assert b"CANARY" not in page


def test_posting_needs_a_held_session_and_words(held):
    with pytest.raises(NotAllowed):
        save(make_session())
    with pytest.raises(NotAllowed):
        save(held, did="  ")

    assert SessionNote.objects.count() == 0


def test_only_me_is_never_posted(held):
    assert save(held, sharing="me").posted_at is None


def test_narrowing_is_immediate_and_widening_is_refused(held):
    note = save(held, sharing="pair")
    with pytest.raises(NotAllowed):
        save(held, version=note.version, sharing="coach")

    narrowed = save(held, version=note.version, sharing="me")

    assert (narrowed.sharing, narrowed.posted_at) == ("me", None)


def test_a_draft_is_kept_at_any_time():
    note = save(make_session(), post=False)

    assert (note.did, note.posted_at) == ("CANARY-DID", None)


def test_a_save_from_an_older_version_is_not_made(held):
    note = save(held, post=False)
    save(held, version=note.version, post=False, did="The other window")

    with pytest.raises(Conflict) as conflict:
        save(held, version=note.version, post=False, did="This window")
    with pytest.raises(Conflict):
        save(held, version=0, post=False, did="A third window")

    assert conflict.value.stored.did == "The other window"
    assert SessionNote.objects.get().did == "The other window"


def posted(**fields):
    return {"version": 0, "sharing": "pair", "post": "pair", **TEXTS} | fields


def test_the_page_shows_both_texts_when_two_windows_wrote(held, client):
    make_note(session=held, did="Saved elsewhere", version=3)
    client.force_login(held.pair.mentor)
    url = reverse("note", args=[held.pk])

    answer = client.post(url, posted(version=2, did="Typed here"))

    assert answer.status_code == 409
    assert b"Saved elsewhere" in answer.content and b"Typed here" in answer.content
    again = client.post(url, posted(version=3, did="Both, merged"))
    assert again.status_code == 302
    assert SessionNote.objects.get().did == "Both, merged"


def test_a_button_that_names_other_readers_than_the_tiles_posts_nothing(held, client):
    client.force_login(held.pair.mentor)

    answer = client.post(reverse("note", args=[held.pk]), posted(sharing="coach", post="pair"))

    assert answer.status_code == 422
    assert SessionNote.objects.count() == 0
    assert b"CANARY-DID" in answer.content  # nothing typed is lost


def test_the_button_names_the_readers(held, client):
    client.force_login(held.pair.mentor)

    page = client.get(reverse("note", args=[held.pk])).content.decode()

    assert f"Post to {held.pair.mentee.given_name} and me" in page


def test_a_smuggled_author_or_session_is_ignored(held, client):
    other = make_session()
    client.force_login(held.pair.mentor)

    client.post(
        reverse("note", args=[held.pk]),
        posted(session=other.pk, author=other.pair.mentor_id, posted_at="2020-01-01"),
    )

    note = SessionNote.objects.get()
    assert (note.session, note.author) == (held, held.pair.mentor)
    assert note.posted_at.year > 2020


def test_a_mentor_whose_pair_has_concluded_writes_no_more(client):
    session = make_session(pair=make_pair(status=Pair.Status.ENDED), status=Session.Status.HELD)
    client.force_login(session.pair.mentor)

    assert client.post(reverse("note", args=[session.pk]), posted()).status_code == 403


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "\u202egnihton", "a" * 20_000, "é😀\u200b"],
)
def test_hard_text_is_kept_exactly_and_shown_harmlessly(text, held, client):
    client.force_login(held.pair.mentor)

    client.post(reverse("note", args=[held.pk]), posted(did=text))

    assert SessionNote.objects.get().did == text
    client.force_login(held.pair.mentee)
    page = client.get(held.get_absolute_url()).content.decode()
    assert "<script>alert" not in page and 'href="javascript' not in page


@pytest.mark.parametrize("text", ["a" * 20_001, "nul\x00"])
def test_what_cannot_be_kept_is_refused_with_the_text_in_place(text, held, client):
    client.force_login(held.pair.mentor)

    answer = client.post(reverse("note", args=[held.pk]), posted(did=text))

    assert answer.status_code == 422
    assert SessionNote.objects.filter(session__starts_at__date=date(2026, 9, 15)).count() == 0
