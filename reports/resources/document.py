"""Rooms, trainers and cost as a document. Protected readers see no attendances here: those of the events that have a
cost are another number than all, and the difference may be small."""

from collections.abc import Sequence
from dataclasses import replace

from reports.charts import ranked
from reports.columns import columns_of, texts
from reports.documents import Bars, Document, Figure, Part, Row, Table
from reports.measures import resources as measures
from reports.periods import Period
from reports.small import notes_for
from reports.values import HIDDEN, Kind, Rate, Value, in_words, plural, pounds

from .reading import Cost, Lent, Resources, Rooms

KIND = "resources"
OF_ATTENDANCES = (measures.COST_ATTENDED, measures.COST_OF_AN_ATTENDANCE)
NOT_IN_IT = (
    "Room hire is the only cost that is recorded. Trainers’ fees, food, materials and the time of staff and of those who "
    "came are not in these figures, so the whole cost of a place is higher."
)
COST_ON_PAGE = ("events", "cost_known", "room_hire", "cost_of_a_place", "cost_of_an_attendance")


def document(report: Resources, *, is_protected: bool = False) -> Document:
    charts = _chart(report)
    totals = values(report.total, is_protected=is_protected)
    return Document(
        kind=KIND,
        title="Rooms, trainers and cost",
        boards=report.boards,
        period=report.period,
        made_at=report.made_at,
        headline=headline(report),
        parts=(
            Part(
                "Room hire",
                text=(NOT_IN_IT,),
                figures=_of_cost(report, totals),
                tables=_of_rooms(report, is_protected=is_protected),
            ),
            Part(
                "Trainers",
                figures=_of_trainers(report),
                charts=charts,
                tables=[replace(_lent(report), on_page=()) if charts else _lent(report)],
            ),
            Part(tables=[_rooms(report), _lenders(report)]),
        ),
        definitions=measures.MEASURES,
        filters=report.filters.in_words(),
        facts=[
            *((measure.label, totals[measure.key]) for measure in measures.OF_COST),
            ("Trainer days of the pool", _days(report.half_days - _paid(report))),
            ("Trainer days commissioned", _days(_paid(report))),
            (measures.LED_TOGETHER.label, report.led_together),
        ],
        notes=[*_notes(report), *notes_for(is_protected)],
        is_empty=not report.total.events,
        is_invented=report.is_invented,
        is_protected=is_protected,
        awaiting_register=report.awaiting_register,
    )


def headline(report: Resources) -> str:
    total, before = report.total, report.before
    if total.hire is None:
        return f"No room hire is written down for {plural(total.events, 'event')}."
    hire = f"{pounds(total.pence)} for rooms at {plural(total.events, 'event')}"
    if before.hire is None:
        return f"{hire}; none is written down for the year before."
    return f"{hire}, against {pounds(before.pence)} at {plural(before.events, 'event')} the year before."


def values(cost: Cost, *, is_protected: bool = False) -> dict[str, Value]:
    """Every figure of cost, by the keys of its columns."""
    return {
        "events": cost.events,
        "cost_known": cost.priced,
        "room_hire": cost.hire,
        "free_rooms": Rate(cost.free, cost.priced),
        "cost_places": cost.places if cost.priced else None,
        "cost_of_a_place": cost.of_a_place,
        "cost_attended": HIDDEN if is_protected else cost.attended if cost.priced else None,
        "cost_of_an_attendance": HIDDEN if is_protected else cost.of_an_attendance,
    }


def _of_cost(report: Resources, totals: dict[str, Value]) -> list[Figure]:
    total, before = report.total, report.before
    free = Rate(total.free, total.priced)
    people = totals["cost_attended"]
    each = in_words(totals["cost_of_an_attendance"], Kind.MONEY)
    return [
        Figure(f"Room hire, {report.period}", _hire(total), _known(total)),
        Figure(f"Room hire, {report.period.year_before()}", _hire(before), _known(before)),
        Figure(
            measures.COST_OF_A_PLACE.label,
            in_words(total.of_a_place, Kind.MONEY),
            f"{pounds(total.spread)} for {plural(total.places, 'place')}" if total.places else "",
        ),
        Figure(
            measures.COST_OF_AN_ATTENDANCE.label,
            each,
            f"{pounds(total.pence)} for {in_words(people, Kind.NUMBER)} attendances"
            if total.priced and people is not HIDDEN
            else "",
        ),
        Figure(
            measures.FREE_ROOMS.label,
            free.percent,
            f"{free.numbers} events" if free.numbers else "",
        ),
    ]


def _hire(cost: Cost) -> str:
    return in_words(cost.hire, Kind.MONEY)


def _known(cost: Cost) -> str:
    return (
        f"{plural(cost.priced, 'event')} of {cost.events:,} with the cost written down"
        if cost.priced
        else ""
    )


