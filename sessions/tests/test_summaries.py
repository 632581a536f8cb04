"""A summary is released by both, and taken back by either at once."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs.lifecycle import NotAllowed
from programs.mail import write
from programs.models import Notice, ProgramRole
from programs.tests.factories import make_person, make_role
from sessions.models import Session, SessionSummary
from sessions.summaries import agree_to_summary, take_back_summary, write_summary

from .factories import make_session

NOW = datetime(2026, 9, 16, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return make_session(status=Session.Status.HELD)


def offered(session, text="CANARY-SUMMARY", version=0):
    return write_summary(session, text=text, version=version, now=NOW)


def readers(session, client):
    """Who finds the words on the pages where they could stand."""
    coordinator = make_person()
    make_role(session.pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    pair, found = session.pair, set()
    people = {"mentor": pair.mentor, "mentee": pair.mentee, "coach": pair.coach, "coordinator": coordinator}
    pages = (reverse("summary", args=[session.pk]), reverse("summaries", args=[pair.wave_id]))
    for role, person in people.items():
        client.force_login(person)
        if any(b"CANARY-SUMMARY" in client.get(page).content for page in pages):
            found.add(role)
    return found


def test_it_is_read_by_the_program_only_while_both_agree(held, client):
    summary = offered(held)
    assert readers(held, client) == {"mentor", "mentee"}

    agree_to_summary(held, by=held.pair.mentee, version=summary.version, now=NOW)
    assert readers(held, client) == {"mentor", "mentee", "coach", "coordinator"}

    take_back_summary(held, by=held.pair.mentee)
    assert readers(held, client) == {"mentor", "mentee"}


def test_the_mentor_takes_the_offer_back_with_it(held, client):
    summary = offered(held)
    agree_to_summary(held, by=held.pair.mentee, version=summary.version, now=NOW)

    take_back_summary(held, by=held.pair.mentor)

    assert readers(held, client) == {"mentor"}


def test_nobody_agrees_to_words_they_have_not_read(held):
    first = offered(held)
    offered(held, "Other words", version=first.version)

    with pytest.raises(NotAllowed, match="has changed"):
        agree_to_summary(held, by=held.pair.mentee, version=first.version, now=NOW)
    assert not SessionSummary.objects.get().is_released


def test_new_words_take_the_release_away(held):
    first = offered(held)
    agree_to_summary(held, by=held.pair.mentee, version=first.version, now=NOW)

    offered(held, "Other words", version=first.version)

    assert not SessionSummary.objects.get().is_released


def test_two_windows_do_not_write_over_each_other(held):
    first = offered(held)
    offered(held, "The other window", version=first.version)

    with pytest.raises(NotAllowed, match="another window"):
        offered(held, "This one", version=first.version)
    with pytest.raises(NotAllowed, match="already"):
        offered(held, "As if there were none")
    assert SessionSummary.objects.get().text == "The other window"


def test_it_waits_for_the_session():
    with pytest.raises(NotAllowed, match="held"):
        offered(make_session())


def test_what_was_typed_is_kept_when_it_cannot_be_saved(held, client):
    offered(held)
    client.force_login(held.pair.mentor)

    answer = client.post(
        reverse("summary", args=[held.pk]), {"do": "write", "text": "My own words", "version": 0}
    )

    assert answer.status_code == 422
    assert "My own words" in answer.content.decode()


def test_the_mail_asks_and_tells_nothing(held, django_capture_on_commit_callbacks):
    offered(held)
    notice = Notice.objects.get(kind="summary-offered")

    letter = write(notice, NOW)

    assert "CANARY" not in letter.body and reverse("summary", args=[held.pk]) in letter.body
    agree_to_summary(held, by=held.pair.mentee, version=1, now=NOW)
    assert write(notice, NOW) is None


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_takes_the_same_statements_for_any_number(number, client, django_assert_max_num_queries):
    first = make_session(status=Session.Status.HELD)
    for other in range(number):
        session = make_session(pair=first.pair, number=other + 2, status=Session.Status.HELD)
        agree_to_summary(session, by=first.pair.mentee, version=offered(session).version, now=NOW)
    client.force_login(first.pair.coach)
    page = reverse("summaries", args=[first.pair.wave_id])
    client.get(page)

    with django_assert_max_num_queries(17):
        assert client.get(page).content.count(b"CANARY-SUMMARY") == min(number, 25)
