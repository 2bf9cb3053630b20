"""Reading what boards published before Cohort kept their registers. Reports print it as such, beside their own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bookings.choices import PublishedMeasure
from bookings.models import PublishedFigure
from people.models import Board


@dataclass(frozen=True)
class PublishedYear:
    """One measure of one period of one board. `printed` is the board's own total, None where it printed none;
    `lines` are those of its agencies, as printed."""

    board_id: int
    measure: PublishedMeasure
    starts_on: dt.date
    ends_on: dt.date
    printed: PublishedFigure | None
    lines: tuple[PublishedFigure, ...]

    @property
    def sum_of_lines(self) -> Decimal | None:
        return sum((line.value for line in self.lines), Decimal()) if self.lines else None

    @property
    def difference(self) -> Decimal | None:
        """The lines together less the printed total; None where either is missing. Not nought: the table did
        not add up when it was printed (or has since been damaged), which is shown and not mended."""
        if self.printed is None or self.sum_of_lines is None:
            return None
        return self.sum_of_lines - self.printed.value

    @property
    def sources(self) -> tuple[str, ...]:
        figures = (*((self.printed,) if self.printed else ()), *self.lines)
        return tuple(dict.fromkeys(figure.source for figure in figures))


def published_years(
    boards: Board | Sequence[Board], *, measure: PublishedMeasure = PublishedMeasure.ATTENDANCE
) -> list[PublishedYear]:
    """What `boards` published of `measure`, the oldest period first; one query."""
    offered = (boards,) if isinstance(boards, Board) else boards
    rows = (
        PublishedFigure.objects.filter(board__in=offered, measure=measure)
        .select_related("agency", "sector")
        .order_by("starts_on", "ends_on", "board_id", "pk")
    )
    years = []
    for (starts_on, ends_on, board_id), group in groupby(
        rows, key=lambda row: (row.starts_on, row.ends_on, row.board_id)
    ):
        figures = list(group)
        printed = next((figure for figure in figures if not figure.label), None)
        lines = tuple(figure for figure in figures if figure.label)
        years.append(PublishedYear(board_id, measure, starts_on, ends_on, printed, lines))
    return years
