"""The attendance report as JSON, CSV and XLSX: the page, its downloads and the command all use these."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils import timezone

from . import measures
from .attendance import AttendanceReport, Line, RoomHire
from .measures import COUNT_KEYS, COUNTS, MEASURES, RATES

CURRENCY = "GBP"
TABLES: dict[str, str] = {
    "rows": "By sector, agency and course",
    "sector": "By sector",
    "agency": "By agency",
    "course": "By course",
    "month": "By month",
    "quarter": "By quarter",
}
_ABOUT: dict[str, tuple[str, ...]] = {
    "rows": ("sector", "agency", "course", "course_code"),
    "sector": ("sector",),
    "agency": ("sector", "agency"),
    "course": ("course", "course_code", "events"),
    "month": ("starts_on", "events"),
    "quarter": ("starts_on", "events"),
}
_HEADINGS = {
    "sector": "Sector",
    "agency": "Agency",
    "course": "Course",
    "course_code": "Course code",
    "starts_on": "Starts on",
    "events": "Events held",
}
_LOOKS_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PHONE_NUMBER = re.compile(r"\+[\d ()]+")

Cell = str | int | float | None


def lines_of(report: AttendanceReport, table: str) -> tuple[Line, ...]:
    """One of `TABLES`."""
    return report.rows if table == "rows" else getattr(report, f"by_{table}")


def as_json(report: AttendanceReport) -> str:
    """The whole report. Unknown figures are null; shares run from 0 to 1; money is in pence."""
    return json.dumps(_document(report), ensure_ascii=False, indent=2) + "\n"


def as_csv(report: AttendanceReport, table: str = "rows") -> str:
    """One table of the report, without totals (they would be counted twice in a pivot table).

    Starts with a byte order mark, without which spreadsheets misread names; text that a spreadsheet
    would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    columns = _columns(table)
    writer.writerow([column.heading for column in columns])
    for line in lines_of(report, table):
        writer.writerow([_harmless(column.cell(report, line)) for column in columns])
    return out.getvalue()


def as_xlsx(report: AttendanceReport) -> bytes:
    """A workbook: summary, one sheet a table, definitions. Numbers are numbers, text never a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        style = _Style(
            heading=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            share=book.add_format({"num_format": "0.0%"}),
            pounds=book.add_format({"num_format": "£#,##0.00"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        )
        _write_summary(book.add_worksheet("Summary"), report, style)
        for table, title in TABLES.items():
            sheet = book.add_worksheet(title)
            _write_table(sheet, report, table, style)
        _write_definitions(book.add_worksheet("Definitions"), style)
    return out.getvalue()


def describe_filters(report: AttendanceReport) -> dict[str, str]:
    """The filters in force, by name."""
    chosen = report.filters
    named = {
        "sector": chosen.sector,
        "agency": chosen.agency,
        "course": chosen.course,
        "delivery": chosen.delivery,
    }
    return {name: str(value) for name, value in named.items() if value}


@dataclass(frozen=True)
class _Column:
    """`kind` is "text", "number" or "share"."""

    heading: str
    kind: str
    cell: Callable[[AttendanceReport, Line], Cell]


@dataclass(frozen=True)
class _Style:
    heading: Any
    share: Any
    pounds: Any
    wrapped: Any


def _columns(table: str) -> list[_Column]:
    """What the line is about, the counts, and every rate with both its numbers."""
    columns = [_about_column(name) for name in _ABOUT[table]]
    columns += [_count_column(measure.key, measure.label) for measure in COUNTS]
    for measure in RATES:
        columns += _rate_columns(measure.key, measure.label)
    return columns


def _about_column(name: str) -> _Column:
    def cell(report: AttendanceReport, line: Line) -> Cell:
        value = getattr(line, name)
        return value.isoformat() if name == "starts_on" and value else value

    return _Column(_HEADINGS[name], "number" if name == "events" else "text", cell)


def _count_column(key: str, label: str) -> _Column:
    return _Column(label, "number", lambda report, line: getattr(line.counts, key))


def _rate_columns(key: str, label: str) -> Iterator[_Column]:
    yield _Column(f"{label}: number", "number", lambda r, line: r.rates(line.counts)[key].numerator)
    yield _Column(
        f"{label}: out of", "number", lambda r, line: r.rates(line.counts)[key].denominator
    )
    yield _Column(label, "share", lambda r, line: r.rates(line.counts)[key].value)


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run is marked as text; "+44 1244 123456" stays as it is."""
    if not isinstance(cell, str) or _PHONE_NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if _LOOKS_LIKE_A_FORMULA.match(cell) else cell


