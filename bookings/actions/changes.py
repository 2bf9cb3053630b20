"""When the board changes an event: who may leave free of charge, and who is told."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bookings import messages
from bookings.casework import case_of
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.cases import ChangeFacts
from bookings.policy.choices import Change
from bookings.policy.waivers import free_by_change
from courses.hooks import EventMove

if TYPE_CHECKING:
    from courses.models import Event
    from people.models import User


def tell_of_move(
    event: "Event", *, move: EventMove, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """When a published event (already locked) has another time or place: returns the live bookings.

    Nobody is told of a change to what has begun. Side effects per person booked, in order: where their policy
    lets them leave free of charge because of it, the booking says so; then a message to all it concerns.
    """
    if event.starts_at is None or event.starts_at <= at:
        return []
    bookings = list(
        Booking.objects.live()
        .filter(event=event)
        .select_related("person", "agency", "sector", "role_group", "policy")
    )
    change = change_of(move)
    for booking in bookings:
        booking.event = event
        if booking.state == BookingState.BOOKED:
            _may_leave_free(booking, change)
    messages.event_moved(bookings)
    return bookings


def change_of(move: EventMove) -> ChangeFacts:
    """What was done, as policies name it: another time counts before another place."""
    if move.moved_by is not None:
        return ChangeFacts(change=Change.MOVED, moved_by_days=min(abs(move.moved_by.days), 3660))
    return ChangeFacts(change=Change.BECAME_WEBINAR if move.is_online_now else Change.VENUE_CHANGED)


def _may_leave_free(booking: Booking, change: ChangeFacts) -> None:
    """A right once given is not taken away by a later, smaller change."""
    case = replace(case_of(booking), board_change=change)
    if free_by_change(rules_of(booking.policy), case) is None:
        return
    booking.board_change, booking.moved_by_days = change.change, change.moved_by_days
    booking.save(update_fields=["board_change", "moved_by_days"])
