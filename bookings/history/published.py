"""Loading totals that a board once published: kept as printed, never worked out again."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from bookings.choices import FigureKind, PublishedMeasure
from bookings.models import PublishedFigure
from courses.imports import read
from courses.imports.columns import Columns, Fields, plain
from courses.imports.problems import NO_ROWS, FileRefused, Problem, Severity
from courses.imports.reading import key_of
from people.actions import record_change
from people.models import Board, Sector

from .agencies import AgencyNames
from .options import Options
from .parse import agency_key

if TYPE_CHECKING:
    from people.models import User


class Field(StrEnum):
    YEAR = "year"
    MEASURE = "measure"
    AGENCY = "agency"
    VALUE = "value"
    KIND = "kind"
    SOURCE = "source"
    NOTE = "note"
    BOARD = "board"


LABELS = {
    Field.YEAR: "Year",
    Field.MEASURE: "Measure",
    Field.AGENCY: "Agency",
    Field.VALUE: "Value",
    Field.KIND: "Kind",
    Field.SOURCE: "Source",
    Field.NOTE: "Note",
    Field.BOARD: "Board",
}
HEADINGS = {
    Field.YEAR: ("year", "period", "financial year", "reporting year"),
    Field.MEASURE: ("measure", "metric", "figure", "what"),
    Field.AGENCY: ("agency", "agency group", "organisation", "sector"),
    Field.VALUE: ("value", "number", "count", "total", "attendance"),
    Field.KIND: ("kind",),
    Field.SOURCE: ("source", "source url", "report", "published in"),
    Field.NOTE: ("note", "notes", "remark"),
    Field.BOARD: ("board", "partnership", "lscb", "scp"),
}
TOTALS = Fields(
    Field, LABELS, HEADINGS, required=(Field.YEAR, Field.MEASURE, Field.VALUE, Field.SOURCE)
)
WORDS: dict[str, PublishedMeasure] = {
    "attendance": PublishedMeasure.ATTENDANCE,
    "attendance by agency": PublishedMeasure.ATTENDANCE,
    "attended": PublishedMeasure.ATTENDANCE,
    "places attended": PublishedMeasure.ATTENDANCE,
    "learning events": PublishedMeasure.LEARNING_EVENTS,
    "events": PublishedMeasure.LEARNING_EVENTS,
    "training days": PublishedMeasure.TRAINING_DAYS,
    "training days delivered": PublishedMeasure.TRAINING_DAYS,
    "events cancelled": PublishedMeasure.EVENTS_CANCELLED,
    "places available": PublishedMeasure.PLACES_AVAILABLE,
    "did not attend": PublishedMeasure.NO_SHOWS,
    "no shows": PublishedMeasure.NO_SHOWS,
    "trainer days": PublishedMeasure.TRAINER_DAYS,
}
WHOLE_BOARD = ("", "all", "total", "total printed", "board", "all agencies")
TWO_YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{2}|\d{4})")
YEARS = range(1900, 2100)
FINANCIAL_YEAR = (4, 1)
LARGEST = 1_000_000_000
FIGURE_KEY = tuple[str, dt.date, str]


@dataclass
class FiguresPlan:
    """What loading a file of totals into `board` would write. `known` are there already."""

    board: Board
    figures: dict[FIGURE_KEY, PublishedFigure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0
    known: int = 0

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == Severity.ERROR]

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "left_out": self.left_out,
            "known": self.known,
            "figures_create": len(self.figures),
            "matched": sum(bool(f.agency_id or f.sector_id) for f in self.figures.values()),
            "errors": len(self.errors),
            "notes": len(self.problems) - len(self.errors),
        }


class FiguresRefused(Exception):
    """The plan has errors: nothing was written."""

    def __init__(self, plan: FiguresPlan) -> None:
        super().__init__(f"{len(plan.errors)} errors: nothing was written")
        self.plan = plan


def plan_file(file: BinaryIO, board: Board, options: Options) -> FiguresPlan:
    """The plan for a whole file. Raises FileRefused when it cannot be read."""
    plan = FiguresPlan(board)
    sectors = {agency_key(sector.name): sector for sector in Sector.objects.all()}
    names = _Names(AgencyNames(board), sectors, options.agencies)
    with read.open_table(
        file,
        encoding=options.encoding,
        sheet=options.sheet,
        like_headings=TOTALS.recognised,
    ) as table:
        columns = TOTALS.choose(table.headings, options.columns, guessing=options.guessing)
        if options.only_board:
            columns.need(Field.BOARD)
        for row in table.rows:
            plan.rows += 1
            named = key_of(columns.value(row.cells, Field.BOARD))
            if options.only_board and named != key_of(options.only_board):
                plan.left_out += 1
                continue
            _take(plan, columns, row, names)
    if not plan.rows:
        raise FileRefused(NO_ROWS)
    _leave_known(plan)
    return plan


@dataclass(frozen=True)
class _Names:
    """What the labels of a table may be: ours by name, or as the mapping file says. Nothing close is taken."""

    agencies: AgencyNames
    sectors: Mapping[str, Sector]
    mapped: Mapping[str, str]

    def find(self, figure: PublishedFigure) -> None:
        if figure.label:
            key = agency_key(figure.label)
            name = self.mapped.get(key, figure.label)
            figure.agency_id = self.agencies.find(name)
            figure.sector = None if figure.agency_id else self.sectors.get(agency_key(name))


def _take(
    plan: FiguresPlan,
    columns: Columns[Field],
    row: read.Row,
    names: "_Names",
) -> None:
    def say(which: Field, message: str, severity: Severity = Severity.ERROR) -> None:
        value = columns.value(row.cells, which)[:100]
        plan.problems.append(Problem(row.number, columns.name(which), value, message, severity))

    measure = WORDS.get(plain(columns.value(row.cells, Field.MEASURE)))
    if measure is None:
        say(Field.MEASURE, "This is no measure that trends use: left out.", Severity.NOTE)
        return
    period = period_of(columns.value(row.cells, Field.YEAR))
    if period is None:
        say(Field.YEAR, "This is not a year: write 2014-15 or 2014.")
        return
    value = number_of(columns.value(row.cells, Field.VALUE))
    if value is None:
        say(Field.VALUE, f"This is not a number from 0 to {LARGEST:,}.")
        return
    source = columns.value(row.cells, Field.SOURCE)
    if not source:
        say(Field.SOURCE, "Where was this published? A figure without its source proves nothing.")
        return
    label = columns.value(row.cells, Field.AGENCY)
    figure = PublishedFigure(
        board=plan.board,
        measure=measure,
        starts_on=period[0],
        ends_on=period[1],
        label="" if plain(label) in WHOLE_BOARD else label[:200],
        value=value,
        kind=_kind(columns.value(row.cells, Field.KIND)),
        source=source[:500],
        note=columns.value(row.cells, Field.NOTE)[:500],
    )
    names.find(figure)
    first = plan.figures.setdefault((measure, figure.starts_on, figure.label), figure)
    if first is not figure and first.value != value:
        say(Field.VALUE, f"The same figure is {first.value} further up: correct one of them.")
    elif first is not figure:
        say(Field.VALUE, "The same figure stands further up: kept once.", Severity.NOTE)


def _kind(text: str) -> FigureKind:
    return FigureKind(text) if text in FigureKind.values else FigureKind.PRINTED


def number_of(text: str) -> Decimal | None:
    """A figure as a report prints it, "1,040"; None for what is no number, less than 0 or too large to be one."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= LARGEST else None


