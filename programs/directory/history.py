"""Changes of facts in words a reader knows."""

from dataclasses import dataclass
from datetime import date

from programs.models import User

from .fields import FACT


@dataclass(frozen=True)
class Told:
    """One change as a page shows it."""

    person: str
    what: str
    previous: str
    current: str
    changed_on: date | None = None
    person_id: int | None = None


def told(changes):
    """``DirectoryChange`` rows in words; one statement more for the names of managers."""
    changes = list(changes)
    managers = {
        int(text)
        for change in changes
        if change.field == "manager"
        for text in (change.previous, change.current)
        if text
    }
    people = User.objects.filter(pk__in=managers | {change.person_id for change in changes})
    names = {person.pk: person.full_name for person in people.only("given_name", "family_name")}

    def named(change, text):
        return names.get(int(text), "somebody removed") if change.field == "manager" and text else text

    return [
        Told(
            names.get(change.person_id, ""),
            *in_words(change.field, named(change, change.previous), named(change, change.current)),
            change.changed_on,
            change.person_id,
        )
        for change in changes
    ]


def told_preview(changes):
    """The same for the preview that an import keeps; managers stand there by name."""
    return [
        Told(
            change["person"],
            *in_words(change["field"], change["previous"], change["current"]),
            person_id=change.get("id"),
        )
        for change in changes
    ]


def in_words(field, previous, current):
    """What changed, from what, to what."""
    if field == "is_active":
        if not previous:
            return "Joined the directory", "", ""
        return "Status", *(("left", "employed") if current == "true" else ("employed", "left"))
    label = "Manager" if field == "manager" else FACT[field].label
    return label, previous or "none", current or "none"
