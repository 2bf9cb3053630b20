"""Those who did not attend, as protected readers see them: every count is the protected attendance report's."""

from collections.abc import Sequence

from reports.attendance.lines import Line
from reports.attendance.reading import AttendanceReport
from reports.columns import columns_of, texts
from reports.documents import Row, Table
from reports.measures import no_shows as measures
from reports.measures.attendance import RATE_BY_KEY, Counts
from reports.values import HIDDEN, Rate, Value

OF_COUNTS = columns_of(
    (
        *(measures.EXPECTED, measures.NO_SHOW, measures.NO_SHOW_RATE),
        *(measures.CANCELLED_LATE, measures.LATE_RATE),
    )
)
ON_PAGE = ("expected", "no_show", "no_show_rate", "cancelled_late")


def counted(counts: Counts) -> dict[str, Value]:
    """The figures that are made of counts, by key; hidden where one of their counts is."""
    late = Rate(counts.cancelled_late, counts.booked)
    return {
        "expected": HIDDEN if counts.hidden & {"booked", "cancelled"} else counts.expected,
        "no_show": counts.shown("no_show"),
        "no_show_rate": RATE_BY_KEY["no_show_rate"].rate(counts, 0),
        "cancelled_late": counts.shown("cancelled_late"),
        "cancelled_late_rate": Rate(HIDDEN, HIDDEN)
        if counts.hidden & {"cancelled_late", "booked"}
        else late,
    }


def tables(shown: AttendanceReport) -> list[Table]:
    """By sector, agency and course."""
    total = Row("All", counted(shown.totals))
    sectors = [_row(line, line.sector) for line in shown.by_sector]
    courses = [_row(line, line.course) for line in shown.by_course]
    sector, agency, course = texts(sector="Sector", agency="Agency", course="Course")
    return [
        Table("sector", "By sector", "Sector", (sector, *OF_COUNTS), sectors, ON_PAGE, total),
        Table(
            "agency",
            "By agency",
            "Sector and agency",
            (sector, agency, *OF_COUNTS),
            _agencies(shown),
            ON_PAGE,
            total,
        ),
        Table("course", "By course", "Course", (course, *OF_COUNTS), courses, ON_PAGE, total),
    ]


def _agencies(shown: AttendanceReport) -> Sequence[Row]:
    rows = []
    for sector in shown.by_sector:
        rows.append(_row(sector, sector.sector, is_subtotal=True))
        rows += [
            _row(line, line.agency)
            for line in shown.by_agency
            if line.sector_id == sector.sector_id
        ]
    return rows


def _row(line: Line, name: str, *, is_subtotal: bool = False) -> Row:
    names = {"sector": line.sector, "agency": line.agency, "course": line.course}
    return Row(name, {**names, **counted(line.counts)}, None, is_subtotal)
