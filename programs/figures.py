"""The figures of a wave on which a finding can rest. Apps to the right add theirs; here are the first few."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Attendance, Event
from .words import counted


@dataclass(frozen=True)
class Figure:
    """One figure: a key that stays, and a sentence that says it with its base."""

    key: str
    sentence: str


_sources: list[Callable] = []


def register(source):
    """Decorate ``source(wave) -> list[Figure]``. What is too small to be shown does not come from there."""
    _sources.append(source)
    return source


def figures_of(wave):
    """Every figure of a wave, each key once."""
    found = {}
    for source in _sources:
        for figure in source(wave):
            found.setdefault(figure.key, figure)
    return list(found.values())


@register
def how_many_applied(wave):
    """Those who applied on each side, and how many of them were accepted."""
    found = []
    for side, many in (("mentor", "mentors"), ("mentee", "mentees")):
        sent = wave.applications.filter(side=side).exclude(status__in=("draft", "withdrawn"))
        if applied := sent.count():
            accepted = sent.accepted().count()
            people = counted(applied, "person", "people")
            found.append(
                Figure(f"applied_{many}", f"{people} applied as {many}, {accepted} of them accepted")
            )
    return found


@register
def who_was_at_the_launch(wave):
    """Attendance of the launch and the closing, where it was recorded."""
    found = []
    for event in Event.objects.standing().filter(wave=wave).exclude(kind=Event.Kind.OTHER):
        recorded = Attendance.objects.filter(event=event).exclude(was_there=None)
        if base := recorded.count():
            there = recorded.filter(was_there=True).count()
            kind = event.get_kind_display().lower()
            found.append(
                Figure(event.kind, f"{there} of {counted(base, 'person', 'people')} were at the {kind}")
            )
    return found
