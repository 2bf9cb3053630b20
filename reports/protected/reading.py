"""The attendance report with small numbers hidden: every number comes from the protected family of figures."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from people.models import Board
from reports.attendance.lines import Line
from reports.attendance.population import Filters
from reports.attendance.reading import AttendanceReport, YearBefore, attendance
from reports.disclosure.family import ALL, ATTENDED, QUARTERS, YEAR, Cell, Unit, figures
from reports.measures.attendance import BOOKING_COUNTS, Counts
from reports.models import ProtectedEdition
from reports.periods import Period, financial_year, financial_year_of, quarters_of_year

from .cube import COLUMNS, cube, digest

EVERYTHING = frozenset(BOOKING_COUNTS)


class NoEdition(Exception):
    """What is hidden has not been worked out yet for the counts of today."""


class NotClosed(Exception):
    """The period waits for registers."""


@dataclass(frozen=True)
class Shown:
    """One year's figures and which of them are hidden."""

    figures: Mapping[Cell, int]
    hidden: frozenset[Cell]
    units: frozenset[Unit]
    periods: tuple[str, ...]

    def counts(self, abouts: Iterable[str], period: str, columns: Iterable[str]) -> Counts:
        """The counts of some things together; one that is hidden hides its sum, others than `columns` are not
        there.
        """
        known, hidden = dict.fromkeys(EVERYTHING, 0), set(EVERYTHING - set(columns))
        if period not in self.periods:
            return Counts(hidden=EVERYTHING)
        for column in columns:
            cells = [Cell(about, column, period) for about in abouts]
            if self.hidden.isdisjoint(cells):
                known[column] = sum(self.figures.get(cell, 0) for cell in cells)
            else:
                hidden.add(column)
        return Counts(**known, hidden=frozenset(hidden))


def shown(board: Board, first: int, *, today: dt.date) -> Shown:
    """The financial year from April `first`. Raises NoEdition."""
    year = cube(board, first, today=today)
    hidden: frozenset[Cell] = frozenset()
    if year.counts:
        edition = ProtectedEdition.objects.filter(board=board, first_year=first).first()
        if edition is None or edition.digest != digest(year):
            raise NoEdition
        hidden = edition.cells
    units = frozenset(unit for unit, *_ in year.counts)
    return Shown(figures(year), hidden, units, year.periods)


def period_name(period: Period) -> str | None:
    """ "Q1" to "Q4", "year"; None for days that are neither a quarter nor a financial year."""
    first = financial_year_of(period.from_)
    names = dict(zip(quarters_of_year(first), QUARTERS, strict=True))
    return YEAR if period == financial_year(first) else names.get(period)


def protected_attendance(
    board: Board, period: Period, filters: Filters, *, today: dt.date, finest: bool
) -> AttendanceReport:
    """The report over a quarter or a financial year that is over, narrowed by one thing at most: a sector, an
    agency, a course, a topic, a level or a way of learning. Raises NoEdition and NotClosed.
    """
    name = period_name(period)
    if name is None:
        raise ValueError("The period is neither a quarter nor a financial year.")
    first = financial_year_of(period.from_)
    year = shown(board, first, today=today)
    if name not in year.periods:
        raise NotClosed
    exact = attendance(board, period.from_, period.to, filters=filters, finest=finest)
    now = _Protected(year, name, filters)
    return replace(
        now.report(exact), before=_before(exact.before, board, first - 1, name, filters, today)
    )


def _before(
    exact: YearBefore, board: Board, first: int, name: str, filters: Filters, today: dt.date
) -> YearBefore:
    """The year before; all of it hidden while its edition is not there."""
    try:
        year = shown(board, first, today=today)
    except NoEdition:
        year = Shown({}, frozenset(), frozenset(), ())
    found = _Protected(year, name, filters)
    return replace(
        exact,
        attended=found.totals().shown(ATTENDED),
        sectors={x: found.of_sector(x).shown(ATTENDED) for x in exact.sectors},
        agencies={x: found.of_units(Unit(*x).about).shown(ATTENDED) for x in exact.agencies},
        courses={x: found.of_course(x).shown(ATTENDED) for x in exact.courses},
    )


