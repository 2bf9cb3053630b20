"""Who was expected and did not come, and what that cost: pure reading, the same number of queries for any size.

The population and the filters are those of the attendance report, so the same figures are the same numbers.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from django.db.models import Count, Sum
from django.utils import timezone

from bookings.choices import ChargeKind, ChargeState
from bookings.models import Charge
from bookings.querysets import NO_SHOW
from courses.models import Course, Event, Session
from courses.querysets import NOT_RECORDED
from people.models import Agency, Board, Sector
from reports.attendance.by_event import Held, held
from reports.attendance.counting import counted
from reports.attendance.population import (
    NO_FILTERS,
    Filters,
    awaiting_register,
    bookings_in,
    has_registers,
    held_in,
)
from reports.measures.attendance import Counts
from reports.periods import Period

KINDS = (ChargeKind.NO_SHOW, ChargeKind.LATE_CANCELLATION)
Scope = tuple[Sequence[Board], Period, Filters]
Charges = Mapping[tuple[ChargeKind, ChargeState], int]


@dataclass(frozen=True)
class Absences:
    """What some people did not come to. `minutes` of training and pence of room hire they left unused; None:
    not known of any of their events. `charges` are in pence, by kind and state."""

    counts: Counts = field(default_factory=Counts)
    minutes: int | None = None
    empty_pence: Fraction | None = None
    charges: Charges = field(default_factory=dict)

    def __add__(self, other: "Absences") -> "Absences":
        keys = {**self.charges, **other.charges}
        return Absences(
            self.counts + other.counts,
            _sum(self.minutes, other.minutes),
            _sum(self.empty_pence, other.empty_pence),
            {key: self.charges.get(key, 0) + other.charges.get(key, 0) for key in keys},
        )

    def charged(self, state: ChargeState, kind: ChargeKind | None = None) -> int:
        """Pence of the charges in a state, of one kind or of both."""
        return sum(
            pence
            for (of_kind, of_state), pence in self.charges.items()
            if of_state == state and kind in (None, of_kind)
        )


@dataclass(frozen=True)
class AbsenceLine:
    """`before` are those who did not attend on the same days a year earlier; None where no register of then is held."""

    name: str
    id: int
    absences: Absences
    before: int | None
    sector_id: int | None = None


@dataclass(frozen=True)
class NoShows:
    """The whole report. `repeated` people did not attend twice or more; `uncosted` and `untimed` are the events
    people did not come to whose room hire, or length, is not known."""

    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    made_at: dt.datetime
    events_held: int
    awaiting_register: tuple[Event, ...]
    total: Absences
    before: int | None
    repeated: int
    uncosted: int
    untimed: int
    by_sector: tuple[AbsenceLine, ...]
    by_agency: tuple[AbsenceLine, ...]
    by_course: tuple[AbsenceLine, ...]
    is_invented: bool


N = TypeVar("N", int, Fraction)
Unit = tuple[int, int]
"""The sector and the agency that are written on bookings."""


@dataclass(frozen=True)
class _Before:
    """Counts of the same days a year earlier; nothing is known of them where no register is held."""

    is_known: bool
    units: Mapping[Unit, Counts]
    courses: Mapping[int, Counts]

    def of_unit(self, sector: int, agency: int) -> int | None:
        return self._missed(self.units.get((sector, agency), Counts()))

    def of_sector(self, sector: int) -> int | None:
        of_it = (counts for (id_, _), counts in self.units.items() if id_ == sector)
        return self._missed(sum(of_it, Counts()))

    def of_course(self, course: int) -> int | None:
        return self._missed(self.courses.get(course, Counts()))

    def of_all(self) -> int | None:
        return self._missed(sum(self.units.values(), Counts()))

    def _missed(self, counts: Counts) -> int | None:
        return counts.no_show if self.is_known else None


def no_shows(boards: Sequence[Board], period: Period, *, filters: Filters = NO_FILTERS) -> NoShows:
    """The report of `boards` over `period`: 15 queries."""
    scope: Scope = (boards, period, filters)
    events = {event.id: event for event in held(held_in(*scope))}
    units, courses, missed = _found(scope, events)
    before: Scope = (boards, period.year_before(), filters)
    was = _Before(has_registers(boards, before[1]), dict(_by_unit(before)), _by_course(before))
    return NoShows(
        boards=tuple(boards),
        period=period,
        filters=filters,
        made_at=timezone.now(),
        awaiting_register=awaiting_register(*scope),
        events_held=len(events),
        total=sum(units.values(), Absences()),
        before=was.of_all(),
        repeated=_repeated(scope),
        uncosted=sum(_pence_of_a_place(events[id_]) is None for id_ in missed),
        untimed=sum(minutes is None for minutes in missed.values()),
        by_agency=_of_agencies(units, was),
        by_sector=_of_sectors(units, was),
        by_course=_of_courses(courses, was),
        is_invented=any(event.is_invented for event in events.values()),
    )


def _found(
    scope: Scope, events: Mapping[int, Held]
) -> tuple[dict[Unit, Absences], dict[int, Absences], dict[int, int | None]]:
    """Absences by agency and by course, and the minutes of the events that somebody did not come to."""
    units = {unit: Absences(counts) for unit, counts in _by_unit(scope)}
    courses = {course: Absences(counts) for course, counts in _by_course(scope).items()}
    minutes = _minutes(scope)
    missed = bookings_in(*scope).filter(NO_SHOW).values_list("sector_id", "agency_id", "event_id")
    used: dict[int, int | None] = {}
    for sector, agency, event_id, number in missed.annotate(Count("pk")):
        used[event_id] = minutes.get(event_id)
        cost = _left_unused(events[event_id], used[event_id], number)
        units[sector, agency] += cost
        courses[events[event_id].course_id] += cost
    for (sector, agency, course), charges in _charges(scope).items():
        units[sector, agency] += Absences(charges=charges)
        courses[course] += Absences(charges=charges)
    return units, courses, used


def _by_unit(scope: Scope) -> Iterable[tuple[Unit, Counts]]:
    for group, counts in counted(bookings_in(*scope), "sector_id", "agency_id"):
        yield (group["sector_id"], group["agency_id"]), counts


def _by_course(scope: Scope) -> dict[int, Counts]:
    groups = counted(bookings_in(*scope), "event__course_id")
    return {group["event__course_id"]: counts for group, counts in groups}


def _minutes(scope: Scope) -> dict[int, int]:
    """How long each event was: its sessions whose times are known, or else what its course says."""
    found = {
        event: minutes
        for event, minutes in held_in(*scope).values_list("pk", "course__duration_minutes")
        if minutes is not None
    }
    timed: dict[int, int] = defaultdict(int)
    sessions = Session.objects.filter(event__in=held_in(*scope)).exclude(title__in=NOT_RECORDED)
    for event, starts_at, ends_at in sessions.order_by().values_list(
        "event_id", "starts_at", "ends_at"
    ):
        timed[event] += (ends_at - starts_at) // dt.timedelta(minutes=1)
    return found | timed


def _left_unused(event: Held, minutes: int | None, people: int) -> Absences:
    pence = _pence_of_a_place(event)
    return Absences(
        minutes=None if minutes is None else people * minutes,
        empty_pence=None if pence is None else people * pence,
    )


def _pence_of_a_place(event: Held) -> Fraction | None:
    if event.room_hire_pence is None or not event.places:
        return None
    return Fraction(event.room_hire_pence, event.places)


def _charges(scope: Scope) -> dict[tuple[int, int, int], Charges]:
    """Pence by sector, agency and course."""
    charged = Charge.objects.filter(kind__in=KINDS, booking__in=bookings_in(*scope)).order_by()
    unit = ("booking__sector_id", "booking__agency_id", "booking__event__course_id")
    rows = charged.values_list(*unit, "kind", "state").annotate(Sum("amount_pence"))
    found: dict[tuple[int, int, int], dict[tuple[ChargeKind, ChargeState], int]] = defaultdict(dict)
    for sector, agency, course, kind, state, pence in rows:
        found[sector, agency, course][ChargeKind(kind), ChargeState(state)] = pence
    return dict(found)


def _repeated(scope: Scope) -> int:
    people = bookings_in(*scope).filter(NO_SHOW).values("person").annotate(times=Count("pk"))
    return people.filter(times__gte=2).count()


def _of_agencies(units: Mapping[Unit, Absences], was: _Before) -> tuple[AbsenceLine, ...]:
    """By agency, under the sector that is written on the bookings."""
    ids = {agency for _, agency in units}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
    lines = [
        AbsenceLine(names[agency], agency, absences, was.of_unit(sector, agency), sector)
        for (sector, agency), absences in units.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.id)))


def _of_sectors(units: Mapping[Unit, Absences], was: _Before) -> tuple[AbsenceLine, ...]:
    """In the order of their positions."""
    now: dict[int, Absences] = defaultdict(Absences)
    for (sector, _), absences in units.items():
        now[sector] += absences
    return tuple(
        AbsenceLine(sector.name, sector.pk, now[sector.pk], was.of_sector(sector.pk))
        for sector in Sector.objects.all()
        if sector.pk in now
    )


def _of_courses(courses: Mapping[int, Absences], was: _Before) -> tuple[AbsenceLine, ...]:
    """Those that most people did not come to first."""
    titles = dict(Course.objects.filter(pk__in=courses).values_list("pk", "title"))
    lines = [
        AbsenceLine(titles[course], course, absences, was.of_course(course))
        for course, absences in courses.items()
    ]
    return tuple(
        sorted(lines, key=lambda line: (-line.absences.counts.no_show, line.name, line.id))
    )


def _sum(one: N | None, other: N | None) -> N | None:
    """What is known of two numbers together."""
    if one is None or other is None:
        return one if other is None else other
    return one + other
