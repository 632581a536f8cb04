"""Nothing is left out of the tour: every page that somebody can open is looked at in the browser."""

import pytest
from django.urls import resolve

from .access.rows import ROLES
from .test_access import MATRIX, expected
from .tour import stage_tour

# addresses that answer something other than a page, or lead on to one that is on the tour
NO_PAGE = {
    *("health", "ready"),
    *("photo", "photo_whole", "profile_pdf", "training_file", "message_file"),
    *("event_calendar", "session_calendar"),
}


@pytest.mark.django_db
def test_every_page_is_on_the_tour():
    visited = {resolve(stop.path.partition("?")[0]).view_name for stop in stage_tour() if stop.status == 200}
    pages = {name for name, row in MATRIX.items() if 200 in {expected(row, role) for role in ROLES}}

    missing = ", ".join(sorted(pages - visited - NO_PAGE))
    assert missing == "", f"add a stop in mentoring/tests/tour.py for {missing}"
    assert NO_PAGE & visited == set() and set(MATRIX) >= NO_PAGE
