"""The attendance report as a document: sentences, key figures, charts, tables."""

from collections.abc import Sequence
from dataclasses import replace

from bookings.history.queries import PublishedYear
from reports.charts import ranked
from reports.documents import C_IN_CHART, Bars, Document, Figure, Part, Step, Table
from reports.measures.attendance import (
    BESIDE,
    BOOKING_COUNTS,
    COUNTS,
    IDENTITY,
    MEASURES,
    RATES,
    in_words,
)
from reports.measures.definitions import Measure
from reports.values import HIDDEN, Kind, Value, plural, pounds
from reports.values import in_words as in_words_of

from .machine import as_data
from .published import published_part
from .reading import AttendanceReport, RoomHire
from .tables import of_chart, tables

KIND = "attendance"
ATTENDED_COLUMNS = ("attended", "attended_before", "change", "share_of_attendances")
PLACES_NOTE = (
    "Places are not shown by agency: agencies share a room, so a place belongs to the event. An attendance "
    "is counted for the agency, sector and role group written on the booking, also when the person has "
    "moved since."
)
PROTECTED_NOTE = "c stands for a number that is not shown: 1 to 4 people, or one that would give such a number away."
HIDDEN_NUMBERS = Measure(
    "hidden",
    "c, a number that is not shown",
    "1 to 4 people, or a number that would give such a one away, as a total less the other lines would; 0 is shown. "
    "Shares and means need 5 people or more. So that no two readings can be set against each other, there are no "
    "others than these: quarters of the financial year that are over and whole years, for the board or one sector, "
    "agency, course, topic, level or way of learning. Agencies by course and role groups are shown for whole years "
    "and for attendances only.",
    "rule",
)


def document(report: AttendanceReport, published: Sequence[PublishedYear] = ()) -> Document:
    """`published` is what the board printed of earlier years."""
    made = tables(report)
    if report.is_protected:
        made = {key: _protected(report, table) for key, table in made.items()}
    return Document(
        kind=KIND,
        title="Attendance",
        boards=report.boards,
        period=report.period,
        made_at=report.generated_at,
        headline=headline(report),
        parts=(*_parts(report, made), *filter(None, [published_part(published)])),
        definitions=(
            *MEASURES,
            *BESIDE,
            _identity(),
            *([HIDDEN_NUMBERS] if report.is_protected else []),
        ),
        filters=report.filters.in_words(),
        facts=_facts(report),
        notes=_notes(report),
        warnings=_warnings(report),
        is_empty=not report.events_held,
        is_invented=report.is_invented,
        is_protected=report.is_protected,
        machine=None if report.is_protected else as_data(report),
        awaiting_register=report.awaiting_register,
        counted=BOOKING_COUNTS,
    )


def headline(report: AttendanceReport) -> str:
    """The report in one sentence."""
    totals = report.totals
    events = plural(report.events_held, "event")
    used = report.rates(totals)["seats_used"]
    if used.value is not None:
        return f"{used.numbers} places were used ({used.percent}) at {events}."
    chosen = report.filters.agency or report.filters.sector or report.filters.role_group
    whose = f" from {chosen}" if chosen else ""
    attended = totals.shown("attended")
    if attended is HIDDEN:
        return f"Fewer attendances{whose} than may be shown, at {events}."
    return f"{plural(totals.attended, 'attendance')}{whose} at {events}."


def room_hire(hire: RoomHire) -> str:
    """ "£4,874 for 48 events"; "" where no event has its cost written down."""
    if hire.pence is None:
        return ""
    missing = hire.events_without_figure
    note = f" ({plural(missing, 'event')} without a figure)" if missing else ""
    return f"{pounds(hire.pence)} for {plural(hire.events, 'event')}{note}"


def _parts(report: AttendanceReport, made: dict[str, Table]) -> tuple[Part, ...]:
    charts = [chart for key in ("sector", "agency") if (chart := _chart(report, made[key]))]
    shown = (
        "agency",
        "compared",
        "role",
        "agency_role",
        "course",
        "course_compared",
        "topic",
        "level",
        "delivery",
        "quarter",
    )
    first = ("rows", "sector") if made["rows"].rows else ("sector", "rows")
    return (
        Part("Rates", figures=_key_figures(report)),
        Part("How the registers add up", steps=_sum_of_register(report)),
        Part(charts=charts, tables=[made[key] for key in first]),
        Part(text=(PLACES_NOTE,), tables=[made[key] for key in (*shown, "month")]),
        Part("Compared with the year before", figures=_compared(report)),
    )


