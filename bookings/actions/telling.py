"""Telling people of what the board changes."""

import datetime as dt
from typing import TYPE_CHECKING

from bookings import messages
from bookings.models import Booking
from bookings.querysets import NO_SHOW

if TYPE_CHECKING:
    from courses.models import Event
    from people.models import User


def tell_of_no_shows(
    event: "Event", *, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """When a register is complete: a message to those who did not come, and to their managers.

    Nobody is told twice of the same event, nor of one that is history. Returns their bookings.
    """
    if event.is_imported:
        return []
    missed = list(Booking.objects.filter(NO_SHOW, event=event).select_related("person"))
    for booking in missed:
        booking.event = event
    messages.not_attended(missed)
    return missed
