"""An attacker of our own: every count agency × course × quarter × outcome and every role group is an unknown whole
number, every figure that can be asked for is an equation if it is shown, and a solver is asked what is possible.

It shares no code with the audit: what a figure adds up is worked out here from its name alone.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from reports.disclosure.family import Cell, Unit, Year

Place = tuple[Unit, int, str, str]


def family(year: Year) -> list[Cell]:
    """Every figure of every page, filter and period, by the rule that the note on the page states."""
    units = sorted({unit for unit, *_ in year.counts})
    courses = sorted({course for _, course, *_ in year.counts})
    sectors = [f"sector:{sector}" for sector in sorted({unit.sector for unit in units})]
    rows = [*sectors, *(unit.about for unit in units)]
    columns = [f"course:{course}" for course in courses]
    cells = [
        Cell(about, column, period)
        for about in ("all", *rows, *columns, *year.groups)
        for column in year.columns.of
        for period in year.periods
    ]
    if year.is_over:
        crossed = [f"{row}/{column}" for row in rows for column in columns]
        roles = [f"role:{role}" for role in year.roles]
        cells += [Cell(about, "attended", "year") for about in (*crossed, *roles)]
    return cells


def counted(year: Year, cell: Cell, place: Place) -> bool:
    """Whether the people of one place stand in the figure."""
    unit, course, quarter, outcome = place
    if outcome not in year.columns.of[cell.column] or cell.period not in (quarter, "year"):
        return False
    return all(
        part == "all"
        or part in (f"sector:{unit.sector}", unit.about, f"course:{course}")
        or course in year.groups.get(part, ())
        for part in cell.about.split("/")
    )


def value(year: Year, cell: Cell) -> int:
    kind, _, name = cell.about.partition(":")
    if kind == "role":
        return year.roles[name]
    return sum(count for place, count in year.counts.items() if counted(year, cell, place))


class Attacker:
    """Knows the figures that `hidden` leaves, and the places of every course; also that no hidden figure is 0,
    except where the page says that all of a period, or of its crossing, is hidden."""

    def __init__(self, year: Year, hidden: Iterable[Cell]) -> None:
        self.year, self.hidden = year, frozenset(hidden)
        self.cells = family(year)
        self.values = np.array([value(year, cell) for cell in self.cells])
        units = sorted({unit for unit, *_ in year.counts})
        courses = sorted({course for _, course, *_ in year.counts})
        self.places: list[Place] = [
            (unit, course, quarter, outcome)
            for unit in units
            for course in courses
            for quarter in year.quarters
            for outcome in year.columns.outcomes
        ]
        self.rows = csr_array([self._row(cell) for cell in self.cells])
        self.seen: list[set[int]] = [{number} for number in self.values.tolist()]
        self.rules = [self._of_figures(), *self._of_roles(), *self._of_rooms()]

    def values_of(self, cell: Cell) -> set[int]:
        """Possible values of a hidden figure; all of them if they are fewer than three."""
        number = self.cells.index(cell)
        row = self.rows[[number]].toarray()[0]
        for sign in (1, -1):
            if len(self.seen[number]) < 3:
                self._ask(row * sign)
        for middle in range(min(self.seen[number]) + 1, max(self.seen[number])):
            if len(self.seen[number]) < 3:
                self._ask(row, LinearConstraint(csr_array([row]), middle, middle))
        return self.seen[number]

    def shown(self) -> dict[Cell, int]:
        pairs = zip(self.cells, self.values.tolist(), strict=True)
        return {cell: number for cell, number in pairs if cell not in self.hidden}

    def small_and_hidden(self) -> list[Cell]:
        pairs = zip(self.cells, self.values.tolist(), strict=True)
        return [cell for cell, number in pairs if cell in self.hidden and 0 < number < 5]

    def _row(self, cell: Cell) -> list[float]:
        roles = [float(cell.about == f"role:{role}") for role in self.year.roles]
        if any(roles):
            return [0.0] * len(self.places) + roles
        return [float(counted(self.year, cell, p)) for p in self.places] + roles

    def _of_figures(self) -> LinearConstraint:
        low, high = self.values.astype(float), self.values.astype(float)
        blank = {
            (cell.period, "/" in cell.about)
            for cell, number in zip(self.cells, self.values, strict=True)
            if cell in self.hidden and not number
        }
        for number, cell in enumerate(self.cells):
            if cell in self.hidden:
                low[number] = 0 if (cell.period, "/" in cell.about) in blank else 1
                high[number] = np.inf
        return LinearConstraint(self.rows, low, high)

    def _of_roles(self) -> list[LinearConstraint]:
        """Everybody who attended is of some role group."""
        if not self.year.roles:
            return []
        attended = self.year.columns.of["attended"]
        row = [float(p[3] in attended) for p in self.places] + [-1.0] * len(self.year.roles)
        return [LinearConstraint(csr_array([row]), 0, 0)]

    def _of_rooms(self) -> list[LinearConstraint]:
        fit = self.year.columns.fit_in_the_room
        rules = []
        for (course, quarter), most in self.year.places.items():
            row = [float(p[1:3] == (course, quarter) and p[3] in fit) for p in self.places]
            rules.append(
                LinearConstraint(csr_array([row + [0.0] * len(self.year.roles)]), -np.inf, most)
            )
        return rules

    def _ask(self, goal: np.ndarray, *more: LinearConstraint) -> None:
        """Finds the counts with the least `goal`, and sees what every figure would be then."""
        rules = [*self.rules, *more]
        answer = milp(
            goal,
            integrality=np.ones_like(goal, dtype=int),
            bounds=Bounds(0, 10_000),
            constraints=rules,
        )
        if answer.x is not None:
            for values, possible in zip(self.seen, self.rows @ np.rint(answer.x), strict=True):
                values.add(round(float(possible)))


def differences(attacker: Attacker) -> list[tuple[Cell, Cell, int]]:
    """Pairs of shown figures, one inside the other by what they count, that differ by 1 to 4."""
    shown = attacker.shown()
    inside = {
        cell: frozenset(place for place in attacker.places if counted(attacker.year, cell, place))
        for cell in shown
        if not cell.about.startswith("role:")
    }
    return [
        (outer, inner, shown[outer] - shown[inner])
        for outer, of_outer in inside.items()
        for inner, of_inner in inside.items()
        if 0 < shown[outer] - shown[inner] < 5 and shown[inner] and of_inner < of_outer
    ]
