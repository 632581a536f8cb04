"""A program's own words in the place of a standard mail: every version kept, the newest in force (P2)."""

from django.db import transaction

from .editing import ChangedMeanwhile, fingerprint
from .models import Program, ProgramText


def in_force(program, kind):
    """The program's own words for a kind of mail, or None where the standard ones are sent."""
    newest = latest(program, kind)
    return None if newest is None or newest.is_standard else newest


def latest(program, kind):
    return ProgramText.objects.filter(program=program, kind=kind).order_by("-version").first()


def all_in_force(program):
    """The same for every kind in one statement: ``{kind: ProgramText}``."""
    texts = ProgramText.objects.filter(program=program).order_by("kind", "-version").distinct("kind")
    return {text.kind: text for text in texts.select_related("by") if not text.is_standard}


def history(program, kind):
    return ProgramText.objects.filter(program=program, kind=kind).select_related("by").order_by("-version")


def seal(subject, body):
    """Says whether the words in force are still those that somebody opened."""
    return fingerprint(f"{subject}\n{body}")


@transaction.atomic
def rewrite(program, kind, subject, body, *, opened, standard, by, now):
    """Put new words in force; nobody overwrites words they have not seen.

    ``opened`` is the seal of the words that the writer found, ``standard`` the pair that is sent while there
    are no own ones. Words equal to those in force change nothing; words equal to the standard put it back.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    newest = latest(program, kind)
    has_own = bool(newest and not newest.is_standard)
    current = (newest.subject, newest.body) if has_own else standard
    if (subject, body) == current:
        return newest
    if seal(*current) != opened:
        raise ChangedMeanwhile("\n\n".join(current))
    if (subject, body) == standard:
        subject = body = ""
    return ProgramText.objects.create(
        program=program,
        kind=kind,
        version=newest.version + 1 if newest else 1,
        subject=subject,
        body=body,
        by=by,
        at=now,
    )


@transaction.atomic
def put_back(program, kind, *, by, now):
    """Send the standard words again; the history keeps the others. Doing it twice changes nothing."""
    Program.objects.select_for_update().get(pk=program.pk)
    newest = latest(program, kind)
    if newest is None or newest.is_standard:
        return None
    return ProgramText.objects.create(program=program, kind=kind, version=newest.version + 1, by=by, at=now)


@transaction.atomic
def silence(program, kind, *, off):
    """Stop sending an optional kind of mail in this program, or send it again."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    quiet = [each for each in locked.quiet_kinds if each != kind] + ([kind] if off else [])
    if quiet != locked.quiet_kinds:
        Program.objects.filter(pk=program.pk).update(quiet_kinds=quiet)
