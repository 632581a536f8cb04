from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from programs.models import BlockedDay, Wave
from programs.tests.factories import make_application, make_wave
from programs.waves import windows_of
from reports.figures import Figures
from reports.funnel import funnel
from reports.overview import headline
from reports.plan_figures import percent
from reports.timeline import timeline
from sessions.progress import current_number

START = date(2026, 9, 7)


@pytest.fixture
def wave(db):
    return make_wave(today=START, status=Wave.Status.RUNNING)


@pytest.mark.parametrize(
    ("held", "risk", "expected"),
    [
        ({3: 20}, 3, "is on pace; three pairs need help"),
        ({3: 20}, 1, "is on pace; one pair needs help"),
        ({3: 20}, 0, "is on pace"),
        ({3: 5}, 0, "is behind its plan"),
    ],
)
def test_the_headline_says_the_news(wave, held, risk, expected):
    figures = Figures(wave, None, datetime.combine(START, time(12), UTC), START)
    figures.running, figures.number = [None] * 23, 4
    figures.tones, figures.held = Counter(risk=risk), held

    assert headline(figures) == f"Wave {wave.number} {expected}"


def test_the_picture_shows_the_windows_of_the_set_up_page(wave):
    week_off(wave, date(2026, 9, 28))

    picture = timeline(wave, windows_of(wave), {}, {}, 10, START)

    assert [(box.number, box.caption) for box in picture.boxes[1:3]] == [(2, "Oct 5–16"), (3, "Oct 26–Nov 6")]


def test_the_number_of_the_session_follows_a_window_that_moved(wave):
    on = date(2026, 9, 29)
    before = current_number(windows_of(wave), on)
    week_off(wave, date(2026, 9, 28))

    assert (before, current_number(windows_of(wave), on)) == (2, 1)
    assert current_number(windows_of(wave), START - timedelta(days=1)) == 0
    assert current_number(windows_of(wave), START + timedelta(days=400)) == 7


def week_off(wave, monday):
    for days in range(5):
        BlockedDay.objects.create(wave=wave, day=monday + timedelta(days=days), reason="Quarter close")


def test_the_timeline_stays_inside_its_frame_and_marks_today(wave):
    picture = timeline(wave, windows_of(wave), {1: 10, 2: 4}, {2: 3}, 10, START + timedelta(days=22))

    assert all(box.x >= 0 and box.x + box.width <= picture.width for box in picture.boxes)
    assert [box.held_width == box.width for box in picture.boxes[:2]] == [True, False]
    assert [box.number for box in picture.boxes if box.is_open] == [2]
    assert picture.boxes[1].x < picture.today_x < picture.boxes[2].x
    assert "Session 1: 10 of 10." in picture.words


def test_a_number_never_stands_half_on_its_bar(wave):
    for held in range(24):
        for box in timeline(wave, windows_of(wave), {1: held}, {}, 23, START + timedelta(days=40)).boxes:
            end_of_bar = box.x + box.held_width
            on_the_bar = box.number_class == "tx-on"
            assert (box.label_x + 9 <= end_of_bar) if on_the_bar else (box.label_x >= end_of_bar)


def test_the_stages_of_the_funnel_stand_side_by_side(wave):
    make_application(wave=wave)

    stages = funnel(wave)["stages"]

    assert [stage.x for stage in stages] == [0, 224, 448, 672, 896]
    assert {stage.width for stage in stages} == {224}


def test_percent_of_nothing_is_nothing():
    assert percent(3, 0) == 0
