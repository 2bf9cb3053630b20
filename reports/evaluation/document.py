"""Evaluation response as a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from evaluations.choices import WAVES_BEFORE, Wave
from evaluations.response import Response
from reports.columns import columns_of, texts
from reports.documents import C_IN_CHART, Bars, Column, Document, Figure, Part, Row, Table
from reports.measures import evaluation as measures
from reports.measures.definitions import Measure
from reports.small import HIDDEN_RATE, column_without_small, notes_for
from reports.values import HIDDEN, Hidden, Kind, Rate, Value

from .reading import EvaluationReport, OfCourse

KIND = "evaluation"
WAVES, PAIRS = columns_of(measures.OF_WAVE.values()), columns_of(measures.OF_PAIRS)
NAMES = texts(course="Course", code="Course code")
BEFORE = {measures.OF_WAVE[wave].key for wave in WAVES_BEFORE}
PAIRS_ARE_ELSEWHERE = (
    "How many answered twice, and every form, stands with each course’s results under Impact."
)
BEFORE_IS_HIDDEN = "How many were asked before an event is for the training team: beside who came, it would tell how many did not."
NOT_A_YEAR = (
    "Pairs and complete answers are worked out for whole financial years: choose one, or this year to date, to see "
    "them."
)


def document(report: EvaluationReport, *, is_protected: bool = False) -> Document:
    totals, rows = values(report.total), [_row(each) for each in report.by_course]
    if is_protected:
        rows, totals = _without_small(rows, totals)
    shown = [m for m in measures.OF_WAVE.values() if not (is_protected and m.key in BEFORE)]
    tables = [_by_course(rows, totals, columns_of(shown))]
    if not is_protected:
        tables.append(_pairs(report, rows))
    return Document(
        kind=KIND,
        title="Evaluation response",
        boards=report.boards,
        period=report.period,
        made_at=report.made_at,
        headline=headline(totals),
        parts=(
            Part("Who answered", figures=_figures(shown, totals), charts=_chart(report, totals)),
            Part(tables=tables),
        ),
        definitions=shown if is_protected else (*shown, *measures.OF_PAIRS),
        filters=report.filters.in_words(),
        facts=[(measure.label, totals[measure.key]) for measure in shown],
        notes=_notes(report, is_protected=is_protected),
        is_empty=not report.by_course,
        is_invented=report.is_invented,
        is_protected=is_protected,
        related=[("What people answered: impact", reverse("evaluations:impact"))],
    )


def _notes(report: EvaluationReport, *, is_protected: bool) -> Sequence[str]:
    if is_protected:
        return (*notes_for(is_protected), BEFORE_IS_HIDDEN, PAIRS_ARE_ELSEWHERE)
    return () if report.is_year else (NOT_A_YEAR,)


def headline(totals: Mapping[str, Value]) -> str:
    """The last form that people themselves were asked to fill in, then the first."""
    asked = ((Wave.END, "at the end"), (Wave.LATER, "three months later"))
    rates = [(totals[measures.OF_WAVE[wave].key], words) for wave, words in asked]
    said = [
        f"{rate.in_words} {words}"
        for rate, words in rates
        if isinstance(rate, Rate) and rate.value is not None
    ]
    return f"Forms sent in: {' and '.join(said)}." if said else "No form at the end has closed yet."


def values(responses: Mapping[Wave, Response]) -> dict[str, Value]:
    """The rate of each wave that was held, by the keys of the columns."""
    return {
        measure.key: _rate(responses[wave]) if wave in responses else Rate(None, None)
        for wave, measure in measures.OF_WAVE.items()
    }


def _rate(response: Response) -> Rate:
    return Rate(response.answered, response.invited)


def _figures(shown: Sequence[Measure], totals: Mapping[str, Value]) -> list[Figure]:
    return [
        Figure.of_rate(measure.label, rate, "asked")
        for measure in shown
        if isinstance(rate := totals[measure.key], Rate)
    ]


def _without_small(
    rows: Sequence[Row], totals: dict[str, Value]
) -> tuple[list[Row], dict[str, Value]]:
    """The responses of courses and of all without what readers outside the office may not learn, wave by wave."""
    kept = [dict(row.values) for row in rows]
    shown = dict(totals)
    for key in (column.key for column in WAVES if column.key not in BEFORE):
        rates = [_as_rate(values[key]) for values in kept]
        hidden, shown[key] = column_without_small(rates, _as_rate(totals[key]))
        for values, rate in zip(kept, hidden, strict=True):
            values[key] = rate
    for values in (*kept, shown):
        values.update(dict.fromkeys(BEFORE, HIDDEN_RATE))
    return [replace(row, values=values) for row, values in zip(rows, kept, strict=True)], shown


def _as_rate(value: Value) -> Rate:
    return value if isinstance(value, Rate) else Rate(None, None)


def _by_course(rows: Sequence[Row], totals: dict[str, Value], of_waves: Sequence[Column]) -> Table:
    waves = tuple(column.key for column in of_waves)
    columns = (*NAMES, *of_waves)
    return Table("course", "By course", "Course", columns, rows, waves, Row("All", totals))


def _pairs(report: EvaluationReport, rows: Sequence[Row]) -> Table:
    """For staff: a pair is one who answered at the end, too, and gives away how many did."""
    paired = [row for row, each in zip(rows, report.by_course, strict=True) if each.pairs]
    pairs = tuple(column.key for column in PAIRS)
    return Table("pairs", "Paired and complete", "Course", (*NAMES, *PAIRS), paired, pairs)


def _row(each: OfCourse) -> Row:
    names = {"course": each.course.title, "code": each.course.code}
    found = {**names, **values(each.responses), **each.pairs}
    return Row(each.course.title, found, {"course": str(each.course.pk)})


def _bar(rate: Rate) -> int | Hidden:
    """A whole percentage."""
    return HIDDEN if rate.is_hidden else round(100 * (rate.value or 0))


def _chart(report: EvaluationReport, totals: Mapping[str, Value]) -> list[Bars]:
    """Forms sent in, wave by wave; none with fewer than two waves to compare."""
    keys = {wave: measure.key for wave, measure in measures.OF_WAVE.items() if wave in report.total}
    rates = {wave: _as_rate(totals[key]) for wave, key in keys.items()}
    held = [wave for wave, rate in rates.items() if keys[wave] not in BEFORE or not rate.is_hidden]
    rates = {wave: rates[wave] for wave in held}
    known = [wave for wave in held if rates[wave].value is not None]
    if len(known) < 2:
        return []
    is_whole = not any(rate.is_hidden for rate in rates.values())
    share = Column("sent", "Sent in", Kind.RATE, of=measures.INVITED)
    most = max(known, key=lambda wave: rates[wave].value or 0)
    twin = Table(
        "waves",
        "Forms sent in, by wave",
        "Form",
        [share],
        [Row(wave.label, {share.key: rates[wave]}) for wave in held],
        [share.key],
    )
    boards = ", ".join(board.name for board in report.boards)
    return [
        Bars(
            f"Answered most often{'' if is_whole else ', of those shown,'} {most.label[0].lower()}{most.label[1:]}: "
            f"{rates[most].in_words}",
            f"Forms sent in, of those asked for, by wave, {boards}, {report.period}"
            f"{'' if is_whole else C_IN_CHART}",
            [(wave.label, _bar(rates[wave])) for wave in held],
            twin,
            unit=" %",
        )
    ]
