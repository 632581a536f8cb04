from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs.models import ProgramRole, Wave
from programs.tests.asking import queries_of
from programs.tests.factories import make_mentor_person, make_person, make_role, make_wave
from reports import leaderboard
from sessions.models import Reading, Session
from sessions.tests.factories import make_note, make_session

pytestmark = pytest.mark.django_db
START = date(2026, 9, 7)
TODAY = START + timedelta(days=45)  # the third window is open
NOW = datetime(2026, 10, 22, 12, tzinfo=UTC)


def make_running_wave():
    return make_wave(today=START, status=Wave.Status.RUNNING)


def make_progress(wave, held, *, noted=None, named=True, **facts):
    """A pair that has held its first ``held`` sessions, with notes on ``noted`` of them."""
    pair = make_pair(wave=wave, mentor_shows_name=named, mentee_shows_name=named, **facts)
    for number in range(1, wave.session_count + 1):
        on = START + timedelta(days=21 * (number - 1) + 2)
        done = number <= held
        session = make_session(
            pair=pair,
            number=number,
            on=on,
            status=Session.Status.HELD if done else Session.Status.PLANNED,
        )
        if done and number <= (held if noted is None else noted):
            make_note(session=session, posted_at=session.starts_at + timedelta(hours=5))
    return pair


def ranks(wave):
    found = leaderboard.sorted_standings(wave, NOW, TODAY, "rank")
    return {pair.pk: None if pair.unranked else pair.rank for pair in found}


def test_pairs_are_ranked_by_sessions_held_then_notes_and_ties_share_a_rank():
    wave = make_running_wave()
    first, also_first, third = make_progress(wave, 3), make_progress(wave, 3), make_progress(wave, 3, noted=2)
    Session.objects.filter(pair=third, number=3).update(starts_at=NOW - timedelta(hours=5))

    assert ranks(wave) == {first.pk: 1, also_first.pk: 1, third.pk: 3}


def test_a_pair_ahead_of_the_calendar_gains_nothing_by_it():
    wave = make_running_wave()
    early, in_time = make_progress(wave, 5, noted=3), make_progress(wave, 3)
    Session.objects.filter(pair=early, number__gt=3).update(starts_at=NOW - timedelta(hours=2))

    assert ranks(wave) == {early.pk: 1, in_time.pk: 1}


def test_a_pair_that_is_behind_carries_no_rank():
    wave = make_running_wave()
    up_to_date, behind = make_progress(wave, 3), make_progress(wave, 1)

    assert ranks(wave) == {up_to_date.pk: 1, behind.pk: None}


def test_counts_do_not_multiply_with_readings():
    wave = make_running_wave()
    pair = make_progress(wave, 3)
    for session in pair.sessions.held():
        for _ in range(2):
            Reading.objects.create(session=session, title="A page", read_at=NOW)

    found = leaderboard.standings(wave, NOW, TODAY).get(pk=pair.pk)

    assert (found.held, found.noted, found.read) == (3, 3, 6)


def test_a_private_pair_shows_its_team_name_and_nothing_else(client):
    wave = make_running_wave()
    private = make_progress(
        wave,
        2,
        named=False,
        mentor=make_mentor_person(family_name="Canarymentor", line_of_business="Canaryline"),
        team_name="Heron",
    )
    viewer = make_progress(wave, 2).mentor
    client.force_login(viewer)

    pages = [client.get(reverse("leaderboard", args=[wave.pk]) + query).content.decode() for query in QUERIES]

    assert "Team Heron" in pages[0]
    for secret in (private.mentor.family_name, private.mentee.family_name, "Canaryline"):
        assert not any(secret in body for body in pages), secret


QUERIES = [
    "",
    "?by=department",
    "?by=session",
    "?sort=pair",
    "?sort=-held",
    "?sort=3",
    "?sort=nonsense",
    "?page=999",
]


def test_one_partner_alone_does_not_disclose_the_pair():
    wave = make_running_wave()
    pair = make_progress(wave, 2, named=False)
    Pair.objects.filter(pk=pair.pk).update(mentor_shows_name=True)

    standing = leaderboard.standings(wave, NOW, TODAY).get()
    (line,) = leaderboard.lines([standing], NOW, pair.coach, wave)

    assert standing.label == line.label == f"Team {pair.team_name}"
    assert (line.mentor, line.mentee, line.department) == (None, None, "")


def test_private_pairs_are_in_no_average():
    wave = make_running_wave()
    for _ in range(5):
        make_progress(wave, 2)
    make_progress(wave, 4, named=False)
    for one_side in ("mentor_shows_name", "mentee_shows_name"):
        private = make_progress(wave, 4, named=False)
        Pair.objects.filter(pk=private.pk).update(**{one_side: True})

    assert leaderboard.departments(wave) == [leaderboard.Group("Claims", 5, 2.0)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([("Claims", 4, 12)], []),
        ([("Claims", 5, 10)], [("Claims", 5, 2.0)]),
        ([("Claims", 3, 9), ("Law", 2, 6)], [("Other lines", 5, 3.0)]),
        ([("Claims", 6, 12), ("Law", 2, 6)], [("Other lines", 8, 2.25)]),
        (
            [("Claims", 6, 12), ("Sales", 7, 7), ("Law", 2, 6)],
            [("Sales", 7, 1.0), ("Other lines", 8, 2.25)],
        ),
    ],
)
def test_groups_below_five_are_joined_until_nobody_follows_by_subtraction(rows, expected):
    assert [(group.name, group.pairs, group.average) for group in leaderboard.merged(rows)] == expected


def test_the_board_asks_as_often_for_fifty_pairs_as_for_one(client):
    counts = []
    for pairs in (1, 3, 50):
        wave = make_running_wave()
        coach = make_person()
        make_role(wave.program, coach, ProgramRole.Role.COACH)
        for _ in range(pairs):
            pair = make_pair(wave=wave, coach=coach)
            make_session(pair=pair, status=Session.Status.HELD)
        client.force_login(coach)
        counts.append(queries_of(client, reverse("leaderboard", args=[wave.pk])))

    assert counts[0] == counts[1] == counts[2]
