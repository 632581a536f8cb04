"""Directory files: what they do to people, and that they do nothing by halves (U2-U4, faults 54-58)."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs import directory
from programs.directory import imports
from programs.directory.undoing import undo
from programs.lifecycle import NotAllowed
from programs.models import DirectoryChange, DirectoryImport, StatusChange, User

from .directory_files import HEADER, TODAY, bring, csv_file, person_row, state_of
from .factories import make_person

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "sample" / "directory.csv"


def test_sample_file_is_a_company_of_400_people():
    imported = bring(SAMPLE.read_bytes())

    people = User.objects.all()
    assert (imported.status, imported.created, imported.problem_count) == ("applied", 400, 0)
    assert "Conrad Whitlock" in [person.full_name for person in people.filter(manager=None)]
    assert len({person.location[-2:] for person in people}) == 7
    assert sorted(set(people.values_list("grade", flat=True))) == list(range(1, 13))
    assert people.values("line_of_business").distinct().order_by().count() == 8


def test_the_same_file_twice_writes_nothing():
    bring(SAMPLE.read_bytes())
    before = state_of("xmin")

    imported = bring(SAMPLE.read_bytes())

    assert (imported.created, imported.updated, imported.left, imported.unchanged) == (0, 0, 0, 400)
    assert state_of("xmin") == before


def test_a_dry_run_counts_and_previews_but_writes_nothing():
    bring(csv_file(person_row(1), person_row(2)))
    before = state_of("xmin"), DirectoryChange.objects.count()

    imported = bring(csv_file(person_row(1, grade="5"), person_row(3, manager="1")), dry_run=True, many=True)

    assert imported.status == "checked"
    assert (imported.created, imported.updated, imported.left, imported.unchanged) == (1, 1, 1, 0)
    assert [(change["person"], change["field"], change["current"]) for change in imported.preview] == [
        ("Ann3 Lee3", "is_active", "true"),
        ("Ann2 Lee2", "is_active", "false"),
        ("Ann1 Lee1", "grade", "5"),
    ]
    assert (state_of("xmin"), DirectoryChange.objects.count()) == before


def test_the_command_leaves_no_trace_of_a_dry_run(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(csv_file(person_row(1), person_row(2, grade="tall")))
    out = io.StringIO()

    call_command("import_people", path, "--dry-run", stdout=out, stderr=io.StringIO())

    assert "Row 3, Grade: “tall” is not a grade. Write a whole number" in out.getvalue()
    assert "1 created, 0 updated, 0 left, 0 unchanged" in out.getvalue()
    assert (User.objects.count(), DirectoryImport.objects.count()) == (0, 0)


def test_the_command_takes_columns_by_name_and_remembers_them(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Kennung;Vorname;Nachname;Post\n7;Ada;Berg;ada@northmoor.example\n")
    named = ["Kennung=employee_number", "Vorname=First name", "Nachname=family_name", "Post=email"]

    with pytest.raises(CommandError, match="No column is chosen for “Employee ID”"):
        call_command("import_people", path)
    call_command("import_people", path, *(f"--map={each}" for each in named))
    path.write_text("Kennung;Vorname;Nachname;Post\n7;Ada;Berger;ada@northmoor.example\n")
    call_command("import_people", path)

    assert User.objects.get().full_name == "Ada Berger"


def test_history_is_kept_for_every_fact_that_changes():
    bring(csv_file(person_row(1), person_row(2), person_row(3, manager="1")))
    one, two = (User.objects.get(employee_number=number) for number in "12")

    imported = bring(
        csv_file(
            person_row(1),
            person_row(2),
            person_row(
                3, manager="2", grade="4", title="Lead", line="Law", department="Court", status="Left"
            ),
        ),
        many=True,
    )

    changes = imported.changes.values_list("field", "previous", "current", "changed_on")
    assert sorted(changes) == [
        ("department", "Intake", "Court", TODAY),
        ("grade", "3", "4", TODAY),
        ("is_active", "true", "false", TODAY),
        ("job_title", "Analyst", "Lead", TODAY),
        ("line_of_business", "Claims", "Law", TODAY),
        ("manager", str(one.pk), str(two.pk), TODAY),
    ]


def test_changed_people_are_told_to_those_who_listen_in_the_same_transaction():
    bring(csv_file(person_row(1), person_row(2)))
    heard = []

    def listen(sender, people, source, **_):
        heard.append((people, source.pk, connection.in_atomic_block))

    directory.people_changed.connect(listen)
    try:
        imported = bring(csv_file(person_row(1), person_row(2, grade="9")))
        bring(csv_file(person_row(1), person_row(2, grade="9")))
    finally:
        directory.people_changed.disconnect(listen)

    assert heard == [({User.objects.get(employee_number="2").pk}, imported.pk, True)]


def test_two_people_swap_their_addresses():
    bring(csv_file(person_row(1), person_row(2)))

    imported = bring(
        csv_file(person_row(1, email="lee2@northmoor.example"), person_row(2, email="lee1@northmoor.example"))
    )

    assert (imported.status, imported.updated, imported.problem_count) == ("applied", 2, 0)
    assert User.objects.get(employee_number="1").email == "lee2@northmoor.example"
    assert User.objects.get(employee_number="2").email == "lee1@northmoor.example"


def test_somebody_signed_up_before_gets_their_number_by_address():
    person = make_person(employee_number=None, email="Lee1@northmoor.example")

    imported = bring(csv_file(person_row(1)))

    person.refresh_from_db()
    assert (imported.created, imported.updated, person.employee_number) == (0, 1, "1")


def test_an_address_taken_from_somebody_signs_them_in_no_longer():
    bring(csv_file(person_row(1)))
    person = User.objects.get()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)

    bring(csv_file(person_row(1, email="new@northmoor.example")))

    assert not person.emailaddress_set.exists()


@pytest.mark.parametrize(("missing", "status"), [(19, "applied"), (20, "applied"), (21, "refused")])
def test_a_file_that_lost_many_people_is_asked_about(missing, status):
    bring(csv_file(*(person_row(number) for number in range(100))))
    rest = csv_file(*(person_row(number) for number in range(100 - missing)))

    imported = bring(rest)

    assert imported.status == status
    assert User.objects.employed().count() == (100 if status == "refused" else 100 - missing)


def test_half_the_company_may_leave_when_somebody_says_so(settings):
    settings.DIRECTORY_LEAVERS_PERCENT = 50
    bring(csv_file(*(person_row(number) for number in range(100))))

    refused = bring(csv_file(*(person_row(number) for number in range(49))))
    allowed = bring(csv_file(*(person_row(number) for number in range(51))))
    again = bring(csv_file(*(person_row(number) for number in range(3))), many=True)

    assert "51 of 100 people (51%) would be marked as having left" in refused.refusal
    assert (refused.status, allowed.left, again.left) == ("refused", 49, 48)


def test_administrators_and_people_who_were_never_in_a_file_stay():
    admin = User.objects.create_superuser("root@northmoor.example", "x", employee_number="900")
    guest = make_person(employee_number=None)
    bring(csv_file(person_row(1), person_row(2)))

    bring(csv_file(person_row(1), person_row(2)), many=True)

    assert {admin.pk, guest.pk} <= set(User.objects.employed().values_list("pk", flat=True))


def test_a_leaver_is_refused_at_the_next_click(client):
    bring(csv_file(person_row(1), person_row(2)))
    client.force_login(User.objects.get(employee_number="2"))
    assert client.get("/settings/").status_code == 200

    bring(csv_file(person_row(1)), many=True)

    assert client.get("/settings/").status_code == 302


def test_undo_restores_exactly():
    bring(csv_file(person_row(1), person_row(2), person_row(3, manager="1")))
    before = state_of()
    imported = bring(
        csv_file(
            person_row(2, email="lee3@northmoor.example", hired="", grade=""),
            person_row(3, email="lee2@northmoor.example", manager="4", zone="America/Chicago"),
            person_row(4, email="lee4@northmoor.example", manager="2"),
        ),
        many=True,
    )
    assert state_of() != before

    undo(imported, by=None)

    assert state_of() == before
    assert imported.status == "undone"
    assert not DirectoryChange.objects.standing().filter(source=imported).exists()


def test_undo_leaves_alone_what_was_changed_since_and_people_on_whom_something_hangs():
    bring(csv_file(person_row(1)))
    imported = bring(csv_file(person_row(1, grade="4", title="Lead"), person_row(2)))
    User.objects.filter(employee_number="1").update(job_title="Chief")
    StatusChange.objects.create(subject=imported, by=User.objects.get(employee_number="2"))

    undo(imported, by=None)

    one, two = User.objects.order_by("employee_number")
    assert (one.grade, one.job_title, two.is_active) == (3, "Chief", False)


def test_only_the_latest_import_is_undone():
    first = bring(csv_file(person_row(1)))
    bring(csv_file(person_row(1, grade="4")))

    with pytest.raises(NotAllowed, match="A later import"):
        undo(first, by=None)


def test_an_import_that_dies_changes_nothing_and_is_started_again(monkeypatch):
    bring(csv_file(person_row(1)))
    before = state_of("xmin")

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    monkeypatch.setattr("programs.directory.staging.write_arrivals", die)
    with pytest.raises(Killed):
        bring(csv_file(person_row(1, grade="8"), person_row(2)))
    assert state_of("xmin") == before
    monkeypatch.undo()
    imported = DirectoryImport.objects.first()
    assert imported.status == "reading"

    imports.read_waiting(timezone.now(), TODAY)  # too early: it may still be alive
    imported.refresh_from_db()
    assert imported.status == "reading"
    imports.read_waiting(timezone.now() + timedelta(minutes=3), TODAY)

    imported.refresh_from_db()
    assert (imported.status, imported.created, imported.updated) == ("applied", 1, 1)


def test_an_import_that_keeps_dying_is_given_up():
    imported = imports.upload("people.csv", csv_file(person_row(1)), by=None)
    DirectoryImport.objects.filter(pk=imported.pk).update(
        status="reading", headers={"a": "email"}, attempts=3, heartbeat_at=timezone.now() - timedelta(hours=1)
    )

    imports.read_waiting(timezone.now(), TODAY)

    imported.refresh_from_db()
    assert (imported.status, User.objects.count()) == ("refused", 0)


def test_statements_do_not_grow_with_rows():
    def statements(rows):
        User.objects.all().delete()
        found = []
        for grade in ("3", "4"):
            with CaptureQueriesContext(connection) as captured:
                bring(csv_file(*(person_row(number, grade=grade) for number in range(rows))))
            found.append(len(captured))
        return found

    assert statements(1) == statements(3) == statements(50)


def test_a_workbook_is_read_like_a_text_file():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    sheet.append(
        [
            1,
            "Ann",
            "Lee",
            "ann@northmoor.example",
            "Analyst",
            3.0,
            "Claims",
            None,
            None,
            None,
            None,
            None,
            datetime(2020, 1, 6),  # noqa: DTZ001 - a workbook knows no zones
        ]
    )
    sheet.append([])
    sheet.append(
        [
            2,
            "Bo",
            "Li",
            "bo@northmoor.example",
            "=1+1",
            "high",
            "Claims",
            None,
            None,
            None,
            None,
            1,
            date(2020, 1, 6),
            "Active",
        ]
    )
    file = io.BytesIO()
    book.save(file)

    imported = bring(file.getvalue())

    ann = User.objects.get()
    assert (ann.employee_number, ann.grade, ann.hired_on) == ("1", 3, date(2020, 1, 6))
    assert [(problem["row"], problem["column"]) for problem in imported.problems] == [(4, "Grade")]
