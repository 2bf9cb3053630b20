"""Telling people of what the board changes."""

import datetime as dt
from typing import TYPE_CHECKING

from bookings import messages
from bookings.models import Booking

if TYPE_CHECKING:
    from courses.models import Event
    from people.models import User


def tell_of_move(
    event: "Event", *, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """When a published event (already locked) has another time or place: a message to all it concerns.

    Nobody is told of a change to what has begun. Returns the live bookings.
    """
    if event.starts_at is None or event.starts_at <= at:
        return []
    bookings = list(Booking.objects.live().filter(event=event).select_related("person"))
    for booking in bookings:
        booking.event = event
    messages.event_moved(bookings)
    return bookings
