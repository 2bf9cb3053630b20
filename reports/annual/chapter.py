"""A finished annual report as data: what page, PDF, HTML and JSON are written from, and what is frozen.

Everything is text as readers see it, or whole numbers, so that its canonical JSON is the same on any machine.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
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

    def figures(self) -> dict[str, str]:
        """Every number of the document by what it is: what a later reading is held against."""
        found: dict[str, str] = {}
        for block in (block for part in self.parts for block in part.blocks):
            for figure in block.figures:
                found[figure.label] = " ".join(filter(None, (figure.value, figure.beside)))
            if block.kind in ("table", "stated"):
                for row in block.rows:
                    for column, cell in list(zip(block.columns, row, strict=True))[block.wordy :]:
                        found[f"{block.title}, {row[0]}: {column.lower()}"] = cell
        return found


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
    was, today = signed.figures(), now.figures()
    return [
        Difference(what, was.get(what, ""), today.get(what, ""))
        for what in dict.fromkeys([*was, *today])
        if was.get(what) != today.get(what)
    ]
