"""Giving freed places to those who wait, strictly in order."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.choices import BookingState
from bookings.models import Booking
from courses.models import Event
from people.actions import record_change

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def fill_free_places(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime | None = None
) -> list[Booking]:
    """Books free places for those first on the waiting list; returns whom it placed, in order.

    Nobody is placed once the board's waiting list stops before the event: they could not know in time.
    Side effects per person, in order: the booking; an audit entry; a message.
    """
    at = at or timezone.now()
    event = locks.lock_event(event.pk)
    if rules.waiting_list_has_stopped(event, at):
        return []
    placed = list(
        Booking.objects.select_for_update(of=("self",))
        .waiting_for(event)
        .select_related("person")[: event.places_left]
    )
    for booking in placed:
        booking.event = event
        booking.state = BookingState.BOOKED
        booking.save(update_fields=["state"])
        record_change(
            booking,
            "placed",
            actor=actor,
            was=BookingState.WAITING,
            now=BookingState.BOOKED,
            why=why,
            at=at,
        )
        messages.place_found(booking)
    return placed
