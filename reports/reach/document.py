"""Reach as a document. Protected readers see the whole board's figures only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports.columns import columns_of, texts
from reports.documents import Bars, Column, Document, Figure, Part, Row, Table
from reports.measures import reach as measures
from reports.periods import Period
from reports.small import HIDDEN_RATE, notes_for, rate_without_small, without_small
from reports.values import HIDDEN, Hidden, Kind, Number, Rate, Value

from .reading import Reach, ReachLine

KIND = "reach"
COUNTED_ON = Column("counted_on", "Workforce counted on", Kind.DATE)
SOURCE = Column("source", "Source of the workforce", Kind.TEXT)
COLUMNS = (*columns_of(measures.OF_LINES), COUNTED_ON)
ON_PAGE = ("trained", "headcount", "reach", "run_out", "counted_on")


def document(report: Reach, *, is_protected: bool = False) -> Document:
    totals = values(report.total)
    if is_protected:
        totals = _without_small(totals)
    return Document(
        kind=KIND,
        title="Reach",
        boards=report.boards,
        period=Period(report.on, report.on),
        made_at=report.made_at,
        headline=headline(totals),
        parts=_parts(report, totals, is_protected=is_protected),
        definitions=measures.MEASURES,
        filters=report.filters.in_words(),
        facts=[
            *((measure.label, totals[measure.key]) for measure in measures.OF_LINES),
            ("Oldest count of the workforce", report.total.counted_on),
        ],
        notes=[*_notes(report, is_protected=is_protected), *notes_for(is_protected)],
        is_empty=not report.total.trained and report.total.headcount is None,
        is_invented=report.is_invented,
        is_protected=is_protected,
    )


def headline(totals: dict[str, Value]) -> str:
    rate, trained, run_out = totals["reach"], totals["trained"], totals["run_out"]
    if trained is HIDDEN or not isinstance(trained, int):
        return "How many people are trained may not be shown."
    later = f"for {run_out} of them this runs out within {measures.MONTHS_AHEAD} months"
    if not isinstance(rate, Rate) or rate.value is None:
        return f"{_people(trained)} trained; {later}."
    return (
        f"{_people(trained)} trained; {later}. Where the workforce is known, that is {rate.numbers} "
        f"({rate.percent})."
    )


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number:,} people are"


def values(line: ReachLine) -> dict[str, Value]:
    """Every figure of a line, by the keys of its columns."""
    return {
        "trained": line.trained,
        "trained_in_workforce": None if line.headcount is None else line.in_workforce,
        "headcount": line.headcount,
        "reach": line.reach,
        "run_out": line.run_out,
        "counted_on": line.counted_on,
        "source": line.source,
    }


def _without_small(totals: dict[str, Value]) -> dict[str, Value]:
    """Without small numbers, and without what leaves one when it is taken from all who are trained or from the
    workforce. Where everybody who is trained stands in a known workforce, all who are trained are that number again.
    """
    shown = dict(totals)
    trained, known = _number(totals, "trained"), _number(totals, "trained_in_workforce")
    shown["trained"] = without_small(trained)
    for key in ("trained_in_workforce", "run_out"):
        shown[key] = rate_without_small(Rate(_number(totals, key), trained)).numerator
    rate = rate_without_small(Rate(known, _number(totals, "headcount")))
    if rate.is_hidden or shown["trained_in_workforce"] is HIDDEN:
        shown |= {"trained_in_workforce": HIDDEN, "reach": HIDDEN_RATE}
        if known == trained:
            shown |= {"trained": HIDDEN, "run_out": HIDDEN}
    return shown


def _number(values: dict[str, Value], key: str) -> Number:
    number = values[key]
    return number if isinstance(number, int | Hidden) else None


def _parts(report: Reach, totals: dict[str, Value], *, is_protected: bool) -> tuple[Part, ...]:
    rate = totals["reach"]
    figures = [
        Figure(measures.TRAINED.label, str(totals["trained"]), "people"),
        _reach(rate) if isinstance(rate, Rate) else Figure(measures.REACH.label, ""),
        Figure(measures.RUN_OUT.label, str(totals["run_out"]), "people"),
    ]
    if is_protected:
        return (Part("In all", figures=figures, tables=[_whole(totals)]),)
    forecast = _forecast(report)
    charts = _chart(report, forecast)
    return (
        Part("In all", figures=figures),
        Part(tables=[*_by_agency(report, totals), _by_course(report)]),
        Part(
            "If nobody trains again",
            charts=charts,
            tables=[replace(forecast, on_page=()) if charts else forecast],
        ),
    )


def _reach(rate: Rate) -> Figure:
    return Figure(measures.REACH.label, rate.percent, rate.numbers)


def _whole(totals: dict[str, Value]) -> Table:
    """The whole board in one line, for files: the page has it as figures."""
    row = Row("All", totals | {"all": "All"})
    return Table("all", "The whole board", "", (*texts(all=""), *COLUMNS), [row], on_page=())


def _by_agency(report: Reach, totals: dict[str, Value]) -> list[Table]:
    total = Row("All", totals)
    sectors = [_row(line, line.sector) for line in report.by_sector]
    agencies = list(_under(report.by_sector, report.by_agency, "sector_id", "sector", "agency"))
    roles = list(_under(report.by_agency, report.by_role, "agency_id", "agency", "role_group"))
    sector, agency, role = texts(sector="Sector", agency="Agency", role_group="Role group")
    return [
        Table("sector", "By sector", "Sector", (sector, *COLUMNS, SOURCE), sectors, ON_PAGE, total),
        Table(
            "agency",
            "By agency",
            "Sector and agency",
            (sector, agency, *COLUMNS, SOURCE),
            agencies,
            ON_PAGE,
            total,
        ),
        Table(
            "agency_role",
            "By agency and role group",
            "Agency and role group",
            (sector, agency, role, *COLUMNS, SOURCE),
            roles,
            ON_PAGE,
            total,
            is_folded=True,
        ),
    ]


def _under(
    above: Sequence[ReachLine], below: Sequence[ReachLine], key: str, *names: str
) -> Iterable[Row]:
    """The lines `below`, each group after the line above them as its subtotal."""
    name_above, name_below = names
    for line in above:
        yield _row(line, getattr(line, name_above), is_subtotal=True)
        for each in below:
            if getattr(each, key) == getattr(line, key):
                yield _row(each, getattr(each, name_below))


def _row(line: ReachLine, name: str, *, is_subtotal: bool = False) -> Row:
    about = {"sector": line.sector, "agency": line.agency, "role_group": line.role_group}
    picked = {
        field: str(value)
        for field, value in (
            ("sector", line.sector_id),
            ("agency", line.agency_id),
            ("role_group", line.role_group_id),
        )
        if value is not None
    }
    return Row(name, {**about, **values(line)}, picked, is_subtotal)


def _by_course(report: Reach) -> Table:
    columns = (
        *texts(course="Course"),
        Column("refresher", "Refresher period (months)"),
        *columns_of((measures.TRAINED, measures.RUN_OUT)),
    )
    rows = [
        Row(
            each.course.title,
            {
                "course": each.course.title,
                "refresher": each.course.refresher_months,
                "trained": each.trained,
                "run_out": each.run_out,
            },
            {"course": str(each.course.pk)},
        )
        for each in report.by_course
    ]
    return Table(
        "course",
        "Trained in each course",
        "Course",
        columns,
        rows,
        ("refresher", "trained", "run_out"),
        note="Somebody may be trained in several courses: do not add the lines up.",
    )


def _forecast(report: Reach) -> Table:
    columns = (
        Column("until", "Up to", Kind.DATE),
        Column("run_out_then", "Run out"),
        *columns_of((measures.STILL_TRAINED, measures.REACH_THEN)),
    )
    headcount = report.total.headcount
    rows = [
        Row(
            f"Month to {month.until:%-d %B %Y}",
            {
                "until": month.until,
                "run_out_then": month.run_out,
                "still_trained": month.still_trained,
                "reach_then": Rate(
                    None if headcount is None else month.still_in_workforce, headcount
                ),
            },
        )
        for month in report.forecast
    ]
    on_page = ("run_out_then", "still_trained", "reach_then")
    return Table("forecast", "What runs out, month by month", "Month", columns, rows, on_page)


def _chart(report: Reach, twin: Table) -> Sequence[Bars]:
    if not report.total.run_out:
        return ()
    boards = ", ".join(board.name for board in report.boards)
    rate = Rate(report.total.run_out, report.total.trained)
    return (
        Bars(
            f"The training of {rate.numbers} people ({rate.percent}) runs out within {measures.MONTHS_AHEAD} months",
            f"People whose training runs out, month by month from {report.on:%-d %B %Y}, {boards}",
            [(f"To {month.until:%-d %b %Y}", month.run_out) for month in report.forecast],
            twin,
        ),
    )


def _notes(report: Reach, *, is_protected: bool) -> list[str]:
    notes = []
    total = report.total
    if total.counted_on is not None:
        notes.append(f"The oldest count of the workforce is of {total.counted_on:%-d %B %Y}.")
    missing = sum(line.headcount is None for line in report.by_agency)
    if missing:
        agencies = "1 agency has" if missing == 1 else f"{missing:,} agencies have"
        notes.append(f"{agencies} no count of the workforce: reach is blank there, not 0 %.")
    lines = (*report.by_role, *report.by_agency, *report.by_sector, total)
    if not is_protected and any((line.reach.value or 0) > 1 for line in lines):
        notes.append(
            "Over 100 % somewhere: more people are trained than were counted, because the count is older or saw "
            "fewer people."
        )
    if report.left and not is_protected:
        notes.append(f"Trained people whose job has ended are in no figure: {report.left:,}.")
    return notes
