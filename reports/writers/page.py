"""A document as what the templates of page and PDF show (`templates/reports/includes/`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people import charts
from people.tables import Cell
from people.tables import Table as PlainTable
from reports.documents import Bars, Column, Document, Figure, Row, Step, Table
from reports.values import HIDDEN, Hidden, Kind, Rate, Value, in_words

UNKNOWN = mark_safe('<span class="govuk-visually-hidden">Not known</span>')
WHY_HIDDEN = "Hidden: a small number, or one that would give it away"
HIDDEN_CELL = format_html('<abbr title="{}">{}</abbr>', WHY_HIDDEN, HIDDEN)


@dataclass(frozen=True)
class Links:
    """Where a line's name leads, and where a figure of it does; "" for nowhere."""

    of_row: Callable[[Row], str] = lambda row: ""
    of_cell: Callable[[Row, Column], str] = lambda row, column: ""


NO_LINKS = Links()


@dataclass(frozen=True)
class ShownTable:
    """`rows` pairs whether a line is a subtotal with its cells."""

    caption: str
    head: list[Cell]
    rows: list[tuple[bool, list[Cell]]]
    foot: list[Cell]
    note: str
    is_folded: bool
    has_subtotals: bool


@dataclass(frozen=True)
class ShownChart:
    """`drawn` is for pages, `image` an address for PDF; `twin` the table with the figures."""

    bars: Bars
    twin: ShownTable

    @property
    def headline(self) -> str:
        return headline_of(self.bars)

    @property
    def subtitle(self) -> str:
        return self.bars.subtitle

    @property
    def drawn(self) -> SafeString:
        return charts.bars(self._name, self._drawable)

    @property
    def image(self) -> str:
        return charts.bars_as_image(self._name, self._drawable)

    @property
    def table(self) -> PlainTable:
        """The twin in the shape of `components/chart.html`."""
        rows = [cells for _, cells in self.twin.rows]
        return PlainTable(self.twin.caption, self.twin.head, rows, self.twin.foot)

    @property
    def _name(self) -> str:
        return f"Bar chart. {self.bars.headline}. The figures are in the table."

    @property
    def _drawable(self) -> list[charts.Bar]:
        return [
            drawable(name, number, self._details.get(name, ""), unit=self.bars.unit)
            for name, number in self.bars.bars
        ]

    @property
    def _details(self) -> dict[str, str]:
        """What the twin says of each bar beside its number: its rate."""
        rates = [column for column in self.bars.table.columns if column.kind is Kind.RATE]
        return {
            row.name: in_words(row.values.get(rates[0].key), Kind.RATE)
            for row in self.bars.table.rows
            if rates
        }


@dataclass(frozen=True)
class ShownPart:
    title: str
    text: Sequence[str]
    figures: Sequence[Figure]
    steps: Sequence[Step]
    charts: Sequence[ShownChart]
    tables: Sequence[ShownTable]
    stands_alone: bool


def headline_of(what: Document | Bars) -> str:
    """Without a line that begins with "%"."""
    return what.headline.replace(" %", "\xa0%")


def drawable(
    name: str, number: int | str | Hidden, detail: str = "", *, unit: str = ""
) -> charts.Bar:
    """A bar; what is hidden is a name with "c" beside it, and its drawing knows no number."""
    if isinstance(number, int):
        return charts.Bar(name, number, f"{number:,}{unit}", detail)
    return charts.Bar(name, 0, str(number), WHY_HIDDEN)


def shown_parts(document: Document, links: Links = NO_LINKS) -> list[ShownPart]:
    """Every part of a document; tables without a place on the page or without lines are left to the files."""
    return [
        ShownPart(
            part.title,
            part.text,
            part.figures,
            part.steps,
            [ShownChart(bars, shown_table(bars.table)) for bars in part.charts],
            [shown_table(t, links) for t in part.tables if t.on_page and t.rows],
            part.stands_alone,
        )
        for part in document.parts
    ]


def shown_table(table: Table, links: Links = NO_LINKS) -> ShownTable:
    columns = [table.column(key) for key in table.on_page]
    head = [Cell(table.about, numeric=False), *(Cell(column.label) for column in columns)]
    return ShownTable(
        caption=table.title,
        head=head,
        rows=[
            (
                row.is_subtotal,
                [
                    Cell(row.name, numeric=False, url=links.of_row(row)),
                    *_cells(columns, row, links),
                ],
            )
            for row in table.rows
        ],
        foot=[Cell("All", numeric=False), *_cells(columns, table.total, links)]
        if table.total
        else [],
        note=table.note,
        is_folded=table.is_folded,
        has_subtotals=any(row.is_subtotal for row in table.rows),
    )


def _cells(columns: Sequence[Column], row: Row, links: Links) -> list[Cell]:
    values = [(column, row.values.get(column.key)) for column in columns]
    return [
        Cell(_words(column, value), url=links.of_cell(row, column) if value else "")
        for column, value in values
    ]


def _words(column: Column, value: Value) -> str | SafeString:
    """What is unknown is a blank cell with a word for those who listen; never a 0."""
    if value is HIDDEN or (isinstance(value, Rate) and value.is_hidden):
        return HIDDEN_CELL
    text = in_words(value, column.kind)
    return _unbroken(text) if text else UNKNOWN


def _unbroken(words: str) -> str:
    """ "230 of 246 (93.5 %)" that breaks only before the bracket."""
    return words.replace(" ", "\xa0").replace("\xa0(", " (")