def _of_rooms(report: Resources, *, is_protected: bool) -> list[Table]:
    hidden = {measure.key for measure in OF_ATTENDANCES} if is_protected else set()
    columns = [column for column in columns_of(measures.OF_COST) if column.key not in hidden]
    years = [
        _of_year(report.period, report.total, is_protected=is_protected),
        _of_year(report.period.year_before(), report.before, is_protected=is_protected),
    ]
    courses = [
        Row(
            course.title,
            {"course": course.title} | values(cost),
            {"course": str(course.pk)},
        )
        for course, cost in report.by_course
    ]
    on_page = [key for key in COST_ON_PAGE if key not in hidden]
    total = Row("All", values(report.total, is_protected=is_protected))
    return [
        Table(
            "year",
            "Year on year",
            "Period",
            (*texts(days="Period"), *columns_of(measures.OF_COST)),
            years,
            COST_ON_PAGE,
        ),
        Table(
            "course",
            "Room hire by course",
            "Course",
            (*texts(course="Course"), *columns),
            courses,
            on_page,
            total,
        ),
    ]


def _of_year(period: Period, cost: Cost, *, is_protected: bool) -> Row:
    return Row(str(period), {"days": str(period)} | values(cost, is_protected=is_protected))


def _of_trainers(report: Resources) -> list[Figure]:
    paid, together = report.commissioned, report.led_together
    pool = Rate(report.half_days - _paid(report), report.half_days)
    return [
        Figure(
            "Trainer days of the pool", _in_days(report.half_days - _paid(report)), pool.percent
        ),
        Figure("Trainer days commissioned", _in_days(_paid(report)), paid.percent),
        Figure(
            measures.LED_TOGETHER.label,
            together.percent,
            f"{together.numbers} events with trainers" if together.numbers else "",
        ),
    ]


def _paid(report: Resources) -> int:
    return sum(each.half_days for each in report.lent if each.is_commissioned)


def _days(half_days: int) -> float:
    return half_days / 2


def _in_days(half_days: int) -> str:
    return f"{_days(half_days):,g}"


def _lent(report: Resources) -> Table:
    rows = [Row(each.name, {"whose": each.name} | _of_lent(report, each)) for each in report.lent]
    columns = (*texts(whose="Whose trainers"), *columns_of(measures.OF_TRAINERS))
    on_page = ("led", "half_days", "trainer_days", "share_of_half_days")
    note = "An event with trainers of two agencies is in the line of each."
    title = "Trainer time, by agency"
    return Table("trainers", title, "Whose trainers", columns, rows, on_page, note=note)


def _of_lent(report: Resources, each: Lent) -> dict[str, Value]:
    return {
        "led": each.events,
        "half_days": each.half_days,
        "trainer_days": _days(each.half_days),
        "share_of_half_days": Rate(each.half_days, report.half_days),
    }


def _chart(report: Resources) -> Sequence[Bars]:
    """Half days by agency; none with fewer than two to compare."""
    twin = _lent(report)
    found = ranked(twin.rows, "half_days")
    if found is None or not report.half_days:
        return ()
    most = found.rows[0]
    share = in_words(most.values["share_of_half_days"], Kind.RATE)
    boards = ", ".join(board.name for board in report.boards)
    return (
        Bars(
            f"{most.name} gave most trainer time: {share} half days",
            f"Half days of trainers at events held, {boards}, {report.period}",
            found.bars,
            twin,
        ),
    )


def _rooms(report: Resources) -> Table:
    columns = (*texts(room="Room"), *columns_of(measures.OF_ROOMS))
    rows = [_of_room(report, "room", each) for each in report.rooms]
    on_page = ("sessions", "session_hours", "share_of_sessions")
    return Table("rooms", "Whose rooms", "Room", columns, rows, on_page)


def _lenders(report: Resources) -> Table:
    columns = (*texts(agency="Agency"), *columns_of(measures.OF_ROOMS))
    rows = [_of_room(report, "agency", each) for each in report.lenders]
    on_page = ("sessions", "session_hours", "share_of_sessions")
    return Table("lenders", "Rooms that partners lent", "Agency", columns, rows, on_page)


def _of_room(report: Resources, about: str, each: Rooms) -> Row:
    return Row(
        each.name,
        {
            about: each.name,
            "sessions": each.sessions,
            "session_hours": each.minutes / 60,
            "share_of_sessions": Rate(each.sessions, report.sessions),
        },
    )


def _notes(report: Resources) -> list[str]:
    notes = []
    missing = report.total.events - report.total.priced
    if missing:
        notes.append(f"Room hire leaves out {plural(missing, 'event')} without a figure.")
    if report.without_trainers:
        notes.append(
            f"{plural(report.without_trainers, 'event')} held had no trainer written down."
        )
    return notes
