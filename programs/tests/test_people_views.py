"""The directory in the browser: lists, one person, imports step by step, settings."""

from datetime import time
from time import sleep

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.directory import imports
from programs.directory.locking import IMPORTS
from programs.models import DirectoryImport, Preferences, User

from .directory_files import TODAY, bring, csv_file, person_row
from .factories import make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_person(is_superuser=True, employee_number=None, line_of_business="Corporate")
    client.force_login(person)
    return person


def upload(client, content, name="people.csv"):
    response = client.post(reverse("directory_import_new"), {"file": SimpleUploadedFile(name, content)})
    return response, DirectoryImport.objects.first()


def confirm_columns(client, imported):
    """Take the page's own guesses."""
    form = client.get(imported.get_absolute_url()).context["form"]
    return client.post(
        imported.get_absolute_url(), {field.html_name: field.initial for _, _, field in form.lines()}
    )


def let_a_worker_read():
    imports.read_waiting(timezone.now(), TODAY)


def test_from_upload_to_undo(client, admin, django_capture_on_commit_callbacks):
    _, imported = upload(client, csv_file(person_row(1), person_row(2, grade="x")))
    assert client.get(imported.get_absolute_url()).context["form"].initial == {}

    assert confirm_columns(client, imported).status_code == 302
    assert b"Waiting to be read" in client.get(imported.get_absolute_url()).content
    let_a_worker_read()
    report = client.get(imported.get_absolute_url()).content.decode()
    assert "is not a grade" in report
    assert "Apply 1 change<" in report
    assert User.objects.exclude(pk=admin.pk).count() == 0

    client.post(reverse("directory_import_apply", args=[imported.pk]))
    let_a_worker_read()
    assert User.objects.filter(employee_number="1").exists()
    assert (
        "Joined the directory" in client.get(imported.get_absolute_url() + "?show=changes").content.decode()
    )

    client.post(reverse("directory_import_undo", args=[imported.pk]))
    assert not User.objects.filter(employee_number="1").exists()
    assert "What it had changed" in client.get(imported.get_absolute_url()).content.decode()


def test_the_page_asks_before_many_people_leave(client, admin):
    bring(csv_file(*(person_row(number) for number in range(4))))
    _, imported = upload(client, csv_file(person_row(0)))
    confirm_columns(client, imported)
    let_a_worker_read()
    url = reverse("directory_import_apply", args=[imported.pk])
    assert "allow_many_leavers" in client.get(imported.get_absolute_url()).content.decode()

    client.post(url)
    let_a_worker_read()
    imported.refresh_from_db()
    assert (imported.status, imported.left) == ("refused", 3)

    client.post(url, {"allow_many_leavers": "1"})
    let_a_worker_read()
    imported.refresh_from_db()
    assert (imported.status, imported.content, imported.left) == ("applied", None, 3)


def test_a_file_that_cannot_be_read_is_said_at_once(client, admin):
    response, imported = upload(client, b"\xd0\xcf\x11\xe0" + bytes(100), "people.xls")

    assert response.status_code == 422
    assert "Save it as .xlsx or as CSV" in response.content.decode()
    assert imported is None


def test_choices_that_cannot_work_are_said_on_the_page(client, admin):
    _, imported = upload(client, csv_file(person_row(1)))

    response = client.post(imported.get_absolute_url(), {"column0": "email", "column3": "email"})

    assert response.status_code == 422
    assert "are both chosen for “Email”" in response.content.decode()
    imported.refresh_from_db()
    assert imported.needs_columns


def test_the_bell_rings_when_the_columns_are_confirmed(
    client, admin, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(imports.read_import, "apply_async", lambda args, **_: rung.append(args))
    _, imported = upload(client, csv_file(person_row(1)))

    with django_capture_on_commit_callbacks(execute=True):
        confirm_columns(client, imported)

    assert rung == [(imported.pk,)]


def test_progress_is_told_in_parts(client, admin):
    _, imported = upload(client, csv_file(person_row(1)))
    DirectoryImport.objects.filter(pk=imported.pk).update(
        status="reading", headers={"a": "email"}, rows_total=50000, rows_done=31000
    )

    whole = client.get(imported.get_absolute_url()).content.decode()
    part = client.get(imported.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert '<noscript><meta http-equiv="refresh"' in whole
    assert "<html" not in part
    assert '<progress class="prog" max="50000" value="31000"' in part
    assert 'hx-trigger="every 2s"' in part


def test_two_presses_start_one_import(client, admin):
    bring(csv_file(person_row(1)))
    _, imported = upload(client, csv_file(person_row(1, grade="4")))
    confirm_columns(client, imported)
    let_a_worker_read()
    url = reverse("directory_import_apply", args=[imported.pk])

    assert [client.post(url).status_code for _ in range(2)] == [302, 409]


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_is_told():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORTS])
    try:
        refused = bring(csv_file(person_row(1)))
    finally:
        other.close()
    again = bring(csv_file(person_row(1)))

    assert refused.refusal == "Another import is running. Try again when it has finished."
    assert (refused.status, again.status) == ("refused", "applied")


