"""Copies of programs and waves: what goes along, what stays behind, what differs from the source (P2).

A part of a program or wave says what stands in it and how it is copied. Apps to the right register theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from .models import Program, ProgramRole

_parts = {"program": [], "wave": []}


@dataclass(frozen=True)
class Part:
    """``contents(thing)`` answers ``{key: (title, text)}``; ``copy(source, target, now)`` is None where each
    has its own."""

    label: str
    contents: Callable
    copy: Callable | None = None
    noun: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the source; an empty side means that it is not there."""

    title: str
    source: str
    here: str


def register(kind, part):
    """Make ``part`` belong to every "program" or "wave"."""
    _parts[kind].append(part)
    return part


def parts_of(kind):
    return list(_parts[kind])


def copied_from(source, kind):
    """What goes along, a line each with how much of it there is."""
    found = []
    for part in _parts[kind]:
        if part.copy:
            contents = part.contents(source)
            filled = sum(bool(text) for _, text in contents.values())
            if filled:
                found.append({"label": part.label, "count": filled, "noun": part.noun})
    return found


def compared(source, target, kind):
    """``[(label, [Difference])]`` of the parts in which the two differ."""
    found = []
    for part in _parts[kind]:
        if differing := differences(part.contents(source), part.contents(target)):
            found.append((part.label, differing))
    return found


def differences(before, after):
    """What one ``{key: (title, text)}`` has otherwise than another, in the order of the keys."""
    return [
        Difference(
            (after.get(key) or before[key])[0],
            before.get(key, ("", ""))[1],
            after.get(key, ("", ""))[1],
        )
        for key in dict.fromkeys([*before, *after])
        if before.get(key, ("", ""))[1] != after.get(key, ("", ""))[1]
    ]


@transaction.atomic
def copy_program(source, facts, *, by, sponsor=None, now):
    """A new program with everything of ``source`` but its people and what they did; ``by`` coordinates it.

    ``facts`` are fields of the program and win over the source's. Guidelines arrive as drafts.
    """
    program = Program.objects.create(
        **{
            "contact": by,
            "template": source.template,
            "quiet_kinds": list(source.quiet_kinds),
            "recommendations_kept_days": source.recommendations_kept_days,
            "retention_months": source.retention_months,
            **facts,
            "source": source,
        }
    )
    ProgramRole.objects.create(program=program, person=by, role=ProgramRole.Role.COORDINATOR)
    if sponsor:
        ProgramRole.objects.create(program=program, person=sponsor, role=ProgramRole.Role.SPONSOR)
    for part in _parts["program"]:
        if part.copy:
            part.copy(source, program, now)
    return program


def left_behind(source):
    """What does not go along with a copy of a program, with how much of it there is."""
    counts = (
        ("people who run it", source.roles.count()),
        ("waves with their applications and pairs", source.waves.count()),
        ("announcements", source.announcements.count()),
        ("discussions", source.discussions.filter(is_circle=False).count()),
        ("readings of objectives", sum(each.readings.count() for each in source.objectives.all())),
    )
    return [{"label": label, "count": count} for label, count in counts if count]


def left_behind_of_a_wave(source):
    counts = (
        ("applications", source.applications.count()),
        ("days to avoid", source.blocked_days.count()),
        ("events", source.events.count()),
        ("findings of its review", source.findings.count()),
    )
    return [{"label": label, "count": count} for label, count in counts if count]
