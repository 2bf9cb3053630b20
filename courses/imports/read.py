"""Rows of text out of a CSV or XLSX file, one at a time, so that memory does not grow with the file."""

import codecs
import csv
import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from .problems import FileRefused

Progress = Callable[[int], object]
LikeHeadings = Callable[[Sequence[str]], int]
"""How much a row looks like the headings: the higher, the more."""

MOST_ROWS = 100_000
MOST_UNPACKED_BYTES = 500 * 1024 * 1024
DEFAULT_ENCODING = "utf-8-sig"
DELIMITERS = (",", ";", "\t")
ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
"""Also that of a workbook with a password."""
EXCEL_NAMES = (".xlsx", ".xlsm")
LOOKED_AT = 20
"""Rows among which the headings are looked for, where a title or a note may stand above them."""
UTF16_STARTS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row in the spreadsheet, headings being row 1 of a file without blank lines above."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The headings as typed, and the rows below them. `rows` can be gone through once."""

    headings: tuple[str, ...]
    rows: Iterator[Row]
    heading_row: int = 1


@contextmanager
def open_table(
    file: BinaryIO,
    *,
    encoding: str = "",
    sheet: str = "",
    like_headings: LikeHeadings | None = None,
) -> Iterator[Table]:
    """The table in `file`, which is told apart by its first bytes, not by its name.

    The headings are the first row with anything in it, or the first of those that are most
    `like_headings`. `encoding` is for CSV (default UTF-8 with or without a byte-order mark), `sheet` for XLSX (default the
    first). Raises FileRefused, also while the rows are read: bad bytes, a broken quotation, too many rows.
    """
    start = file.read(4)
    file.seek(0)
    if start == ZIP_START:
        with _open_workbook(file, sheet) as rows:
            yield _table(rows, like_headings)
    elif sheet:
        raise FileRefused("A sheet was named, but this is not an Excel (XLSX) file.")
    elif not start:
        raise FileRefused("The file is empty.")
    else:
        is_utf16 = start.startswith(UTF16_STARTS)
        with closing(_csv_rows(file, encoding, is_utf16=is_utf16)) as rows:
            yield _table(rows, like_headings)


def check_kind(file: BinaryIO, name: str) -> None:
    """Raises FileRefused for an Excel file by its `name` that is none, and for one of the old format."""
    start = file.read(4)
    file.seek(0)
    if start == OLD_EXCEL_START:
        raise FileRefused(
            f"{name} is an Excel file of the old format (.xls) or has a password. Nothing was imported: open "
            "it in Excel, save it as .xlsx without a password, and try again."
        )
    if start and start != ZIP_START and name.lower().endswith(EXCEL_NAMES):
        raise FileRefused(
            f"{name} cannot be opened as an Excel file: it is damaged, or another kind of file with that "
            "name. Nothing was imported: save it again from Excel as .xlsx, or give a CSV file the name .csv."
        )


def sheet_names(file: BinaryIO) -> list[str]:
    """The sheets of a workbook in order; none for a file that is not one."""
    start = file.read(4)
    file.seek(0)
    if start != ZIP_START:
        return []
    with _workbook(file) as book:
        return list(book.sheetnames)


def _table(rows: Iterator[Row], like_headings: LikeHeadings | None) -> Table:
    first = list(itertools.islice(rows, LOOKED_AT if like_headings else 0))
    if like_headings and first:
        likeness = [like_headings(row.cells) for row in first]
        best = max(likeness)
        first = first[likeness.index(best) if best else 0 :]
    rows = itertools.chain(first, rows)
    heading = next((row for row in rows if any(row.cells)), None)
    if heading is None:
        raise FileRefused("The file holds no rows.")
    return Table(heading.cells, _counted(rows, heading), heading.number)