def period_of(year: str) -> tuple[dt.date, dt.date] | None:
    """ "2014-15", "2014/2015": April to March; "2014": the calendar year. None for anything else."""
    if match := TWO_YEARS.fullmatch(year):
        first = int(match[1])
        if first not in YEARS or int(match[2][-2:]) != (first + 1) % 100:
            return None
        starts = dt.date(first, *FINANCIAL_YEAR)
        return starts, dt.date(first + 1, *FINANCIAL_YEAR) - dt.timedelta(days=1)
    if re.fullmatch(r"\d{4}", year) and int(year) in YEARS:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    return None


def _leave_known(plan: FiguresPlan) -> None:
    for there in PublishedFigure.objects.filter(board=plan.board):
        key = (there.measure, there.starts_on, there.label)
        figure = plan.figures.pop(key, None)
        plan.known += figure is not None
        if figure is not None and figure.value != there.value:
            message = f"It is there as {there.value.normalize():f}: kept."
            plan.problems.append(
                Problem(0, LABELS[Field.VALUE], f"{there}"[:100], message, Severity.NOTE)
            )


@transaction.atomic
def apply_figures(plan: FiguresPlan, *, actor: "User | None") -> FiguresPlan:
    """Writes a plan. Side effects, in order: the board is locked; the figures; an audit entry on the board.

    Raises FiguresRefused, and nothing is written, where the plan has errors.
    """
    if plan.errors:
        raise FiguresRefused(plan)
    board = Board.objects.select_for_update(of=("self",)).get(pk=plan.board.pk)
    _leave_known(plan)
    PublishedFigure.objects.bulk_create(plan.figures.values())
    if plan.figures:
        record_change(board, "published figures loaded", actor=actor, details=dict(plan.counts()))
    return plan


def summary_lines(plan: FiguresPlan, *, done: bool = False) -> list[str]:
    """The counts of a plan, one sentence a line; what is nought is left out."""
    n = plan.counts()
    lines = [
        (n["rows"], f"{n['rows']:,} rows read"),
        (n["left_out"], f"{n['left_out']:,} rows of other boards left out"),
        (n["known"], f"{n['known']:,} figures there already, kept"),
        (
            n["figures_create"],
            f"{n['figures_create']:,} figures {'written' if done else 'to write'}",
        ),
        (n["matched"], f"{n['matched']:,} of them of an agency or sector known by name"),
        (n["errors"], f"{n['errors']:,} errors"),
        (n["notes"], f"{n['notes']:,} notes"),
        (not done and not n["errors"], "Nothing was written: this was a dry run. Add --write."),
    ]
    return [line for number, line in lines if number]
