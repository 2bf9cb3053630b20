"""What is wrong, or worth knowing, about one cell of an imported file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

NO_ROWS = "The file has no rows below its headings: there is nothing to import."


class Severity(StrEnum):
    """An error stops the whole import; a note says how a cell was taken."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts from 1 as a spreadsheet does (1 is the headings); `column` is the heading as typed."""

    row: int
    column: str
    value: str
    message: str
    severity: Severity = Severity.ERROR


class FileRefused(Exception):
    """Why a file cannot be read at all. The message is for the person who chose the file.

    `option` is what the command line's user may add to have it read.
    """

    def __init__(self, message: str, *, option: str = "") -> None:
        self.option = option
        super().__init__(message)


@dataclass(frozen=True)
class ProblemGroup:
    """The same thing said about several rows."""

    rows: tuple[int, ...]
    column: str
    value: str
    message: str
    severity: Severity

    @property
    def where(self) -> str:
        """Row numbers with runs joined: "row 4" or "rows 2 to 11, 15"."""
        runs = [
            {0: f"{first}", 1: f"{first}, {last}"}.get(last - first, f"{first} to {last}")
            for first, last in _runs(self.rows)
        ]
        return f"{'row' if len(self.rows) == 1 else 'rows'} {', '.join(runs)}"


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for row in rows:
        if first is None or last is None:
            first = last = row
        elif row <= last + 1:
            last = row
        else:
            yield first, last
            first = last = row
    if first is not None and last is not None:
        yield first, last


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Problems that differ only by row told once; errors first, then in the order of the file."""
    rows: dict[tuple[Severity, str, str, str], list[int]] = {}
    for each in problems:
        rows.setdefault((each.severity, each.column, each.value, each.message), []).append(each.row)
    groups = [
        ProblemGroup(tuple(numbers), column, value, message, severity)
        for (severity, column, value, message), numbers in rows.items()
    ]
    return sorted(groups, key=lambda group: group.severity != Severity.ERROR)
