"""What waits for a coordinator: asked of everybody who registered, oldest first, one failure apart."""

from datetime import UTC, datetime

import pytest

from programs import needs
from programs.needs import Need

EARLY, LATE = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 9, tzinfo=UTC)


def need(sentence, since=None):
    return Need(sentence, "", "/", "Open", since=since)


@pytest.fixture
def alone(monkeypatch):
    """A registry with nothing in it."""
    monkeypatch.setattr(needs, "_finders", [])


class SomeWave:
    pk = 7


def test_the_oldest_stands_first_and_what_has_no_beginning_last():
    found = needs.oldest_first([need("c"), need("b", LATE), need("a", EARLY)])

    assert [each.sentence for each in found] == ["a", "b", "c"]


def test_a_duty_that_cannot_be_worked_out_hides_no_other(alone, caplog):
    needs.register(lambda wave, reader, now: [need("one")])
    needs.register(lambda wave, reader, now: 1 / 0)
    needs.register(lambda wave, reader, now: [need("two")])

    found, broken = needs.needs_of(SomeWave(), None, LATE)

    assert ([each.sentence for each in found], broken) == (["one", "two"], 1)
    assert "could not be worked out" in caplog.text
