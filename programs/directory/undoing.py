"""Taking an import back: everybody as they were before it."""

from django.db import IntegrityError, connection, transaction

from programs.lifecycle import NotAllowed, move
from programs.models import DirectoryChange, DirectoryImport, User

from . import people_changed, staging
from .applying import forget_old_addresses
from .locking import only_one


def can_undo(source):
    """Only what was applied last can be taken back."""
    return source.status == DirectoryImport.Status.APPLIED and not later(source).exists()


def later(source):
    return DirectoryImport.objects.filter(
        status=DirectoryImport.Status.APPLIED, finished_at__gt=source.finished_at
    )


def undo(source, *, by):
    """Take ``source`` back. People it brought go again, unless something hangs on them: those leave."""
    with only_one() as mine, transaction.atomic():
        if not mine:
            raise NotAllowed("Another import is running. Undo this one when it has finished.")
        move(source, DirectoryImport.Status.UNDONE, by=by)
        if later(source).exists():
            raise NotAllowed("A later import has been applied. Undo that one first.")
        try:
            touched = write_back(source)
        except IntegrityError as trouble:
            raise NotAllowed(
                "This import cannot be undone: an address it took away belongs to somebody else now."
            ) from trouble
        people_changed.send(DirectoryImport, people=touched, source=source)


def write_back(source):
    """Restore facts and remove arrivals, in a number of statements that does not grow."""
    arrivals = DirectoryChange.objects.filter(source=source, field="is_active", previous="")
    brought = set(arrivals.values_list("person", flat=True))
    touched = set(DirectoryChange.objects.filter(source=source).values_list("person", flat=True))
    staying = needed(brought, source) if brought else set()
    going = list(brought - staying)
    User.objects.filter(pk__in=staying).update(is_active=False)
    if going:
        # out of the way of those who get their address back
        staging.run(
            f"UPDATE {staging.PEOPLE} SET email = 'going-' || id || '@invalid' WHERE id = ANY(%s)",  # noqa: S608
            going,
        )
    staging.open_table()
    staging.take_back(source.pk)
    staging.write_changes()
    forget_old_addresses(touched)
    if going:
        User.objects.filter(manager__in=going).update(manager=None)
        DirectoryChange.objects.filter(source=source, person__in=going).delete()
        staging.run(f"DELETE FROM {staging.PEOPLE} WHERE id = ANY(%s)", going)  # noqa: S608
    connection.check_constraints()
    return touched - set(going)


def needed(people, source):
    """Those of ``people`` on whom something hangs besides this import."""
    found = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if not (
            relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        ):
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": people})
        if relation.related_model is DirectoryChange:
            rows = rows.exclude(source=source)
        if relation.related_model is User:
            continue  # reports: they get their former manager back
        found |= set(rows.values_list(relation.field.attname, flat=True))
    return found
