"""Those who did not attend, as a document."""

from collections.abc import Sequence
from fractions import Fraction

from bookings.choices import ChargeState
from reports.attendance.reading import AttendanceReport
from reports.charts import ranked
from reports.columns import columns_of, texts
from reports.documents import C_IN_CHART, Bars, Column, Document, Figure, Part, Row, Table
from reports.measures import no_shows as measures
from reports.measures.attendance import BOOKING_COUNTS, RATE_BY_KEY
from reports.small import notes_for, without_small
from reports.values import HIDDEN, Kind, Rate, Value, in_words, plural

from . import protected
from .reading import KINDS, AbsenceLine, Absences, NoShows

KIND = "no-shows"
BEFORE = Column("no_show_before", "Did not attend the year before")
CHANGE = Column("change", "Change")
COLUMNS = (*columns_of(measures.OF_LINES), BEFORE, CHANGE)
ON_PAGE = (
    *("expected", "no_show", "no_show_rate", "no_show_before", "cancelled_late", "hours_lost"),
    *("cost_of_empty_places", "charges_owed"),
)
COUNTED = {key: BOOKING_COUNTS[key] for key in ("no_show", "cancelled_late")}


def document(report: NoShows, *, shown_as: AttendanceReport | None = None) -> Document:
    """For protected readers `shown_as` is the protected attendance report of the same days."""
    is_protected = shown_as is not None
    totals = _totals(report) if shown_as is None else _protected_totals(report, shown_as)
    tables = (
        [*_tables(report, totals), _charges(report)]
        if shown_as is None
        else protected.tables(shown_as)
    )
    shown = [measure for measure in measures.SHOWN if measure.key in totals]
    return Document(
        kind=KIND,
        title="Did not attend",
        boards=report.boards,
        period=report.period,
        made_at=report.made_at,
        headline=headline(totals),
        parts=(
            Part("In all", figures=_figures(report, totals)),
            Part(charts=_charts(report, tables[0]), tables=tables),
        ),
        definitions=shown,
        filters=report.filters.in_words(),
        facts=[(measure.label, totals[measure.key]) for measure in shown],
        notes=notes_for(is_protected) if is_protected else _notes(report),
        is_empty=not report.events_held,
        is_invented=report.is_invented,
        is_protected=is_protected,
        awaiting_register=report.awaiting_register,
        counted={} if is_protected else COUNTED,
    )


def headline(totals: dict[str, Value]) -> str:
    rate, lost = _rate(totals, "no_show_rate"), _hours(totals)
    if rate.is_hidden:
        return "Fewer people did not attend than may be shown."
    if rate.value is None:
        return "Nobody was expected at these events."
    knows_hours = isinstance(totals["hours_lost"], int | float) and totals["hours_lost"]
    unused = f": {lost} hours of training not taken up" if knows_hours else ""
    return f"{rate.numbers} expected did not attend ({rate.percent}){unused}."


def _hours(totals: dict[str, Value]) -> str:
    """ "408", "25.5"; "" where the hours are not known."""
    return in_words(totals["hours_lost"], Kind.DECIMAL).removesuffix(".0")


def values(absences: Absences, before: int | None) -> dict[str, Value]:
    """Every figure of a line, by the keys of its columns."""
    counts = absences.counts
    minutes, pence = absences.minutes, absences.empty_pence
    if not counts.no_show:
        minutes, pence = 0, Fraction()
    return {
        "expected": counts.expected,
        "no_show": counts.no_show,
        "no_show_rate": RATE_BY_KEY["no_show_rate"].rate(counts, 0),
        "cancelled_late": counts.cancelled_late,
        "cancelled_late_rate": Rate(counts.cancelled_late, counts.booked),
        "hours_lost": None if minutes is None else minutes / 60,
        "cost_of_empty_places": None if pence is None else round(pence),
        "charges_owed": absences.charged(ChargeState.OWED),
        "charges_waived": absences.charged(ChargeState.WAIVED),
        "charges_void": absences.charged(ChargeState.VOID),
        "no_show_before": before,
        "change": None if before is None else counts.no_show - before,
    }


def _totals(report: NoShows) -> dict[str, Value]:
    return values(report.total, report.before) | {"repeated": report.repeated}


def _protected_totals(report: NoShows, shown_as: AttendanceReport) -> dict[str, Value]:
    """The whole board's figures for readers who must not learn small numbers, nor what follows from one.

    Hours and cost weigh each course's number by its length and its room: beside the others they would give a hidden
    one away, so they are shown where no course's is hidden.
    """
    shown: dict[str, Value] = protected.counted(shown_as.totals)
    shown["repeated"] = without_small(report.repeated)
    courses = [line.counts.shown("no_show") for line in shown_as.by_course]
    for key in ("hours_lost", "cost_of_empty_places"):
        shown[key] = HIDDEN if HIDDEN in (shown["no_show"], *courses) else _totals(report)[key]
    return shown


