"""What a checked file does to the directory: compared in a dry run, written in one transaction."""

import itertools
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from programs.models import User

from . import people_changed, staging
from .rows import KEEP, Known, Row

PREVIEWED = 200
# the facts as a row holds them, in the order in which they are staged
NAMES = [each.name for each in staging.COLUMNS]
UNSAID = {each.name: each.get_default() for each in staging.COLUMNS}


@dataclass
class Outcome:
    """How many people a file brings, changes and takes away, and the first of its changes."""

    created: int = 0
    updated: int = 0
    left: int = 0
    unchanged: int = 0
    preview: list[dict] = field(default_factory=list)


def known_people():
    """Everybody in the database, as the checks need them."""
    facts = User.objects.order_by().values_list(
        "pk",
        "employee_number",
        "email",
        Concat("given_name", Value(" "), "family_name"),
        "manager_id",
        "is_active",
        "is_superuser",
    )
    return list(itertools.starmap(Known, facts))


@transaction.atomic
def compare(checked):
    """What writing ``checked`` would do. Nothing is written."""
    return outcome_of(checked, stage(checked, range(-1, -len(checked.rows) - 1, -1)))


@transaction.atomic
def write(checked, source, *, today):
    """Write ``checked`` with its history, and tell who listens. All of it, or nothing."""
    arrivals = sum(row.person is None for row in checked.rows)
    ids = staging.new_ids(arrivals) if arrivals else []
    outcome = outcome_of(checked, stage(checked, ids))
    touched = staging.changed_ids() | set(ids)
    if not touched:
        return outcome
    staging.write_history(source.pk, today)
    staging.write_changes()
    if ids:
        staging.write_arrivals(source.pk, today)
    forget_old_addresses(touched)
    people_changed.send(type(source), people=touched, source=source)
    return outcome


def outcome_of(checked, pk_of):
    updated, left = staging.counts()
    created = sum(row.person is None for row in checked.rows)
    return Outcome(
        created=created,
        updated=updated,
        left=left,
        unchanged=len(checked.rows) + len(checked.gone) - created - updated - left,
        preview=previewed(checked, pk_of),
    )


def stage(checked, ids):
    """Copy the file's people and those who leave into the table beside the real one; who got which key."""
    fresh = iter(ids)
    pk_of = {id(row): row.person.pk if row.person else next(fresh) for row in checked.rows}
    held = facts_held(checked)
    staging.open_table()
    staging.copy_in(record(row, pk_of, held.get(pk_of[id(row)])) for row in checked.rows)
    if checked.gone:
        staging.add_leavers([person.pk for person in checked.gone])
    return pk_of


def facts_held(checked):
    """What is stored now, for the facts of which a row does not speak."""
    silent = {name for row in checked.rows for name in NAMES if name != "manager" and name not in row.facts}
    kept = any(row.manager is KEEP and row.person for row in checked.rows)
    blank_zones = any(row.person and not row.facts.get("time_zone", True) for row in checked.rows)
    if not (silent or kept or blank_zones) or not any(row.person for row in checked.rows):
        return {}
    columns = [each.attname for each in staging.COLUMNS]
    return {pk: facts for pk, *facts in User.objects.order_by().values_list("pk", *columns)}


def record(row, pk_of, held):
    """A row of the file as it is staged."""
    facts = [pk_of[id(row)]]
    for place, name in enumerate(NAMES):
        if name == "manager":
            facts.append(manager_id(row, pk_of, held[place] if held else None))
        elif name == "employee_number" and row.person and row.person.number:
            facts.append(row.person.number)  # the same number in another case is no change
        elif name in row.facts and not (name == "time_zone" and not row.facts[name]):
            facts.append(row.facts[name])
        elif held:
            facts.append(held[place])
        else:
            facts.append(settings.TIME_ZONE if name == "time_zone" else UNSAID[name])
    return facts


def manager_id(row, pk_of, held):
    if isinstance(row.manager, Row):
        return pk_of[id(row.manager)]
    if isinstance(row.manager, Known):
        return row.manager.pk
    return held if row.manager is KEEP else None


def previewed(checked, pk_of):
    """The first changes in words: arrivals, leavers, then what differs."""
    arrivals = [row for row in checked.rows if row.person is None][: PREVIEWED // 4]
    shown = [
        {"person": row.name, "field": "is_active", "previous": "", "current": "true"} for row in arrivals
    ]
    found = staging.preview(PREVIEWED - len(shown))
    people = {pk for pk, *_ in found}
    for _, name, *texts in found:
        if name == "manager":
            people |= {int(text) for text in texts if text.lstrip("-").isdigit()}
    names = {pk_of[id(row)]: row.name for row in checked.rows if row.person is None}
    for person in User.objects.filter(pk__in=people).only("given_name", "family_name"):
        names[person.pk] = person.full_name
    for pk, name, *values in found:
        texts = values
        if name == "manager":
            texts = [names.get(int(text), "") if text else "" for text in values]
        shown.append({"person": names[pk], "field": name, "previous": texts[0], "current": texts[1]})
    return shown


def forget_old_addresses(people):
    """An address that HR took from somebody must not sign them in any longer."""
    EmailAddress.objects.filter(user__in=people).exclude(email__iexact=models.F("user__email")).delete()
