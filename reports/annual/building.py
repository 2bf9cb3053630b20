"""Reading an annual report into its chapter: a fixed number of queries, however many blocks and agencies."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from courses.models import TrainerAssignment
from evaluations.findings import shown_of_year
from evaluations.models import Finding
from evaluations.scopes import year_of
from people.models import Board
from reports.attendance.population import NO_FILTERS, held_in
from reports.measures.attendance import IDENTITY
from reports.models import AnnualReport, Slot, StatedFigure
from reports.periods import Period, financial_year
from reports.small import without_small
from reports.values import HIDDEN

from . import figures, stated, words
from .chapter import Chapter, Figure, Part, Shown, thawed
from .hiding import registers
from .limits import limits
from .structure import Block, BlockKind, Section, TableOf, Words, from_data

TITLE = "Multi-agency training"
COUNTED_BY_OTHERS = (
    "Stated figure",
    "A number that somebody else counted or that no register holds, with its source and base. It is in no "
    "total of ours.",
)


def readings_of(board: Board, period: Period, *, today: dt.date) -> figures.Readings:
    """The registers of `period` and of the same days a year earlier, with small numbers hidden."""
    return figures.Readings(
        registers(board, period, today=today),
        registers(board, period.year_before(), today=today),
    )


@dataclass(frozen=True)
class Reader:
    """What the blocks of one report are written from, each read once and only if a block asks."""

    board: Board
    period: Period
    today: dt.date
    slots: Mapping[str, Slot]

    @cached_property
    def readings(self) -> figures.Readings:
        return readings_of(self.board, self.period, today=self.today)

    @cached_property
    def findings(self) -> list[Finding]:
        return shown_of_year(self.board, year_of(self.period.from_))

    @cached_property
    def stated(self) -> list[StatedFigure]:
        return stated.stated_in(self.board, self.period.from_.year)

    @cached_property
    def trainers(self) -> list[tuple[str, int]]:
        """By agency: how many of the events held it lent a trainer to, most first."""
        rows = (
            TrainerAssignment.objects.filter(
                event__in=held_in([self.board], self.period, NO_FILTERS),
                trainer__is_commissioned=False,
                trainer__agency__isnull=False,
            )
            .values_list("trainer__agency__name")
            .annotate(events=Count("event", distinct=True))
            .order_by("-events", "trainer__agency__name")
        )
        return list(rows)


def chapter_of(
    report: AnnualReport,
    *,
    at: dt.datetime,
    signed_by: str = "",
    signed_at: str = "",
    only_texts: bool = False,
) -> Chapter:
    """The report as its registers, texts and stated figures say now; `only_texts`: without any figure."""
    slots = {slot.key: slot for slot in report.slots.all()}
    today = timezone.localdate(at)
    days = days_until(report.period, today)
    reader = Reader(report.board, days, today, slots)
    structure = from_data(report.structure)
    if only_texts:
        structure = structure.only(BlockKind.NARRATIVE)
    parts = [_part(section, reader) for section in structure.sections]
    return Chapter(
        board=report.board.name,
        board_slug=report.board.slug,
        title=TITLE,
        year=report.year_label,
        first_day=days.from_.isoformat(),
        last_day=days.to.isoformat(),
        edition=report.edition,
        restates=report.restates,
        is_invented=not only_texts and reader.readings.now.is_invented,
        made_at=at.isoformat(timespec="seconds"),
        signed_at=signed_at,
        signed_by=signed_by,
        parts=[part for part in parts if part.blocks],
        definitions=() if only_texts else _definitions(structure.blocks),
    )


def days_until(year: Period, today: dt.date) -> Period:
    """The year, or as much of it as is over, so that it is set beside as much of the year before."""
    return Period(year.from_, max(year.from_, min(year.to, today)))


def read(report: AnnualReport, *, at: dt.datetime, only_texts: bool = False) -> Chapter:
    """What readers see: the frozen document of a signed report, a draft as of now."""
    if report.is_signed:
        return thawed(report.frozen)
    return chapter_of(report, at=at, only_texts=only_texts)


def _part(section: Section, reader: Reader) -> Part:
    blocks: list[Shown] = []
    tabled = {block.of for block in section.blocks if block.kind is BlockKind.TABLE}
    for block in section.blocks:
        made = _SHOWN[block.kind](block, reader)
        if made is None:
            continue
        if block.kind is BlockKind.CHART and block.of in tabled:
            made = replace(made, is_tabled=True)
        last = blocks[-1] if blocks else None
        if last and last.kind == made.kind == BlockKind.FIGURE:
            blocks[-1] = Shown(last.key, last.kind, figures=[*last.figures, *made.figures])
        else:
            blocks.append(made)
    return Part(section.key, section.title, blocks)


def _narrative(block: Block, reader: Reader) -> Shown:
    slot = reader.slots.get(block.key)
    text = slot.text.replace("\r\n", "\n") if slot else ""
    paragraphs = [" ".join(p.split()) for p in text.split("\n\n") if p.strip()]
    return Shown(block.key, block.kind, title=block.title, text=paragraphs, slot=block.key)


def _figure(block: Block, reader: Reader) -> Shown:
    found: Figure = reader.readings.figure(block)
    return Shown(block.key, block.kind, figures=[found])


def _table(block: Block, reader: Reader) -> Shown | None:
    if block.of == TableOf.TRAINERS:
        made = Shown(
            block.key,
            block.kind,
            title=TableOf.TRAINERS.label,
            columns=("Agency", "Events its trainers delivered"),
            rows=[(agency, f"{events:,}") for agency, events in reader.trainers],
            note="An event with trainers of two agencies stands in both lines: do not add them up.",
        )
    else:
        made = figures.table(block, reader.readings)
    return made if made.rows else None


def _chart(block: Block, reader: Reader) -> Shown | None:
    return figures.chart(block, reader.readings)


def _stated(block: Block, reader: Reader) -> Shown | None:
    made = stated.shown(block, reader.stated, reader.readings)
    return made if made.rows else None


def _words(block: Block, reader: Reader) -> Shown:
    subject = Words(block.of)
    if subject is Words.IMPACT:
        said = words.impact(reader.findings)
        nothing = () if said else (words.NO_IMPACT,)
        return Shown(block.key, block.kind, title=subject.label, text=nothing, said=said)
    return Shown(
        block.key,
        block.kind,
        title="" if subject in (Words.OVERVIEW, Words.LIMITS) else subject.label,
        text=_sentences(subject, reader),
    )


def _sentences(subject: Words, reader: Reader) -> Sequence[str]:
    if subject is Words.OVERVIEW:
        return words.overview(reader.readings)
    if subject is Words.YEAR_ON_YEAR:
        return words.year_on_year(reader.readings)
    if subject is Words.NEEDS:
        return words.needs(reader.board, reader.period)
    checks = stated.checks(reader.stated, reader.stated, reader.readings)
    return limits(
        reader.readings.now,
        reader.findings,
        reader.stated,
        disagreements=sum(not check.agrees for check in checks),
        hides_small_numbers=_hides(reader.readings),
        is_whole_year=reader.period == financial_year(reader.period.from_.year),
    )


def _hides(readings: figures.Readings) -> bool:
    now = readings.now
    numbers = [line.counts.shown("attended") for line in (*now.by_sector, *now.by_course)]
    return HIDDEN in map(without_small, numbers)


_SHOWN = {
    BlockKind.NARRATIVE: _narrative,
    BlockKind.FIGURE: _figure,
    BlockKind.TABLE: _table,
    BlockKind.CHART: _chart,
    BlockKind.STATED: _stated,
    BlockKind.WORDS: _words,
}


def _definitions(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Of every measure in the document, in the order of the list of measures."""
    kinds = {block.kind for block in blocks}
    used = {block.of for block in blocks if block.kind is BlockKind.FIGURE}
    if kinds & {BlockKind.TABLE, BlockKind.CHART, BlockKind.WORDS}:
        used |= {*figures.OF_EVENTS, "attended", "seats_used"}
    found = [(m.label, m.sentence) for key, m in figures.MEASURES.items() if key in used]
    if BlockKind.TABLE in kinds or BlockKind.CHART in kinds:
        found.append((figures.SHARE.label, figures.SHARE.sentence))
    found.append(("How a register adds up", IDENTITY))
    return [*found, COUNTED_BY_OTHERS] if BlockKind.STATED in kinds else found
