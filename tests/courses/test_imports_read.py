import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from courses.imports import mapping, read
from courses.imports.mapping import Field
from courses.imports.problems import FileRefused, Problem, Severity, grouped


def rows_of(content: bytes, **options: str) -> list[tuple[str, ...]]:
    with read.open_table(io.BytesIO(content), **options) as table:
        return [table.headings, *(row.cells for row in table.rows)]


def workbook(*rows: list[object], sheet: str = "Calendar") -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_csv_is_read_as_utf8_with_or_without_mark(start: bytes) -> None:
    assert rows_of(start + "title\nCafé\n".encode()) == [("title",), ("Café",)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_delimiter_is_found_in_the_headings(mark: str) -> None:
    content = f"title{mark}date\nNeglect{mark}2026-05-12\n".encode()

    assert rows_of(content) == [("title", "date"), ("Neglect", "2026-05-12")]


def test_csv_in_another_encoding_names_row_and_column_and_the_way_out() -> None:
    content = "title,venue\nNeglect,Hall\nAbuse,Caf\u00e9\n".encode("cp1252")

    with pytest.raises(FileRefused) as caught:
        rows_of(content)

    assert "Row 3, column 2" in str(caught.value)
    assert "0xE9" in str(caught.value)
    assert caught.value.option == "--encoding cp1252"


def test_csv_in_another_encoding_is_read_when_it_is_named() -> None:
    content = "title\nCaf\u00e9 \u2013 talk\n".encode("cp1252")

    assert rows_of(content, encoding="cp1252")[1] == ("Café – talk",)


def test_csv_in_utf16_is_named() -> None:
    with pytest.raises(FileRefused, match="encoding utf-16"):
        rows_of("title\nNeglect\n".encode("utf-16"))


def test_csv_in_utf16_is_read_when_it_is_named() -> None:
    assert rows_of("title\nNeglect\n".encode("utf-16"), encoding="utf-16")[1] == ("Neglect",)


def test_csv_with_unknown_encoding_is_refused() -> None:
    with pytest.raises(FileRefused, match="klingon"):
        rows_of(b"title\nx\n", encoding="klingon")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b'title\n"open\n', b'title\n"a"b\n', b"title\na\x00b\n", b"title\na,b\n"],
    ids=["empty", "blank lines", "open quotation", "broken quotation", "zero byte", "extra cell"],
)
def test_csv_that_is_broken_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        rows_of(content)


def test_csv_rows_are_numbered_as_in_a_spreadsheet() -> None:
    content = b'title\n"two\nlines"\n\nlast\n'

    with read.open_table(io.BytesIO(content)) as table:
        assert [row.number for row in table.rows] == [2, 4]


def test_csv_is_let_go_of_when_it_is_read_no_further() -> None:
    file = io.BytesIO(b"title\nNeglect\nAbuse\n")

    with read.open_table(file) as table:
        next(table.rows)
        rows = table.rows
    file.close()

    assert list(rows) == []


def test_file_with_too_many_rows_is_refused() -> None:
    content = b"title\n" + b"x\n" * (read.MOST_ROWS + 1)

    with pytest.raises(FileRefused, match="100,000"):
        rows_of(content)


def test_workbook_cells_come_as_typed_text() -> None:
    content = workbook(
        ["title", "date", "start", "places"],
        ["Neglect", dt.date(2026, 5, 12), dt.time(9, 30), 20.0],
    )

    assert rows_of(content)[1] == ("Neglect", "2026-05-12", "09:30", "20")


def test_workbook_sheet_that_is_missing_is_refused() -> None:
    with pytest.raises(FileRefused, match="Calendar"):
        rows_of(workbook(["title"]), sheet="Other")


@pytest.mark.parametrize("content", [b"PK\x03\x04 nonsense"])
def test_workbook_that_is_broken_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        rows_of(content)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"\xc6\x01\x02\x03", "list.XLSX", "list.XLSX cannot be opened as an Excel file"),
        (b"\xd0\xcf\x11\xe0", "list.xlsx", "save it as .xlsx without a password"),
        (b"\xd0\xcf\x11\xe0", "list.xls", "save it as .xlsx without a password"),
    ],
    ids=["no workbook", "password", "old format"],
)
def test_excel_file_by_name_alone_is_not_taken_for_csv(
    content: bytes, name: str, message: str
) -> None:
    with pytest.raises(FileRefused, match=re.escape(message)):
        read.check_kind(io.BytesIO(content), name)


def test_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("letter.txt", "hello")

    with pytest.raises(FileRefused):
        rows_of(file.getvalue())


def test_columns_are_guessed_from_their_headings() -> None:
    columns = mapping.guess(["Course_Title*", "When", "Start time", "URL"])

    assert columns.as_names() == {"title": "Course_Title*", "start": "Start time"}


def test_columns_that_are_chosen_overrule_the_guess() -> None:
    columns = mapping.choose(["Course", "Name", "When"], {"title": "Name", "date": "when"})

    assert columns.as_names() == {"title": "Name", "date": "When"}


def test_column_can_be_left_out() -> None:
    columns = mapping.choose(["Course", "Venue"], {"venue": ""})

    assert Field.VENUE not in columns.indexes


@pytest.mark.parametrize(
    ("headings", "chosen", "message"),
    [
        (["When"], {}, "course title"),
        (["Title"], {"colour": "Title"}, "no field"),
        (["Title"], {"date": "When"}, "no column"),
        (["Title"], {"title": "Title", "date": "Title"}, "more than one field"),
    ],
)
def test_columns_that_make_no_sense_are_refused(
    headings: list[str], chosen: dict[str, str], message: str
) -> None:
    with pytest.raises(FileRefused, match=message):
        mapping.choose(headings, chosen)


def test_problems_that_differ_by_row_are_told_once() -> None:
    problems = [Problem(row, "date", "TBC", "No.", Severity.NOTE) for row in (2, 3, 4, 7, 8, 10)]

    (group,) = grouped(problems)

    assert group.where == "rows 2 to 4, 7, 8, 10"
