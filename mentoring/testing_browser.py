"""Fixtures for tests that look at pages as people do: a real Chromium and axe-core."""

import os
import threading
import time

import pytest

from .house import browser
from .house.checkout import Trouble

WAIT_MS = 10_000
A_MOMENT = 0.15  # seconds


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a process. Without a browser these tests fail; they are never skipped."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # half a second, for these tests alone

    try:
        path = browser.find()
    except Trouble as trouble:
        pytest.fail(str(trouble), pytrace=False)
    os.environ["CHROMIUM"] = path
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield running
        running.close()


class UnderWay:
    """How many requests the live server is answering."""

    def __init__(self):
        from django.core.signals import request_finished, request_started  # noqa: PLC0415  # as above

        self.number, self.changed = 0, threading.Condition()
        request_started.connect(self.begin, weak=False, dispatch_uid="under way")
        request_finished.connect(self.end, weak=False, dispatch_uid="under way")

    def begin(self, sender, **rest):
        self.count(1)

    def end(self, sender, **rest):
        self.count(-1)

    def count(self, more):
        with self.changed:
            self.number += more
            self.changed.notify_all()

    def begin_anew(self):
        """Forget requests of other tests' clients that were never read to their end."""
        self.number = 0

    def wait_for_the_last(self):
        """Return once nothing was under way for a moment: a page that closes may still send its draft."""
        limit = time.monotonic() + WAIT_MS / 1000
        with self.changed:
            while time.monotonic() < limit:
                came = self.changed.wait_for(lambda: self.number > 0, timeout=A_MOMENT)
                if not came:
                    return
                self.changed.wait_for(lambda: self.number <= 0, timeout=limit - time.monotonic())


@pytest.fixture(scope="session")
def requests_under_way():
    return UnderWay()


@pytest.fixture
def open_browser_page(chromium, live_server, requests_under_way):
    """Open pages as different people: ``open_browser_page(user, width=390, height=844, dark=True)``.

    Each has its own cookies, and addresses are relative to the live server. A script error or a breach of the
    content security policy on any of them fails the test; on pages that are ``foreign``, only the error.
    """
    contexts, complaints = [], []
    requests_under_way.begin_anew()

    def note(message):
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_one(user=None, *, width=1280, height=900, dark=False, javascript=True, foreign=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if not foreign:
            page.on("console", note)
        if user is not None:
            sign_in_browser(page, user)
        return page

    yield open_one
    for context in contexts:
        context.close()
    # else the tables are emptied under a request, which then fails, or holds them up with a lock
    requests_under_way.wait_for_the_last()
    assert complaints == []


@pytest.fixture
def browser_page(open_browser_page):
    """One page of a desktop browser; ``sign_in_browser(page, user)`` makes it somebody's."""
    return open_browser_page()


def sign_in_browser(page, user):
    """Give the browser a session of ``user``, without the sign-in page."""
    from django.conf import settings  # noqa: PLC0415  # settings are not read yet when this file is imported
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    page.context.add_cookies([
        {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "domain": "localhost",  # where the live server is
            "path": "/",
        }
    ])  # fmt: skip


@pytest.fixture
def axe():
    """Everything axe-core holds against a page, as readable lines: ``assert axe(page) == []``."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    def violations(page, **options):
        found = Axe().run(page, **options).response["violations"]
        return [
            f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]}"
            for violation in found
            for node in violation["nodes"]
        ]

    return violations
