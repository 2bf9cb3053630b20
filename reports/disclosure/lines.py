"""Hiding by hand, as statisticians do: the small numbers, then what a sum or a difference gives back.

Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4: primary and secondary suppression.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from .family import Cell
from .table import Table

SMALLEST_SHOWN = 5
"""1 to 4 people are hidden; nobody (0) is shown."""

Cost = Callable[[int], float]
"""What hiding a cell takes from the reader; endless for a cell that has been shown before."""

ENDLESS = float("inf")


def is_small(value: int) -> bool:
    return 0 < value < SMALLEST_SHOWN


def still_near(hidden: Mapping[Cell, int], now: Mapping[Cell, int]) -> dict[Cell, int]:
    """Those of some hidden figures that have changed by less than 5: shown now, one would tell how much less
    it had been.
    """
    return {
        cell: figure
        for cell, figure in hidden.items()
        if abs(now.get(cell, 0) - figure) < SMALLEST_SHOWN
    }


def say_little(values: Iterable[int]) -> bool:
    """Whether a sum that is known leaves its hidden parts unknown: two or more, together 5 or more and so
    many that each of them, none being 0, could have three values.
    """
    parts = list(values)
    return len(parts) > 1 and sum(parts) >= max(SMALLEST_SHOWN, len(parts) + 2)


def hide_in_lines(table: Table, hidden: set[int], cost: Cost) -> set[int]:
    """Adds to `hidden` until no sum gives one of them, or a small sum of them, back; returns what it added."""
    added: set[int] = set()
    lines_of: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(table.lines):
        for cell in (*line.left, *line.right):
            lines_of[cell].append(number)
    waiting = dict.fromkeys(range(len(table.lines)))
    while waiting:
        number = next(iter(waiting))
        left, right = table.lines[number]
        chosen = _to_hide_beside(table, left, right, hidden, cost)
        if chosen is None:
            chosen = _to_hide_beside(table, right, left, hidden, cost)
        if chosen is None:
            del waiting[number]
        else:
            hidden.add(chosen)
            added.add(chosen)
            waiting.update(dict.fromkeys(lines_of[chosen]))
    return added


def _to_hide_beside(
    table: Table, side: Iterable[int], other: Iterable[int], hidden: set[int], cost: Cost
) -> int | None:
    """The cheapest cell of a line to hide beside the hidden ones, if those all stand on `side` and give
    too much away; None also where no cell is left that can be hidden.
    """
    here = [table.values[cell] for cell in side if cell in hidden]
    if not here or any(cell in hidden for cell in other) or say_little(here):
        return None
    left = [c for c in (*side, *other) if c not in hidden and table.values[c] and cost(c) < ENDLESS]
    return min(left, key=lambda cell: (cost(cell), table.cells[cell]), default=None)


def hide_in_differences(table: Table, hidden: set[int], cost: Cost) -> set[int]:
    """Adds to `hidden` until no two shown cells, one inside the other, differ by a small number; returns what
    it added. Two readings, each large enough, would otherwise be set against each other.
    """
    added: set[int] = set()
    for pair in _close_pairs(table, hidden):
        if added.isdisjoint(pair):
            cell = min(pair, key=lambda cell: (cost(cell), table.cells[cell]))
            if cost(cell) < ENDLESS:
                added.add(cell)
    hidden |= added
    return added


def _close_pairs(table: Table, hidden: set[int]) -> list[tuple[int, int]]:
    import numpy as np
    from scipy.sparse import csr_array

    shown = [cell for cell, value in enumerate(table.values) if value and cell not in hidden]
    rows = [row for row, cell in enumerate(shown) for _ in table.parts[cell]]
    atoms = [atom for cell in shown for atom in table.parts[cell]]
    inside = csr_array(
        (np.ones(len(rows), dtype=np.int32), (rows, atoms)), (len(shown), len(table.atoms))
    )
    sizes = np.array([len(table.parts[cell]) for cell in shown])
    values = np.array([table.values[cell] for cell in shown])
    common = (inside @ inside.T).tocoo()
    outer, inner = common.coords
    more = values[outer] - values[inner]
    close = (common.data == sizes[inner]) & (more > 0) & (more < SMALLEST_SHOWN)
    pairs = zip(outer[close].tolist(), inner[close].tolist(), strict=True)
    return sorted((shown[one], shown[other]) for one, other in pairs)
