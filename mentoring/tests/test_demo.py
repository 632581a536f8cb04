"""The demo program tells its story in rows, and every account finds a page."""

from collections import Counter
from datetime import date, datetime, time
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from mentoring.demo import ACCOUNTS, cast, load
from mentoring.demo.story import NAME
from pairing.models import Pair
from programs.admission import live
from programs.attributes import composed
from programs.models import (
    Notice,
    ProfileDraft,
    Program,
    Question,
    StatusChange,
    User,
    Volunteered,
    Wave,
)
from programs.objectives import standing_of
from programs.wave_reviews import decisions_before, review_is_recorded
from programs.waves import windows_of
from reports.measures import pair_counts, results
from sessions.models import AgendaItem, Session, SessionMove
from sessions.progress import current_number, progress_of
from sessions.schedule import why_off

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)


def noon_of(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this module, and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        load(WEDNESDAY)
        yield Program.objects.get(name=NAME)
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def wave_of(program, status):
    return program.waves.get(status=status)


def test_the_program_is_measured_and_one_reading_is_due(demo):
    standing = standing_of(demo, WEDNESDAY)

    assert [each.is_due for each in standing] == [True, False, False, False, False]
    assert all(each.latest and each.objective.owner for each in standing)
    assert {wave.number: wave.source and wave.source.number for wave in demo.waves.all()} == {
        1: None,
        2: 1,
        3: 2,
    }


def test_the_closed_wave_has_results_like_the_model_case(demo):
    wave = wave_of(demo, Wave.Status.CLOSED)

    counts = pair_counts(wave)
    percents = {result.code: result.percent for result in results(wave)}

    assert counts == {"pairs": 12, "ended": 1, "enough": 9, "sessions": 62}
    assert percents["business"] == 80
    assert percents["personal"] == 100


def test_the_running_wave_is_in_its_twelfth_week_with_pairs_in_every_state(demo):
    wave = wave_of(demo, Wave.Status.RUNNING)
    pairs = list(Pair.objects.filter(wave=wave).select_related("wave"))

    tones = Counter(each.tone for each in progress_of(pairs, noon_of(WEDNESDAY)).values())

    assert (WEDNESDAY - wave.sessions_start_on).days // 7 + 1 == 12
    assert len(pairs) == 24
    assert tones["risk"] == 3
    assert tones["ended"] == 1
    assert tones["watch"] >= 2
    assert tones["ok"] >= 12
    assert {pair.is_named for pair in pairs} == {True, False}


def test_the_next_wave_takes_applications(demo):
    wave = wave_of(demo, Wave.Status.RECRUITING)

    assert wave.applications_open_on <= WEDNESDAY <= wave.applications_close_on
    assert wave.applications.undecided().count() >= 15


def test_each_wave_opened_on_the_recorded_review_of_the_one_before(demo):
    pilot, running, recruiting = demo.waves.order_by("number")

    for before, following in ((pilot, running), (running, recruiting)):
        opened = following.history.get(current=Wave.Status.RECRUITING)
        assert review_is_recorded(before)
        assert before.closed_review.closed_at < opened.at
        assert decisions_before(following).exists()


def test_people_join_in_every_way_there_is(demo):
    running, recruiting = wave_of(demo, Wave.Status.RUNNING), wave_of(demo, Wave.Status.RECRUITING)

    assert recruiting.applications.exclude(carried_from=None).count() == 2
    assert [live(each, noon_of(WEDNESDAY)) for each in running.late_invitations.all()] == [True]
    assert recruiting.applications.filter(status="draft").exists()
    assert ProfileDraft.objects.get().profile.person.email == cast.APPLICANT


def test_what_is_volunteered_is_shown_of_some_lists_and_not_of_others(demo):
    """Some list has enough people for figures; another has too few, or too few of a kind, and shows none."""
    shown = {
        (wave.number, side, name): len(composed(wave, side, name))
        for wave in demo.waves.filter(status__in=("running", "recruiting"))
        for side in ("mentor", "mentee")
        for name in ("applied", "shortlist")
    }

    assert Volunteered.objects.count() > 60
    assert any(shown.values()) and not all(shown.values()), shown


def test_somebody_meets_today(demo):
    today = Session.objects.filter(pair__wave__status=Wave.Status.RUNNING, local_date=WEDNESDAY)

    assert today.filter(status__in=Session.BOOKED).exists()


def test_today_lies_in_the_fourth_window(demo):
    assert current_number(windows_of(wave_of(demo, Wave.Status.RUNNING)), WEDNESDAY) == 4


def test_nobody_meets_on_a_day_off(demo):
    sessions = Session.objects.exclude(status=Session.Status.CANCELLED).select_related(
        "pair__mentor", "pair__mentee", "pair__wave"
    )

    assert [session for session in sessions if why_off(session, session.starts_at)] == []
    assert [session for session in sessions if session.local_date.weekday() > 4] == []


def test_sessions_are_spread_over_their_windows_in_order(demo):
    wave = wave_of(demo, Wave.Status.RUNNING)
    for number, window in enumerate(windows_of(wave), start=1):
        days = Counter(
            Session.objects.filter(pair__wave=wave, number=number).values_list("local_date", flat=True)
        )
        inside = sum(count for day, count in days.items() if window.holds(day))
        assert number == 4 or inside >= 20, number  # the fourth is late for some, as in life
        assert max(days.values()) <= 6, number
    for pair in wave.pairs.all():
        days = list(pair.sessions.order_by("number").values_list("local_date", flat=True))
        assert all(day < later for day, later in pairwise(days))


def test_what_happened_lies_in_the_past(demo):
    held = Session.objects.held()

    assert not held.filter(starts_at__gte=noon_of(WEDNESDAY)).exists()
    assert not SessionMove.objects.filter(moved_at__gte=noon_of(WEDNESDAY)).exists()
    assert all(move.new_start.date() != move.previous_start.date() for move in SessionMove.objects.all())


def test_mentees_see_the_agendas_of_sessions_held_and_of_the_next_one(demo):
    running = wave_of(demo, Wave.Status.RUNNING)
    ahead = Session.objects.ahead(noon_of(WEDNESDAY)).filter(pair__wave=running)

    assert not Session.objects.held().filter(agenda_shared_at=None).exists()
    assert ahead.filter(number=4, agenda_shared_at=None).count() == 0
    assert AgendaItem.objects.filter(session__in=ahead.filter(number=4)).exists()


def test_every_account_lands_on_a_page(demo):
    for account in ACCOUNTS:
        client = Client()
        client.force_login(User.objects.get(email=account.email))
        assert client.get("/", follow=True).status_code == 200, account.email


def test_nobody_is_written_to_about_the_past(demo):
    assert not Notice.objects.filter(delivery=Notice.Delivery.OWED).exists()


def test_history_carries_the_dates_of_the_story(demo):
    closed = wave_of(demo, Wave.Status.CLOSED)

    steps = list(closed.history.order_by("at").values_list("current", flat=True))

    assert steps == ["recruiting", "selecting", "pairing", "preparing", "running", "reviewing", "closed"]
    assert closed.history.latest("at").at.date() <= WEDNESDAY


def test_loading_it_twice_changes_nothing(demo):
    before = (User.objects.count(), Session.objects.count(), StatusChange.objects.count())

    again = load(WEDNESDAY)

    assert again is False
    assert (User.objects.count(), Session.objects.count(), StatusChange.objects.count()) == before


def test_the_program_has_words_of_its_own_and_a_question_asked_anew(demo):
    program = Program.objects.get(name="Digital Fluency")
    asked = Question.objects.filter(program=program, code="bad-news").order_by("created_at")

    assert [text.kind for text in program.texts.all()] == ["application-accepted"]
    old, new = asked
    assert old.retired_at and not new.retired_at and old.text != new.text
    assert old.answers.exists() and new.answers.exists()
    assert old.created_at < old.retired_at == new.created_at < noon_of(WEDNESDAY)