def test_people_are_found_filtered_sorted_and_paged(client, admin):
    bring(
        csv_file(
            *(person_row(number, grade=str(number % 9 + 1)) for number in range(30)),
            person_row(40, given="Zed", line="Law"),
            person_row(41, line="Law", status="Left"),
        )
    )

    def found(query):
        return [person.employee_number for person in client.get(f"/people/?{query}").context["page_obj"]]

    assert len(found("")) == 25
    assert len(found("page=2")) == 7  # with the administrator
    assert found("q=zed") == ["40"]
    assert found("q=zed+nobody") == []
    assert found("line=Law") == ["40"]
    assert found("line=Law&state=all&sort=-name") == ["41", "40"]
    assert found("state=left") == ["41"]
    assert found("sort=-grade&q=lee8")[:1] == ["8"]
    assert client.get("/people/?q=%00&page=x&sort=';--").status_code == 200


@pytest.mark.parametrize("name", ["people", "directory_imports"])
def test_lists_ask_the_same_number_of_questions(client, admin, name):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    counts = []
    for rows in (1, 3, 20):
        for number in range(rows):
            make_person()
            DirectoryImport.objects.create(filename=f"{number}.csv", sha256="0" * 64, by=admin)
        counts.append(statements())

    assert len(set(counts)) == 1


def test_a_person_page_asks_the_same_number_of_questions(client, admin):
    counts = []
    for rows in (1, 3, 20):
        bring(
            csv_file(
                *(
                    person_row(number, manager="0" if number else "", grade=str(rows))
                    for number in range(rows + 1)
                )
            )
        )
        boss = User.objects.get(employee_number="0")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(boss.get_absolute_url())
        counts.append(len(captured))
        assert len(page.context["reports"]) == rows

    assert len(set(counts)) == 1


def test_history_names_managers_and_leaves_out_what_was_undone(client, admin):
    bring(csv_file(person_row(1), person_row(2), person_row(3, manager="1")))
    bring(csv_file(person_row(1), person_row(2), person_row(3, manager="2")))
    person = User.objects.get(employee_number="3")

    changes = client.get(person.get_absolute_url()).context["changes"]

    assert [(change.what, change.previous, change.current) for change in changes] == [
        ("Manager", "Ann1 Lee1", "Ann2 Lee2"),
        ("Joined the directory", "", ""),
    ]


def test_oneself_and_nobody_else_without_a_role(client):
    me, other = make_person(), make_person()
    client.force_login(me)

    assert client.get(me.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


def test_coordinators_see_people_but_not_imports(client):
    coordinator = make_person()
    make_program(coordinator=coordinator)
    client.force_login(coordinator)

    page = client.get(reverse("people")).content.decode()

    assert reverse("directory_import_new") not in page
    assert client.get(reverse("directory_imports")).status_code == 403


def test_settings_are_saved_for_oneself(client):
    me, other = make_person(), make_person()
    client.force_login(me)

    response = client.post(
        reverse("settings"),
        {
            "delivery": "digest",
            "quiet_from": "18:00",
            "quiet_until": "07:30",
            "time_zone": "America/Phoenix",
            "theme": "dark",
            "person": other.pk,
        },
    )

    saved = Preferences.objects.get()
    assert response.status_code == 302
    assert (saved.person, saved.delivery, saved.quiet_from, saved.time_zone, saved.theme) == (
        me,
        "digest",
        time(18),
        "America/Phoenix",
        "dark",
    )
    assert b'data-theme="dark"' in client.get(reverse("settings")).content


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"quiet_from": "18:00"}, "quiet_until"),
        ({"quiet_until": "18:00"}, "quiet_from"),
        ({"quiet_from": "18:00", "quiet_until": "18:00"}, "quiet_until"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"theme": "pink"}, "theme"),
    ],
)
def test_settings_that_make_no_sense_are_said_at_the_field(client, facts, field):
    client.force_login(make_person())

    response = client.post(reverse("settings"), {"delivery": "off", "theme": "light", **facts})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Preferences.objects.exists()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_reads_what_the_page_sends(client, celery_worker_process):
    client.force_login(make_person(is_superuser=True, employee_number=None))
    celery_worker_process()
    _, imported = upload(client, csv_file(person_row(1)))

    confirm_columns(client, imported)

    for _ in range(100):
        imported.refresh_from_db()
        if imported.status == "checked":
            break
        sleep(0.1)
    assert (imported.status, imported.created) == ("checked", 1)
