"""The six steps of a set-up, in any order, and how far each has come. Apps to the right register theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from .models import Guidelines, ProgramRole, Wave

Role = ProgramRole.Role


class State(StrEnum):
    DONE = "done"
    UNDER_WAY = "under way"
    NOT_BEGUN = "not begun"

    @property
    def tone(self):
        return {self.DONE: "ok", self.UNDER_WAY: "info", self.NOT_BEGUN: "none"}[self]


def state_of(*parts):
    """Done when every part is, not begun when none is."""
    return State.DONE if all(parts) else State.UNDER_WAY if any(parts) else State.NOT_BEGUN


def saved(program, key):
    """For steps that start from sensible settings: done once somebody has looked at them and saved."""
    return State.DONE if key in program.steps_saved else State.NOT_BEGUN


def keep_saved(program, key):
    """Note that somebody has saved a step."""
    if key not in program.steps_saved:
        program.steps_saved = [*program.steps_saved, key]
        program.save(update_fields=["steps_saved"])


@dataclass(frozen=True)
class Step:
    """One page of the set-up. ``address`` and ``state`` take the program and the wave in front, or None."""

    number: int
    key: str
    label: str
    address: Callable
    state: Callable

    def url(self, program, wave):
        return self.address(program, wave)


_steps = {}


def register(number, key, label, address):
    """Decorate ``state(program, wave) -> State``; ``address`` names the page or is a function for it."""

    def keep(state):
        found = address if callable(address) else page_of_program(address)
        _steps[number] = Step(number, key, label, found, state)
        return state

    return keep


def page_of_program(name):
    """A page about the program; the wave in front goes along in the query."""

    def address(program, wave):
        return reverse(name, args=[program.pk]) + (f"?wave={wave.pk}" if wave else "")

    return address


def steps():
    return [_steps[number] for number in sorted(_steps)]


def step_called(key):
    return next(step for step in steps() if step.key == key)


def beside(key):
    """The steps before and after the one called ``key``, or None at the ends."""
    found = steps()
    place = found.index(step_called(key))
    return (found[place - 1] if place else None), (found[place + 1] if place + 1 < len(found) else None)


def wave_in_front(program, pk=None):
    """The wave whose set-up is open: the one named, else the newest that is not over, else the newest."""
    waves = list(program.waves.order_by("-number"))
    for wave in waves:
        wave.program = program
    named = [wave for wave in waves if wave.pk == pk]
    return next(iter(named or [wave for wave in waves if not wave.is_over] or waves), None)


# --- how far each step has come ---------------------------------------------------------------------------


@register(1, "purpose", "Purpose and goals", "setup_purpose")
def purpose(program, wave):
    return state_of(bool(program.purpose and program.topics), program.objectives.exists())


@register(2, "roles", "Roles and hours", "setup_roles")
def roles(program, wave):
    held = set(program.roles.values_list("role", flat=True))
    published = set(program.guidelines.exclude(published_at=None).values_list("audience", flat=True))
    return state_of(Role.COACH in held, published == set(Guidelines.Audience.values))


def plan_address(program, wave):
    return reverse("wave_setup", args=[wave.pk]) if wave else reverse("wave_new", args=[program.pk])


@register(3, "waves", "Waves and sessions", plan_address)
def waves(program, wave):
    return state_of(wave is not None)


@register(5, "confidentiality", "Confidentiality", "setup_confidentiality")
def confidentiality(program, wave):
    return saved(program, "confidentiality")


@register(6, "messages", "Reminders and surveys", "setup_messages")
def messages(program, wave):
    published = wave and wave.status != Wave.Status.DRAFT
    return State.DONE if published else State.NOT_BEGUN


# --- what happens by itself, with its dates ---------------------------------------------------------------

_calendars = []


@dataclass(frozen=True)
class Dated:
    """Something that will happen on a day of a wave: shown in step 6."""

    on: date
    title: str
    detail: str = ""


def dated(find):
    """Decorate ``find(wave) -> [Dated]``: what an app does by itself in the course of a wave."""
    _calendars.append(find)
    return find


def dates_of(wave):
    """Everything that was found, in the order of its days."""
    return sorted((each for find in _calendars for each in find(wave)), key=lambda each: each.on)


@dated
def steps_by_the_clock(wave):
    """The steps that the wave takes on its dates, when nothing blocks them."""
    return [
        Dated(wave.begins_on(status), Wave.Status(status).label, "By the clock, when nothing blocks it.")
        for status in wave.BEGINS_ON
    ]
