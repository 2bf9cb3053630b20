"""What the board published before its registers were here, beside the years since."""

from collections.abc import Sequence
from decimal import Decimal

from bookings.history.queries import PublishedYear
from reports.documents import Column, Part, Row, Table
from reports.periods import Period
from reports.values import Kind, Value

NOTE = (
    "Printed by the board at the time; nobody can be counted again. They stand in no other figure of this "
    "report. Where the lines of a printed table do not come to its total, both are shown and neither is mended."
)
COLUMNS = (
    Column("printed", "Printed total"),
    Column("lines", "Agencies added up"),
    Column("difference", "Difference"),
    Column("source", "Source", Kind.TEXT),
)


def published_part(years: Sequence[PublishedYear]) -> Part | None:
    """A table of attendances by year; None where the board has loaded none."""
    if not years:
        return None
    keys = ("printed", "lines", "difference")
    title = "Attended, as published in earlier years"
    rows = [_row(year) for year in years]
    return Part(
        "Before these registers",
        text=(NOTE,),
        tables=(Table("published", title, "Period", COLUMNS, rows, on_page=keys),),
        stands_alone=True,
    )


def _row(year: PublishedYear) -> Row:
    values: dict[str, Value] = {
        "printed": _number(year.printed.value if year.printed else None),
        "lines": _number(year.sum_of_lines),
        "difference": _number(year.difference),
        "source": "; ".join(year.sources),
    }
    return Row(str(Period(year.starts_on, year.ends_on)), values)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
