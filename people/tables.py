"""Cells and rows for `components/table.html`, and a chart with its table for `components/chart.html`."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Cell:
    text: str | SafeString
    numeric: bool = True
    url: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    head: list[Cell]
    rows: list[list[Cell]]
    foot: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    headline: str
    subtitle: str
    svg: SafeString
    table: Table


def words(*texts: str) -> list[Cell]:
    """A row or head of plain text: the first cell names the row, the others are figures."""
    first, *others = texts
    return [Cell(first, numeric=False), *map(Cell, others)]
