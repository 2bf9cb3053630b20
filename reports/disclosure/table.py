"""A stage's figures as sums of counts, and the sums between them: all that an attacker can write down."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .family import ALL, ATTENDED, QUARTERS, YEAR, Cell, Unit, Year

Key = tuple[Hashable, str, str]
"""An agency or a course, a quarter and an outcome."""


class Line(NamedTuple):
    """Two lists of cells (their places in `Table.cells`) with the same sum."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass
class Table:
    """Cells as sums of atoms. An atom is a count that is not split further; `atoms` are the true ones.

    `ties` are pairs of lists of atoms with the same sum, `limits` lists of atoms with the most they can add up
    to. Atoms that some column's nought rules out are not there: a nought is always shown.
    """

    cells: list[Cell] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    parts: list[list[int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ties: list[tuple[list[int], list[int]]] = field(default_factory=list)
    limits: list[tuple[list[int], int]] = field(default_factory=list)
    atoms: list[int] = field(default_factory=list)


def table_of(year: Year, periods: Sequence[str], *, is_crossed: bool = True) -> Table:
    """The table of one stage: a quarter, or the four quarters and the year.

    Agencies and courses are crossed only for those who attended and only in the year's table, where a reader
    sees that crossing. Elsewhere their two margins are enough and far fewer: any two margins of the same sum
    are those of some table of whole numbers, so the crossing could not narrow them.
    """
    return _Builder(year, periods, is_crossed).build()


class _Builder:
    def __init__(self, year: Year, periods: Sequence[str], is_crossed: bool) -> None:
        self.year, self.columns, self.periods = year, year.columns, tuple(periods)
        self.quarters = [period for period in periods if period in QUARTERS]
        self.crossed = self.columns.of[ATTENDED] if is_crossed and YEAR in periods else ()
        self.counts = {k: n for k, n in year.counts.items() if n and k[2] in self.quarters}
        self.units = sorted({unit for unit, *_ in self.counts})
        self.courses = sorted({course for _, course, *_ in self.counts})
        self.sectors = {
            sector: [unit for unit in self.units if unit.sector == sector]
            for sector in sorted({unit.sector for unit in self.units})
        }
        self.groups = {
            name: kept
            for name, courses in sorted(year.groups.items())
            if (kept := [course for course in self.courses if course in courses])
        }
        self.table = Table()
        self.where: dict[Cell, int] = {}
        self.by_unit: dict[Key, list[int]] = defaultdict(list)
        self.by_course: dict[Key, list[int]] = defaultdict(list)
        self.by_both: dict[tuple[Unit, int], list[int]] = defaultdict(list)

    def build(self) -> Table:
        self._make_atoms()
        self._make_margins()
        if self.crossed:
            self._make_crossing()
        if YEAR in self.periods:
            self._make_roles()
        self._make_limits()
        return self.table

    # Atoms

    def _make_atoms(self) -> None:
        units, courses = self._sums(0), self._sums(1)
        in_units = dict.fromkeys(self._possible(self.units, units))
        in_courses = dict.fromkeys(self._possible(self.courses, courses))
        for possible, sums, by in (
            (in_units, units, self.by_unit),
            (in_courses, courses, self.by_course),
        ):
            for key in possible:
                if key[2] not in self.crossed:
                    by[key].append(self._atom(sums[key]))
        for quarter in self.quarters:
            for outcome in self.columns.outcomes:
                self._tie(
                    self._atoms(self.by_unit, self.units, [quarter], [outcome]),
                    self._atoms(self.by_course, self.courses, [quarter], [outcome]),
                )
        met = {(k[0], k[1]) for k in self.counts if k[3] in self.crossed}
        for unit, course in sorted(met):
            for quarter in self.quarters:
                for outcome in self.crossed:
                    if (unit, quarter, outcome) in in_units and (
                        course,
                        quarter,
                        outcome,
                    ) in in_courses:
                        atom = self._atom(self.counts.get((unit, course, quarter, outcome), 0))
                        self.by_unit[unit, quarter, outcome].append(atom)
                        self.by_course[course, quarter, outcome].append(atom)
                        self.by_both[unit, course].append(atom)

    def _atom(self, count: int) -> int:
        self.table.atoms.append(count)
        return len(self.table.atoms) - 1

    def _tie(self, left: list[int], right: list[int]) -> None:
        if set(left) != set(right):
            self.table.ties.append((left, right))

    def _sums(self, axis: int) -> dict[Key, int]:
        sums: dict[Key, int] = defaultdict(int)
        for key, count in self.counts.items():
            sums[key[axis], key[2], key[3]] += count
        return sums

    def _possible(self, members: Iterable[Hashable], sums: dict[Key, int]) -> Iterator[Key]:
        """Where no column that shows a nought rules the outcome out."""
        for member in members:
            for quarter in self.quarters:
                ruled_out = {
                    outcome
                    for outcomes in self.columns.of.values()
                    if not any(sums.get((member, quarter, o)) for o in outcomes)
                    for outcome in outcomes
                }
                for outcome in self.columns.outcomes:
                    if outcome not in ruled_out:
                        yield member, quarter, outcome

    @staticmethod
    def _atoms(
        by: dict[Key, list[int]],
        members: Iterable[Hashable],
        quarters: Iterable[str],
        outcomes: Iterable[str],
    ) -> list[int]:
        return [
            atom
            for member in members
            for quarter in quarters
            for outcome in outcomes
            for atom in by.get((member, quarter, outcome), ())
        ]

    # Cells and lines

    def _make_margins(self) -> None:
        """Everything by outcome and period: all, sectors and agencies, courses and their groups."""
        for period in self.periods:
            quarters = self.quarters if period == YEAR else [period]
            for column, outcomes in self.columns.of.items():
                self._cells_of_margins(column, period, quarters, outcomes)
                self._lines_of_margins(column, period)
        abouts = dict.fromkeys(cell.about for cell in self.table.cells)
        for about in abouts:
            for period in self.periods:
                for left, right in self.columns.identities:
                    self._line(
                        [Cell(about, column, period) for column in left],
                        [Cell(about, column, period) for column in right],
                    )
            if YEAR in self.periods:
                for column in self.columns.of:
                    quarterly = [Cell(about, column, quarter) for quarter in self.quarters]
                    self._line([Cell(about, column, YEAR)], quarterly)

    def _cells_of_margins(
        self, column: str, period: str, quarters: Sequence[str], outcomes: Sequence[str]
    ) -> None:
        of_units = [(ALL, self.units)]
        of_units += [(f"sector:{sector}", units) for sector, units in self.sectors.items()]
        of_units += [(unit.about, [unit]) for unit in self.units]
        for about, units in of_units:
            self._cell(about, column, period, self._atoms(self.by_unit, units, quarters, outcomes))
        of_courses = [*self.groups.items(), *((f"course:{c}", [c]) for c in self.courses)]
        for about, courses in of_courses:
            atoms = self._atoms(self.by_course, courses, quarters, outcomes)
            self._cell(about, column, period, atoms)

    def _lines_of_margins(self, column: str, period: str) -> None:
        def cells(abouts: Iterable[str]) -> list[Cell]:
            return [Cell(about, column, period) for about in abouts]

        total = cells([ALL])
        self._line(total, cells(f"sector:{sector}" for sector in self.sectors))
        for sector, units in self.sectors.items():
            self._line(cells([f"sector:{sector}"]), cells(unit.about for unit in units))
        self._line(total, cells(f"course:{course}" for course in self.courses))
        for name, courses in self.groups.items():
            self._line(cells([name]), cells(f"course:{course}" for course in courses))
            rest = [f"course:{course}" for course in self.courses if course not in courses]
            self._line(total, cells([name, *rest]))

    def _make_crossing(self) -> None:
        """Agency × course and sector × course, attended, in the year."""

        def cell(about: str, course: int | None = None) -> Cell:
            crossed = about if course is None else f"{about}/course:{course}"
            return Cell(crossed, ATTENDED, YEAR)

        for course in self.courses:
            for sector, units in self.sectors.items():
                about = f"sector:{sector}"
                atoms = [a for unit in units for a in self.by_both.get((unit, course), ())]
                self._cell(cell(about, course).about, ATTENDED, YEAR, atoms)
                for unit in units:
                    atoms = self.by_both.get((unit, course), [])
                    self._cell(cell(unit.about, course).about, ATTENDED, YEAR, atoms)
                self._line([cell(about, course)], [cell(unit.about, course) for unit in units])
            self._line(
                [cell(f"course:{course}")], [cell(f"sector:{s}", course) for s in self.sectors]
            )
        for about in (*(f"sector:{s}" for s in self.sectors), *(u.about for u in self.units)):
            self._line([cell(about)], [cell(about, course) for course in self.courses])

    def _make_roles(self) -> None:
        """Role groups of all who attended: one way, so their counts tie to the total alone."""
        abouts = []
        atoms = []
        for role, count in sorted(self.year.roles.items()):
            if count:
                atoms.append(self._atom(count))
                abouts.append(f"role:{role}")
                self._cell(abouts[-1], ATTENDED, YEAR, atoms[-1:])
        if atoms:
            total = self.table.parts[self.where[Cell(ALL, ATTENDED, YEAR)]]
            self.table.ties.append((atoms, total))
            self._line([Cell(ALL, ATTENDED, YEAR)], [Cell(a, ATTENDED, YEAR) for a in abouts])

    def _cell(self, about: str, column: str, period: str, atoms: list[int]) -> None:
        cell = Cell(about, column, period)
        self.where[cell] = len(self.table.cells)
        self.table.cells.append(cell)
        self.table.values.append(sum(self.table.atoms[atom] for atom in atoms))
        self.table.parts.append(atoms)

    def _line(self, left: list[Cell], right: list[Cell]) -> None:
        """Adds the sum, unless outcomes that are in no column make it untrue."""
        line = Line(
            tuple(map(self.where.__getitem__, left)), tuple(map(self.where.__getitem__, right))
        )
        values = self.table.values
        if sum(values[i] for i in line.left) == sum(values[i] for i in line.right):
            self.table.lines.append(line)

    def _make_limits(self) -> None:
        """People who hold a place fit in the room; readers know the places of a course in a quarter."""
        for course in self.courses:
            for quarter in self.quarters:
                atoms = self._atoms(
                    self.by_course, [course], [quarter], self.columns.fit_in_the_room
                )
                places = self.year.places.get((course, quarter))
                if atoms and places and sum(self.table.atoms[a] for a in atoms) <= places:
                    self.table.limits.append((atoms, places))
