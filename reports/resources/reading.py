"""What training took: rooms and their hire, and the time of trainers. Pure reading, the same number of queries for
any size. Events are those of the attendance report."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from bookings.models import Booking
from bookings.querysets import ATTENDED
from courses.models import Course, Event, Session, TrainerAssignment
from courses.querysets import NOT_RECORDED
from people.models import Board
from reports.attendance.by_event import Held, held
from reports.attendance.population import NO_FILTERS, Filters, awaiting_register, held_in
from reports.measures.resources import HALF_DAY_MINUTES
from reports.periods import Period
from reports.values import Rate

COMMISSIONED, NO_AGENCY = "Commissioned", "Pool, agency not written down"
LENT, OTHER_ROOM, ONLINE = "Lent by a partner", "Other rooms", "Online, or no venue written down"
Scope = tuple[Sequence[Board], Period, Filters]


@dataclass(frozen=True)
class Cost:
    """Room hire of some events. `priced` events have theirs written down, `free` of them as 0; `spread` pence
    are of those whose places are known, too; `places` and `attended` are of the same events."""

    events: int = 0
    priced: int = 0
    free: int = 0
    pence: int = 0
    spread: int = 0
    places: int = 0
    attended: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )

    @property
    def hire(self) -> int | None:
        return self.pence if self.priced else None

    @property
    def of_a_place(self) -> float | None:
        return self.spread / self.places if self.places else None

    @property
    def of_an_attendance(self) -> float | None:
        return self.pence / self.attended if self.attended else None


@dataclass(frozen=True)
class Lent:
    """The time that the trainers of one agency gave, or those who are paid from outside."""

    name: str
    events: int
    half_days: int
    is_commissioned: bool


@dataclass(frozen=True)
class Rooms:
    """Sessions in one kind of room, or in the rooms of one agency."""

    name: str
    sessions: int
    minutes: int


@dataclass(frozen=True)
class Resources:
    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    made_at: dt.datetime
    awaiting_register: tuple[Event, ...]
    total: Cost
    before: Cost
    by_course: tuple[tuple[Course, Cost], ...]
    lent: tuple[Lent, ...]
    led_together: Rate
    without_trainers: int
    rooms: tuple[Rooms, ...]
    lenders: tuple[Rooms, ...]
    is_invented: bool

    @property
    def half_days(self) -> int:
        return sum(each.half_days for each in self.lent)

    @property
    def commissioned(self) -> Rate:
        paid = sum(each.half_days for each in self.lent if each.is_commissioned)
        return Rate(paid, self.half_days)

    @property
    def sessions(self) -> int:
        return sum(each.sessions for each in self.rooms)


def resources(
    boards: Sequence[Board], period: Period, *, filters: Filters = NO_FILTERS
) -> Resources:
    """The report of `boards` over `period`; of `filters` those that pick events: 8 queries."""
    scope: Scope = (boards, period, filters)
    events = held(held_in(*scope))
    costs = _by_course(scope, events)
    before: Scope = (boards, period.year_before(), filters)
    was = _by_course(before, held(held_in(*before)))
    courses = Course.objects.filter(pk__in=costs).order_by("title", "pk")
    half_days, rooms, lenders = _of_sessions(scope)
    lent, together = _lent(scope, half_days)
    return Resources(
        boards=tuple(boards),
        period=period,
        filters=filters,
        made_at=timezone.now(),
        awaiting_register=awaiting_register(*scope),
        total=sum(costs.values(), Cost()),
        before=sum(was.values(), Cost()),
        by_course=tuple((course, costs[course.pk]) for course in courses),
        lent=lent,
        led_together=together,
        without_trainers=len(events) - int(together.denominator or 0),  # type: ignore[arg-type]
        rooms=rooms,
        lenders=lenders,
        is_invented=any(event.is_invented for event in events),
    )


def _by_course(scope: Scope, events: Sequence[Held]) -> dict[int, Cost]:
    attended = dict(
        Booking.objects.filter(ATTENDED, event__in=held_in(*scope))
        .order_by()
        .values_list("event")
        .annotate(Count("pk"))
    )
    found: dict[int, Cost] = defaultdict(Cost)
    for event in events:
        found[event.course_id] += _cost(event, attended.get(event.id, 0))
    return dict(found)


def _cost(event: Held, attended: int) -> Cost:
    pence = event.room_hire_pence
    if pence is None:
        return Cost(events=1)
    return Cost(
        events=1,
        priced=1,
        free=int(pence == 0),
        pence=pence,
        spread=0 if event.places is None else pence,
        places=event.places or 0,
        attended=attended,
    )


def _of_sessions(scope: Scope) -> tuple[Mapping[int, int], tuple[Rooms, ...], tuple[Rooms, ...]]:
    """The half days of each event; sessions by kind of room, and by the agency that lends it: one query.

    A session whose times nobody recorded is as long as its course, or of unknown length, which adds nothing.
    """
    times = ("starts_at", "ends_at", "title", "event__course__duration_minutes")
    columns = ("event_id", *times, "venue_id", "venue__owner__name")
    sessions = Session.objects.filter(event__in=held_in(*scope)).order_by()
    days: dict[tuple[int, dt.date], int] = defaultdict(int)
    rooms: dict[str, list[int]] = {kind: [] for kind in (LENT, OTHER_ROOM, ONLINE)}
    lenders: dict[str, list[int]] = defaultdict(list)
    for event, starts_at, ends_at, title, of_course, venue, owner in sessions.values_list(*columns):
        minutes = (ends_at - starts_at) // dt.timedelta(minutes=1)
        if title in NOT_RECORDED:
            minutes = of_course or 0
        days[event, timezone.localtime(starts_at).date()] += minutes
        rooms[LENT if owner else OTHER_ROOM if venue else ONLINE].append(minutes)
        if owner:
            lenders[owner].append(minutes)
    half_days: dict[int, int] = defaultdict(int)
    for (event, _), minutes in days.items():
        half_days[event] += 1 if minutes <= HALF_DAY_MINUTES else 2
    in_order = sorted(lenders.items(), key=lambda item: (-len(item[1]), item[0]))
    return half_days, _rooms(rooms.items()), _rooms(in_order)


def _rooms(found: Iterable[tuple[str, list[int]]]) -> tuple[Rooms, ...]:
    return tuple(Rooms(name, len(minutes), sum(minutes)) for name, minutes in found if minutes)


def _lent(scope: Scope, half_days: Mapping[int, int]) -> tuple[tuple[Lent, ...], Rate]:
    """Trainers' time by agency, most first and the commissioned last; and the events led by agencies together."""
    columns = ("event_id", "trainer__is_commissioned", "trainer__agency__name")
    given: dict[tuple[bool, str], list[int]] = defaultdict(list)
    agencies: dict[int, set[str]] = defaultdict(set)
    assigned = TrainerAssignment.objects.filter(event__in=held_in(*scope)).order_by()
    for event, is_commissioned, agency in assigned.values_list(*columns):
        name = COMMISSIONED if is_commissioned else agency or NO_AGENCY
        given[is_commissioned, name].append(event)
        agencies[event] |= {agency} if agency and not is_commissioned else set()
    lines = [
        Lent(name, len(set(events)), sum(half_days.get(event, 0) for event in events), paid)
        for (paid, name), events in given.items()
    ]
    lines.sort(key=lambda each: (each.is_commissioned, -each.half_days, each.name))
    return tuple(lines), Rate(sum(len(names) > 1 for names in agencies.values()), len(agencies))
