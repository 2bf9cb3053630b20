"""CSV and JSON."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable
from typing import Any

from reports.documents import Column, Document, Row, Table
from reports.values import HIDDEN, Kind, Rate, Value

_LOOKS_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PHONE_NUMBER = re.compile(r"\+[\d ()]+")

Plain = str | int | float | dt.date | None


def as_json(document: Document) -> str:
    """The whole report. Unknown figures are null, hidden ones "c"; shares run from 0 to 1; money is in pence."""
    data = _data(document) if document.machine is None else document.machine
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_csv(table: Table) -> str:
    """One table, without subtotals and totals (they would be counted twice in a pivot table).

    Starts with a byte order mark, without which spreadsheets misread names; text that a spreadsheet would
    take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([harmless(label) for column in table.columns for label in labels(column)])
    for row in table.rows:
        if not row.is_subtotal:
            writer.writerow([harmless(cell) for cell in cells(table.columns, row)])
    return out.getvalue()


def labels(column: Column) -> list[str]:
    """The headings of a column: a rate takes three."""
    if column.kind is Kind.RATE:
        return [f"{column.label}: number", f"{column.label}: out of", column.label]
    return [f"{column.label} (£)" if column.kind is Kind.MONEY else column.label]


def cells(columns: Iterable[Column], row: Row) -> list[Plain]:
    """What a line holds, one for each heading; pounds for money."""
    return [cell for column in columns for cell in _cells(column, row.values.get(column.key))]


def harmless(cell: Plain) -> Plain:
    """Text that a spreadsheet would run is marked as text; "+44 1244 123456" stays as it is."""
    if not isinstance(cell, str) or _PHONE_NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if _LOOKS_LIKE_A_FORMULA.match(cell) else cell


def _cells(column: Column, value: Value) -> list[Plain]:
    if column.kind is Kind.RATE:
        rate = value if isinstance(value, Rate) else Rate(None, None)
        share = str(HIDDEN) if rate.is_hidden else rate.value
        return [_plain(rate.numerator), _plain(rate.denominator), share]
    if column.kind is Kind.MONEY and isinstance(value, int | float):
        return [round(value) / 100]
    return [_plain(value)]


def _plain(value: Value) -> Plain:
    if isinstance(value, Rate):
        return value.in_words
    return str(value) if value is HIDDEN else value


def _data(document: Document) -> dict[str, Any]:
    return {
        "report": document.kind,
        "board": ", ".join(board.slug for board in document.boards),
        "from": document.period.from_.isoformat(),
        "to": document.period.to.isoformat(),
        "filters": dict(document.filters),
        "generated_at": document.made_at.isoformat(timespec="seconds"),
        "invented_data": document.is_invented,
        "small_numbers_hidden": document.is_protected,
        "definitions": {
            m.key: {"label": m.label, "kind": m.kind, "sentence": m.sentence}
            for m in document.definitions
        },
        "notes": list(document.notes),
        "facts": {label: _typed(value) for label, value in document.facts},
        "tables": {table.key: _table(table) for table in document.tables},
    }


def _table(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            **{column.key: _typed(row.values.get(column.key)) for column in table.columns},
        }
        for row in table.rows
        if not row.is_subtotal
    ]


def _typed(value: Value) -> Any:
    if isinstance(value, Rate):
        return {
            "numerator": _plain(value.numerator),
            "denominator": _plain(value.denominator),
            "value": value.value,
        }
    return value.isoformat() if isinstance(value, dt.date) else _plain(value)
