"""Guidelines: versions, publishing, accepting by name and date (P4)."""

import re

from django.db import transaction

from .editing import ChangedMeanwhile, fingerprint
from .models import Application, Guidelines, GuidelinesAcceptance, Program, Wave
from .outbox import owe_all

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
UNDER_WAY = (Wave.Status.PREPARING, Wave.Status.RUNNING)


def in_force(program, audience):
    """The version that people are asked to accept, or None while nothing is published."""
    return (
        program.guidelines.filter(audience=audience).exclude(published_at=None).order_by("-version").first()
    )


def latest(program, audience):
    """The newest version, published or not, or None."""
    return program.guidelines.filter(audience=audience).order_by("-version").first()


@transaction.atomic
def rewrite(program, audience, text, *, opened):
    """Save ``text`` as the draft of the next version.

    ``opened`` is the fingerprint of the text that the writer found: nobody overwrites words
    they have not seen.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    current = latest(program, audience)
    if current is None:
        return Guidelines.objects.create(program=program, audience=audience, text=text)
    if current.text == text:
        return current
    if fingerprint(current.text) != opened:
        raise ChangedMeanwhile(current.text)
    if current.published_at:
        return Guidelines.objects.create(
            program=program, audience=audience, version=current.version + 1, text=text
        )
    current.text = text
    current.save(update_fields=["text"])
    return current


@transaction.atomic
def publish(guidelines, *, now):
    """Put a version in force and ask everybody on its side again. Publishing twice changes nothing."""
    published = Guidelines.objects.filter(pk=guidelines.pk, published_at=None).update(published_at=now)
    if published:
        guidelines.published_at = now
        ask_to_accept(guidelines, Wave.objects.filter(program=guidelines.program, status__in=UNDER_WAY))
    return bool(published)


def accept(guidelines, person, *, now):
    """Note that somebody accepts a version; the first time counts."""
    GuidelinesAcceptance.objects.get_or_create(
        guidelines=guidelines, person=person, defaults={"accepted_at": now}
    )


def still_to_accept(wave, audience):
    """Accepted applicants of one side who have not accepted the version in force."""
    text = in_force(wave.program, audience)
    if text is None:
        return Application.objects.none()
    return (
        wave.applications.accepted()
        .filter(side=audience, person__is_active=True)
        .exclude(person__in=GuidelinesAcceptance.objects.filter(guidelines=text).values("person"))
    )


def ask_to_accept(guidelines, waves):
    """Owe a word to everybody on the side of ``guidelines`` who takes part in ``waves``."""
    for wave in waves.select_related("program"):
        waiting = still_to_accept(wave, guidelines.audience)
        owe_all(
            "guidelines",
            [(person_id, wave) for person_id in waiting.values_list("person", flat=True)],
            occurrence=f"{guidelines.audience}-{guidelines.version}",
        )


def ask_participants(wave):
    """When a wave prepares: ask both sides to accept what they are about to work by."""
    for audience in Guidelines.Audience:
        text = in_force(wave.program, audience)
        if text:
            ask_to_accept(text, Wave.objects.filter(pk=wave.pk))


def versions_of(program):
    """For each side the version in force and the draft that may follow it."""
    newest = {}
    for text in program.guidelines.order_by("version"):
        side = newest.setdefault(text.audience, {"in_force": None, "draft": None})
        side["in_force" if text.published_at else "draft"] = text
        if text.published_at:
            side["draft"] = None
    return [
        {
            "audience": side,
            "label": side.label,
            **newest.get(side.value, {"in_force": None, "draft": None}),
        }
        for side in Guidelines.Audience
    ]


def sections(text):
    """``(heading, body)`` for each part of a text; the part before the first heading has none.

    The page's outline is ours, so headings are taken out of the Markdown and set by the template.
    """
    found = [["", []]]
    for line in text.splitlines():
        if heading := HEADING.match(line):
            found.append([heading.group(1), []])
        else:
            found[-1][1].append(line)
    parts = [(title, "\n".join(lines).strip()) for title, lines in found]
    return [(title, body) for title, body in parts if title or body]
