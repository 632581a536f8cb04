"""Changing what a program teaches (P5): training modules with their texts, links, files and scenario cards.

As with questions, a module that somebody may have read is never rewritten: what they completed stays.
"""

import contextlib
import secrets

from django.core.files.storage import default_storage
from django.db import transaction

from . import editing
from .editing import ChangedMeanwhile
from .lifecycle import NotAllowed
from .models import Program, TrainingModule
from .photos import is_old
from .questions import AT_REST

Kind = TrainingModule.Kind
FOLDER = "training"
MOST = 20
WORDING = ("title", "minutes", "text", "url", "file", "cards", "is_required")


def taught(program, audience):
    """What a side is taught today, in order."""
    return program.training.in_force().filter(audience=audience).order_by("number", "pk")


def retired(program, audience):
    """What was taught once and is not any more: the last wording of each."""
    rows = program.training.filter(audience=audience)
    rows = rows.exclude(code__in=taught(program, audience).values("code"))
    return rows.order_by("code", "-retired_at", "-pk").distinct("code").select_related("by")


def history(module):
    """Every wording of a module, the newest first."""
    same = TrainingModule.objects.filter(
        program=module.program_id, audience=module.audience, code=module.code
    )
    return same.select_related("by").order_by("-created_at", "-pk")


def seal(module):
    return editing.seal(module, WORDING)


def is_read(module):
    """Whether somebody has completed it, or may be reading it at this moment."""
    return module.program.waves.exclude(status__in=AT_REST).exists() or module.completions.exists()


def held(program):
    return Program.objects.select_for_update().get(pk=program.pk)


@transaction.atomic
def add(program, audience, kind, facts, *, by):
    """Teach one more thing, after all others."""
    held(program)
    rows = list(taught(program, audience))
    refuse_more(rows)
    same = program.training.filter(audience=audience)
    return TrainingModule.objects.create(
        program=program,
        audience=audience,
        kind=kind,
        code=editing.fresh_code(facts["title"], set(same.values_list("code", flat=True))),
        number=rows[-1].number + 1 if rows else 1,
        by=by,
        **with_file_stored(facts),
    )


def refuse_more(rows):
    if len(rows) >= MOST:
        raise NotAllowed(f"There are {MOST} modules already, and more are not read. Retire one first.")


@transaction.atomic
def revise(module, facts, *, opened, by, now):
    """Put new words in the place of a module; ``opened`` is the seal of the words that the writer found."""
    held(module.program)
    current = taught(module.program, module.audience).filter(code=module.code).first()
    if current is None:
        raise NotAllowed("This is not taught any more. Somebody retired it meanwhile.")
    if all(getattr(current, name) == value for name, value in facts.items()):
        return current
    if seal(current) != opened:
        raise ChangedMeanwhile(current)
    return editing.reword(current, with_file_stored(facts), is_read=is_read(current), by=by, now=now)


def with_file_stored(facts):
    """A new file is stored under a name that tells nothing; one that no row comes to name is swept later."""
    upload = facts.get("file")
    if not upload or isinstance(upload, str) or hasattr(upload, "instance"):
        return facts
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.pdf", upload)
    return {**facts, "file": name}


@transaction.atomic
def shift(program, audience, pk, step):
    """Move a module up (-1) or down (1)."""
    held(program)
    rows = list(taught(program, audience))
    if rows:
        editing.put_in_order(editing.moved(rows, pk, step))


@transaction.atomic
def retire(module, *, by, now):
    """Stop teaching it; who completed it keeps that. Doing it twice changes nothing."""
    held(module.program)
    TrainingModule.objects.filter(pk=module.pk, retired_at=None).update(retired_at=now, by=by)


@transaction.atomic
def teach_again(module):
    """Teach what was retired once more, after all others."""
    held(module.program)
    rows = list(taught(module.program, module.audience))
    if any(row.code == module.code for row in rows):
        return
    refuse_more(rows)
    number = rows[-1].number + 1 if rows else 1
    TrainingModule.objects.filter(pk=module.pk).update(retired_at=None, number=number)


def sweep(now):
    """Delete the files that no module names; those younger than a day may not be committed yet."""
    named = set(TrainingModule.objects.exclude(file="").values_list("file", flat=True))
    lost = [name for name in stored_files() if name not in named and is_old(name, now)]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def stored_files():
    with contextlib.suppress(FileNotFoundError):
        yield from (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