@dataclass(frozen=True)
class _Protected:
    """One period of a year under filters: which cell of the family each line of the report is."""

    year: Shown
    period: str
    filters: Filters

    def report(self, exact: AttendanceReport) -> AttendanceReport:
        crosses = self.period == YEAR
        is_whole = self.filters == Filters()
        shows_units = is_whole or self._units or (crosses and self.filters.course)
        shows_courses = not self._units or crosses
        groups = is_whole or self._group
        return replace(
            exact,
            is_protected=True,
            attended_only=self._attended_only(),
            totals=self._placed(self.totals(), exact.totals),
            rows=self._rows(exact.rows) if crosses and is_whole else (),
            by_sector=self._sectors(exact.by_sector) if shows_units else (),
            by_agency=self._agencies(exact.by_agency) if shows_units else (),
            by_role=self._roles(exact.by_role) if crosses and is_whole else (),
            by_agency_and_role=(),
            by_course=self._courses(exact.by_course) if shows_courses else (),
            by_topic=self._grouped(exact.by_topic, "topic", "topic_id") if groups else (),
            by_level=self._grouped(exact.by_level, "level", "level_id") if groups else (),
            by_delivery=self._grouped(exact.by_delivery, "delivery", "delivery_id")
            if groups
            else (),
            by_month=(),
            by_quarter=self._quarters(exact.by_quarter) if crosses else (),
        )

    def totals(self, period: str = "") -> Counts:
        return self.year.counts(self._abouts, period or self.period, COLUMNS.of)

    def of_sector(self, sector: int | None) -> Counts:
        """A sector, or what the agency that the report is narrowed to has in it."""
        return self.totals() if self.filters.agency else self.of_units(f"sector:{sector}")

    def of_units(self, about: str) -> Counts:
        """A sector or an agency."""
        if self.filters.course:
            return self._crossed(about, self.filters.course.pk)
        return self.year.counts([about], self.period, COLUMNS.of)

    def of_course(self, course: int) -> Counts:
        if self._units:
            counts = self.year.counts(
                [f"{about}/course:{course}" for about in self._abouts], self.period, [ATTENDED]
            )
            return counts if self.period == YEAR else Counts(hidden=EVERYTHING)
        return self.year.counts([f"course:{course}"], self.period, COLUMNS.of)

    @property
    def _units(self) -> bool:
        return bool(self.filters.sector or self.filters.agency)

    @property
    def _group(self) -> str:
        """The topic, level or way of learning that the report is narrowed to; "" with a course."""
        filters = self.filters
        if filters.course:
            return ""
        if filters.topic:
            return f"topic:{filters.topic.pk}"
        if filters.level:
            return f"level:{filters.level.pk}"
        return f"delivery:{filters.delivery}" if filters.delivery else ""

    @property
    def _abouts(self) -> Sequence[str]:
        """What the whole report is about. An agency that changed its sector is two."""
        filters = self.filters
        if filters.agency:
            ids = (filters.agency.pk, filters.sector.pk if filters.sector else None)
            return [
                unit.about
                for unit in sorted(self.year.units)
                if unit.agency == ids[0] and ids[1] in (None, unit.sector)
            ]
        if filters.sector:
            return [f"sector:{filters.sector.pk}"]
        if filters.course:
            return [f"course:{filters.course.pk}"]
        return [self._group or ALL]

    def _attended_only(self) -> frozenset[str]:
        """The tables that show attendances and nothing else: agencies or sectors by course, and role groups."""
        if self._units:
            return frozenset({"course"})
        return frozenset({"sector", "agency"} if self.filters.course else {"rows", "role"})

    def _crossed(self, about: str, course: int) -> Counts:
        if self.period != YEAR:
            return Counts(hidden=EVERYTHING)
        return self.year.counts([f"{about}/course:{course}"], YEAR, [ATTENDED])

    def _placed(self, counts: Counts, exact: Counts) -> Counts:
        return counts.with_places(exact.places_available)

    def _masked(self, line: Line, counts: Counts) -> Line:
        return replace(line, counts=self._placed(counts, line.counts))

    def _rows(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(
            self._masked(line, self._crossed(_about(line), line.course_id))
            for line in lines
            if line.course_id
        )

    def _sectors(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(self._masked(line, self.of_sector(line.sector_id)) for line in lines)

    def _agencies(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(self._masked(line, self.of_units(_about(line))) for line in lines)

    def _roles(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(
            self._masked(x, self.year.counts([f"role:{x.role_group_id}"], YEAR, [ATTENDED]))
            for x in lines
        )

    def _courses(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(self._masked(x, self.of_course(x.course_id)) for x in lines if x.course_id)

    def _grouped(self, lines: Iterable[Line], kind: str, id_: str) -> tuple[Line, ...]:
        """Topics, levels or ways of learning; narrowed to one of them, only that one."""
        abouts = ((line, f"{kind}:{getattr(line, id_) or None}") for line in lines)
        return tuple(
            self._masked(line, self.year.counts([about], self.period, COLUMNS.of))
            for line, about in abouts
            if self._group in ("", about)
        )

    def _quarters(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        named = {line: period_name_of_quarter(line.starts_on) for line in lines if line.starts_on}
        return tuple(self._masked(line, self.totals(name)) for line, name in named.items())


def period_name_of_quarter(day: dt.date) -> str:
    """ "Q1" to "Q4", of the financial year `day` lies in."""
    quarters = quarters_of_year(financial_year_of(day))
    return next(
        name for name, days in zip(QUARTERS, quarters, strict=True) if days.from_ <= day <= days.to
    )


def _about(line: Line) -> str:
    return Unit(line.sector_id or 0, line.agency_id or 0).about