def _key_figures(report: AttendanceReport) -> list[Figure]:
    """Every rate of the whole period; the share of attendances says nothing of all of them."""
    found = report.rates(report.totals)
    return [
        Figure.of_rate(m.label, found[m.key], m.of)
        for m in RATES
        if m.key != "share_of_attendances"
    ]


def _protected(report: AttendanceReport, table: Table) -> Table:
    """A table of a protected report: a line narrows the report only where nothing else does, and where only
    attendances may be told, no other column is there. Role groups of an agency are not in this reading."""
    if table.key == "agency_role":
        return replace(table, rows=())
    is_narrowed = bool(report.filters.in_words()) and table.key != "quarter"
    rows = [replace(row, narrows=None) if is_narrowed else row for row in table.rows]
    if table.key not in report.attended_only:
        return replace(table, rows=rows)
    columns = [
        column
        for column in table.columns
        if column.kind is Kind.TEXT or column.key in ATTENDED_COLUMNS
    ]
    keys = {column.key for column in columns}
    on_page = [key for key in ATTENDED_COLUMNS if key in keys and table.on_page]
    return replace(table, columns=columns, rows=rows, on_page=on_page)


def _sum_of_register(report: AttendanceReport) -> list[Step]:
    """booked − cancelled − did not attend + walked in = attended, with numbers."""
    terms = (
        ("", "booked", "booked"),
        ("−", "cancelled", "cancelled"),
        ("−", "no_show", "did not attend"),
        ("+", "walk_in", "walked in"),
        ("=", "attended", "attended"),
    )
    return [
        Step(sign, in_words_of(report.totals.shown(key), Kind.NUMBER), label)
        for sign, key, label in terms
    ]


def _compared(report: AttendanceReport) -> list[Figure]:
    before = report.before
    now, then = report.totals.shown("attended"), before.of_all()
    return [
        Figure(f"Attended, {report.period}", str(now), plural(report.events_held, "event")),
        Figure(
            f"Attended, {before.period}",
            "" if then is None else str(then),
            plural(before.events_held, "event") if before.is_known else "",
        ),
        _hire_figure(report.room_hire),
        _hire_figure(before.room_hire),
    ]


def _hire_figure(hire: RoomHire) -> Figure:
    """ "£4,874", and beside it "for 48 events"."""
    cost, _, what_for = room_hire(hire).partition(" ")
    return Figure(f"Room hire, {hire.period}", cost, what_for)


def _chart(report: AttendanceReport, table: Table) -> Bars | None:
    """Attendances; None with fewer than two to compare."""
    twin = of_chart(table)
    found, total = ranked(twin.rows, "attended"), report.totals.shown("attended")
    if found is None or total is HIDDEN or not total:
        return None
    most, some = found.rows[0], found.has_hidden
    share = in_words("share_of_attendances", most.values["share_of_attendances"])  # type: ignore[arg-type]
    boards = ", ".join(board.name for board in report.boards)
    return Bars(
        headline=f"{most.name} attended most{', of those shown' if some else ''}: {share}",
        subtitle=f"{twin.title}, {boards}, {report.period}{C_IN_CHART if some else ''}",
        bars=found.bars,
        table=twin,
    )


def _facts(report: AttendanceReport) -> list[tuple[str, Value]]:
    """What the first sheet of a workbook says."""
    totals = report.totals
    return [
        ("Events held", report.events_held),
        ("Past events whose register is not completed", len(report.awaiting_register)),
        *((measure.label, totals.shown(measure.key)) for measure in COUNTS),
        *((m.label, report.rates(totals)[m.key]) for m in RATES),
        (f"Room hire, {report.period}", room_hire(report.room_hire)),
        (f"Room hire, {report.before.period}", room_hire(report.before.room_hire)),
    ]


def _warnings(report: AttendanceReport) -> list[str]:
    if report.is_protected or report.totals.adds_up:
        return []
    return [
        f"These figures do not add up: a completed register has {report.totals.unmarked} people without a "
        "mark. Ask the training team to open it again."
    ]


def _notes(report: AttendanceReport) -> list[str]:
    notes = [PROTECTED_NOTE] if report.is_protected else []
    if report.workforce.oldest:
        notes.append(
            f"Workforce is as agencies last counted it; the oldest figure is of "
            f"{report.workforce.oldest:%-d %B %Y}."
        )
    return notes


def _identity() -> Measure:
    return Measure("identity", "How a register adds up", IDENTITY, "rule")
