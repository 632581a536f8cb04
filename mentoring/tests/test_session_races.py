"""Mentor, mentee, coach and coordinator with one session at once (`test_races.py` says how)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs.links import label_of
from programs.models import Notice
from programs.tests.racing import at_once
from sessions import lifecycle as session_steps
from sessions.models import CoachCheckin, Session, SessionNote
from sessions.views import session as session_page

from .racing import (
    TIMES,
    InTheMiddle,
    assert_one_story,
    browser_of,
    moving,
    posting,
    running_pair,
    session_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_pair_ends_while_the_mentor_logs_a_session():
    for _ in range(TIMES):
        pair, coordinator = running_pair()
        session = session_in(pair, -1)

        answers = at_once(
            posting(coordinator, "pair_ending", pair.pk),
            posting(pair.mentor, "session_outcome", session.pk, outcome="full"),
        )

        assert answers[0] == 302 and answers[1] in (302, 403, 409)
        assert_one_story(pair)
        assert_one_story(session)
        assert session.status == ("held" if answers[1] == 302 else "planned")


def test_nothing_is_logged_for_a_pair_that_has_just_ended(monkeypatch):
    pair, coordinator = running_pair()
    session = session_in(pair, -1)
    log = posting(pair.mentor, "session_outcome", session.pk, outcome="full")
    ending = InTheMiddle(monkeypatch, session_page, "can_write", posting(coordinator, "pair_ending", pair.pk))

    answer = log()

    assert (answer, ending.answer()) == (409, 302)
    session.refresh_from_db()
    assert session.status == "planned"


def test_a_pair_ends_in_the_middle_of_a_move(monkeypatch):
    """Both lock the pair, its sessions and people: in opposed orders they would wait for each other."""
    pair, coordinator = running_pair()
    sessions = [session_in(pair, 3 + 7 * number, number=number) for number in range(1, 5)]
    ending = InTheMiddle(monkeypatch, session_steps, "locked", posting(coordinator, "pair_ending", pair.pk))

    moved = moving(pair.mentor, sessions[-1], 40)()

    assert (moved, ending.answer()) == (302, 302)
    assert not Session.objects.filter(pair=pair).booked().exists()


def test_a_session_is_moved_and_called_off_at_once():
    for _ in range(TIMES):
        pair, coordinator = running_pair()
        session = session_in(pair, 5)

        answers = at_once(
            moving(pair.mentor, session, 9),
            posting(coordinator, "session_outcome", session.pk, outcome="cancelled"),
        )

        assert answers == [302, 302]  # what is called off can be booked anew
        assert_one_story(session)
        assert session.status in ("cancelled", "planned")
        assert session.sequence == 2
        told = Notice.objects.filter(about=label_of(session), occurrence="2").values_list("kind", flat=True)
        last = "session-cancelled" if session.status == "cancelled" else "session-moved"
        assert list(told) == [last, last]


def test_two_sessions_of_one_person_are_not_moved_to_one_hour():
    for _ in range(TIMES):
        pair, _ = running_pair()
        other = make_pair(wave=pair.wave, mentor=pair.mentor, coach=pair.coach, mentor_place=2)
        sessions = [session_in(pair, 5), session_in(other, 6)]

        answers = at_once(*[moving(each.pair.mentee, each, 12) for each in sessions])

        assert sorted(answers) == [302, 422]


def test_a_time_that_was_moved_meanwhile_is_not_confirmed_unseen():
    pair, _ = running_pair()
    session = session_in(pair, 5)
    mentee = browser_of(pair.mentee)
    shown = mentee.get(reverse("session", args=[session.pk])).content.decode()
    assert f'name="sequence" value="{session.sequence}"' in shown
    moved = moving(pair.mentor, session, 9)

    assert moved() == 302
    answer = mentee.post(reverse("session_confirmation", args=[session.pk]), {"sequence": session.sequence})

    assert answer.status_code == 409
    session.refresh_from_db()
    assert session.status == "planned"


def test_the_mentee_confirms_while_the_mentor_moves():
    for _ in range(TIMES):
        pair, _ = running_pair()
        session = session_in(pair, 5)

        answers = at_once(
            posting(pair.mentee, "session_confirmation", session.pk, sequence=session.sequence),
            moving(pair.mentor, session, 9),
        )

        assert answers[0] in (302, 409) and answers[1] == 302
        assert_one_story(session)
        assert (session.status, session.sequence, session.times_moved) == ("planned", 1, 1)


def test_two_tabs_post_the_first_note():
    for _ in range(TIMES):
        pair, _ = running_pair()
        session = session_in(pair, -1, status=Session.Status.HELD)
        tabs = [tab_with_note(pair.mentor, session, text) for text in ("the left one", "the right one")]

        left, right = at_once(*tabs)

        assert sorted([left.status_code, right.status_code]) == [302, 409]
        kept, refused = ("left", right) if left.status_code == 302 else ("right", left)
        assert SessionNote.objects.get(session=session).did == f"the {kept} one"
        page = refused.content.decode()
        assert "the left one" in page and "the right one" in page


def tab_with_note(mentor, session, text):
    client, url = browser_of(mentor), reverse("note", args=[session.pk])
    form = {"did": text, "sharing": "pair", "post": "pair", "version": "0"}
    return lambda: client.post(url, form)


def test_a_checkin_pressed_twice_is_written_once():
    pair, _ = running_pair()
    today = timezone.localdate().isoformat()
    form = {"held_on": today, "form": "call", "minutes": "30", "case_note": "All well."}

    answers = at_once(*[posting(pair.coach, "checkin", pair.pk, **form) for _ in range(3)])

    assert sorted(answers) == [302, 422, 422]
    assert CoachCheckin.objects.filter(pair=pair).count() == 1
