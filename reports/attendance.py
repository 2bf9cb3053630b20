"""Attendance by sector, agency, course and month: pure reading, the same number of queries for any size.

The population is every event that the boards offered, whose register is completed and whose first day,
in London, lies in the period. Agency and sector are those written on the booking: history stays true
when people move.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import UNMARKED
from courses.choices import EventState
from courses.models import Course, Event
from people.models import Agency, Board, Sector

from . import measures
from .measures import Counts, Rate
from .periods import Period, quarter_of


@dataclass(frozen=True)
class Filters:
    """What the report is narrowed to. Course and delivery pick events, sector and agency bookings."""

    sector: Sector | None = None
    agency: Agency | None = None
    course: Course | None = None
    delivery: str = ""

    @property
    def picks_bookings(self) -> bool:
        return self.sector is not None or self.agency is not None


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Line:
    """One line: its counts, and what it is about; what is summed over is "" or None.

    `starts_on` is the first day of a month or quarter.
    """

    counts: Counts
    sector: str = ""
    agency: str = ""
    course: str = ""
    course_code: str = ""
    course_id: int | None = None
    starts_on: dt.date | None = None
    events: int | None = None


@dataclass(frozen=True)
class RoomHire:
    """What rooms cost in one period. `pence` is None where no event has its cost written down."""

    period: Period
    pence: int | None
    events: int
    events_without_figure: int


@dataclass(frozen=True)
class AttendanceReport:
    """The whole report. `rows` is the finest table; the others sum it up.

    `awaiting_register` are past events whose register is not completed: they are in no figure.
    """

    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    generated_at: dt.datetime
    totals: Counts
    rows: tuple[Line, ...]
    by_sector: tuple[Line, ...]
    by_agency: tuple[Line, ...]
    by_course: tuple[Line, ...]
    by_month: tuple[Line, ...]
    by_quarter: tuple[Line, ...]
    events_held: int
    awaiting_register: tuple[Event, ...]
    room_hire: RoomHire
    room_hire_before: RoomHire
    is_invented: bool

    def rates(self, counts: Counts) -> dict[str, Rate]:
        return measures.rates(counts, all_attended=self.totals.attended)


@dataclass(frozen=True)
class _Held:
    """What the report needs of one completed event."""

    id: int
    course_id: int
    month: dt.date
    capacity: int
    room_hire_pence: int | None
    is_invented: bool


def attendance(
    boards: Board | Sequence[Board], from_: dt.date, to: dt.date, *, filters: Filters = NO_FILTERS
) -> AttendanceReport:
    """The report of `boards` over the days `from_` to `to`, both counted.

    Raises ValueError when `from_` is after `to`.
    """
    if from_ > to:
        raise ValueError("The period starts after it ends.")
    offered_by = (boards,) if isinstance(boards, Board) else tuple(boards)
    period = Period(from_, to)
    held = _held(_events(offered_by, period, filters))
    before = _held(_events(offered_by, period.year_before(), filters))
    rows = _rows(offered_by, period, filters)
    by_month = _by_month(_counts_by_event(offered_by, period, filters), held, filters)
    places = None if filters.picks_bookings else sum(event.capacity for event in held)
    return AttendanceReport(
        boards=offered_by,
        period=period,
        filters=filters,
        generated_at=timezone.now(),
        totals=_sum(rows).with_places(places),
        rows=rows,
        by_sector=_subtotals(rows, lambda line: Line(Counts(), sector=line.sector)),
        by_agency=_subtotals(
            rows, lambda line: Line(Counts(), sector=line.sector, agency=line.agency)
        ),
        by_course=_by_course(rows, held, filters),
        by_month=by_month,
        by_quarter=_by_quarter(by_month),
        events_held=len(held),
        awaiting_register=_awaiting_register(offered_by, period, filters),
        room_hire=_room_hire(held, period),
        room_hire_before=_room_hire(before, period.year_before()),
        is_invented=any(event.is_invented for event in held),
    )


def first_day_of_reports(board: Board) -> dt.date | None:
    """The first day of the board's first completed event; None before there is one."""
    first = (
        Event.objects.filter(board=board, state=EventState.COMPLETED, starts_at__isnull=False)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    return timezone.localtime(first).date() if first else None


def _events(boards: Sequence[Board], period: Period, filters: Filters) -> QuerySet[Event]:
    """Events whose first day lies in `period`, in any state."""
    events = Event.objects.filter(
        board__in=boards,
        starts_at__gte=_midnight(period.from_),
        starts_at__lt=_midnight(period.to + dt.timedelta(days=1)),
    )
    if filters.course is not None:
        events = events.filter(course=filters.course)
    if filters.delivery:
        events = events.filter(course__delivery=filters.delivery)
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _held(events: QuerySet[Event]) -> list[_Held]:
    columns = ("pk", "course_id", "starts_at", "capacity", "room_hire_pence", "is_invented")
    completed = events.filter(state=EventState.COMPLETED).order_by("starts_at", "pk")
    return [
        _Held(pk, course_id, timezone.localtime(starts_at).date().replace(day=1), *rest)
        for pk, course_id, starts_at, *rest in completed.values_list(*columns)
    ]


def _bookings(boards: Sequence[Board], period: Period, filters: Filters) -> QuerySet[Booking]:
    completed = _events(boards, period, filters).filter(state=EventState.COMPLETED)
    bookings = Booking.objects.filter(event__in=completed).order_by()
    if filters.sector is not None:
        bookings = bookings.filter(sector=filters.sector)
    if filters.agency is not None:
        bookings = bookings.filter(agency=filters.agency)
    return bookings


def _counted(bookings: QuerySet[Booking], *keys: str) -> Iterable[dict[str, Any]]:
    """One grouped query: `keys` and every count of bookings."""
    wanted = {**measures.BOOKING_COUNTS, measures.UNMARKED: UNMARKED}
    return bookings.values(*keys).annotate(
        **{name: Count("pk", filter=which) for name, which in wanted.items()}
    )


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(**{name: row[name] for name in (*measures.BOOKING_COUNTS, measures.UNMARKED)})


def _rows(boards: Sequence[Board], period: Period, filters: Filters) -> tuple[Line, ...]:
    """Sector × agency × course, in the order of the sectors' positions; groups of nothing but waiting
    people are left out."""
    groups = [
        (group, counts)
        for group in _counted(
            _bookings(boards, period, filters), "sector_id", "agency_id", "event__course_id"
        )
        if (counts := _counts(group)) != Counts()
    ]
    sectors = Sector.objects.in_bulk()
    agencies = dict(
        Agency.objects.filter(pk__in={g["agency_id"] for g, _ in groups}).values_list("pk", "name")
    )
    courses = Course.objects.in_bulk({g["event__course_id"] for g, _ in groups})

    def line(group: dict[str, Any], counts: Counts) -> tuple[tuple[Any, ...], Line]:
        sector, course = sectors[group["sector_id"]], courses[group["event__course_id"]]
        agency = agencies[group["agency_id"]]
        order = (sector.position, sector.name, agency.casefold(), course.title, course.pk)
        return order, Line(
            counts, sector.name, agency, course.title, course.code, course_id=course.pk
        )

    in_order = sorted((line(*group) for group in groups), key=lambda pair: pair[0])
    return tuple(line for _, line in in_order)


def _sum(lines: Iterable[Line]) -> Counts:
    return sum((line.counts for line in lines), Counts())


def _subtotals(rows: Sequence[Line], about: Callable[[Line], Line]) -> tuple[Line, ...]:
    """One line for each thing that `about` names in a line without counts, in the order of `rows`."""
    groups: dict[Line, Counts] = {}
    for row in rows:
        named = about(row)
        groups[named] = groups.get(named, Counts()) + row.counts
    return tuple(replace(named, counts=counts) for named, counts in groups.items())


def _by_course(rows: Sequence[Line], held: Sequence[_Held], filters: Filters) -> tuple[Line, ...]:
    """Every course that ran, also one that nobody of a filtered agency came to."""
    courses = Course.objects.in_bulk({event.course_id for event in held})
    counts: dict[int | None, Counts] = defaultdict(Counts)
    for row in rows:
        counts[row.course_id] += row.counts
    runs: dict[int, list[_Held]] = defaultdict(list)
    for event in held:
        runs[event.course_id].append(event)
    lines = []
    for course in sorted(courses.values(), key=lambda c: (c.title.casefold(), c.code)):
        events = runs[course.pk]
        lines.append(
            Line(
                counts[course.pk].with_places(_places(events, filters)),
                course=course.title,
                course_code=course.code,
                course_id=course.pk,
                events=len(events),
            )
        )
    return tuple(lines)


def _counts_by_event(
    boards: Sequence[Board], period: Period, filters: Filters
) -> dict[int, Counts]:
    groups = _counted(_bookings(boards, period, filters), "event_id")
    return {group["event_id"]: _counts(group) for group in groups}


def _by_month(
    counts: dict[int, Counts], held: Sequence[_Held], filters: Filters
) -> tuple[Line, ...]:
    months: dict[dt.date, list[_Held]] = defaultdict(list)
    for event in held:
        months[event.month].append(event)
    return tuple(
        Line(
            sum((counts.get(e.id, Counts()) for e in events), Counts()).with_places(
                _places(events, filters)
            ),
            starts_on=month,
            events=len(events),
        )
        for month, events in sorted(months.items())
    )


def _by_quarter(months: Sequence[Line]) -> tuple[Line, ...]:
    quarters: dict[dt.date, list[Line]] = defaultdict(list)
    for line in months:
        if line.starts_on is not None:
            quarters[quarter_of(line.starts_on).from_].append(line)
    return tuple(
        Line(
            _sum(lines).with_places(_sum_if_known(line.counts.places_available for line in lines)),
            starts_on=first,
            events=sum(line.events or 0 for line in lines),
        )
        for first, lines in quarters.items()
    )


def _sum_if_known(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def _places(events: Iterable[_Held], filters: Filters) -> int | None:
    return None if filters.picks_bookings else sum(event.capacity for event in events)


def _awaiting_register(
    boards: Sequence[Board], period: Period, filters: Filters
) -> tuple[Event, ...]:
    over = _events(boards, period, filters).filter(
        state=EventState.PUBLISHED, ends_at__lte=timezone.now()
    )
    return tuple(over.select_related("course").order_by("starts_at", "pk"))


def _room_hire(held: Sequence[_Held], period: Period) -> RoomHire:
    known = [event.room_hire_pence for event in held if event.room_hire_pence is not None]
    return RoomHire(
        period=period,
        pence=sum(known) if known else None,
        events=len(held),
        events_without_figure=len(held) - len(known),
    )
