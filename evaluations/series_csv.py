"""Monthly values from a file: two columns, month and value; nothing is used if anything is wrong."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

COLUMNS = ("month", "value")
LARGEST = Decimal(10) ** 9
MOST_ROWS = 600


@dataclass
class SeriesReading:
    """`values` by first day of the month; `problems` as "Row 3, value: …"."""

    values: Mapping[dt.date, Decimal] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_series(data: bytes) -> SeriesReading:
    """Reads a CSV file in UTF-8 with the headings month (2026-04) and value. Never raises."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return SeriesReading(problems=["The file is not text in UTF-8. Save it as “CSV UTF-8”."])
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or [cell.strip().lower() for cell in rows[0]] != list(COLUMNS):
        return SeriesReading(problems=["The first row must hold the two headings month and value."])
    if len(rows) > MOST_ROWS:
        return SeriesReading(problems=[f"The file has more than {MOST_ROWS} rows."])
    values: dict[dt.date, Decimal] = {}
    problems: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        month, value, wrong = _row(row)
        problems += [f"Row {number}, {each}" for each in wrong]
        if month in values:
            problems.append(f"Row {number}, month: {month:%B %Y} is there twice.")
        if month is not None and value is not None:
            values[month] = value
    if not values and not problems:
        problems.append("The file has no values.")
    return SeriesReading({} if problems else values, problems)


def _row(row: list[str]) -> tuple[dt.date | None, Decimal | None, list[str]]:
    if len(row) != len(COLUMNS):
        return None, None, [f"columns: there are {len(row)} instead of 2."]
    wrong = []
    month, value = None, None
    try:
        month = dt.datetime.strptime(row[0].strip()[:7], "%Y-%m").date()  # noqa: DTZ007  a month
    except ValueError:
        wrong.append(f"month: “{row[0][:20]}” is not a month such as 2026-04.")
    try:
        value = Decimal(row[1].strip())
    except InvalidOperation:
        wrong.append(f"value: “{row[1][:20]}” is not a number.")
    if value is not None and not (value.is_finite() and abs(value) < LARGEST):
        wrong.append(f"value: “{row[1][:20]}” is too large.")
        value = None
    return month, value, wrong
