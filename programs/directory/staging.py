"""The statements that compare and change everybody at once. None is repeated per staged.

People as a file would have them are copied into a temporary table beside the real one; what differs
is found and written by the database.
"""

import csv
import io

from django.db import connection
from django.utils import timezone

from programs.models import DirectoryChange, User

# every fact of a person that an import may set, by its column
COLUMNS = [
    User._meta.get_field(name)
    for name in (
        "employee_number",
        "email",
        "given_name",
        "family_name",
        "job_title",
        "grade",
        "line_of_business",
        "function",
        "department",
        "location",
        "time_zone",
        "manager",
        "hired_on",
        "is_active",
    )
]
NAMES = [field.column for field in COLUMNS]
PEOPLE = f'"{User._meta.db_table}"'
CHANGES = f'"{DirectoryChange._meta.db_table}"'
LISTED = ", ".join(NAMES)
OLD, NEW = (f"({', '.join(f'{side}.{name}' for name in NAMES)})" for side in ("person", "staged"))
# one (field, previous, current) per fact, as the text in which the history keeps it
PER_FACT = ", ".join(
    f"('{field.name}', coalesce(person.{field.column}::text, ''), coalesce(staged.{field.column}::text, ''))"
    for field in COLUMNS
)
DIFFERENCES = f"""
    FROM incoming AS staged JOIN {PEOPLE} AS person ON person.id = staged.id
    CROSS JOIN LATERAL (VALUES {PER_FACT}) AS fact (field, previous, current)
    WHERE {OLD} IS DISTINCT FROM {NEW} AND fact.previous <> fact.current
"""  # noqa: S608 - names come from the model, never from a file


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def rows_of(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def open_table():
    """An empty table for people as they are to be; it goes when the transaction ends."""
    run("DROP TABLE IF EXISTS pg_temp.incoming")  # an earlier import of the same transaction
    run(
        f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT id, {LISTED} FROM {PEOPLE} WITH NO DATA"  # noqa: S608
    )
    run("ALTER TABLE incoming ADD PRIMARY KEY (id)")


def copy_in(records):
    """Fill the table with ``(id, fact, …)`` tuples, facts in the order of COLUMNS."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows(records)
    sheet.seek(0)
    texts = ", ".join(field.column for field in COLUMNS if not field.null)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY incoming (id, {LISTED}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({texts}))", sheet
        )
    run("ANALYZE incoming")


def add_leavers(ids):
    """Add people as they are, but as having left."""
    kept = ", ".join("false" if name == "is_active" else name for name in NAMES)
    run(
        f"INSERT INTO incoming (id, {LISTED}) SELECT id, {kept} FROM {PEOPLE} WHERE id = ANY(%s)",  # noqa: S608
        list(ids),
    )


def counts():
    """How many known people would change, and how many of them leave."""
    ((changed, left),) = rows_of(
        f"""SELECT count(*), count(*) FILTER (WHERE person.is_active AND NOT staged.is_active)
            FROM incoming AS staged JOIN {PEOPLE} AS person ON person.id = staged.id
            WHERE {OLD} IS DISTINCT FROM {NEW}"""  # noqa: S608
    )
    return changed - left, left


def preview(limit):
    """The first differences: ``(person, field, previous, current)``."""
    return rows_of(
        f"""SELECT staged.id, fact.field, fact.previous, fact.current {DIFFERENCES}
            ORDER BY fact.field = 'is_active' DESC, staged.family_name, staged.id, fact.field LIMIT %s""",
        limit,
    )


def new_ids(count):
    return [pk for (pk,) in rows_of(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        User._meta.db_table, count,
    )]  # fmt: skip


def changed_ids():
    return {
        pk
        for (pk,) in rows_of(
            f"""SELECT staged.id FROM incoming AS staged JOIN {PEOPLE} AS person ON person.id = staged.id
                WHERE {OLD} IS DISTINCT FROM {NEW}"""  # noqa: S608
        )
    }


def write_history(source_id, today):
    """One row of history per fact that differs."""
    run(
        f"""INSERT INTO {CHANGES} (person_id, source_id, field, previous, current, changed_on)
            SELECT staged.id, %s, fact.field, left(fact.previous, 200), left(fact.current, 200), %s
            {DIFFERENCES}""",
        source_id,
        today,
    )


def write_arrivals(source_id, today):
    """Insert the people who are new, with the start of their history."""
    others = [
        field
        for field in User._meta.concrete_fields
        if field not in COLUMNS and field.name not in ("id", "password")
    ]
    run(
        f"""INSERT INTO {CHANGES} (person_id, source_id, field, previous, current, changed_on)
            SELECT staged.id, %s, 'is_active', '', staged.is_active::text, %s FROM incoming AS staged
            WHERE NOT EXISTS (SELECT FROM {PEOPLE} AS person WHERE person.id = staged.id)""",  # noqa: S608
        source_id,
        today,
    )
    # "!" begins a password that nobody can type; what follows makes reset links differ
    return run(
        f"""INSERT INTO {PEOPLE} (id, {LISTED}, password, {", ".join(field.column for field in others)})
            SELECT id, {LISTED}, '!' || gen_random_uuid(), {", ".join("%s" for _ in others)}
            FROM incoming AS staged
            WHERE NOT EXISTS (SELECT FROM {PEOPLE} AS person WHERE person.id = staged.id)""",  # noqa: S608
        *(timezone.now() if field.name == "joined_at" else field.get_default() for field in others),
    )


def write_changes():
    """Bring the people who differ to what the table says; nobody else's row is touched.

    Addresses that change are first moved out of the way, so that two people may swap theirs.
    """
    run(
        f"""UPDATE {PEOPLE} AS person SET email = 'changing-' || person.id || '@invalid'
            FROM incoming AS staged WHERE person.id = staged.id AND person.email <> staged.email"""  # noqa: S608
    )
    run(
        f"""UPDATE {PEOPLE} AS person SET ({LISTED}) = {NEW} FROM incoming AS staged
            WHERE person.id = staged.id AND {OLD} IS DISTINCT FROM {NEW}"""  # noqa: S608
    )


def take_back(source_id):
    """Put people whom an import changed into the table as they were before it.

    A fact that somebody has changed since stays as it is now.
    """
    run(
        f"""INSERT INTO incoming (id, {LISTED}) SELECT id, {LISTED} FROM {PEOPLE} AS person
            WHERE EXISTS (SELECT FROM {CHANGES} AS change
                          WHERE change.source_id = %s AND change.person_id = person.id)""",  # noqa: S608
        source_id,
    )
    for field in COLUMNS:
        before = "change.previous" if not field.null else "nullif(change.previous, '')"
        run(
            f"""UPDATE incoming AS staged SET {field.column} = {before}::{field.cast_db_type(connection)}
                FROM {CHANGES} AS change
                WHERE change.source_id = %s AND change.person_id = staged.id AND change.field = %s
                  AND coalesce(staged.{field.column}::text, '') = change.current
                  AND NOT (change.field = 'is_active' AND change.previous = '')""",  # noqa: S608
            source_id,
            field.name,
        )
