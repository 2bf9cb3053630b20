"""Evaluation response as a document."""

from collections.abc import Mapping

from django.urls import reverse

from evaluations.choices import Wave
from evaluations.response import Response
from reports.columns import columns_of, texts
from reports.documents import Bars, Column, Document, Figure, Part, Row, Table
from reports.measures import evaluation as measures
from reports.values import Kind, Rate, Value

from .reading import EvaluationReport, OfCourse

KIND = "evaluation"
WAVES, PAIRS = columns_of(measures.OF_WAVE.values()), columns_of(measures.OF_PAIRS)
NOT_A_YEAR = (
    "Pairs and complete answers are worked out for whole financial years: choose one, or this year to date, to see "
    "them."
)


def document(report: EvaluationReport, *, is_protected: bool = False) -> Document:
    totals = values(report.total)
    return Document(
        kind=KIND,
        title="Evaluation response",
        boards=report.boards,
        period=report.period,
        made_at=report.made_at,
        headline=headline(report),
        parts=(
            Part("Who answered", figures=_figures(totals), charts=_chart(report)),
            Part(tables=_by_course(report, totals)),
        ),
        definitions=measures.MEASURES,
        filters=report.filters.in_words(),
        facts=[(measure.label, totals[measure.key]) for measure in measures.OF_WAVE.values()],
        notes=() if report.is_year else (NOT_A_YEAR,),
        is_empty=not report.by_course,
        is_invented=report.is_invented,
        is_protected=is_protected,
        related=[("What people answered: impact", reverse("evaluations:impact"))],
    )


def headline(report: EvaluationReport) -> str:
    """The last form that people themselves were asked to fill in, then the first."""
    said = [
        f"{_rate(report.total[wave]).in_words} {words}"
        for wave, words in ((Wave.END, "at the end"), (Wave.LATER, "three months later"))
        if wave in report.total and report.total[wave].invited
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


def _figures(totals: Mapping[str, Value]) -> list[Figure]:
    return [
        Figure(measure.label, rate.percent, f"{rate.numbers} asked" if rate.numbers else "")
        for measure in measures.OF_WAVE.values()
        if isinstance(rate := totals[measure.key], Rate)
    ]


def _by_course(report: EvaluationReport, totals: dict[str, Value]) -> list[Table]:
    names = texts(course="Course", code="Course code")
    rows = [_row(each) for each in report.by_course]
    paired = [row for row, each in zip(rows, report.by_course, strict=True) if each.pairs]
    waves = tuple(column.key for column in WAVES)
    pairs = tuple(column.key for column in PAIRS)
    return [
        Table("course", "By course", "Course", (*names, *WAVES), rows, waves, Row("All", totals)),
        Table("pairs", "Paired and complete", "Course", (*names, *PAIRS), paired, pairs),
    ]


def _row(each: OfCourse) -> Row:
    names = {"course": each.course.title, "code": each.course.code}
    found = {**names, **values(each.responses), **each.pairs}
    return Row(each.course.title, found, {"course": str(each.course.pk)})


def _chart(report: EvaluationReport) -> list[Bars]:
    """Forms sent in, wave by wave; none with fewer than two waves."""
    held = [wave for wave in measures.OF_WAVE if wave in report.total]
    if len(held) < 2:
        return []
    share = Column("sent", "Sent in", Kind.RATE, of=measures.INVITED)
    rates = {wave: _rate(report.total[wave]) for wave in held}
    most = max(held, key=lambda wave: rates[wave].value or 0)
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
            f"Answered most often {most.label[0].lower()}{most.label[1:]}: {rates[most].in_words}",
            f"Forms sent in, by wave, {boards}, {report.period}",
            [(wave.label, report.total[wave].answered) for wave in held],
            twin,
        )
    ]
