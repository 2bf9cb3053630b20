import csv
import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from reports.attendance.document import document
from reports.attendance.reading import attendance
from reports.attendance.tables import TABLES
from reports.documents import Column, Row
from reports.measures.attendance import BESIDE, MEASURES
from reports.values import Kind
from reports.writers.files import FILES
from reports.writers.text import cells, harmless
from tests.factories import AgencyFactory, CourseFactory

from .test_attendance import YEAR, booked, held

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def report():
    """One agency whose name is a formula and one that starts like a phone number."""
    event = held(CourseFactory(title="Neglect", code="NEG2"), capacity=20, room_hire_pence=12_345)
    wicked, plain = AgencyFactory(name=FORMULA), AgencyFactory(name="+44 1244 123456")
    for history in ("came", "came", "stayed away", "cancelled"):
        booked(event, wicked, history)
    booked(event, plain, "walked in")
    return attendance(event.board, *YEAR)


def written(report, kind, table=""):
    return FILES[kind].write(document(report), table)


def read_csv(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def open_book(report):
    return load_workbook(io.BytesIO(written(report, "xlsx")))


def test_json_holds_totals_rows_and_both_numbers_of_every_rate(report):
    document = json.loads(written(report, "json"))

    assert document["board"] == report.boards[0].slug
    assert (document["from"], document["to"]) == ("2014-04-01", "2015-03-31")
    assert document["totals"]["attended"] == 3
    assert document["totals"]["rates"]["seats_used"] == {
        "numerator": 3,
        "denominator": 20,
        "value": 0.15,
    }
    assert document["rows"][0]["course_code"] == "NEG2"
    assert document["rows"][0]["rates"]["seats_used"]["value"] is None
    assert document["events"] == {"held": 1, "awaiting_register": 0}
    assert document["room_hire"]["period"]["pence"] == 12_345
    assert set(document["definitions"]) == {m.key for m in (*MEASURES, *BESIDE)}
    assert document["identity"] == {"holds": True, "unmarked": 0}


def test_csv_rows_add_up_to_the_totals(report):
    rows = read_csv(written(report, "csv").decode())

    assert sum(int(row["Attended"]) for row in rows) == report.totals.attended
    assert {row["Places available"] for row in rows} == {""}


def test_csv_makes_formulas_harmless_and_leaves_phone_numbers(report):
    names = {row["Agency"] for row in read_csv(written(report, "csv").decode())}

    assert names == {f"'{FORMULA}", "+44 1244 123456"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("+44+1", "'+44+1"),
        ("+44 (0)1244 123456", "+44 (0)1244 123456"),
        ("Children's Social Care", "Children's Social Care"),
        (-3, -3),
        (None, None),
    ],
)
def test_cells_that_a_spreadsheet_would_run(text, written):
    assert harmless(text) == written


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"topic"}))
def test_csv_of_every_table_counts_the_same(report, table):
    rows = read_csv(written(report, "csv", table).decode())

    assert sum(int(row["Attended"]) for row in rows) == 3


def test_workbook_has_a_sheet_a_table_and_the_definitions(report):
    book = open_book(report)

    assert book.sheetnames[0] == "Summary"
    assert {"By sector, agency and course", "By agency", "By month"} < set(book.sheetnames)
    assert len(book.sheetnames) == len(TABLES) + 2
    labels = {row[0] for row in book["Definitions"].iter_rows(values_only=True)}
    assert {measure.label for measure in MEASURES} <= labels


def test_workbook_keeps_days_as_days(report):
    summary = {row[0].value: row[1] for row in open_book(report)["Summary"].iter_rows()}

    assert summary["From"].is_date
    assert summary["From"].value.date() == dt.date(2014, 4, 1)


def test_workbook_keeps_numbers_as_numbers_and_text_as_text(report):
    sheet = open_book(report)["By sector, agency and course"]
    head, *rows = sheet.iter_rows()
    column = [cell.value for cell in head].index("Attended")

    assert {row[1].value for row in rows} == {FORMULA, "+44 1244 123456"}
    assert {cell.data_type for row in rows for cell in row[:2]} == {"s"}
    assert sorted(row[column].value for row in rows) == [1, 2]
    assert {row[column].data_type for row in rows} == {"n"}


def test_workbook_leaves_the_unknown_empty(report):
    sheet = open_book(report)["By agency"]
    head, *rows = sheet.iter_rows(values_only=True)

    assert {row[head.index("Places available")] for row in rows} == {None}
    assert {row[head.index("Places used")] for row in rows} == {None}


def test_workbook_summary_prints_every_rate_with_both_numbers(report):
    summary = list(open_book(report)["Summary"].iter_rows(values_only=True))

    assert ("Places used", 3, 20, 0.15) in summary
    assert (
        "Room hire, 1 April 2014 to 31 March 2015",
        "£123.45 for 1 event",
        None,
        None,
    ) in summary


def test_money_is_written_in_whole_pence():
    money = Column("cost_of_a_place", "Room hire a place", Kind.MONEY)

    assert cells([money], Row("All", {"cost_of_a_place": 468.6538461538461})) == [4.69]


def test_protected_workbook_has_no_sheet_of_headings_alone(report):
    made = document(replace(report, is_protected=True, by_month=(), by_agency_and_role=()))

    sheets = load_workbook(io.BytesIO(FILES["xlsx"].write(made, ""))).sheetnames

    assert not {"By month", "By agency and role group"} & set(sheets)
    assert {"By agency", "Definitions"} <= set(sheets)
