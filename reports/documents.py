"""A report as data: what the page, the files and the command all write from.

A report is read once into a `Document`; `reports/writers/` turns it into a page, CSV, XLSX, JSON and PDF.
What must not be seen is taken out before a document is made.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from courses.models import Event
from people.models import Board

from .measures.definitions import Measure
from .periods import Period
from .values import HIDDEN, Hidden, Kind, Rate, Value

LONGEST_FILTERS = 60
DIGEST = 6
C_IN_CHART = "; c stands for a number that is hidden"


@dataclass(frozen=True)
class Column:
    """One column of a table. `of` names what a rate's denominator counts."""

    key: str
    label: str
    kind: Kind = Kind.NUMBER
    of: str = ""


@dataclass(frozen=True)
class Row:
    """One line. `values` by the keys of the table's columns; what is missing there is unknown.

    A subtotal sums the lines below it up to the next one; it is left out of CSV, where it would be counted
    twice. `narrows` are the fields of the report's form that narrow it to this line; None: none can.
    """

    name: str
    values: Mapping[str, Value]
    narrows: Mapping[str, str] | None = None
    is_subtotal: bool = False

    def of(self, keys: Collection[str]) -> "Row":
        """This line with the values of some columns only."""
        kept = {key: value for key, value in self.values.items() if key in keys}
        return replace(self, values=kept)


@dataclass(frozen=True)
class Table:
    """`on_page` are the keys of the columns that a page has room for, behind the lines' names under the
    heading `about`; files have all columns.

    What no column shows leaves the lines: a document that hides small numbers does not hold them either.
    """

    key: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    on_page: Sequence[str]
    total: Row | None = None
    note: str = ""
    is_folded: bool = False

    def __post_init__(self) -> None:
        keys = {column.key for column in self.columns}
        object.__setattr__(self, "rows", [row.of(keys) for row in self.rows])
        object.__setattr__(self, "total", self.total and self.total.of(keys))

    def column(self, key: str) -> Column:
        """Raises KeyError for a key that no column has."""
        return {column.key: column for column in self.columns}[key]


@dataclass(frozen=True)
class Bars:
    """A bar chart, described once for page and PDF: `headline` is its message, `table` its twin.

    What is hidden has its name and "c", and no length. `unit` stands behind each number.
    """

    headline: str
    subtitle: str
    bars: Sequence[tuple[str, int | Hidden]]
    table: Table
    unit: str = ""


@dataclass(frozen=True)
class Figure:
    """A key figure: `value` large, `beside` its numbers or what it is out of."""

    label: str
    value: str
    beside: str = ""

    @classmethod
    def of_rate(cls, label: str, rate: Rate, of: str) -> "Figure":
        """A share, and beside it both its numbers, "of" what: "c" alone where it is hidden."""
        if rate.is_hidden:
            return cls(label, str(HIDDEN))
        return cls(label, rate.percent, f"{rate.numbers} {of}" if rate.numbers else "")


@dataclass(frozen=True)
class Step:
    """One term of a sum: "− 3 cancelled"."""

    sign: str
    number: str
    label: str


@dataclass(frozen=True)
class Part:
    """A section: its words, figures, sum, charts and tables, in this order.

    One that `stands_alone` is shown even where the period has no figures of its own.
    """

    title: str = ""
    text: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    steps: Sequence[Step] = ()
    charts: Sequence[Bars] = ()
    tables: Sequence[Table] = ()
    stands_alone: bool = False


@dataclass(frozen=True)
class Document:
    """`notes` are what a reader should know of the figures and `warnings` what must not be missed; `filters` are those in force, by name; `facts` are
    the figures of a workbook's first sheet; `machine` is the whole report for JSON, where it has more than
    the tables; `awaiting_register` are past events that no figure counts yet; `counted` are the columns whose
    numbers count bookings, and which; `related` are other pages, as labels with addresses.
    """

    kind: str
    title: str
    boards: Sequence[Board]
    period: Period
    made_at: dt.datetime
    headline: str
    parts: Sequence[Part]
    definitions: Sequence[Measure]
    filters: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[tuple[str, Value]] = ()
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    is_empty: bool = False
    is_invented: bool = False
    is_protected: bool = False
    machine: Mapping[str, Any] | None = None
    awaiting_register: Sequence[Event] = ()
    counted: Mapping[str, Q] = field(default_factory=dict)
    related: Sequence[tuple[str, str]] = ()

    @property
    def tables(self) -> list[Table]:
        return [table for part in self.parts for table in part.tables]

    def file_name(self, table: str = "") -> str:
        """Without an ending: report and the key of the table it holds, if it holds one; board and days; what it is
        narrowed to; and whether small numbers are hidden."""
        boards = "-".join(board.slug for board in self.boards)
        hidden = "small-numbers-hidden" if self.is_protected else ""
        days = f"{self.period.from_}-to-{self.period.to}"
        held = table.replace("_", "-")
        return "-".join(filter(None, (self.kind, held, boards, days, self._narrowed(), hidden)))

    def _narrowed(self) -> str:
        """The filters in force; cut, with a few letters that tell it from others that begin the same."""
        words = slugify(" ".join(self.filters.values()))
        if len(words) <= LONGEST_FILTERS:
            return words
        told_apart = hashlib.sha256(words.encode()).hexdigest()[:DIGEST]
        return f"{words[:LONGEST_FILTERS].rstrip('-')}-{told_apart}"