def _figures(report: NoShows, totals: dict[str, Value]) -> list[Figure]:
    rate, late = _rate(totals, "no_show_rate"), _rate(totals, "cancelled_late_rate")
    cost = in_words(totals["cost_of_empty_places"], Kind.MONEY)
    charged = [
        Figure(measure.label, in_words(totals[measure.key], Kind.MONEY))
        for measure in measures.OF_CHARGES
        if measure.key in totals
    ]
    before = f"Did not attend, {report.period.year_before()}"
    was = in_words(totals.get(BEFORE.key), Kind.NUMBER)
    compared = [Figure(before, was)] if BEFORE.key in totals else []
    return [
        Figure.of_rate(measures.NO_SHOW_RATE.label, rate, "expected"),
        *compared,
        Figure.of_rate(measures.LATE_RATE.label, late, "booked"),
        Figure(measures.HOURS_LOST.label, _hours(totals)),
        Figure(measures.COST_OF_EMPTY_PLACES.label, cost, "room hire only"),
        *charged,
        Figure(measures.REPEATED.label, str(totals["repeated"])),
    ]


def _rate(totals: dict[str, Value], key: str) -> Rate:
    value = totals[key]
    return value if isinstance(value, Rate) else Rate(None, None)


def _tables(report: NoShows, totals: dict[str, Value]) -> list[Table]:
    total = Row("All", totals, narrows={})
    sectors = [_row(line, "sector", sector=line.name) for line in report.by_sector]
    courses = [_row(line, "course", course=line.name) for line in report.by_course]
    return [
        Table(
            "sector",
            "By sector",
            "Sector",
            (*texts(sector="Sector"), *COLUMNS),
            sectors,
            ON_PAGE,
            total,
        ),
        Table(
            "agency",
            "By agency",
            "Sector and agency",
            (*texts(sector="Sector", agency="Agency"), *COLUMNS),
            _agencies(report),
            ON_PAGE,
            total,
        ),
        Table(
            "course",
            "By course, most first",
            "Course",
            (*texts(course="Course"), *COLUMNS),
            courses,
            ON_PAGE,
            total,
        ),
    ]


def _agencies(report: NoShows) -> list[Row]:
    rows = []
    for sector in report.by_sector:
        rows.append(_row(sector, "sector", is_subtotal=True, sector=sector.name))
        rows += [
            _row(line, "agency", sector=sector.name, agency=line.name)
            for line in report.by_agency
            if line.sector_id == sector.id
        ]
    return rows


def _row(line: AbsenceLine, narrows: str, *, is_subtotal: bool = False, **names: str) -> Row:
    found = {**names, **values(line.absences, line.before)}
    picks = {narrows: str(line.id)}
    if line.sector_id is not None:
        picks["sector"] = str(line.sector_id)
    return Row(line.name, found, picks, is_subtotal)


def _charges(report: NoShows) -> Table:
    """Amounts by what they are for and what has become of them."""
    columns = columns_of(measures.OF_CHARGES)
    states = dict(
        zip(
            (column.key for column in columns),
            (ChargeState.OWED, ChargeState.WAIVED, ChargeState.VOID),
            strict=True,
        )
    )
    rows = [
        Row(
            kind.label,
            {"what": kind.label}
            | {key: report.total.charged(state, kind) for key, state in states.items()},
        )
        for kind in KINDS
    ]
    total = Row("All", {key: report.total.charged(state) for key, state in states.items()})
    return Table(
        "charges",
        "Charges for them",
        "Charge for",
        (*texts(what="Charge for"), *columns),
        rows if report.total.charges else (),
        tuple(states),
        total,
    )


def _charts(report: NoShows, by_sector: Table) -> Sequence[Bars]:
    """Those who did not attend, by sector; none with fewer than two sectors to compare."""
    found = ranked((row for row in by_sector.rows if row.values["no_show"]), "no_show")
    if found is None:
        return ()
    most, some = found.rows[0], found.has_hidden
    rate = _rate(dict(most.values), "no_show_rate")
    said = f"{rate.in_words} expected" if rate.value is not None else f"{most.values['no_show']:,}"
    twin = Table(
        "sector_chart",
        "Did not attend, by sector",
        "Sector",
        (*texts(sector="Sector"), *columns_of((measures.NO_SHOW, measures.NO_SHOW_RATE))),
        found.rows,
        ("no_show", "no_show_rate"),
    )
    boards = ", ".join(board.name for board in report.boards)
    return (
        Bars(
            f"{most.name} had most who did not attend{', of those shown' if some else ''}: {said}",
            f"People who did not attend, by sector, {boards}, {report.period}"
            f"{C_IN_CHART if some else ''}",
            found.bars,
            twin,
        ),
    )


def _notes(report: NoShows) -> list[str]:
    """What hours and cost leave out, for staff: events that somebody missed are no fewer than hidden people may be."""
    notes = []
    if report.uncosted:
        notes.append(
            f"Cost of places leaves out {plural(report.uncosted, 'event')} whose room hire or places nobody "
            "wrote down."
        )
    if report.untimed:
        notes.append(f"Hours leave out {plural(report.untimed, 'event')} of unknown length.")
    return notes
