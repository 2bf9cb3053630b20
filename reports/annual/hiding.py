"""The registers of an annual report, with small numbers hidden in a year that is over.

Such a year is read through the pattern of its protected edition (docs/decisions/0011-small-numbers.md), the
same as every report that leaves the office. Before it is worked out, `figures` hides small numbers by itself: that is
a draft for those who may read them, and is not signed off.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from people.models import Board
from reports.attendance.lines import Line, subtotals
from reports.attendance.reading import AttendanceReport, attendance
from reports.disclosure.family import ALL, ATTENDED, YEAR
from reports.periods import Period, financial_year, quarter_of
from reports.protected.cube import COLUMNS
from reports.protected.reading import NoEdition, Shown, period_name, shown

PATTERN_IS_MISSING = (
    "Which small numbers must be hidden is still being worked out, which takes some minutes."
)
REGISTERS_ARE_MISSING = "Registers of the year are not completed yet. Four weeks after its end it is shown without the last of them."


def waits_for(board: Board, year: Period, *, today: dt.date) -> str:
    """Why the figures of a financial year cannot leave the office yet; "" where nothing stands in the way."""
    if today <= year.to:
        return "The year is not over."
    for days in (year, year.year_before()):
        try:
            pattern = shown(board, days.from_.year, today=today)
        except NoEdition:
            return PATTERN_IS_MISSING
        if YEAR not in pattern.periods:
            return REGISTERS_ARE_MISSING
    return ""


def registers(board: Board, days: Period, *, today: dt.date) -> AttendanceReport:
    """The registers of some days, `rows` by sector and course.

    Small numbers are hidden in a financial year that is over and whose pattern is worked out; other days are as
    exact as they are held.
    """
    exact = attendance(board, days.from_, days.to)
    report = replace(
        exact, rows=subtotals(exact.rows, "sector", "sector_id", "course", "course_id")
    )
    if days != financial_year(days.from_.year) or days.to >= today:
        return report
    try:
        pattern = shown(board, days.from_.year, today=today)
    except NoEdition:
        return report
    return _hidden(report, pattern) if YEAR in pattern.periods else report


def _hidden(report: AttendanceReport, pattern: Shown) -> AttendanceReport:
    def line(found: Line, about: str, *columns: str, period: str = YEAR) -> Line:
        counts = pattern.counts([about], period, columns or COLUMNS.of)
        return replace(found, counts=counts.with_places(found.counts.places_available))

    def lines(found: Iterable[Line], kind: str, id_: str) -> tuple[Line, ...]:
        return tuple(line(each, f"{kind}:{getattr(each, id_) or None}") for each in found)

    total = pattern.counts([ALL], YEAR, COLUMNS.of)
    return replace(
        report,
        totals=total.with_places(report.totals.places_available),
        by_sector=lines(report.by_sector, "sector", "sector_id"),
        by_course=lines(report.by_course, "course", "course_id"),
        by_topic=lines(report.by_topic, "topic", "topic_id"),
        by_level=lines(report.by_level, "level", "level_id"),
        by_delivery=lines(report.by_delivery, "delivery", "delivery_id"),
        by_quarter=tuple(
            line(each, ALL, period=period_name(quarter_of(each.starts_on)) or YEAR)
            for each in report.by_quarter
            if each.starts_on
        ),
        rows=tuple(
            line(each, f"sector:{each.sector_id}/course:{each.course_id}", ATTENDED)
            for each in report.rows
        ),
    )
