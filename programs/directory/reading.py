"""From the bytes of a CSV or XLSX file to rows of text, whatever wrote them."""

import codecs
import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl

from programs.models.directory import MAX_BYTES

from .fields import KNOWN, folded

MAX_COLUMNS = 100
MAX_ROWS = 250_000
MAX_UNPACKED = 400 * 1024 * 1024
DELIMITERS = ",;\t|"
# csv keeps this limit for the whole process; a longer cell is reported with its row by the checks
csv.field_size_limit(MAX_BYTES)


class Unreadable(Exception):
    """The file as a whole cannot be used. Says why, and what to do."""


@dataclass
class Sheet:
    """What a file holds: a header and rows of text, each with its number as a spreadsheet shows it."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    broken: list[tuple[int, str, str]] = field(default_factory=list)  # rows nobody can read: what, remedy


def read(content, *, limit=MAX_ROWS):
    """The sheet in ``content``; with ``limit``, no more than its first rows."""
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("The file is empty. Export it again from the HR system.")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it or drop columns.")
    broken = []
    if content.startswith(b"PK\x03\x04"):
        records = spreadsheet_records(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an old Excel file (.xls). Save it as .xlsx or as CSV.")
    else:
        records = text_records(decoded(content), broken)
    return sheet_of(records, broken, limit)


def sheet_of(records, broken, limit):
    """Header and rows out of numbered records; blank records are skipped but counted."""
    filled = ((number, cells) for number, cells in records if any(cell.strip() for cell in cells))
    first = next(filled, None)
    if first is None:
        raise Unreadable("The file has no rows. Export it again from the HR system.")
    headers = [" ".join(cell.split()) for cell in first[1]]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise Unreadable(
            f"Row {first[0]} has {len(headers)} columns; at most {MAX_COLUMNS} are read. "
            "Export only the columns that are needed."
        )
    if any("@" in header for header in headers):
        raise Unreadable(
            f"Row {first[0]} holds a person, not column names. Add a first row that names the columns."
        )
    rows = []
    for record in filled:
        if len(rows) == limit:
            if limit < MAX_ROWS:
                break
            raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Split it.")
        rows.append(record)
    return Sheet(headers, rows, broken)


# --- text ---------------------------------------------------------------------------------------------


def decoded(content):
    """The text in ``content``: by its byte order mark, else UTF-8, UTF-16 or Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return strictly(content, encoding)
    sample = content[:4000]
    if sample[1::2].count(0) > len(sample) // 4:
        return strictly(content, "utf-16-le")
    if sample[0::2].count(0) > len(sample) // 4:
        return strictly(content, "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def strictly(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as trouble:
        raise Unreadable(
            f"The file says that it is {encoding.removesuffix('-sig').upper()}, but byte {trouble.start:,} "
            "is not. Export it again as UTF-8."
        ) from trouble


def text_records(text, broken):
    """Numbered records of a delimited file; those that cannot be read go to ``broken``."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(lines)
        except StopIteration:
            return
        except csv.Error as trouble:
            if "unexpected end" in str(trouble):
                raise Unreadable(
                    f"A quotation mark is opened in row {number} and never closed, so that everything after "
                    "it reads as one cell. Close or remove it."
                ) from trouble
            broken.append(
                (number, "has a quotation mark in the middle of a cell", 'Double it (“""”) or remove it.')
            )
            continue
        yield number, record


def delimiter_of(text):
    """The delimiter that finds most known names in the first line with text, else most columns."""
    line = next((line for line in re.split(r"[\r\n]+", text[:100_000]) if line.strip(" \t,;|\0")), "")

    def worth(delimiter):
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(folded(cell) in KNOWN for cell in cells), len(cells)

    return max(DELIMITERS, key=worth)


# --- spreadsheets -------------------------------------------------------------------------------------


def spreadsheet_records(content):
    """Numbered records of the first worksheet that holds something, read as a stream."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Unreadable("The workbook unpacks to more than it may. Save it again as CSV.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Unreadable:
        raise
    except Exception as trouble:  # openpyxl raises whatever its parsers raise
        raise Unreadable(
            "The workbook is damaged or locked with a password. Save it again as .xlsx or CSV."
        ) from trouble
    for worksheet in book.worksheets:
        worksheet.reset_dimensions()  # some exporters state a wrong size
        width = None
        try:
            for number, cells in numbered(worksheet):
                width = width or len(cells)
                yield number, cells + [""] * (width - len(cells))
        except Unreadable:
            raise
        except Exception as trouble:
            raise Unreadable("A worksheet is damaged. Save it again as .xlsx or CSV.") from trouble
        if width:
            return


def numbered(worksheet):
    for number, cells in enumerate(worksheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS * 2:
            raise Unreadable(f"The worksheet has more than {MAX_ROWS:,} rows. Split it.")
        texts = [cell_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def cell_text(value):
    """A spreadsheet's value as a CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
