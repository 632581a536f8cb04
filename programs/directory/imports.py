"""The life of a directory import: uploaded, columns confirmed, checked, applied, undone.

A worker claims an import by its step to "reading" and shows that it lives by a heartbeat. Everything
is written in one transaction, so an import whose worker died can be started again from the beginning.
"""

import hashlib
import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from programs.lifecycle import NotAllowed, move
from programs.models import DirectoryImport
from programs.models.directory import TRIES
from programs.outbox import ring

from . import applying
from .checking import check
from .locking import only_one
from .reading import Unreadable, read

log = logging.getLogger(__name__)
Status = DirectoryImport.Status
FORGOTTEN_AFTER_DAYS = 7
UNFORESEEN = "The import stopped at something we did not foresee. Nothing was written; it can be tried again."


def upload(filename, content, *, by):
    """Keep a file until somebody has said what its columns mean."""
    return DirectoryImport.objects.create(
        filename=filename[-200:], content=content, sha256=hashlib.sha256(content).hexdigest(), by=by
    )


def ask(imported, *, by, **choices):
    """Have a worker read the file, with ``headers``, ``dry_run`` and the other choices given.

    An upload is waiting already; anything else steps back to waiting.
    """
    choices.update(refusal="", attempts=0, rows_done=0)
    if imported.needs_columns:
        waiting = DirectoryImport.objects.filter(pk=imported.pk, status=Status.WAITING, headers={})
        if not waiting.update(**choices):
            raise NotAllowed("Somebody else has already started this import.")
    else:
        move(imported, Status.WAITING, by=by, **choices)
    ring(read_import, imported.pk)


@shared_task(name="programs.directory.read_import")
def read_import(pk):
    """Read one import if nobody else is at it."""
    imported = DirectoryImport.objects.exclude(headers={}).filter(pk=pk, status=Status.WAITING).first()
    if imported:
        work_on(imported, today=timezone.localdate())


def read_waiting(now, today):
    """Read what waits, and start again what a dead worker had in hand."""
    for pk in DirectoryImport.objects.ready(now).order_by("pk").values_list("pk", flat=True):
        imported = DirectoryImport.objects.get(pk=pk)
        try:
            if imported.status == Status.READING:
                if imported.attempts >= TRIES:
                    move(imported, Status.REFUSED, refusal=UNFORESEEN, finished_at=now)
                    continue
                move(imported, Status.WAITING, reason="The worker fell silent.")
        except NotAllowed:
            continue  # somebody else was quicker
        work_on(imported, today=today)


def forget_files(now):
    """Drop files that nobody applied for a week; what was found in them stays."""
    old = now - timedelta(days=FORGOTTEN_AFTER_DAYS)
    DirectoryImport.objects.filter(started_at__lt=old, content__isnull=False).exclude(
        status=Status.READING
    ).update(content=None)


def work_on(imported, *, today, tell=None):
    """Claim a waiting import and take it to its end. True when this call was the one that did."""
    try:
        move(
            imported,
            Status.READING,
            heartbeat_at=timezone.now(),
            attempts=imported.attempts + 1,
            finished_at=None,
        )
    except NotAllowed:
        return False
    try:
        carry_out(imported, today=today, tell=tell or (lambda done, total: None))
    except Unreadable as trouble:
        finish(imported, Status.REFUSED, refusal=str(trouble))
    except NotAllowed:
        log.warning("Import %s was finished by somebody else.", imported.pk)
    except Exception:
        log.exception("Import %s stopped.", imported.pk)
        finish(imported, Status.REFUSED, refusal=UNFORESEEN)
    return True


def carry_out(imported, *, today, tell):
    if imported.content is None:
        raise Unreadable("The file is not kept any more. Upload it again.")

    def show(done, total):
        DirectoryImport.objects.filter(pk=imported.pk).update(
            rows_done=done, rows_total=total, heartbeat_at=timezone.now()
        )
        tell(done, total)

    sheet = read(bytes(imported.content))
    if imported.dry_run:
        checked = check(sheet, imported.headers, applying.known_people(), today=today, tell=show)
        outcome = applying.compare(checked)
        finish(
            imported,
            Status.CHECKED,
            refusal=objection(imported, checked),
            **report(checked),
            **vars(outcome),
        )
        return
    with only_one() as mine:
        if not mine:
            raise Unreadable("Another import is running. Try again when it has finished.")
        checked = check(sheet, imported.headers, applying.known_people(), today=today, tell=show)
        if reason := objection(imported, checked):
            outcome = applying.compare(checked)
            finish(imported, Status.REFUSED, refusal=reason, **report(checked), **vars(outcome))
            return
        with transaction.atomic():
            outcome = applying.write(checked, imported, today=today)
            finish(imported, Status.APPLIED, content=None, **report(checked), **vars(outcome))


def objection(imported, checked):
    """Why a checked file must not be written as it is; empty when nothing stands against it."""
    if imported.all_or_nothing and checked.bad_rows:
        return (
            f"{checked.bad_rows:,} of {checked.total:,} rows have problems, and you asked for all or nothing."
        )
    if not checked.rows and checked.total:
        return "No row of this file can be used. Look at the problems below."
    if has_many_leavers(checked) and not imported.allow_many_leavers:
        return (
            f"{checked.leaving:,} of {checked.employed_before:,} people ({checked.share_leaving:.0f}%) would "
            f"be marked as having left; above {settings.DIRECTORY_LEAVERS_PERCENT}% we ask first. "
            "The file may have been cut off. If it is right, allow many leavers."
        )
    return ""


def has_many_leavers(checked):
    return checked.share_leaving > settings.DIRECTORY_LEAVERS_PERCENT


def report(checked):
    return {
        "rows_total": checked.total,
        "rows_done": checked.total,
        "problems": checked.problems,
        "problem_count": checked.problem_count,
        "many_leavers": has_many_leavers(checked),
    }


def finish(imported, status, **findings):
    findings.setdefault("refusal", "")
    move(
        imported,
        status,
        by=imported.by if status == Status.APPLIED else None,
        finished_at=timezone.now(),
        **findings,
    )
