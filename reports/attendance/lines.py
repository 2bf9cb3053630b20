"""The lines of the attendance report: counts, and what they are about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from reports.measures.attendance import Counts, summed


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
    return summed(line.counts for line in lines)


def subtotals(rows: Iterable[Line], *about: str) -> tuple[Line, ...]:
    """One line for each combination of two or more `about` (names of fields of a line), in the order of `rows`."""
    key_of = attrgetter(*about)
    groups: dict[tuple[Any, ...], list[Counts]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row.counts)
    return tuple(
        Line(summed(counts), **dict(zip(about, key, strict=True))) for key, counts in groups.items()
    )
