"""When the board changes an event: who may leave free of charge, and who is told."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bookings import messages
from bookings.casework import case_of
from bookings.choices import BookingState
from bookings.models import Approval, Booking
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

    Nobody is told of a change to what has begun. Side effects, in order: offers, questions and places without
    a name end with the start at the latest; with another time, whether people still come is asked anew; where
    the policy of somebody booked lets them leave free of charge because of it, the booking says so; then a
    message to all it concerns.
    """
    if event.starts_at is None or event.starts_at <= at:
        return []
    if move.moved_by is not None:
        _end_with_the_start(event)
        Booking.objects.filter(event=event).update(
            confirm_asked_at=None, confirm_by=None, confirmed_at=None
        )
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


def _end_with_the_start(event: "Event") -> None:
    """Of an event that starts sooner now, nothing waits for an answer beyond the start."""
    start = event.starts_at
    offers = Booking.objects.filter(event=event, offer_expires_at__gt=start)
    offers.update(offer_expires_at=start)
    questions = Approval.objects.filter(booking__event=event, answer="", times_out_at__gt=start)
    questions.update(times_out_at=start)
    event.reserved_places.filter(closed_at=None, name_by__gt=start).update(name_by=start)


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
