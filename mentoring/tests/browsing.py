"""Somebody at a browser: clicks, types, and has every page looked at that comes up."""

import re

from .looking import faults_of


def press(page, name, *, within=None, role="button"):
    """Press what is called so, or begins so, and return once the page it leads to stands."""
    called = re.compile(rf"^\s*{re.escape(name)}")
    with page.expect_navigation():
        (within or page).get_by_role(role, name=called).first.click()


def follow(page, name, **more):
    press(page, name, role="link", **more)


class Visitor:
    """One person with a browser window of their own."""

    def __init__(self, person, page, axe):
        self.person, self.page, self.axe = person, page, axe

    def look(self):
        assert not (faults := faults_of(self.page, self.axe)), "\n".join([self.page.url, *faults])
        return self

    def open(self, path):
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path} answered {answer.status} to {self.person}"
        return self.look()

    def press(self, name, *, within=None, role="button"):
        """Press it, and look at the page it leads to."""
        press(self.page, name, within=within, role=role)
        return self.look()

    def follow(self, name, **more):
        return self.press(name, role="link", **more)

    def type(self, label, words):
        self.page.get_by_label(label).locator("visible=true").fill(words)
        return self

    def choose(self, *labels):
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def rate(self, group, label):
        """A number on the row of buttons called ``group``."""
        self.page.get_by_role("group", name=group, exact=True).get_by_text(label, exact=True).click()
        return self

    def sees(self, words):
        self.page.get_by_text(words).first.wait_for(state="visible")
        return self
