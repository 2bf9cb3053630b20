"""The report's figures as the cells of HTML tables (`components/table.html`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from people.tables import Cell, Table

from .attendance import AttendanceReport, Line
from .measures import COUNTS, RATE_BY_KEY, Counts, in_words
from .periods import quarter_label

UNKNOWN = mark_safe('<span class="govuk-visually-hidden">Not known</span>')
COUNT_LABELS = {measure.key: measure.label for measure in COUNTS}
OF_AGENCIES = ("booked", "cancelled", "no_show", "walk_in", "attended")
OF_EVENTS = ("places_available", *OF_AGENCIES)


@dataclass(frozen=True)
class SectorGroup:
    """A sector's subtotal, and its agencies under it."""

    subtotal: list[Cell]
    agencies: list[list[Cell]]


@dataclass(frozen=True)
class SectorTable:
    caption: str
    head: list[Cell]
    groups: list[SectorGroup]
    foot: list[Cell]


def number(value: int | None) -> Cell:
    """What is unknown is a blank cell with a word for those who listen; never a 0."""
    return Cell(UNKNOWN if value is None else f"{value:,}")


def by_sector_and_agency(report: AttendanceReport) -> SectorTable:
    """Agencies under their sectors. No places: agencies share a room."""
    shown = ("came_of_expected", "share_of_attendances")
    head = [Cell("Sector and agency", numeric=False), *_heads(OF_AGENCIES, shown)]
    groups = [
        SectorGroup(
            subtotal=_row(report, sector.sector, sector, OF_AGENCIES, shown),
            agencies=[
                _row(report, line.agency, line, OF_AGENCIES, shown)
                for line in report.by_agency
                if line.sector == sector.sector
            ],
        )
        for sector in report.by_sector
    ]
    foot = [Cell("All", numeric=False), *_figures(report, report.totals, OF_AGENCIES, shown)]
    return SectorTable("Attendance by sector and agency", head, groups, foot)


def by_course(report: AttendanceReport) -> Table:
    return _of_events(report, "Attendance by course", "Course", report.by_course)


def by_quarter(report: AttendanceReport) -> Table:
    return _of_events(report, "Attendance by quarter", "Quarter", report.by_quarter)


def by_month(report: AttendanceReport) -> Table:
    return _of_events(report, "Attendance by month", "Month", report.by_month)


def of_chart(report: AttendanceReport, caption: str, lines: Sequence[Line], about: str) -> Table:
    """A chart's figures: attendances, and each one's share of all of them."""
    shown = ("share_of_attendances",)
    return Table(
        caption=caption,
        head=[Cell(about.capitalize(), numeric=False), *_heads(("attended",), shown)],
        rows=[_row(report, getattr(line, about), line, ("attended",), shown) for line in lines],
        foot=[Cell("All", numeric=False), *_figures(report, report.totals, ("attended",), shown)],
    )


def _of_events(report: AttendanceReport, caption: str, about: str, lines: Sequence[Line]) -> Table:
    """Lines that know their events and places."""
    shown = ("seats_used", "came_of_expected")
    head = [Cell(about, numeric=False), Cell("Events held"), *_heads(OF_EVENTS, shown)]
    rows = []
    for line in lines:
        name, *figures = _row(report, _name(line, about), line, OF_EVENTS, shown)
        rows.append([name, number(line.events), *figures])
    figures = _figures(report, report.totals, OF_EVENTS, shown)
    foot = [Cell("All", numeric=False), number(report.events_held), *figures]
    return Table(caption, head, rows, foot)


def _name(line: Line, about: str) -> str:
    if line.starts_on is None:
        return line.course
    return quarter_label(line.starts_on) if about == "Quarter" else f"{line.starts_on:%B %Y}"


def _heads(counts: Sequence[str], rates: Sequence[str]) -> list[Cell]:
    labels = [COUNT_LABELS[key] for key in counts] + [RATE_BY_KEY[key].label for key in rates]
    return [Cell(label) for label in labels]


def _row(
    report: AttendanceReport, name: str, line: Line, counts: Sequence[str], rates: Sequence[str]
) -> list[Cell]:
    return [Cell(name, numeric=False), *_figures(report, line.counts, counts, rates)]


def _figures(
    report: AttendanceReport, of: Counts, counts: Sequence[str], rates: Sequence[str]
) -> list[Cell]:
    values: list[Any] = [getattr(of, key) for key in counts]
    known = report.rates(of)
    words = [_unbroken(in_words(key, known[key], named=False)) for key in rates]
    return [*map(number, values), *(Cell(text or UNKNOWN) for text in words)]


def _unbroken(words: str) -> str:
    """ "230 of 246 (93.5 %)" that breaks only before the bracket."""
    return words.replace(" ", "\xa0").replace("\xa0(", " (")
