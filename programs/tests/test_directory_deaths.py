"""An import that is killed half way, for real (fault 58)."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from programs.directory import imports
from programs.models import DirectoryImport, User

from .directory_files import TODAY, bring, csv_file, person_row, state_of

WORKER = """
import sys, time
import django
django.setup()
from programs.directory import imports, staging
from programs.models import DirectoryImport
from datetime import date
write = staging.copy_in
def slow(records):
    def counted():
        for number, record in enumerate(records):
            if number == 30_000:
                print("row 30000", flush=True)
                time.sleep(60)
            yield record
    write(counted())
def after_changes(write_changes=staging.write_changes):
    write_changes()
    print("changes written", flush=True)
    time.sleep(60)
if sys.argv[2] == "copying":
    staging.copy_in = slow
else:
    staging.write_changes = after_changes
imports.work_on(DirectoryImport.objects.get(pk=int(sys.argv[1])), today=date(2026, 9, 7))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "rows"), [("copying", 30_100), ("writing", 300)])
def test_an_import_killed_half_way_changes_nothing_and_is_started_again(moment, rows):
    bring(csv_file(*(person_row(number) for number in range(100))))
    before = state_of("xmin")
    content = csv_file(*(person_row(number, grade="4") for number in range(rows)))
    imported = imports.upload("people.csv", content, by=None)
    headers = DirectoryImport.objects.remembered_headers()
    DirectoryImport.objects.filter(pk=imported.pk).update(headers=headers, dry_run=False)

    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(imported.pk), moment],
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mentoring.settings_test",
            "DATABASE_URL": database_url(),
        },
        cwd=settings.BASE_DIR,
    )
    assert worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    wait_until_the_server_noticed()

    assert state_of("xmin") == before
    imports.read_waiting(timezone.now() + timedelta(minutes=5), TODAY)
    imported.refresh_from_db()
    assert (imported.status, imported.updated, User.objects.count()) == ("applied", 100, rows)


def database_url():
    """The address of the test's own database, for another process."""
    return urlunsplit(
        urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    )


def wait_until_the_server_noticed():
    """The lock of a killed worker goes when the server finds its connection closed."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
