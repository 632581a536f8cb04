"""Small directory files, and a way to bring them in."""

import csv
import io
from datetime import date

from django.db import connection

from programs.directory import fields, imports, reading
from programs.models import DirectoryImport, User

TODAY = date(2026, 9, 7)
HEADER = [
    *("Employee ID", "First name", "Last name", "Email", "Job title", "Grade", "Line of business"),
    *("Function", "Department", "Location", "Time zone", "Manager ID", "Hire date", "Status"),
]


def person_row(
    number,
    *,
    given=None,
    family=None,
    email=None,
    title="Analyst",
    grade="3",
    line="Claims",
    function="Service",
    department="Intake",
    location="Hartford, CT",
    zone="America/New_York",
    manager="",
    hired="2020-01-06",
    status="Active",
):
    """A row that is right, but for what the test names."""
    return [
        str(number),
        f"Ann{number}" if given is None else given,
        f"Lee{number}" if family is None else family,
        f"lee{number}@northmoor.example" if email is None else email,
        title,
        grade,
        line,
        function,
        department,
        location,
        zone,
        manager,
        hired,
        status,
    ]


def csv_text(*rows, header=HEADER, delimiter=","):
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return sheet.getvalue()


def csv_file(*rows, **how):
    return csv_text(*rows, **how).encode()


def bring(content, *, dry_run=False, many=False, all_or_nothing=False):
    """Take a file all the way, as a worker would."""
    imported = imports.upload("people.csv", content, by=None)
    imported.headers = guessed(content)
    imported.dry_run, imported.allow_many_leavers, imported.all_or_nothing = dry_run, many, all_or_nothing
    imported.save()
    imports.work_on(imported, today=TODAY)
    return DirectoryImport.objects.get(pk=imported.pk)


def guessed(content):
    try:
        return fields.guess(reading.read(content).headers)
    except reading.Unreadable:
        return {"unread": "email"}


def state_of(*more):
    """Every person as the database has them; ``xmin`` tells which transaction wrote a row last."""
    columns = ", ".join([field.column for field in User._meta.concrete_fields] + list(more))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {User._meta.db_table} ORDER BY id")
        return cursor.fetchall()
