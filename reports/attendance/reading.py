"""Attendance by sector, agency, role group, course and month: pure reading, the same number of queries for
any size. Who and what is counted: `population`; what each figure says: `reports.measures.attendance`."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.models import Course, Event
from people.models import Agency, Board, RoleGroup, Sector
from reports.measures import attendance as measures
from reports.measures.attendance import Counts
from reports.periods import Period
from reports.values import Number, Rate

from .by_event import (
    Held,
    OfEvents,
    by_course,
    by_delivery,
    by_level,
    by_month,
    by_quarter,
    by_topic,
    held,
)
from .counting import counted
from .lines import Line, subtotals, total
from .population import NO_FILTERS, Filters, awaiting_register, bookings_in, has_registers, held_in
from .workforce import Workforce, workforce_of

UNKNOWN_ROLE = "Role group not known"


@dataclass(frozen=True)
class RoomHire:
    """What rooms cost in one period. `pence` is None where no event has its cost written down."""

    period: Period
    pence: int | None
    events: int
    events_without_figure: int


@dataclass(frozen=True)
class YearBefore:
    """The same days a year earlier, for the trend: attendances by the ids of what a line is about."""

    period: Period
    is_known: bool
    events_held: int
    attended: Number
    sectors: Mapping[int, Number]
    agencies: Mapping[tuple[int, int], Number]
    courses: Mapping[int, Number]
    room_hire: RoomHire

    def of_sector(self, sector: int | None) -> Number:
        return self._known(self.sectors.get(sector or 0, 0))

    def of_agency(self, sector: int | None, agency: int | None) -> Number:
        return self._known(self.agencies.get((sector or 0, agency or 0), 0))

    def of_course(self, course: int | None) -> Number:
        return self._known(self.courses.get(course or 0, 0))

    def of_all(self) -> Number:
        return self._known(self.attended)

    def _known(self, number: Number) -> Number:
        return number if self.is_known else None


@dataclass(frozen=True)
class AttendanceReport:
    """The whole report. `rows` is the finest table, empty unless asked for; the others sum it up.

    `awaiting_register` are past events whose register is not completed: they are in no figure. In a
    protected report small numbers are hidden, and the tables of `attended_only` have no other count.
    """

    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    generated_at: dt.datetime
    totals: Counts
    rows: tuple[Line, ...]
    by_sector: tuple[Line, ...]
    by_agency: tuple[Line, ...]
    by_role: tuple[Line, ...]
    by_agency_and_role: tuple[Line, ...]
    by_course: tuple[Line, ...]
    by_topic: tuple[Line, ...]
    by_level: tuple[Line, ...]
    by_delivery: tuple[Line, ...]
    by_month: tuple[Line, ...]
    by_quarter: tuple[Line, ...]
    events_held: int
    awaiting_register: tuple[Event, ...]
    room_hire: RoomHire
    before: YearBefore
    workforce: Workforce
    is_invented: bool
    is_protected: bool = False
    attended_only: frozenset[str] = frozenset()

    def rates(self, counts: Counts) -> dict[str, Rate]:
        return measures.rates(counts, all_attended=self.totals.shown("attended"))

    @property
    def room_hire_before(self) -> RoomHire:
        return self.before.room_hire


def attendance(
    boards: Board | Sequence[Board],
    from_: dt.date,
    to: dt.date,
    *,
    filters: Filters = NO_FILTERS,
    finest: bool = True,
) -> AttendanceReport:
    """The report of `boards` over the days `from_` to `to`, both counted.

    Without `finest`, `rows` (sector × agency × course) is left empty, which the page has no use for.
    Raises ValueError when `from_` is after `to`.
    """
    if from_ > to:
        raise ValueError("The period starts after it ends.")
    offered_by = (boards,) if isinstance(boards, Board) else tuple(boards)
    period = Period(from_, to)
    scope = (offered_by, period, filters)
    groups = list(counted(bookings_in(*scope), "sector_id", "agency_id", "role_group_id"))
    names = _names(groups)
    agencies = _by_agency(groups, names)
    events = _of_events(*scope)
    courses, months = by_course(events), by_month(events)
    return AttendanceReport(
        boards=offered_by,
        period=period,
        filters=filters,
        generated_at=timezone.now(),
        totals=total(agencies).with_places(events.places()),
        rows=_finest(bookings_in(*scope), names) if finest else (),
        by_sector=subtotals(agencies, "sector", "sector_id"),
        by_agency=subtotals(agencies, "sector", "agency", "sector_id", "agency_id"),
        by_role=_by_role(agencies),
        by_agency_and_role=agencies,
        by_course=courses,
        by_topic=by_topic(courses),
        by_level=by_level(courses),
        by_delivery=by_delivery(courses),
        by_month=months,
        by_quarter=by_quarter(months),
        events_held=len(events.held),
        awaiting_register=awaiting_register(*scope),
        room_hire=_room_hire(events.held, period),
        before=_year_before(offered_by, period.year_before(), filters),
        workforce=workforce_of(offered_by, on=to),
        is_invented=any(event.is_invented for event in events.held),
    )


@dataclass(frozen=True)
class _Names:
    sectors: Mapping[int, Sector]
    agencies: Mapping[int, str]
    roles: Mapping[int, RoleGroup]


def _names(groups: Iterable[tuple[dict[str, Any], Counts]]) -> _Names:
    ids = {group["agency_id"] for group, _ in groups}
    agencies = Agency.objects.filter(pk__in=ids).values_list("pk", "name")
    return _Names(Sector.objects.in_bulk(), dict(agencies), RoleGroup.objects.in_bulk())


def _by_agency(groups: Iterable[tuple[dict[str, Any], Counts]], names: _Names) -> tuple[Line, ...]:
    """Sector × agency × role group, in the order of the sectors' and role groups' positions."""

    def line(group: dict[str, Any], counts: Counts) -> tuple[tuple[Any, ...], Line]:
        sector, role = names.sectors[group["sector_id"]], names.roles.get(group["role_group_id"])
        agency = names.agencies[group["agency_id"]]
        order = (
            (sector.position, sector.name, agency.casefold()),
            (role is None, role.position if role else 0, role.name if role else ""),
        )
        return order, Line(
            counts,
            sector=sector.name,
            agency=agency,
            role_group=role.name if role else UNKNOWN_ROLE,
            sector_id=sector.pk,
            agency_id=group["agency_id"],
            role_group_id=role.pk if role else None,
        )

    in_order = sorted((line(*group) for group in groups), key=lambda pair: pair[0])
    return tuple(line for _, line in in_order)


def _by_role(agencies: Sequence[Line]) -> tuple[Line, ...]:
    lines = subtotals(agencies, "role_group", "role_group_id")
    return tuple(sorted(lines, key=lambda line: (line.role_group_id is None, line.role_group)))


def _finest(bookings: QuerySet[Booking], names: _Names) -> tuple[Line, ...]:
    """Sector × agency × course, in the order of the sectors' positions."""
    groups = list(counted(bookings, "sector_id", "agency_id", "event__course_id"))
    courses = Course.objects.in_bulk({group["event__course_id"] for group, _ in groups})

    def line(group: dict[str, Any], counts: Counts) -> tuple[tuple[Any, ...], Line]:
        sector, course = names.sectors[group["sector_id"]], courses[group["event__course_id"]]
        agency = names.agencies[group["agency_id"]]
        order = (sector.position, sector.name, agency.casefold(), course.title, course.pk)
        return order, Line(
            counts,
            sector=sector.name,
            agency=agency,
            course=course.title,
            course_code=course.code,
            sector_id=sector.pk,
            agency_id=group["agency_id"],
            course_id=course.pk,
        )

    in_order = sorted((line(*group) for group in groups), key=lambda pair: pair[0])
    return tuple(line for _, line in in_order)


