"""Sealing anew with the key in front what was sealed with a former one, so that the former can be put away.

Row by row, each only if it still holds what was read: what somebody saves meanwhile is sealed anew already.
"""

from django.apps import apps
from django.db import connection

from .models.sealed import EMPTY, SealedBinaryField, SealedJSONField, SealedTextField, keys

SEALED = (SealedBinaryField, SealedJSONField, SealedTextField)
BATCH = 200


def sealed_columns():
    """``(model, field)`` of every sealed column there is."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SEALED)
    ]


def reseal(model, field):
    """Seal one column anew; how many values it held. `InvalidToken` where none of the keys opens one."""
    table, column, last, count = model._meta.db_table, field.column, 0, 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT id, {column} FROM {table} WHERE id > %s AND {column} IS NOT NULL "  # noqa: S608 - our own names
                "ORDER BY id LIMIT %s",
                [last, BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return count
            for pk, stored in rows:
                last = pk
                if not stored or stored in EMPTY:
                    continue
                before = bytes(stored) if isinstance(field, SealedBinaryField) else stored
                token = keys().rotate(before)
                after = token if isinstance(before, bytes) else token.decode()
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s",  # noqa: S608
                    [after, pk, before],
                )
                count += 1
