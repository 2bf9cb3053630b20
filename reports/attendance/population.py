"""Which events and bookings a report of attendance is about.

Every event that the boards offered, whose register is completed and whose first day, in London, lies in the
period. Agency, sector and role group are those written on the booking: history stays true when people move.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bookings.models import Booking
from courses.choices import Delivery, EventState
from courses.models import Course, Event, Level, Topic
from people.models import Agency, Board, RoleGroup, Sector
from reports.periods import Period, midnight


@dataclass(frozen=True)
class Filters:
    """What a report is narrowed to. Course, topic, level and delivery pick events; the others bookings."""

    sector: Sector | None = None
    agency: Agency | None = None
    role_group: RoleGroup | None = None
    course: Course | None = None
    topic: Topic | None = None
    level: Level | None = None
    delivery: str = ""

    @property
    def picks_bookings(self) -> bool:
        return any((self.sector, self.agency, self.role_group))

    def of_bookings(self) -> dict[str, Any]:
        """The filters that pick bookings, for a QuerySet."""
        named = {"sector": self.sector, "agency": self.agency, "role_group": self.role_group}
        return {name: value for name, value in named.items() if value is not None}

    def of_events(self) -> dict[str, Any]:
        """The filters that pick events, for a QuerySet."""
        named = {
            "course": self.course,
            "course__topics": self.topic,
            "course__level": self.level,
            "course__delivery": self.delivery or None,
        }
        return {name: value for name, value in named.items() if value is not None}

    def in_words(self) -> dict[str, str]:
        """The filters in force: what is filtered, and by what."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        words = {name: str(value) for name, value in values.items() if value}
        if self.delivery:
            words["delivery"] = str(Delivery(self.delivery).label)
        return words


NO_FILTERS = Filters()


def events_in(boards: Sequence[Board], period: Period, filters: Filters) -> QuerySet[Event]:
    """Events whose first day lies in `period`, in any state."""
    events = Event.objects.filter(
        board__in=boards,
        starts_at__gte=midnight(period.from_),
        starts_at__lt=midnight(period.to + dt.timedelta(days=1)),
    )
    return events.filter(**filters.of_events())


def held_in(boards: Sequence[Board], period: Period, filters: Filters) -> QuerySet[Event]:
    """Those of them whose register is completed."""
    return events_in(boards, period, filters).filter(state=EventState.COMPLETED)


def awaiting_register(
    boards: Sequence[Board], period: Period, filters: Filters
) -> tuple[Event, ...]:
    """Past events whose register is not completed: they are in no figure of who came."""
    over = events_in(boards, period, filters).filter(
        state=EventState.PUBLISHED, ends_at__lte=timezone.now()
    )
    return tuple(over.select_related("course").order_by("starts_at", "pk"))


def has_registers(boards: Sequence[Board], period: Period) -> bool:
    """Whether any register of these days is held here: without one, nobody knows how many came."""
    return held_in(boards, period, NO_FILTERS).exists()


def bookings_in(boards: Sequence[Board], period: Period, filters: Filters) -> QuerySet[Booking]:
    """Bookings of events that were held."""
    held = held_in(boards, period, filters)
    return Booking.objects.filter(event__in=held, **filters.of_bookings()).order_by()


def first_day_of_reports(board: Board) -> dt.date | None:
    """The first day of the board's first completed event; None before there is one."""
    first = (
        Event.objects.filter(board=board, state=EventState.COMPLETED, starts_at__isnull=False)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    return timezone.localtime(first).date() if first else None