def _of_events(boards: Sequence[Board], period: Period, filters: Filters) -> OfEvents:
    groups = counted(bookings_in(boards, period, filters), "event_id")
    return OfEvents(
        held=held(held_in(boards, period, filters)),
        counts={group["event_id"]: counts for group, counts in groups},
        knows_places=not filters.picks_bookings,
    )


def _year_before(boards: Sequence[Board], period: Period, filters: Filters) -> YearBefore:
    events = held_in(boards, period, filters)
    attended = bookings_in(boards, period, filters).filter(ATTENDED)
    by_agency = attended.values_list("sector_id", "agency_id").annotate(Count("pk"))
    agencies = {(sector, agency): number for sector, agency, number in by_agency}
    sectors: Counter[int] = Counter()
    for (sector, _), number in agencies.items():
        sectors[sector] += number
    hire = _room_hire_of(events, period)
    return YearBefore(
        period=period,
        is_known=bool(hire.events) or (filters != NO_FILTERS and has_registers(boards, period)),
        events_held=hire.events,
        attended=sectors.total(),
        sectors=sectors,
        agencies=agencies,
        courses=dict(attended.values_list("event__course_id").annotate(Count("pk"))),
        room_hire=hire,
    )


def _room_hire(events: Sequence[Held], period: Period) -> RoomHire:
    known = [event.room_hire_pence for event in events if event.room_hire_pence is not None]
    return RoomHire(
        period=period,
        pence=sum(known) if known else None,
        events=len(events),
        events_without_figure=len(events) - len(known),
    )


def _room_hire_of(events: QuerySet[Event], period: Period) -> RoomHire:
    """As `_room_hire`, by the database."""
    found = events.aggregate(
        events=Count("pk"), known=Count("room_hire_pence"), pence=Sum("room_hire_pence")
    )
    return RoomHire(
        period=period,
        pence=found["pence"],
        events=found["events"],
        events_without_figure=found["events"] - found["known"],
    )
