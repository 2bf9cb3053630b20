"""The lines of the attendance report: counts, and what they are about."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from reports.measures.attendance import Counts


@dataclass(frozen=True)
class Line:
    """One line: its counts, and what it is about; what is summed over is "" or None.

    `starts_on` is the first day of a month or quarter; the ids let a page narrow the report to the line.
    """

    counts: Counts
    sector: str = ""
    agency: str = ""
    role_group: str = ""
    course: str = ""
    course_code: str = ""
    topic: str = ""
    level: str = ""
    delivery: str = ""
    sector_id: int | None = None
    agency_id: int | None = None
    role_group_id: int | None = None
    course_id: int | None = None
    topic_id: int | None = None
    level_id: int | None = None
    delivery_id: str = ""
    starts_on: dt.date | None = None
    events: int | None = None


def total(lines: Iterable[Line]) -> Counts:
    return sum((line.counts for line in lines), Counts())


def subtotals(rows: Sequence[Line], *about: str) -> tuple[Line, ...]:
    """One line for each combination of `about` (names of fields of a line), in the order of `rows`."""

    def named(line: Line) -> Line:
        return Line(Counts(), **{name: getattr(line, name) for name in about})

    return _summed(rows, named)


def _summed(rows: Sequence[Line], named: Callable[[Line], Line]) -> tuple[Line, ...]:
    groups: dict[Line, Counts] = {}
    for row in rows:
        key = named(row)
        groups[key] = groups.get(key, Counts()) + row.counts
    return tuple(replace(key, counts=counts) for key, counts in groups.items())
