"""The scheduled notices about bookings: which are due within a day, and still to be written."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from bookings.choices import BookingState
from bookings.models import Booking
from courses.messages.planning import Due, due_within_a_day, longest, published_events, unwritten
from notices.kinds import Kind
from notices.models import Message
from notices.queries import choices_by_board

from . import kinds
from .telling import tell

SCHEDULED = (kinds.JOINING, kinds.REMINDER, kinds.TODAY)
CATCH_UP = (kinds.JOINING,)
"""Also for those who get their place after it was due: they could not do without."""


def plan(at: dt.datetime) -> int:
    """Writes the notices to people booked that are due within a day; returns how many.

    Whoever got their place after a reminder was due has just been told, and is not reminded.
    """
    choices = choices_by_board(list(SCHEDULED))
    events = published_events(Q(starts_at__lte=at + longest(choices), ends_at__gt=at))
    by_event: dict[int, list[Due]] = defaultdict(list)
    for due in due_within_a_day(events, SCHEDULED, choices, at):
        by_event[due.event.pk].append(due)
    bookings = list(
        Booking.objects.filter(event__in=by_event, state=BookingState.BOOKED).select_related(
            "person"
        )
    )
    placed = _placed_at(bookings)
    wanted = {
        f"booking:{booking.pk}:{due.occasion}": (booking, due)
        for booking in bookings
        for due in by_event[booking.event_id]
        if due.kind in CATCH_UP or placed.get(booking.pk, booking.made_at) <= due.moment
    }
    missing = unwritten(list(wanted))
    return _write(wanted[key] for key in sorted(missing))


def _placed_at(bookings: list[Booking]) -> dict[int, dt.datetime]:
    """When those who waited were told of their place, by booking id, in one query."""
    keys = [f"booking:{booking.pk}:placed" for booking in bookings]
    told = Message.objects.filter(kind=kinds.PLACED.code, about_id__in=[b.pk for b in bookings])
    return {row.about_id: row.created_at for row in told.filter(key__in=keys) if row.about_id}


def _write(found: Iterable[tuple[Booking, Due]]) -> int:
    together: dict[tuple[int, Kind, str], list[tuple[Booking, Due]]] = defaultdict(list)
    for booking, due in found:
        booking.event = due.event
        together[due.event.pk, due.kind, due.occasion].append((booking, due))
    written = 0
    for (_, kind, occasion), pairs in together.items():
        due = pairs[0][1]
        tell(
            [booking for booking, _ in pairs],
            kind,
            occasion,
            facts=due.facts,
            send_after=due.moment,
        )
        written += len(pairs)
    return written
