"""Events planned, held and cancelled, how full they were, and who waited in vain: pure reading, the same number
of queries for any size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Case, Count, Min, Q, QuerySet, When
from django.utils import timezone

from bookings.choices import BookingState, Origin
from bookings.models import Booking
from bookings.querysets import ATTENDED, REGISTERED
from courses.choices import EventState, WhyCancelled
from courses.models import Course, ELearning, Event
from courses.viability import ToDecide, to_decide
from people.models import AuditEntry, Board
from reports.attendance.population import NO_FILTERS, Filters, events_in, held_in
from reports.measures.events import DAYS_AFTER
from reports.periods import Period
from reports.values import Rate

IN_VAIN = (
    BookingState.WAITING,
    BookingState.APPLIED,
    BookingState.WITHDRAWN,
    BookingState.LAPSED,
)
Scope = tuple[Sequence[Board], Period, Filters]
Wish = tuple[int, int]
"""A person and the course they wanted."""


@dataclass(frozen=True)
class Places:
    """What some events add up to. `seats`, `sat_in` and `taken` are of events held whose places are known:
    places, attendances and places still held on the day."""

    planned: int = 0
    held: int = 0
    cancelled: int = 0
    too_few: int = 0
    reason_unknown: int = 0
    with_minimum: int = 0
    viable: int = 0
    places_unknown: int = 0
    seats: int = 0
    taken: int = 0
    sat_in: int = 0
    attended: int = 0
    expected: int = 0

    def __add__(self, other: "Places") -> "Places":
        return Places(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )

    @property
    def to_come(self) -> int:
        return self.planned - self.held - self.cancelled

    @property
    def for_too_few(self) -> Rate:
        """Called off for too few bookings, of those called off whose reason is recorded."""
        return Rate(self.too_few, self.cancelled - self.reason_unknown)

    @property
    def average(self) -> float | None:
        return self.attended / self.held if self.held else None

    @property
    def filled(self) -> Rate:
        return Rate(self.taken, self.seats or None)

    @property
    def used(self) -> Rate:
        return Rate(self.sat_in, self.seats or None)


@dataclass(frozen=True)
class Demand:
    """People who waited for a place and did not get it, and those of them who got none elsewhere either."""

    waited: frozenset[Wish] = frozenset()
    unmet: frozenset[Wish] = frozenset()

    def people(self, wishes: Iterable[Wish], course: int | None = None) -> int:
        return len({person for person, of in wishes if course in (None, of)})

    def rate(self, course: int | None = None) -> Rate:
        return Rate(self.people(self.unmet, course), self.people(self.waited, course))


@dataclass(frozen=True)
class Middle:
    """A median, in days, of so many; None of none."""

    days: int | None
    of: int


@dataclass(frozen=True)
class CoursePlaces:
    course: Course
    places: Places


@dataclass(frozen=True)
class EventsReport:
    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    made_at: dt.datetime
    total: Places
    before: Places
    by_course: tuple[CoursePlaces, ...]
    demand: Demand
    notice: Middle
    booked_ahead: Middle
    reasons: Mapping[str, int]
    to_decide: tuple[ToDecide, ...]
    elearning: tuple[ELearning, ...]
    is_invented: bool


def events_report(
    boards: Sequence[Board], period: Period, *, filters: Filters = NO_FILTERS
) -> EventsReport:
    """The report of `boards` over `period`; of `filters` those that pick events."""
    scope: Scope = (boards, period, filters)
    courses = _by_course(scope)
    titles = Course.objects.in_bulk(list(courses))
    lines = [CoursePlaces(titles[pk], places) for pk, places in courses.items()]
    before: Scope = (boards, period.year_before(), filters)
    return EventsReport(
        boards=tuple(boards),
        period=period,
        filters=filters,
        made_at=timezone.now(),
        total=sum(courses.values(), Places()),
        before=sum(_by_course(before).values(), Places()),
        by_course=tuple(
            sorted(lines, key=lambda line: (line.course.title.casefold(), line.course.pk))
        ),
        demand=_demand(scope),
        notice=_notice(scope),
        booked_ahead=_booked_ahead(scope),
        reasons=_reasons(scope),
        to_decide=_to_decide(boards, filters),
        elearning=tuple(
            ELearning.objects.filter(board__in=boards, is_archived=False).select_related("level")
        ),
        is_invented=events_in(*scope).filter(is_invented=True).exists(),
    )


def _planned(scope: Scope) -> QuerySet[Event]:
    return events_in(*scope).exclude(state=EventState.DRAFT)


def _by_course(scope: Scope) -> dict[int, Places]:
    """Two queries: events, and what the registers of those held say."""
    held_place = REGISTERED & Q(state=BookingState.BOOKED)
    registers = Booking.objects.filter(event__in=held_in(*scope)).order_by().values("event")
    counted = {
        row["event"]: (row["attended"], row["expected"])
        for row in registers.annotate(
            attended=Count("pk", filter=ATTENDED), expected=Count("pk", filter=held_place)
        )
    }
    found: dict[int, Places] = defaultdict(Places)
    columns = ("pk", "course_id", "state", "cancelled_because", "places", "minimum_numbers")
    known = _planned(scope).annotate(places=Case(When(capacity_is_known=True, then="capacity")))
    for pk, course, state, because, places, minimum in known.order_by().values_list(*columns):
        attended, expected = counted.get(pk, (0, 0))
        if state == EventState.COMPLETED:
            found[course] += _of_held(places, minimum, attended, expected)
        else:
            found[course] += _of_other(because)
    return dict(found)


def _of_other(because: str) -> Places:
    """An event called off, for `because`, or still to be held, for none."""
    return Places(
        planned=1,
        cancelled=int(bool(because)),
        too_few=int(because == WhyCancelled.TOO_FEW),
        reason_unknown=int(because == WhyCancelled.NOT_RECORDED),
    )


def _of_held(places: int | None, minimum: int | None, attended: int, expected: int) -> Places:
    return Places(
        planned=1,
        held=1,
        with_minimum=int(minimum is not None),
        viable=int(minimum is not None and expected >= minimum),
        places_unknown=int(places is None),
        seats=places or 0,
        taken=0 if places is None else expected,
        sat_in=0 if places is None else attended,
        attended=attended,
        expected=expected,
    )


def _reasons(scope: Scope) -> dict[str, int]:
    """How many events were called off, by why."""
    cancelled = _planned(scope).filter(state=EventState.CANCELLED).order_by()
    return dict(cancelled.values_list("cancelled_because").annotate(Count("pk")))


def _to_decide(boards: Sequence[Board], filters: Filters) -> tuple[ToDecide, ...]:
    events = Event.objects.filter(board__in=boards, **filters.of_events())
    return tuple(to_decide(events.select_related("course", "board"), timezone.now()))


def _demand(scope: Scope) -> Demand:
    """Two queries: who waited in vain, and which of them got a place on the same course after all."""
    boards, period, filters = scope
    begun = Q(event__starts_at__lte=timezone.now()) | Q(event__state=EventState.CANCELLED)
    in_vain = Booking.objects.filter(begun, state__in=IN_VAIN, event__in=_planned(scope))
    wish = ("person_id", "event__course_id")
    waited = frozenset(in_vain.order_by().values_list(*wish).distinct())
    later = Period(period.from_, period.to + dt.timedelta(days=DAYS_AFTER))
    got = Booking.objects.filter(
        event__in=events_in(boards, later, filters),
        state=BookingState.BOOKED,
        person__in=in_vain.order_by().values("person"),
    )
    return Demand(waited, waited - frozenset(got.order_by().values_list(*wish).distinct()))


def _notice(scope: Scope) -> Middle:
    """From the first time an event was published to its first day: two queries."""
    starts = {
        event: starts_at
        for event, starts_at in held_in(*scope).values_list("pk", "starts_at")
        if starts_at is not None
    }
    published = dict(
        AuditEntry.objects.filter(
            target_type=Event._meta.label_lower,
            target_id__in=held_in(*scope).values("pk"),
            now=EventState.PUBLISHED,
        )
        .order_by()
        .values_list("target_id")
        .annotate(Min("at"))
    )
    return _middle(starts[event] - at for event, at in published.items())


def _booked_ahead(scope: Scope) -> Middle:
    bookings = Booking.objects.filter(REGISTERED, event__in=held_in(*scope))
    known = bookings.exclude(origin=Origin.IMPORTED)  # older lists do not say when they were made
    rows = known.order_by().values_list("event__starts_at", "made_at")
    return _middle(starts_at - made_at for starts_at, made_at in rows if starts_at is not None)


def _middle(spans: Iterable[dt.timedelta]) -> Middle:
    days = [max(span.days, 0) for span in spans]
    return Middle(int(median(days)) if days else None, len(days))
