"""Every page of the demo program in a real browser: axe-core, 320 to 1440 wide, light and dark."""

from itertools import groupby

import pytest

from mentoring.demo import cast
from programs.models import User

from .looking import faults_of
from .tour import stage_tour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}  # a window of 1280 at 400 %
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


@pytest.fixture(params=["coordinator", "everybody else"])
def tour(live_server, request):
    """The stops by who makes them, in two parts. Staged for each test, which wipes what a live server saw."""
    return [
        (User.objects.filter(email=who).first(), list(stops))
        for who, stops in groupby(stage_tour(), key=lambda stop: stop.who)
        if (who == cast.COORDINATOR) == (request.param == "coordinator")
    ]


def walk(tour, open_browser_page, look, **window):
    """Open every stop in such a window and ``look`` at it for faults; all of them are told at the end."""
    found = []
    for person, stops in tour:
        page = open_browser_page(person, **window)
        for stop in stops:
            page.set_viewport_size({"width": window["width"], "height": window["height"]})
            answer = page.goto(stop.path)
            faults = [f"answered {answer.status}"] if answer.status != stop.status else look(page)
            found += [f"{person} at {stop.path}: {fault}" for fault in faults]
        page.context.close()
    assert not found, "\n".join(found)


def test_every_page_in_light_on_a_desk_and_in_the_narrowest_window(tour, open_browser_page, axe):
    def look(page):
        yield from faults_of(page, axe)
        page.set_viewport_size(NARROWEST)
        yield from faults_of(page)

    walk(tour, open_browser_page, look, **DESK)


def test_every_page_in_the_dark_on_a_phone_and_on_a_desk(tour, open_browser_page, axe):
    def look(page):
        yield from faults_of(page, axe)
        page.set_viewport_size(DESK)
        yield from faults_of(page, lambda page: axe(page, options=CONTRAST))

    walk(tour, open_browser_page, look, dark=True, **PHONE)
