"""Reach: different people who are trained on a day, out of the workforce as last counted, and when that runs out.

Pure reading, the same number of queries for any size. Who is trained and where they work: `standing`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from courses.models import Course
from people.models import Agency, Board, RoleGroup, Sector
from reports.attendance.population import NO_FILTERS, Filters
from reports.attendance.reading import UNKNOWN_ROLE
from reports.attendance.workforce import workforce_figures
from reports.measures.reach import MONTHS_AHEAD
from reports.values import Rate

from .standing import (
    Clock,
    Place,
    attendances_valid,
    catalogue_of,
    last_attended,
    longest,
    trained_in,
    workplaces,
)


@dataclass(frozen=True)
class Counted:
    """How many people an agency employs in a role group, by its last count up to the day."""

    people: int
    on: dt.date
    source: str


@dataclass(frozen=True)
class ReachLine:
    """`in_workforce` of the `trained` are in role groups that were counted; `headcount` is None where none was.

    `counted_on` is the day of the oldest count in it, and `source` where the counts come from.
    """

    sector: str = ""
    agency: str = ""
    role_group: str = ""
    sector_id: int | None = None
    agency_id: int | None = None
    role_group_id: int | None = None
    trained: int = 0
    in_workforce: int = 0
    run_out: int = 0
    headcount: int | None = None
    counted_on: dt.date | None = None
    source: str = ""

    @property
    def reach(self) -> Rate:
        return Rate(self.in_workforce if self.headcount is not None else None, self.headcount)


@dataclass(frozen=True)
class OfCourse:
    course: Course
    trained: int
    run_out: int


@dataclass(frozen=True)
class Month:
    """What runs out up to `until`, since the month before it, and what is left then."""

    until: dt.date
    run_out: int
    still_trained: int
    still_in_workforce: int


@dataclass(frozen=True)
class Reach:
    """The whole report on a day. `left` are trained people whose employment has ended: they are in no figure."""

    boards: tuple[Board, ...]
    on: dt.date
    filters: Filters
    made_at: dt.datetime
    total: ReachLine
    by_sector: tuple[ReachLine, ...]
    by_agency: tuple[ReachLine, ...]
    by_role: tuple[ReachLine, ...]
    by_course: tuple[OfCourse, ...]
    forecast: tuple[Month, ...]
    left: int
    is_invented: bool


def reach(boards: Sequence[Board], on: dt.date, *, filters: Filters = NO_FILTERS) -> Reach:
    """The report of `boards` on a day; of `filters` sector, agency, role group and course."""
    catalogue, clock = catalogue_of(boards), Clock()
    attendances = attendances_valid(catalogue, on)
    attended = last_attended(attendances)
    places, gone = workplaces(attendances, on)
    trained = {
        pk: trained_in(course, catalogue, attended, on, clock)
        for pk, course in catalogue.courses.items()
    }
    chosen = filters.course
    until = trained[chosen.pk] if chosen else longest(trained.values())
    counted = _workforce(boards, on)
    names = _names({agency for agency, _ in (*places.values(), *counted)})
    here = {
        person: names.place(places[person])
        for person in longest(trained.values())
        if person in places and names.is_picked(names.place(places[person]), filters)
    }
    end = on + relativedelta(months=MONTHS_AHEAD)
    lines = _lines(
        {person: day for person, day in until.items() if person in here},
        here,
        {place: each for place, each in counted.items() if names.is_picked(place, filters)},
        names,
        end,
    )
    mine = [day for person, day in until.items() if person in here]
    known = [day for person, day in until.items() if here.get(person) in counted]
    return Reach(
        boards=tuple(boards),
        on=on,
        filters=filters,
        made_at=timezone.now(),
        total=_together(lines),
        by_sector=_summed(lines, "sector", "sector_id"),
        by_agency=_summed(lines, "sector", "sector_id", "agency", "agency_id"),
        by_role=lines,
        by_course=_by_course(catalogue.courses, trained, here, end),
        forecast=_forecast(mine, known, on),
        left=len(gone & set(until)),
        is_invented=attendances.filter(event__is_invented=True).exists(),
    )


@dataclass(frozen=True)
class _Names:
    agencies: Mapping[int, tuple[str, int, int | None]]
    sectors: Mapping[int, Sector]
    roles: Mapping[int, RoleGroup]

    def place(self, place: Place) -> Place:
        """With an agency that was merged, the one it is now."""
        agency, role = place
        seen: set[int] = set()
        while (into := self.agencies[agency][2]) is not None and agency not in seen:
            seen.add(agency)
            agency = into
        return agency, role

    def is_picked(self, place: Place, filters: Filters) -> bool:
        agency, role = place
        wanted = (
            (filters.agency, agency),
            (filters.sector, self.agencies[agency][1]),
            (filters.role_group, role),
        )
        return all(asked is None or asked.pk == found for asked, found in wanted)

    def line(self, place: Place) -> ReachLine:
        agency, role = place
        name, sector, _ = self.agencies[agency]
        group = self.roles[role].name if role is not None else UNKNOWN_ROLE
        return ReachLine(self.sectors[sector].name, name, group, sector, agency, role)

    def order(self, place: Place) -> tuple[object, ...]:
        agency, role = place
        name, sector, _ = self.agencies[agency]
        found = self.sectors[sector]
        group = self.roles[role] if role is not None else None
        rank = (group is None, group.position if group else 0, group.name if group else "")
        return (found.position, found.name, name.casefold(), agency, *rank)


def _names(agency_ids: set[int]) -> _Names:
    """Three queries, and one more for each step by which one of the agencies was merged into another."""
    agencies: dict[int, tuple[str, int, int | None]] = {}
    wanted = agency_ids
    while wanted:
        rows = Agency.objects.filter(pk__in=wanted)
        for pk, name, sector, into in rows.values_list("pk", "name", "sector_id", "merged_into_id"):
            agencies[pk] = (name, sector, into)
        wanted = {into for *_, into in agencies.values() if into is not None} - set(agencies)
    return _Names(agencies, Sector.objects.in_bulk(), RoleGroup.objects.in_bulk())


def _workforce(boards: Sequence[Board], on: dt.date) -> dict[Place, Counted]:
    """The last counts up to the day."""
    columns = ("agency_id", "role_group_id", "headcount", "counted_on", "source")
    return {
        (agency, role): Counted(people, counted_on, source)
        for agency, role, people, counted_on, source in workforce_figures(
            boards, on=on
        ).values_list(*columns)
    }


def _lines(
    until: Mapping[int, dt.date],
    here: Mapping[int, Place],
    counted: Mapping[Place, Counted],
    names: _Names,
    end: dt.date,
) -> tuple[ReachLine, ...]:
    """By agency and role group, in the order of the sectors' and role groups' positions."""
    days: dict[Place, list[dt.date]] = {place: [] for place in counted}
    for person, day in until.items():
        days.setdefault(here[person], []).append(day)
    return tuple(
        _line(names.line(place), days[place], counted.get(place), end)
        for place in sorted(days, key=names.order)
    )


def _line(
    named: ReachLine, days: Sequence[dt.date], counted: Counted | None, end: dt.date
) -> ReachLine:
    run_out = sum(day <= end for day in days)
    line = replace(named, trained=len(days), run_out=run_out)
    if counted is None:
        return line
    return replace(
        line,
        in_workforce=len(days),
        headcount=counted.people,
        counted_on=counted.on,
        source=counted.source,
    )


def _summed(lines: Iterable[ReachLine], *about: str) -> tuple[ReachLine, ...]:
    groups: dict[ReachLine, list[ReachLine]] = defaultdict(list)
    for line in lines:
        groups[ReachLine(**{name: getattr(line, name) for name in about})].append(line)
    return tuple(_together(those, named) for named, those in groups.items())


def _together(lines: Sequence[ReachLine], named: ReachLine | None = None) -> ReachLine:
    heads = [line.headcount for line in lines if line.headcount is not None]
    return replace(
        named or ReachLine(),
        trained=sum(line.trained for line in lines),
        in_workforce=sum(line.in_workforce for line in lines),
        run_out=sum(line.run_out for line in lines),
        headcount=sum(heads) if heads else None,
        counted_on=min((line.counted_on for line in lines if line.counted_on), default=None),
        source=", ".join(dict.fromkeys(line.source for line in lines if line.source)),
    )


def _by_course(
    courses: Mapping[int, Course],
    trained: Mapping[int, Mapping[int, dt.date]],
    here: Mapping[int, Place],
    end: dt.date,
) -> tuple[OfCourse, ...]:
    """Courses in which somebody is trained, by title."""
    lines = []
    for course in sorted(courses.values(), key=lambda c: (c.title.casefold(), c.pk)):
        days = [day for person, day in trained[course.pk].items() if person in here]
        if days:
            lines.append(OfCourse(course, len(days), sum(day <= end for day in days)))
    return tuple(lines)


def _forecast(mine: Sequence[dt.date], known: Sequence[dt.date], on: dt.date) -> tuple[Month, ...]:
    """Month by month from the day, `known` being those whose workforce is known."""
    months = []
    since = on
    for number in range(1, MONTHS_AHEAD + 1):
        until = on + relativedelta(months=number)
        months.append(
            Month(
                until,
                sum(since < day <= until for day in mine),
                sum(day > until for day in mine),
                sum(day > until for day in known),
            )
        )
        since = until
    return tuple(months)
