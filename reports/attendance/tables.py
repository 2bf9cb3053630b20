"""The attendance report's lines as tables of a document."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from reports.documents import Column, Row, Table
from reports.measures.attendance import COUNTS, RATES, Counts
from reports.periods import Period, month_of, quarter_label, quarter_of
from reports.values import Kind, Number, Value

from .lines import Line
from .reading import AttendanceReport

COUNT_COLUMNS = tuple(Column(m.key, m.label) for m in COUNTS)
RATE_COLUMNS = tuple(Column(m.key, m.label, Kind.RATE, of=m.of) for m in RATES)
BEFORE = Column("attended_before", "Attended the year before")
CHANGE = Column("change", "Change")
WORKFORCE = Column("workforce", "Workforce")
SHARE_OF_WORKFORCE = Column("share_of_workforce", "Share of workforce", Kind.RATE, of="people")
EVENTS = Column("events", "Events held")
ON_PAGE_OF_AGENCIES = (
    *("booked", "cancelled_early", "cancelled_late", "no_show", "walk_in", "attended"),
    "came_of_expected",
)
TREND = ("attended", "attended_before", "change")
COMPARED = (*TREND, "share_of_attendances", "share_of_workforce")
ON_PAGE_OF_EVENTS = (
    *("events", "booked", "cancelled", "no_show", "walk_in", "attended"),
    *("seats_used", "came_of_expected"),
)
TEXTS = {
    "sector": "Sector",
    "agency": "Agency",
    "role_group": "Role group",
    "course": "Course",
    "course_code": "Course code",
    "topic": "Topic",
    "level": "Level",
    "delivery": "Way of learning",
}
TABLES = (
    *(
        "rows",
        "sector",
        "agency",
        "compared",
        "role",
        "agency_role",
        "course",
        "course_compared",
        "topic",
        "level",
        "delivery",
    ),
    *("month", "quarter"),
)
FILTERS_OF_LINES = {
    "sector": "sector_id",
    "agency": "agency_id",
    "role_group": "role_group_id",
    "course": "course_id",
    "topic": "topic_id",
    "level": "level_id",
    "delivery": "delivery_id",
}


def tables(report: AttendanceReport) -> dict[str, Table]:
    """Every table of the report by its key, also those that only files have."""
    made = (
        finest(report),
        by_sector(report),
        by_agency(report),
        compared(report),
        by_role(report),
        by_agency_and_role(report),
        by_course(report),
        courses_compared(report),
        _of_events(report, "topic", "By topic", "topic", report.by_topic, adds_up=False),
        _of_events(report, "level", "By level", "level", report.by_level),
        _of_events(report, "delivery", "By way of learning", "delivery", report.by_delivery),
        by_quarter(report),
        by_month(report),
    )
    return {table.key: table for table in made}


def finest(report: AttendanceReport) -> Table:
    columns = (*_texts("sector", "agency", "course", "course_code"), *COUNT_COLUMNS, *RATE_COLUMNS)
    rows = [_row(report, line, line.course) for line in report.rows]
    title = "By sector, agency and course"
    return Table("rows", title, "Course", columns, rows, on_page=(), total=_all(report))


def by_sector(report: AttendanceReport) -> Table:
    rows = [_of_sector(report, line) for line in report.by_sector]
    table = _with_trend("sector", "By sector", "Sector", report, rows, _texts("sector"))
    return replace(table, on_page=())


def by_agency(report: AttendanceReport) -> Table:
    """Agencies under their sectors. No places: agencies share a room."""
    rows = _nested(report, lambda line: [_of_agency(report, a) for a in _agencies(report, line)])
    columns = _texts("sector", "agency")
    return _with_trend("agency", "By agency", "Sector and agency", report, rows, columns)


def compared(report: AttendanceReport) -> Table:
    """Agencies under their sectors: the year before, and the share of training beside that of the workforce."""
    table = by_agency(report)
    columns = [column for column in table.columns if column.key in ("sector", "agency", *COMPARED)]
    return replace(
        table,
        key="compared",
        title="By agency, compared",
        columns=columns,
        on_page=COMPARED,
    )


def by_role(report: AttendanceReport) -> Table:
    rows = [_row(report, line, line.role_group) for line in report.by_role]
    return _of_people("role", "By role group", "Role group", report, rows, _texts("role_group"))


def by_agency_and_role(report: AttendanceReport) -> Table:
    """Role groups under their agencies."""
    rows = []
    for agency in report.by_agency:
        rows.append(_row(report, agency, f"{agency.agency} ({agency.sector})", is_subtotal=True))
        rows += [
            _row(report, line, line.role_group)
            for line in report.by_agency_and_role
            if (line.sector_id, line.agency_id) == (agency.sector_id, agency.agency_id)
        ]
    columns = _texts("sector", "agency", "role_group")
    title, about = "By agency and role group", "Agency and role group"
    return _of_people("agency_role", title, about, report, rows, columns)


def by_course(report: AttendanceReport) -> Table:
    kinds = _texts("level", "delivery")
    columns = (
        *_texts("course", "course_code"),
        EVENTS,
        *kinds,
        *COUNT_COLUMNS,
        *RATE_COLUMNS,
        BEFORE,
        CHANGE,
    )
    rows = [
        _row(
            report,
            line,
            line.course,
            before=report.before.of_course(line.course_id),
        )
        for line in report.by_course
    ]
    return Table("course", "By course", "Course", columns, rows, ON_PAGE_OF_EVENTS, _all(report))


def courses_compared(report: AttendanceReport) -> Table:
    """Courses, and the year before."""
    table = by_course(report)
    columns = [
        column for column in table.columns if column.key in ("course", "course_code", *TREND)
    ]
    return replace(
        table,
        key="course_compared",
        title="By course, compared",
        columns=columns,
        on_page=TREND,
        is_folded=True,
    )


def by_quarter(report: AttendanceReport) -> Table:
    rows = [
        _row(report, line, quarter_label(line.starts_on), days=quarter_of(line.starts_on))
        for line in report.by_quarter
        if line.starts_on is not None
    ]
    return _timed(report, "quarter", "By quarter", "Quarter", rows)


def by_month(report: AttendanceReport) -> Table:
    rows = [
        _row(report, line, f"{line.starts_on:%B %Y}", days=month_of(line.starts_on))
        for line in report.by_month
        if line.starts_on is not None
    ]
    return _timed(report, "month", "By month", "Month", rows, is_folded=True)


def of_chart(table: Table) -> Table:
    """A chart's figures: attendances, and each one's share of all of them; with the agencies under their
    sectors left out."""
    keys = ("attended", "share_of_attendances")
    rows = [row for row in table.rows if not row.is_subtotal]
    columns = [column for column in table.columns if column.key in keys]
    title = f"Attendances {table.title[0].lower()}{table.title[1:]}"
    return Table(f"{table.key}_chart", title, table.about, columns, rows, keys, table.total)


def _texts(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, TEXTS[key], Kind.TEXT) for key in keys)


def _row(
    report: AttendanceReport,
    line: Line,
    name: str,
    *,
    before: Number = None,
    is_subtotal: bool = False,
    more: dict[str, Value] | None = None,
    days: Period | None = None,
) -> Row:
    values: dict[str, Value] = {key: getattr(line, key) for key in TEXTS}
    if line.starts_on:
        values["starts_on"] = line.starts_on
    values |= {"events": line.events} | figures(report, line.counts) | (more or {})
    if before is not None:
        values |= trend(line.counts, before)
    return Row(name, values, days.as_fields() if days else narrowing(line), is_subtotal)


def figures(report: AttendanceReport, counts: Counts) -> dict[str, Value]:
    """Every count and rate of `counts`, by key."""
    shown: dict[str, Value] = {m.key: counts.shown(m.key) for m in COUNTS}
    return shown | report.rates(counts)


def trend(now: Counts, before: Number) -> dict[str, Value]:
    """Attendances the year before and how many more (or, below nought, fewer) there are now."""
    this = now.shown("attended")
    known = isinstance(this, int) and isinstance(before, int)
    change: Number = this - before if known else None  # type: ignore[operator]
    return {"attended_before": before, "change": change}


def narrowing(line: Line) -> dict[str, str] | None:
    """What narrows a report to a line; None for one that no filter can pick."""
    picked = {
        name: str(getattr(line, id_))
        for name, id_ in FILTERS_OF_LINES.items()
        if getattr(line, id_)
    }
    return picked or None


def _of_sector(report: AttendanceReport, line: Line, *, is_subtotal: bool = False) -> Row:
    ids = [agency.agency_id for agency in _agencies(report, line)]
    return _row(
        report,
        line,
        line.sector,
        before=report.before.of_sector(line.sector_id),
        is_subtotal=is_subtotal,
        more=_workforce(report, ids),
    )


def _of_agency(report: AttendanceReport, line: Line) -> Row:
    before = report.before.of_agency(line.sector_id, line.agency_id)
    more = _workforce(report, [line.agency_id])
    return _row(report, line, line.agency, before=before, more=more)


def _workforce(report: AttendanceReport, agencies: Sequence[int | None]) -> dict[str, Value]:
    return {
        "workforce": report.workforce.of(agencies),
        "share_of_workforce": report.workforce.share(agencies),
    }


def _agencies(report: AttendanceReport, sector: Line) -> list[Line]:
    return [line for line in report.by_agency if line.sector_id == sector.sector_id]


def _nested(report: AttendanceReport, under: Callable[[Line], list[Row]]) -> list[Row]:
    rows = []
    for line in report.by_sector:
        rows += [_of_sector(report, line, is_subtotal=True), *under(line)]
    return rows


def _with_trend(
    key: str,
    title: str,
    about: str,
    report: AttendanceReport,
    rows: Sequence[Row],
    texts: Sequence[Column],
) -> Table:
    more = (BEFORE, CHANGE, WORKFORCE, SHARE_OF_WORKFORCE)
    columns = (*texts, *COUNT_COLUMNS, *RATE_COLUMNS, *more)
    return Table(key, title, about, columns, rows, ON_PAGE_OF_AGENCIES, _all(report))


def _of_people(
    key: str,
    title: str,
    about: str,
    report: AttendanceReport,
    rows: Sequence[Row],
    texts: Sequence[Column],
) -> Table:
    columns = (*texts, *COUNT_COLUMNS, *RATE_COLUMNS)
    shown = [name for name in ON_PAGE_OF_AGENCIES if name in {column.key for column in columns}]
    return Table(key, title, about, columns, rows, shown, _all(report), is_folded=True)


def _of_events(
    report: AttendanceReport,
    key: str,
    title: str,
    field: str,
    lines: Sequence[Line],
    *,
    adds_up: bool = True,
) -> Table:
    columns = (*_texts(field), EVENTS, *COUNT_COLUMNS, *RATE_COLUMNS)
    rows = [_row(report, line, getattr(line, field) or f"No {field} given") for line in lines]
    return Table(
        key,
        title,
        TEXTS[field],
        columns,
        rows,
        ON_PAGE_OF_EVENTS,
        _all(report) if adds_up else None,
        note=""
        if adds_up
        else "A course with two topics stands in both lines: do not add them up.",
        is_folded=True,
    )


def _timed(
    report: AttendanceReport,
    key: str,
    title: str,
    about: str,
    rows: Sequence[Row],
    *,
    is_folded: bool = False,
) -> Table:
    columns = (Column("starts_on", "Starts on", Kind.DATE), EVENTS, *COUNT_COLUMNS, *RATE_COLUMNS)
    total = _all(report)
    return Table(key, title, about, columns, rows, ON_PAGE_OF_EVENTS, total, is_folded=is_folded)


def _all(report: AttendanceReport) -> Row:
    values: dict[str, Any] = figures(report, report.totals) | {"events": report.events_held}
    values |= trend(report.totals, report.before.of_all())
    values["workforce"] = report.workforce.people
    return Row("All", values, narrows={})
