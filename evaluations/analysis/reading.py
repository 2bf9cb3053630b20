"""Reads a table of answers; whatever is wrong is said with its row and column, and then nothing is read."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluations.analysis.table import Item, Kind, Table, table_of_answers
from evaluations.statistics.answers import LARGEST
from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import Wave

REQUIRED: Mapping[str, str] = {
    "person": "A code that is the same on every answer of one person; never a name.",
    "wave": f"When: {', '.join(Wave)}. T2-before is asked at the end and looks back to before.",
    "item": "The code or the words of the question.",
    "value": "The answer, a number; empty: asked and not answered.",
}
OPTIONAL: Mapping[str, str] = {
    "event": "Which run of the course. A person belongs to one event.",
    "kind": f"{', '.join(Kind)}; empty: rating. The value of a quiz item is 1 (right) or 0 (wrong).",
    "scale": "The scale to which the item belongs; its items are scored together.",
    "reverse": "yes where a low answer is the favourable one; needs lowest and highest. Empty: no.",
    "lowest": "The lowest possible answer of the item.",
    "highest": "The highest possible answer of the item.",
}
COLUMNS = {**REQUIRED, **OPTIONAL}

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
YES_NO = {"": False, "no": False, "yes": True}


@dataclass(frozen=True)
class Problem:
    """`row` counts from 1, the headings being row 1, as a spreadsheet shows it."""

    row: int
    column: str
    words: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.words}"


class BadTable(Exception):
    """The table cannot be used; `problems` say where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class _Wrong(Exception):
    """A cell that cannot be read."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column, self.words = column, words


@dataclass(frozen=True)
class _Row:
    number: int
    person: str
    event: str
    wave: Wave
    item: Item
    value: float | None


def read_table(text: str) -> Table:
    """The answers in `text`, a CSV with headings. Raises BadTable with every problem found."""
    problems: list[Problem] = []
    rows = list(_rows(text, problems))
    if not rows and not problems:
        problems.append(Problem(2, "person", "There are no answers under the headings."))
    problems += _contradictions(rows)
    if problems:
        raise BadTable(sorted(problems, key=lambda problem: problem.row))
    answers: dict[str, dict[Wave, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if row.value is not None:
            answers[row.item.name][row.wave][row.person] = row.value
    return table_of_answers(
        rows=len(rows),
        items={row.item.name: row.item for row in rows},
        events={row.person: row.event for row in rows},
        answers=answers,
    )


def _rows(text: str, problems: list[Problem]) -> Iterator[_Row]:
    """The rows that can be read; what cannot is added to `problems`. Without sound headings there are none."""
    lines = _lines(text, problems)
    headings = [cell.strip().lower() for cell in next(lines, (1, []))[1]]
    if not headings and not problems:
        problems.append(
            Problem(1, "person", "The first row is empty: it should hold the headings.")
        )
    problems += _heading_problems(headings) if headings else ()
    if problems:
        return
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            try:
                yield _row(number, headings, cells)
            except _Wrong as wrong:
                problems.append(Problem(number, wrong.column, wrong.words))


def _lines(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with its number, up to a row that is not CSV."""
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), strict=True), start=1
        ):
            yield number, cells
    except csv.Error as error:
        problems.append(Problem(number + 1, "person", f"The row cannot be read as CSV: {error}."))


def _heading_problems(headings: Sequence[str]) -> Iterator[Problem]:
    for name in REQUIRED:
        if name not in headings:
            yield Problem(1, name, "There is no such heading.")
    for place, name in enumerate(headings):
        if name not in COLUMNS:
            yield Problem(
                1, name or f"number {place + 1}", f"Unknown; known: {', '.join(COLUMNS)}."
            )
        elif name in headings[:place]:
            yield Problem(1, name, "The heading stands there twice.")


