"""A report as a workbook: summary, one sheet a table, definitions. Numbers are numbers, days are days, text never a formula."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils import timezone

from reports.documents import Column, Document, Row, Table
from reports.values import Kind, Rate

from .text import Plain, cells, labels

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


@dataclass(frozen=True)
class _Style:
    heading: Any
    share: Any
    pounds: Any
    wrapped: Any


def as_xlsx(document: Document) -> bytes:
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "d mmm yyyy",
    }
    with xlsxwriter.Workbook(out, options) as book:
        style = _Style(
            heading=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            share=book.add_format({"num_format": "0.0%"}),
            pounds=book.add_format({"num_format": "£#,##0.00"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        )
        _write_summary(book.add_worksheet("Summary"), document, style)
        for table in _shown(document):
            _write_table(book.add_worksheet(sheet_name(table.title)), table, style)
        _write_definitions(book.add_worksheet("Definitions"), document, style)
    return out.getvalue()


def _shown(document: Document) -> list[Table]:
    """Every table; where small numbers are hidden, those that have lines: the others are for the training team."""
    return [table for table in document.tables if table.rows or not document.is_protected]


def sheet_name(title: str) -> str:
    """A title without what no sheet's name may have, and short enough."""
    return _NOT_IN_A_NAME.sub(" ", title)[:LONGEST_NAME].strip()


def _write_summary(sheet: Any, document: Document, style: _Style) -> None:
    made = timezone.localtime(document.made_at)
    about: list[tuple[str, Plain]] = [
        (f"{document.title} report", None),
        ("Board", ", ".join(board.name for board in document.boards)),
        ("From", document.period.from_),
        ("To", document.period.to),
        *(
            (f"Only this {name.replace('_', ' ')}", value)
            for name, value in document.filters.items()
        ),
        ("Made on", f"{made:%-d %B %Y, %H:%M}"),
        ("Figures are invented, for demonstration", "Yes" if document.is_invented else "No"),
        ("Small numbers are hidden", "Yes" if document.is_protected else "No"),
        *(("Note", note) for note in document.notes),
    ]
    for row, (label, value) in enumerate(about):
        sheet.write_string(row, 0, label, style.heading)
        _write(sheet, row, 1, value)
    _write_facts(sheet, document, style, first=len(about) + 1)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 3, 18)


def _write_facts(sheet: Any, document: Document, style: _Style, *, first: int) -> None:
    for position, heading in enumerate(("Figure", "Number", "Out of", "Share")):
        sheet.write_string(first, position, heading, style.heading)
    for row, (label, value) in enumerate(document.facts, start=first + 1):
        sheet.write_string(row, 0, label)
        kind = Kind.RATE if isinstance(value, Rate) else Kind.NUMBER
        column = Column("fact", label, kind)
        formats = [None, None, style.share]
        for position, cell in enumerate(cells([column], Row(label, {"fact": value})), start=1):
            _write(sheet, row, position, cell, formats[position - 1])


def _write_table(sheet: Any, table: Table, style: _Style) -> None:
    rows = [row for row in table.rows if not row.is_subtotal]
    headings = [(column, label) for column in table.columns for label in labels(column)]
    formats = [_format(column, label, style) for column, label in headings]
    for position, (column, label) in enumerate(headings):
        sheet.write_string(0, position, label, style.heading)
        sheet.set_column(position, position, 30 if column.kind is Kind.TEXT else 13)
    for number, row in enumerate(rows, start=1):
        for position, cell in enumerate(cells(table.columns, row)):
            _write(sheet, number, position, cell, formats[position])
    sheet.freeze_panes(1, len([c for c in table.columns if c.kind is Kind.TEXT]))
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def _format(column: Column, label: str, style: _Style) -> Any:
    if column.kind is Kind.RATE and label == column.label:
        return style.share
    return style.pounds if column.kind is Kind.MONEY else None


def _write_definitions(sheet: Any, document: Document, style: _Style) -> None:
    rows: Sequence[tuple[str, str]] = [
        ("Measure", "What it says"),
        *((measure.label, measure.sentence) for measure in document.definitions),
    ]
    for row, (label, sentence) in enumerate(rows):
        sheet.write_string(row, 0, label, style.heading)
        sheet.write_string(row, 1, sentence, style.wrapped)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)


def _write(sheet: Any, row: int, column: int, value: Plain, style: Any = None) -> None:
    """Writes by type, never by guess; what is unknown stays an empty cell."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