def _document(report: AttendanceReport) -> dict[str, Any]:
    def entries(table: str) -> list[dict[str, Any]]:
        return [
            {
                **{
                    ("from" if name == "starts_on" else name): _about_column(name).cell(
                        report, line
                    )
                    for name in _ABOUT[table]
                },
                **_figures(report, line.counts),
            }
            for line in lines_of(report, table)
        ]

    return {
        "board": ", ".join(board.slug for board in report.boards),
        "from": report.period.from_.isoformat(),
        "to": report.period.to.isoformat(),
        "filters": describe_filters(report),
        "generated_at": report.generated_at.isoformat(timespec="seconds"),
        "invented_data": report.is_invented,
        "identity": {"holds": report.totals.adds_up, "unmarked": report.totals.unmarked},
        "definitions": {
            m.key: {"label": m.label, "kind": m.kind, "sentence": m.sentence} for m in MEASURES
        },
        "totals": _figures(report, report.totals),
        "rows": entries("rows"),
        **{f"by_{table}": entries(table) for table in TABLES if table != "rows"},
        "room_hire": {
            "currency": CURRENCY,
            "period": _room_hire(report.room_hire),
            "year_before": _room_hire(report.room_hire_before),
        },
        "events": {
            "held": report.events_held,
            "awaiting_register": len(report.awaiting_register),
        },
    }


def _figures(report: AttendanceReport, counts: measures.Counts) -> dict[str, Any]:
    return {
        **{key: getattr(counts, key) for key in COUNT_KEYS},
        "rates": {
            key: {
                "numerator": rate.numerator,
                "denominator": rate.denominator,
                "value": rate.value,
            }
            for key, rate in report.rates(counts).items()
        },
    }


def _room_hire(hire: RoomHire) -> dict[str, Any]:
    return {
        "from": hire.period.from_.isoformat(),
        "to": hire.period.to.isoformat(),
        "pence": hire.pence,
        "events": hire.events,
        "events_without_figure": hire.events_without_figure,
    }


def _write_summary(sheet: Any, report: AttendanceReport, style: _Style) -> None:
    made = timezone.localtime(report.generated_at)
    facts: list[tuple[str, Cell]] = [
        ("Attendance report", None),
        ("Board", ", ".join(board.name for board in report.boards)),
        ("From", report.period.from_.isoformat()),
        ("To", report.period.to.isoformat()),
        *((f"Only this {name}", value) for name, value in describe_filters(report).items()),
        ("Made on", f"{made:%-d %B %Y, %H:%M}"),
        ("Figures are invented, for demonstration", "Yes" if report.is_invented else "No"),
        ("Events held", report.events_held),
        ("Past events whose register is not completed", len(report.awaiting_register)),
        *((measure.label, getattr(report.totals, measure.key)) for measure in COUNTS),
    ]
    for row, (label, value) in enumerate(facts):
        sheet.write_string(row, 0, label, style.heading)
        _write_cell(sheet, row, 1, value)
    row = len(facts) + 1
    for column, heading in enumerate(("Rate", "Number", "Out of", "Share")):
        sheet.write_string(row, column, heading, style.heading)
    for key, rate in report.rates(report.totals).items():
        row += 1
        sheet.write_string(row, 0, measures.RATE_BY_KEY[key].label)
        _write_cell(sheet, row, 1, rate.numerator)
        _write_cell(sheet, row, 2, rate.denominator)
        _write_cell(sheet, row, 3, rate.value, style.share)
    row += 2
    for column, heading in enumerate(("Room hire", "Cost", "Events", "Events without a cost")):
        sheet.write_string(row, column, heading, style.heading)
    for hire in (report.room_hire, report.room_hire_before):
        row += 1
        sheet.write_string(row, 0, str(hire.period))
        _write_cell(sheet, row, 1, hire.pence and hire.pence / 100, style.pounds)
        _write_cell(sheet, row, 2, hire.events)
        _write_cell(sheet, row, 3, hire.events_without_figure)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 3, 18)


def _write_table(sheet: Any, report: AttendanceReport, table: str, style: _Style) -> None:
    columns = _columns(table)
    lines = lines_of(report, table)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.heading, style.heading)
        sheet.set_column(position, position, 30 if column.kind == "text" else 13)
        for row, line in enumerate(lines, start=1):
            cell_style = style.share if column.kind == "share" else None
            _write_cell(sheet, row, position, column.cell(report, line), cell_style)
    sheet.freeze_panes(1, len([c for c in columns if c.kind == "text"]))
    sheet.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)


def _write_definitions(sheet: Any, style: _Style) -> None:
    rows: Sequence[tuple[str, str]] = [
        ("Measure", "What it says"),
        *((measure.label, measure.sentence) for measure in MEASURES),
        ("How a register adds up", measures.IDENTITY),
    ]
    for row, (label, sentence) in enumerate(rows):
        sheet.write_string(row, 0, label, style.heading)
        sheet.write_string(row, 1, sentence, style.wrapped)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)


def _write_cell(sheet: Any, row: int, column: int, value: Cell, style: Any = None) -> None:
    """Writes by type, never by guess; what is unknown stays an empty cell."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
