"""Keeping a form that came after its writer's session had ended, until they have signed in again (X2)."""

from datetime import timedelta

from django.db import transaction

from .models import TypedForm

KEPT_FOR = timedelta(days=2)
MOST_KEPT = 5  # for one person; older ones give way
MOST_TYPED = 500_000  # characters


@transaction.atomic
def keep(person_id, path, fields, *, had_files, now):
    """Keep what was typed for ``person_id``; None where it is too much to be anybody's typing."""
    fields = [[name, value.replace("\0", "")] for name, value in fields]
    if len(path) > 500 or sum(len(name) + len(value) for name, value in fields) > MOST_TYPED:
        return None
    kept = TypedForm.objects.create(
        person_id=person_id, path=path, fields=fields, had_files=had_files, kept_at=now
    )
    newest = TypedForm.objects.filter(person_id=person_id).values_list("pk", flat=True)[:MOST_KEPT]
    TypedForm.objects.filter(person_id=person_id).exclude(pk__in=list(newest)).delete()
    return kept


def forget_old(now):
    """Delete what nobody came back for."""
    return TypedForm.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]