def _row(number: int, headings: Sequence[str], cells: Sequence[str]) -> _Row:
    if len(cells) != len(headings):
        raise _Wrong("person", f"The row has {len(cells)} cells, the headings are {len(headings)}.")
    row = {name: cell.strip() for name, cell in zip(headings, cells, strict=True)}
    for name in ("person", "item"):
        if not row[name]:
            raise _Wrong(name, "It is empty.")
    if row["wave"] not in list(Wave):
        raise _Wrong("wave", f"“{row['wave']}” is none of {', '.join(Wave)}.")
    item = _item(row)
    return _Row(
        number, row["person"], row.get("event", ""), Wave(row["wave"]), item, _value(row, item)
    )


def _item(row: Mapping[str, str]) -> Item:
    kind, reverse = row.get("kind") or Kind.RATING, row.get("reverse", "").lower()
    if kind not in list(Kind):
        raise _Wrong("kind", f"“{kind}” is none of {', '.join(Kind)}.")
    if reverse not in YES_NO:
        raise _Wrong("reverse", f"“{reverse}” is neither yes nor no.")
    item = Item(row["item"], Kind(kind), row.get("scale", ""), YES_NO[reverse], _range(row))
    if item.kind is Kind.QUIZ and (item.scale or item.reverse):
        column = "scale" if item.scale else "reverse"
        raise _Wrong(column, "Quiz items are right or wrong and scored together: leave it empty.")
    if item.reverse and item.possible is None:
        raise _Wrong("lowest", "A reversed item needs its lowest and highest possible answer.")
    return item


def _range(row: Mapping[str, str]) -> Range | None:
    lowest, highest = _number(row, "lowest"), _number(row, "highest")
    if lowest is None and highest is None:
        return None
    if lowest is None or highest is None:
        raise _Wrong("lowest" if lowest is None else "highest", "Give both ends or none.")
    if lowest >= highest:
        raise _Wrong("highest", f"{highest:g} is not above the lowest, {lowest:g}.")
    return Range(lowest, highest)


def _value(row: Mapping[str, str], item: Item) -> float | None:
    value = _number(row, "value")
    if value is None:
        return None
    if item.kind is Kind.QUIZ and value not in (0, 1):
        raise _Wrong("value", f"{value:g} is neither 1 (right) nor 0 (wrong).")
    if item.possible and not item.possible.lowest <= value <= item.possible.highest:
        ends = f"{item.possible.lowest:g} to {item.possible.highest:g}"
        raise _Wrong("value", f"{value:g} is outside {ends}.")
    return value


def _number(row: Mapping[str, str], column: str) -> float | None:
    text = row.get(column, "")
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise _Wrong(column, f"“{text}” is not a number.")
    if abs(float(text)) > LARGEST:
        raise _Wrong(column, f"“{text}” is not between ±{LARGEST:,.0f}.")
    return float(text)


def _contradictions(rows: Sequence[_Row]) -> Iterator[Problem]:
    """Where rows that are sound one by one cannot be true together."""
    events: dict[str, _Row] = {}
    items: dict[str, _Row] = {}
    scales: dict[str, _Row] = {}
    given: dict[tuple[str, Wave, str], int] = {}
    for row in rows:
        first = events.setdefault(row.person, row)
        if first.event != row.event:
            words = (
                f"{row.person} is at “{first.event}” in row {first.number}, here at “{row.event}”."
            )
            yield Problem(row.number, "event", words)
        first = items.setdefault(row.item.name, row)
        if first.item != row.item:
            yield Problem(
                row.number, _differing(first.item, row.item), f"Differs from row {first.number}."
            )
        first = scales.setdefault(row.item.scale, row) if row.item.scale else row
        if first.item.possible != row.item.possible:
            words = (
                f"The items of a scale have the same possible answers; row {first.number} differs."
            )
            yield Problem(row.number, "highest", words)
        earlier = given.setdefault((row.person, row.wave, row.item.name), row.number)
        if earlier != row.number:
            yield Problem(
                row.number, "item", f"Row {earlier} has the answer of this person and wave."
            )


def _differing(first: Item, second: Item) -> str:
    for column in ("kind", "scale", "reverse"):
        if getattr(first, column) != getattr(second, column):
            return column
    return "highest"
