"""Whatever wrote the file: read right, or rejected with row and column (fault 54)."""

import io

import openpyxl
import pytest

from programs.directory import fields
from programs.directory.reading import Unreadable, read

from .directory_files import HEADER, bring, csv_file, csv_text, person_row

ROWS = [person_row(1, family="Ekström", title="VP, Claims"), person_row(2, given="José")]
TEXT = csv_text(*ROWS)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.encode("latin-1"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n", 1).encode(),
        *(csv_text(*ROWS, delimiter=delimiter).encode() for delimiter in ";\t|"),
    ],
)
def test_encodings_delimiters_and_line_ends(content):
    sheet = read(content)

    assert (sheet.headers, [cells for _, cells in sheet.rows]) == (HEADER, ROWS)


def test_blank_lines_are_skipped_and_rows_keep_their_numbers():
    sheet = read(("\n\n" + TEXT.replace("\n", "\n\n , ,\n")).encode())

    assert [number for number, _ in sheet.rows] == [6, 9]


def test_a_quoted_line_break_is_a_space():
    assert read(csv_file(person_row(1, title="VP\nClaims"))).rows[0][1][4] == "VP\nClaims"


@pytest.mark.django_db
def test_line_breaks_in_cells_become_spaces_in_the_directory():
    from programs.models import User

    bring(csv_file(person_row(1, title="VP\r\nClaims")))

    assert User.objects.get().job_title == "VP Claims"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\n\n", "The file has no rows"),
        (
            csv_file(person_row(1, title="TITLE", location="Austin")).replace(b"TITLE", b'"VP'),
            "opened in row 2 and never closed",
        ),
        (",".join(f"c{n}" for n in range(200)).encode(), "Row 1 has 200 columns; at most 100"),
        (TEXT.partition("\n")[2].encode(), "Row 1 holds a person, not column names"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "says that it is UTF-16"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel file"),
        (b"PK\x03\x04 nonsense", "damaged or locked"),
    ],
)
def test_files_that_cannot_be_used_say_why(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (person_row(1, title="VP\0"), "Job title", "invisible character (control character 0)"),
        (person_row(1, title="x" * 10_000_000), "Job title", "has 10,000,000 characters, at most 120 fit"),
        (person_row(1, family="Lee\u202e"), "Last name", "right-to-left override"),
        (person_row(1)[:9], "", "has 9 cells where the first row has 14"),
        ([*person_row(1), "more"], "", "has 15 cells where the first row has 14"),
        (person_row(1, title="#REF!"), "Job title", "error of a formula"),
    ],
)
def test_cells_and_rows_that_cannot_be_used_say_where(row, column, what):
    imported = bring(csv_file(row, person_row(2)))

    (problem,) = imported.problems
    assert (problem["row"], problem["column"], imported.created) == (2, column, 1)
    assert what in problem["what"]
    assert len(problem["value"]) <= 81


@pytest.mark.django_db
def test_a_stray_quotation_mark_costs_one_row():
    imported = bring(csv_file(person_row(1, title="TITLE"), person_row(2)).replace(b"TITLE", b'"a"b'))

    assert [problem["row"] for problem in imported.problems] == [2]
    assert imported.created == 1


@pytest.mark.django_db
def test_a_header_that_stands_twice_is_refused_by_name():
    header = [*HEADER[:-1], "Email"]

    imported = bring(csv_text(person_row(1), header=header).encode())

    assert imported.status == "refused"
    assert "Columns D and N are both called “Email”" in imported.refusal


def test_a_workbook_with_an_empty_first_sheet_and_wrong_size():
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    sheet.append(HEADER)
    sheet.append(["1", "Ann"])
    file = io.BytesIO()
    book.save(file)

    assert read(file.getvalue()).rows == [(2, ["1", "Ann", *[""] * 12])]


def test_headers_are_guessed_from_what_other_systems_call_them():
    theirs = ["Emp ID", "FORENAME", "Surname", "Work E-mail", "Level", "Reports To", "Shoe size"]

    assert list(fields.guess(theirs).values()) == [
        "employee_number",
        "given_name",
        "family_name",
        "email",
        "grade",
        "manager",
        "",
    ]


def test_what_was_confirmed_last_time_comes_before_known_names():
    remembered = {"Code": "employee_number", "Employee ID": ""}

    assert fields.guess(["Code", "Employee ID", "Email"], remembered) == {
        "Code": "employee_number",
        "Employee ID": "",
        "Email": "email",
    }


def test_a_choice_of_columns_that_cannot_work_says_why():
    assert fields.objections({"A": "email", "B": "email", "C": "given_name"}) == [
        "No column is chosen for “Employee ID”.",
        "No column is chosen for “Last name”.",
        "“A” and “B” are both chosen for “Email”. Choose one of them.",
    ]
