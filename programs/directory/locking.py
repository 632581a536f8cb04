"""One import at a time."""

from contextlib import contextmanager

from django.db import connection

IMPORTS = 0x64697265  # a number of our own among PostgreSQL's advisory locks


@contextmanager
def only_one():
    """Hold the directory for as long as the block runs; False when somebody else holds it.

    The lock belongs to the database session: it goes when a worker dies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORTS])
        (mine,) = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORTS])
