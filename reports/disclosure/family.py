"""The figures that a protected report can show of one financial year, and how they hang together.

One family for every page and download, so that no second filter and no second period can be set against the
first: sector → agency and course (with topic, level, way of learning) by outcome, in a quarter or the year;
agency × course, attended, in the year; role group, attended, in the year.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
YEAR = "year"
ALL = "all"
ATTENDED, BOOKED = "attended", "booked"


class Cell(NamedTuple):
    """One figure: what it is about, such as "agency:3:14", which column, and "Q1" to "Q4" or "year"."""

    about: str
    column: str
    period: str


@dataclass(frozen=True)
class Columns:
    """Outcomes that exclude one another, the columns that add them up, and sums between columns.

    `identities` are pairs of lists of columns with the same sum. `fit_in_the_room` are outcomes that cannot be
    more than the places: the reader knows the places.
    """

    outcomes: tuple[str, ...]
    of: Mapping[str, tuple[str, ...]]
    identities: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    fit_in_the_room: tuple[str, ...] = ()


class Unit(NamedTuple):
    """An agency, in the sector that was written on the bookings."""

    sector: int
    agency: int

    @property
    def about(self) -> str:
        return f"agency:{self.sector}:{self.agency}"


@dataclass(frozen=True)
class Year:
    """One board's financial year, as counts of bookings.

    `counts` is by agency, course, quarter and outcome, `roles` attendances by role group, `groups` the courses
    of each topic, level and way of learning, `places` by course and quarter. `quarters` are those that are
    over; the year's own figures exist when all four are.
    """

    columns: Columns
    counts: Mapping[tuple[Unit, int, str, str], int]
    roles: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, frozenset[int]] = field(default_factory=dict)
    places: Mapping[tuple[int, str], int] = field(default_factory=dict)
    quarters: tuple[str, ...] = QUARTERS

    @property
    def is_over(self) -> bool:
        return self.quarters == QUARTERS

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that there are figures of."""
        return (*self.quarters, YEAR) if self.is_over else self.quarters

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """Each quarter by itself, as it is first read; then the year beside its quarters."""
        quarters = tuple((quarter,) for quarter in self.quarters)
        return (*quarters, (*QUARTERS, YEAR)) if self.is_over else quarters


def figures(year: Year) -> dict[Cell, int]:
    """Every figure of the family that is not 0."""
    found: dict[Cell, int] = defaultdict(int)
    for (unit, course, quarter, outcome), count in year.counts.items():
        if not count or quarter not in year.quarters:
            continue
        sector = f"sector:{unit.sector}"
        groups = [name for name, courses in year.groups.items() if course in courses]
        columns = [column for column, of in year.columns.of.items() if outcome in of]
        for about in (ALL, sector, unit.about, f"course:{course}", *groups):
            for column in columns:
                found[Cell(about, column, quarter)] += count
                if year.is_over:
                    found[Cell(about, column, YEAR)] += count
        if year.is_over and ATTENDED in columns:
            for about in (sector, unit.about):
                found[Cell(f"{about}/course:{course}", ATTENDED, YEAR)] += count
    if year.is_over:
        found |= {Cell(f"role:{r}", ATTENDED, YEAR): n for r, n in year.roles.items() if n}
    return dict(found)
