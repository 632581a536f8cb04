"""The page of a wave: each panel stands alone, each state has its page, figures agree with each other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pairing.models import Pair
from pairing.tests.factories import make_pair
from programs import needs as registry
from programs.models import Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_wave,
)
from programs.waves import windows_of
from reports import overview
from reports.funnel import funnel
from reports.models import Survey
from reports.timeline import timeline
from sessions.models import Session
from sessions.tests.factories import make_session

from .factories import make_response, make_survey

Status = Wave.Status
BROKEN = "This part could not be worked out"
HEADINGS = ("Needs you now", "Pair health", "Program risks", "How mentors got here")
PANELS = ("picture", "measures", "needs", "health", "risks", "funnel", "clock")
# statements of all panels: 11 for figures, 9 for reminders, the others for duties of other rooms
PANELS_ASK_AT_MOST = 24


@pytest.fixture
def coordinator(db):
    return make_person()


def wave_in(status, coordinator, **facts):
    today = timezone.localdate()
    return make_wave(program=make_program(coordinator=coordinator), today=today, status=status, **facts)


def page_of(client, person, wave):
    answer = signed_in(client, person).get(wave.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


# --- panels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_that_breaks_says_so_and_the_others_stand(name, coordinator, client, monkeypatch, caplog):
    wave = wave_in(Status.RUNNING, coordinator)
    make_pair(wave=wave)

    def fails(*args):
        raise RuntimeError(name)

    monkeypatch.setattr(overview, name, fails)

    page = page_of(client, coordinator, wave)

    assert page.count(BROKEN) == 1
    assert [heading for heading in HEADINGS if heading not in page] == []
    assert "A panel could not be worked out" in caplog.text


def test_a_headline_that_breaks_leaves_the_plain_noun(coordinator, client, monkeypatch):
    wave = wave_in(Status.RUNNING, coordinator)
    monkeypatch.setattr(overview, "headline", lambda figures: 1 / 0)

    assert f"<h1>Wave {wave.number}</h1>" in page_of(client, coordinator, wave)


def test_one_duty_that_breaks_leaves_the_others_on_the_list(coordinator, client, monkeypatch):
    wave = wave_in(Status.RUNNING, coordinator)
    there = registry.Need("Read the objectives", "Due today.", "/", "Read")
    finders = [lambda *args: 1 / 0, lambda *args: [there]]
    monkeypatch.setattr(registry, "_finders", finders)

    page = page_of(client, coordinator, wave)

    assert page.index("Read the objectives") < page.index(BROKEN)


# --- states -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RECRUITING, Status.SELECTING, Status.PREPARING])
def test_before_its_sessions_a_wave_shows_what_has_to_be_ready(status, coordinator, client):
    page = page_of(client, coordinator, wave_in(status, coordinator))

    assert "Before the sessions start" in page and "Last day to apply" in page
    assert "Through session" not in page


@pytest.mark.parametrize("status", [Status.REVIEWING, Status.CLOSED])
def test_after_its_sessions_a_wave_leads_to_its_report(status, coordinator, client):
    wave = wave_in(status, coordinator)
    make_pair(wave=wave, status=Pair.Status.COMPLETED)

    page = page_of(client, coordinator, wave)

    assert "Read the report" in page and reverse("impact", args=[wave.pk]) in page
    assert "At least five sessions" in page and "to the end" in page


def test_a_wave_that_was_called_off_says_so(coordinator, client):
    assert "It was called off" in page_of(client, coordinator, wave_in(Status.CANCELLED, coordinator))


def test_the_checklist_ticks_what_is_there(coordinator, client):
    wave = wave_in(Status.RECRUITING, coordinator, capacity=1)
    for side in ("mentor", "mentee"):
        make_application(wave=wave, side=side, status="accepted")

    points = overview.checklist(overview.Figures(wave, coordinator, timezone.now(), timezone.localdate()))

    assert {point.name: point.tone for point in points} == {
        "Guidelines are published": "now",
        "Every session has its agenda": "now",
        "There are coaches for all pairs": "now",
        "Mentors are accepted": "ok",
        "Mentees are accepted": "ok",
        "Pairs are announced": "none",
        "Guidelines are accepted": "none",
    }


def test_the_list_for_phones_says_what_the_picture_says(coordinator):
    wave = wave_in(Status.RUNNING, coordinator)
    today = timezone.localdate()

    picture = timeline(wave, windows_of(wave), {1: 6}, {1: 11}, 23, today + timedelta(days=1))

    named = {line.name: line for line in picture.lines}
    assert [line.on for line in picture.lines] == sorted(line.on for line in picture.lines)
    assert named["Session 1"].state == "now" and "6 of 23 held, 6 to book" in named["Session 1"].detail
    assert (named["Launch"].state, named["Session 2"].state) == ("done", "ahead")


def test_names_of_days_close_together_do_not_touch(coordinator):
    wave = wave_in(Status.DRAFT, coordinator)
    wave.pairs_announced_on = wave.launch_on = wave.selection_ends_on

    events = timeline(wave, windows_of(wave), {}, {}, 0, timezone.localdate()).events

    assert {event.name: event.name_y for event in events}["Pairs"] == 105


def test_of_a_wave_that_is_over_no_pair_needs_help(coordinator, client):
    wave = wave_in(Status.CLOSED, coordinator)
    pair = make_pair(wave=wave, status=Pair.Status.COMPLETED)
    make_session(pair=pair, starts_at=timezone.now() - timedelta(days=90))

    assert "need help" not in page_of(client, coordinator, wave)


# --- figures ----------------------------------------------------------------------------------------------


def apply(wave, line, many, status, *, recommended=False):
    for _ in range(many):
        person = make_mentor_person(line_of_business=line)
        application = make_application(wave=wave, person=person, status=status)
        if recommended:
            make_recommendation(application=application, status="received")


def test_no_stage_of_the_funnel_shows_fewer_than_what_follows(coordinator):
    wave = wave_in(Status.PREPARING, coordinator)
    apply(wave, "Claims", 3, "accepted")
    apply(wave, "Claims", 2, "declined", recommended=True)
    apply(wave, "Claims", 1, "draft")

    found = funnel(wave)

    assert [stage.count for stage in found["stages"]] == [6, 5, 5, 3, 0]
    assert found["without"] == "3 mentors were accepted before a recommendation had come."


def test_before_the_decisions_nobody_is_counted_as_not_accepted(coordinator, client):
    wave = wave_in(Status.SELECTING, coordinator)
    apply(wave, "Claims", 6, "submitted", recommended=True)
    apply(wave, "Law", 5, "draft")

    found = funnel(wave)

    assert [(stage.name, stage.count) for stage in found["stages"]] == [
        ("Started", 11),
        ("Submitted", 6),
        ("Recommended", 6),
    ]
    assert "Accepted of started" not in page_of(client, coordinator, wave)


def test_lines_of_fewer_than_five_are_counted_together(coordinator):
    wave = wave_in(Status.PREPARING, coordinator)
    apply(wave, "Claims", 6, "accepted", recommended=True)
    apply(wave, "Technology", 4, "declined")
    apply(wave, "Law", 1, "accepted")

    found = funnel(wave)

    assert [(line.name, line.counts[0], line.counts[3]) for line in found["lines"]] == [
        ("Claims", 6, 6),
        ("Law and Technology", 5, 1),
    ]
    assert found["said"] == "Most came through from Claims, 6 of 6; fewest from Law and Technology, 1 of 5."


def test_one_line_alone_is_no_table(coordinator):
    wave = wave_in(Status.PREPARING, coordinator)
    apply(wave, "Claims", 9, "accepted")

    assert funnel(wave)["lines"] == []


def test_of_fewer_than_five_people_asked_no_reply_is_counted(coordinator, client):
    wave, today = wave_in(Status.RUNNING, coordinator), timezone.localdate()
    survey = make_survey(wave=wave, audience=Survey.Audience.MENTEE, opens_on=today, closes_on=today)
    for _ in range(4):
        pair = make_pair(wave=wave)
    make_response(survey=survey, person=pair.mentee)

    assert "fewer than five asked" in page_of(client, coordinator, wave)
    make_pair(wave=wave)
    assert "1 of 5" in page_of(client, coordinator, wave)


def test_what_waits_longest_stands_first(coordinator, client):
    wave = wave_in(Status.RUNNING, coordinator)
    now = timezone.now()
    for family_name, days in (("Younger", 12), ("Elder", 30)):
        pair = make_pair(wave=wave, mentor=make_mentor_person(family_name=family_name))
        make_session(pair=pair, starts_at=now - timedelta(days=days), status=Session.Status.PLANNED)

    page = page_of(client, coordinator, wave)

    assert page.index("Elder and") < page.index("Younger and") < page.index("under a team name")


def test_the_page_asks_as_often_for_fifty_pairs_as_for_one(client, db):
    counts, own = [], []
    for pairs in (1, 3, 50):
        coordinator = make_person()
        wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)
        coach = make_person()
        for _ in range(pairs):
            make_session(pair=make_pair(wave=wave, coach=coach), status=Session.Status.HELD)
        counts.append(queries_of(signed_in(client, coordinator), wave.get_absolute_url()))
        with CaptureQueriesContext(connection) as queries:
            overview.overview(wave, coordinator, timezone.now(), timezone.localdate())
        own.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert own[0] == own[1] == own[2] <= PANELS_ASK_AT_MOST