def _counted(rows: Iterator[Row], heading: Row) -> Iterator[Row]:
    width = len(heading.cells)
    count = 0
    for row in rows:
        if not any(row.cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefused(
                f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files and import them "
                "one after the other: rows that are there already are kept, not made twice."
            )
        if any(row.cells[width:]):
            raise FileRefused(
                f"Row {row.number} has {len(row.cells)} cells but there are {width} headings. A comma or "
                "line break within a cell needs quotation marks around the cell."
            )
        missing = width - len(row.cells)
        yield (
            Row(row.number, row.cells[:width] + ("",) * missing)
            if missing
            else Row(row.number, row.cells[:width])
        )


def _csv_rows(file: BinaryIO, encoding: str, *, is_utf16: bool) -> Generator[Row, None, None]:
    if is_utf16 and not encoding:
        raise FileRefused(
            "The file is Unicode text of 16 bits (UTF-16), not UTF-8. Choose the encoding utf-16, or save "
            "it as “CSV UTF-8”.",
            option="--encoding utf-16",
        )
    encoding = encoding or DEFAULT_ENCODING
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise FileRefused(f"“{encoding}” is not the name of a text encoding.") from None
    errors = "strict" if is_utf16 else "surrogateescape"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    number = 0
    try:
        delimiter = _delimiter(text)
        for cells in csv.reader(text, delimiter=delimiter, strict=True):
            number += 1
            _check_text(cells, number, encoding)
            yield Row(number, tuple(cell.strip() for cell in cells))
    except csv.Error as problem:
        raise FileRefused(
            f"Row {number + 1} cannot be read as CSV ({problem}). A quotation mark is probably missing or "
            "one too many."
        ) from None
    except UnicodeError:
        raise FileRefused(
            f"Row {number + 1} cannot be read as {encoding}: choose another encoding."
        ) from None
    finally:
        text.detach()


def _delimiter(text: io.TextIOWrapper) -> str:
    """Whichever of comma, semicolon and tab makes the most columns of the first line."""
    first = ""
    while not first.strip():
        first = text.readline()
        if not first:
            break
    text.seek(0)
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))


def _check_text(cells: list[str], number: int, encoding: str) -> None:
    """Undecodable bytes arrive as lone surrogates, which cannot be encoded again."""
    for column, cell in enumerate(cells, start=1):
        if cell.isascii() and "\x00" not in cell:
            continue
        if "\x00" in cell:
            raise FileRefused(
                f"Row {number}, column {column} holds a zero byte: this is not a CSV file of text."
            )
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError as found:
            byte = ord(cell[found.start]) - 0xDC00
            other = "utf-8" if encoding == "cp1252" else "cp1252"
            name = "Windows (cp1252)" if other == "cp1252" else "UTF-8"
            shown = cell[: found.start] + "�" + cell[found.start + 1 : found.start + 20]
            shown = shown.encode("utf-8", "replace").decode("utf-8")
            raise FileRefused(
                f"Row {number}, column {column} (“{shown[-60:]}”): the byte 0x{byte:02X} is not "
                f"{encoding.removesuffix('-sig')}. The file was probably saved in another encoding: choose "
                f"{name}, or save it again as “CSV UTF-8”.",
                option=f"--encoding {other}",
            ) from None


@contextmanager
def _workbook(file: BinaryIO) -> Iterator[Any]:
    """openpyxl's workbook, read row by row; a formula gives the value that was last worked out."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise FileRefused("The workbook is too large. Save the sheet alone as “CSV UTF-8”.")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise FileRefused(
            "The file cannot be opened as an Excel workbook. Save it again as XLSX or “CSV UTF-8”."
        ) from None
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _open_workbook(file: BinaryIO, sheet: str) -> Iterator[Iterator[Row]]:
    with _workbook(file) as book:
        if sheet and sheet not in book.sheetnames:
            listed = ", ".join(book.sheetnames)
            raise FileRefused(f"There is no sheet “{sheet}”. The sheets are: {listed}.")
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()
        yield (
            Row(number, tuple(_cell_text(value) for value in values))
            for number, values in enumerate(page.iter_rows(values_only=True), start=1)
        )


def _cell_text(value: object) -> str:
    """A cell as one would type it: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
