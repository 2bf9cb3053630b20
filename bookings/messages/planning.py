"""The scheduled notices about bookings: which are due within a day, and still to be written."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from bookings.choices import BookingState
from bookings.models import Booking
from courses.messages.facts import mark_of_places
from courses.messages.planning import (
    Choices,
    Due,
    due_within_a_day,
    longest,
    published_events,
    unwritten,
)
from courses.models import Event
from notices.models import Message
from notices.queries import choices_by_board

from . import kinds
from .telling import tell

BEFORE_THE_START = (kinds.JOINING, kinds.REMINDER)
EACH_DAY = (kinds.TODAY,)
CATCH_UP = (kinds.JOINING,)
"""Also for those who get their place after it was due, and at once: they could not do without."""
TOLD_AGAIN = (kinds.PLACED, kinds.MOVED)
"""What says when and where as a booking does: whoever just had it is not reminded of it."""
TOO_LATE = dt.timedelta(days=2)
"""A reminder that nothing could send for so long is not sent any more: something later says it."""


@dataclass(frozen=True)
class Wanted:
    """A notice that one person should have. `is_late`: they learnt of the date after it was due."""

    booking: Booking
    due: Due
    is_late: bool

    @property
    def occasion(self) -> str:
        """Joining instructions are for a time and a place, the others for a time."""
        if self.due.kind is kinds.JOINING:
            return f"{self.due.occasion}-{mark_of_places(self.due.event)}"
        return self.due.occasion

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.due.facts, "places": mark_of_places(self.due.event)}


def plan(at: dt.datetime) -> int:
    """Writes the notices to people booked that are due within a day; returns how many.

    Whoever got their place, or heard of the new date, after a reminder was due is not reminded.
    """
    choices = choices_by_board([*BEFORE_THE_START, *EACH_DAY])
    events = published_events(Q(starts_at__lte=at + longest(choices), ends_at__gt=at))
    by_event: dict[int, list[Due]] = defaultdict(list)
    for due in _due(events, choices, at):
        by_event[due.event.pk].append(due)
    bookings = list(
        Booking.objects.filter(event__in=by_event, state=BookingState.BOOKED).select_related(
            "person"
        )
    )
    told = _told_at(bookings)
    found = [
        Wanted(booking, due, is_late=told[booking.pk] > due.moment)
        for booking in bookings
        for due in by_event[booking.event_id]
    ]
    wanted = {
        f"booking:{each.booking.pk}:{each.occasion}": each
        for each in found
        if each.due.kind in CATCH_UP or not (each.is_late or each.due.moment <= at - TOO_LATE)
    }
    missing = unwritten(list(wanted))
    return _write((wanted[key] for key in sorted(missing)), at)


def _due(events: list[Event], choices: Choices, at: dt.datetime) -> Iterator[Due]:
    yield from due_within_a_day(events, BEFORE_THE_START, choices, at)
    yield from due_within_a_day(events, EACH_DAY, choices, at, each_day=True)


def _told_at(bookings: list[Booking]) -> Mapping[int, dt.datetime]:
    """When each was last told of the date: on booking, on being placed, on a move; in one query."""
    messages = Message.objects.filter(
        about_type=Booking._meta.label_lower,
        about_id__in=[booking.pk for booking in bookings],
        kind__in=[kind.code for kind in TOLD_AGAIN],
    )
    again = dict(messages.order_by().values_list("about_id").annotate(Max("created_at")))
    return {b.pk: max(b.made_at, again.get(b.pk, b.made_at)) for b in bookings}


def _write(found: Iterable[Wanted], at: dt.datetime) -> int:
    """Those of one event and occasion together, in a transaction."""
    together: dict[tuple[int, str, bool], list[Wanted]] = defaultdict(list)
    for each in found:
        each.booking.event = each.due.event
        together[each.due.event.pk, each.occasion, each.is_late].append(each)
    for (_, occasion, is_late), group in together.items():
        due = group[0].due
        with transaction.atomic():
            tell(
                [each.booking for each in group],
                due.kind,
                occasion,
                facts=group[0].facts,
                send_after=due.moment,
                before=at if is_late else due.anchor,
            )
    return sum(map(len, together.values()))
