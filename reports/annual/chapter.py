"""A finished annual report as data: what page, PDF, HTML and JSON are written from, and what is frozen.

Everything is text as readers see it, or whole numbers, so that its canonical JSON is the same on any machine.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from people import charts
from people.tables import Cell, Table
from reports.writers.page import UNKNOWN, drawable

SCHEMA = 1


@dataclass(frozen=True)
class Figure:
    """`before` is the same figure of the year before, "" where it is not known."""

    key: str
    label: str
    value: str
    beside: str = ""
    before: str = ""


@dataclass(frozen=True)
class Check:
    """Two numbers that should be the same, and whether they are."""

    what: str
    ours: str
    theirs: str
    agrees: bool
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What became of one thing that was asked twice; `tone` is "rose", "fell" or ""."""

    about: str
    short: str
    sentence: str
    tone: str = ""


@dataclass(frozen=True)
class Number:
    """What a number is, and how it reads."""

    what: str
    reads: str


Place = tuple[str, ...]
"""Where a number stands. Lines are known by their name, and lines of one name by which of them they are."""


@dataclass(frozen=True)
class Shown:
    """One block as readers see it; which fields are filled depends on `kind`.

    The first `wordy` columns of a table hold words. A bar that is hidden has "c" for its number. A chart `is_tabled` when a table of its section has its
    figures. `slot` is the key of a text.
    """

    key: str
    kind: str
    title: str = ""
    text: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    subtitle: str = ""
    bars: Sequence[tuple[str, int | str]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    foot: Sequence[str] = ()
    wordy: int = 1
    is_tabled: bool = False
    said: Sequence[Said] = ()
    note: str = ""
    checks: Sequence[Check] = ()
    slot: str = ""

    @property
    def table(self) -> Table:
        return Table(
            self.title,
            self._cells(self.columns),
            [self._cells(row) for row in self.rows],
            self._cells(self.foot),
        )

    def numbers(self) -> Iterator[tuple[Place, Number]]:
        """Those of a chart that stand in a table are the table's."""
        for each in self.figures:
            value = " ".join(filter(None, (each.value, each.beside)))
            yield (each.key, "now"), Number(each.label, value)
            yield (each.key, "before"), Number(f"{each.label}, the year before", each.before)
        bars = [] if self.is_tabled else [(name, str(number)) for name, number in self.bars]
        about, had = self.subtitle or self.title, Counter[str]()
        for name, *cells in filter(None, (*self.rows, *bars, self.foot)):
            had[name] += 1
            for column, cell in zip(
                self.columns[self.wordy :], cells[self.wordy - 1 :], strict=True
            ):
                what = f"{about}, {name}: {column.lower()}"
                yield (self.key, name, str(had[name]), column), Number(what, cell)
        for check in self.checks:
            yield (self.key, check.what), Number(check.what, check.ours)
        for said in self.said:
            had[said.about] += 1
            yield (self.key, said.about, str(had[said.about])), Number(said.about, said.short)

    @property
    def twin(self) -> Table:
        """The figures of a chart."""
        rows = [self._cells((bar.name, bar.label)) for bar in self._bars]
        return Table(self.subtitle, self._cells(self.columns), rows)

    @property
    def drawn(self) -> str:
        return charts.bars(self.alt, self._bars)

    @property
    def image(self) -> str:
        """The chart as the address of an image, for PDF and single files."""
        return charts.bars_as_image(self.alt, self._bars)

    @property
    def alt(self) -> str:
        return f"Bar chart. {self.title}. The figures are in the table."

    @property
    def _bars(self) -> list[charts.Bar]:
        return [drawable(name, number) for name, number in self.bars]

    def _cells(self, texts: Sequence[str]) -> list[Cell]:
        return [
            Cell(text or UNKNOWN, numeric=position >= self.wordy)
            for position, text in enumerate(texts)
        ]


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    blocks: Sequence[Shown]


@dataclass(frozen=True)
class Chapter:
    """The whole document. `signed_at` and `signed_by` are "" in a draft; dates are in ISO format."""

    board: str
    board_slug: str
    title: str
    year: str
    first_day: str
    last_day: str
    edition: int
    restates: str
    is_invented: bool
    made_at: str
    signed_at: str
    signed_by: str
    parts: Sequence[Part]
    definitions: Sequence[tuple[str, str]]

    @property
    def period(self) -> str:
        first, last = (dt.date.fromisoformat(day) for day in (self.first_day, self.last_day))
        return f"{first:%-d %B %Y} to {last:%-d %B %Y}"

    @property
    def made_on(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)

    @property
    def signed_on(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.signed_at) if self.signed_at else None

    @property
    def file_name(self) -> str:
        """Without an ending."""
        later = f"-edition-{self.edition}" if self.edition > 1 else ""
        return f"annual-report-{self.board_slug}-{self.year.replace('–', '-')}{later}"

    def numbers(self) -> dict[Place, Number]:
        """Every number of the document by its place: what a later reading is held against."""
        blocks = (block for part in self.parts for block in part.blocks)
        return dict(found for block in blocks for found in block.numbers())


def canonical(chapter: Chapter) -> str:
    """The one JSON text of a document: keys in order, no spaces, no escapes but those JSON needs."""
    data = {"schema": SCHEMA, **asdict(chapter)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(frozen: bytes) -> str:
    """As `sha256sum` says of the downloaded JSON file."""
    return hashlib.sha256(frozen).hexdigest()


def thawed(frozen: str) -> Chapter:
    """A frozen document as data again."""
    data = json.loads(frozen)
    del data["schema"]
    return Chapter(**{**data, "parts": [_part(part) for part in data["parts"]]})


def _part(data: Mapping[str, Any]) -> Part:
    return Part(data["key"], data["title"], [_shown(block) for block in data["blocks"]])


def _shown(data: Mapping[str, Any]) -> Shown:
    return Shown(
        **{
            **data,
            "figures": [Figure(**figure) for figure in data["figures"]],
            "checks": [Check(**check) for check in data["checks"]],
            "said": [Said(**said) for said in data["said"]],
        }
    )


@dataclass(frozen=True)
class Difference:
    """A figure that reads otherwise than when the report was signed off; "" for one that is not there."""

    what: str
    signed: str
    now: str


def differences(signed: Chapter, now: Chapter) -> list[Difference]:
    """In the order of the signed report; figures that are new come last."""
    was, today = signed.numbers(), now.numbers()
    nothing = Number("", "")
    pairs = [(was.get(place, nothing), today.get(place, nothing)) for place in {**was, **today}]
    return [
        Difference(then.what or new.what, then.reads, new.reads)
        for then, new in pairs
        if then.reads != new.reads
    ]
