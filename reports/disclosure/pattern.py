"""Which figures of a year are hidden: small ones first, then as few others as the attack asks for."""

from collections import defaultdict
from collections.abc import Mapping, Set

from .family import ALL, ATTENDED, BOOKED, YEAR, Cell, Year
from .lines import ENDLESS, Cost, hide_in_differences, hide_in_lines, is_small, say_little
from .table import Table, table_of

WEIGHT_OF = {ALL: 100.0, "sector": 5.0, "course": 2.0}
WEIGHT_OF_COLUMN = {ATTENDED: 3.0, BOOKED: 2.0}
OF_CROSSING, OF_YEAR, HIDDEN_BEFORE = 0.5, 1.5, 0.5
EVERY_CELL = 5


class CannotBeHidden(Exception):
    """No other figure that is hidden would keep this small one safe."""


def hidden_cells(year: Year, *, kept: Set[Cell] = frozenset()) -> frozenset[Cell]:
    """The hidden figures of every period that is over. The same counts always give the same.

    Stage by stage, as readers come to see them: what a quarter hides does not change when later figures are
    there, so keeping an earlier reading gains nothing. Where the crossing of agencies and courses would give
    a small number away whatever else is hidden, all of it is hidden, noughts too; failing that, the stage.

    `kept` is what stays hidden because an earlier reading of this year hid it.
    """
    hidden: set[Cell] = set()
    known: dict[Cell, int] = {}
    for periods in year.stages:
        whole = table_of(year, periods)
        open_ = set(whole.cells) - set(known)
        known |= dict(zip(whole.cells, whole.values, strict=True))
        beside = _companions(open_, hidden, known) | (kept & open_)
        hidden |= _hide_stage(year, periods, whole, open_, hidden | beside)
    return frozenset(hidden | {cell for cell in kept if cell.period in year.periods})


def hide(table: Table, *, open_: set[Cell], hidden: set[Cell] = frozenset()) -> set[Cell]:  # type: ignore[assignment]
    """What to hide of `table`: those of `hidden`, and of `open_`, which nobody has seen, as many as needed.

    Raises CannotBeHidden.
    """
    from .attack import Attack  # loads the solver

    found = {
        place
        for place, cell in enumerate(table.cells)
        if cell in hidden or (cell in open_ and is_small(table.values[place]))
    }
    cost, attack = _cost(table, open_, hidden), Attack(table)
    is_settled = False
    while not is_settled:
        while hide_in_lines(table, found, cost) or hide_in_differences(table, found, cost):
            pass
        is_settled = True
        for cell in attack.unsafe(found):
            while not attack.settle(cell, found):
                more = attack.way_out(cell, found, cost)
                if more is None:
                    raise CannotBeHidden(table.cells[cell])
                found |= more
                is_settled = False
    return {table.cells[place] for place in found}


def _hide_stage(
    year: Year, periods: tuple[str, ...], whole: Table, open_: set[Cell], hidden: set[Cell]
) -> set[Cell]:
    for is_crossed in (True, False) if YEAR in periods else (False,):
        table = whole if is_crossed else table_of(year, periods, is_crossed=False)
        left_out = open_ - set(table.cells)
        try:
            return left_out | hide(table, open_=open_ - left_out, hidden=hidden)
        except CannotBeHidden:
            continue
    return open_


def _companions(open_: set[Cell], hidden: set[Cell], known: Mapping[Cell, int]) -> set[Cell]:
    """The new quarter's cells of a row that hides too little in earlier quarters for its year to be shown."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for cell in hidden:
        rows[cell.about, cell.column].append(known[cell])
    lonely = {row for row, values in rows.items() if not say_little(values)}
    return {
        cell
        for cell in open_
        if cell.period != YEAR and known[cell] and (cell.about, cell.column) in lonely
    }


def _cost(table: Table, open_: set[Cell], hidden: set[Cell]) -> Cost:
    """Large and coarse figures are dearest; a row that is hidden in another quarter is cheap."""
    rows = {(cell.about, cell.column) for cell in hidden}
    costs = [
        _weight(cell, (cell.about, cell.column) in rows) * (value + EVERY_CELL)
        if cell in open_
        else ENDLESS
        for cell, value in zip(table.cells, table.values, strict=True)
    ]
    return costs.__getitem__


def _weight(cell: Cell, is_hidden_before: bool) -> float:
    weight = WEIGHT_OF.get(cell.about.partition(":")[0], 1.0) * WEIGHT_OF_COLUMN.get(
        cell.column, 1.0
    )
    weight *= OF_CROSSING if "/" in cell.about else 1.0
    weight *= OF_YEAR if cell.period == YEAR else 1.0
    return weight * (HIDDEN_BEFORE if is_hidden_before else 1.0)
