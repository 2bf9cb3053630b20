"""Giving a place back, or no longer asking for one."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.casework import event_facts
from bookings.choices import LIVE_STATES, PLACE_STATES, BookingState, CancelledBy
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.charges import is_late
from bookings.rules import Refused
from courses.models import Event
from courses.rules import EventRefused, told_of_cancellation_at

from .charging import settle
from .moving import move
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User

REGISTER_TAKEN = (
    "People are marked on the register, so this event has taken place. Nothing was changed. "
    "Complete the register, or take the marks off it first."
)
GIVEN_BACK = "a place was given back"


@transaction.atomic
def cancel_booking(
    booking_id: int,
    *,
    actor: "User | None",
    cancelled_by: CancelledBy,
    why: str = "",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Gives a booked place back; cancelling twice changes nothing. Raises `Refused` once it has started.

    `by_link`: by whoever holds the link in our mail, without signing in; the history says so.
    Side effects, in order: the booking; an audit entry; what is owed by the policy it was made under; a
    message to the person; the freed place goes to the first who waits.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state == BookingState.CANCELLED:
        return booking
    reason = rules.reason_not_to_cancel(booking, at)
    if reason is not None:
        raise Refused(reason)
    end_place(booking, cancelled_by, actor=actor, why=why, at=at, by_link=by_link)
    messages.booking_cancelled(booking)
    fill_free_places(booking.event, actor=actor, why=GIVEN_BACK, at=at)
    return booking


def end_place(
    booking: Booking,
    cancelled_by: CancelledBy,
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime,
    verb: str = "cancelled",
    to: BookingState = BookingState.CANCELLED,
    by_link: bool = False,
    keep_need: bool = False,
) -> None:
    """Ends a booked place (locked) and settles what is owed. Side effects: those of `move` and `settle`."""
    by_person = cancelled_by in (CancelledBy.DELEGATE, CancelledBy.AGENCY)
    late = by_person and is_late(rules_of(booking.policy), event_facts(booking.event), at)
    move(
        booking,
        verb,
        to,
        actor=actor,
        why=why,
        at=at,
        by_link=by_link,
        keep_need=keep_need,
        cancelled_at=at,
        cancelled_by=cancelled_by,
        cancelled_late=late and not booking.board_change,
        cancel_reason=why[:300],
    )
    settle(booking, at=at)


@transaction.atomic
def withdraw(
    booking_id: int,
    *,
    actor: "User | None",
    why: str = "",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Ends what is not booked yet: an application, a wait, an offer, a place held for the manager's answer.

    Withdrawing twice changes nothing. Raises `Refused` when it is booked or over.
    Side effects, in order: the booking; an audit entry; a message; a place that was held goes to the first who
    waits.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state == BookingState.WITHDRAWN:
        return booking
    if booking.state not in LIVE_STATES or booking.state == BookingState.BOOKED:
        raise Refused(rules.NOT_WAITING)
    held = booking.state in PLACE_STATES
    move(booking, "withdrawn", BookingState.WITHDRAWN, actor=actor, why=why, at=at, by_link=by_link)
    messages.withdrawn(booking)
    if held:
        fill_free_places(booking.event, actor=actor, why=GIVEN_BACK, at=at)
    return booking


def cancel_all_bookings(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """When the board cancels an event (already locked): nobody keeps a place, waits or is asked for one.

    Raises `EventRefused` once anybody is marked on the register: then the event has taken place.
    Side effects, in order: per person the booking, an audit entry, what is owed (nothing); places reserved
    without a name end; then the messages, which wait until it can no longer be undone. Access needs are kept as
    long (`forget_access_needs`).
    """
    bookings = list(
        Booking.objects.select_for_update(of=("self",))
        .filter(event=event, state__in=LIVE_STATES)
        .select_related("person", "agency", "sector", "role_group", "policy")
        .order_by("pk")
    )
    if any(booking.outcome or booking.is_walk_in for booking in bookings):
        raise EventRefused("register_taken", REGISTER_TAKEN)
    for booking in bookings:
        booking.event = event
        if booking.state == BookingState.BOOKED:
            end_place(booking, CancelledBy.BOARD, actor=actor, why=why, at=at, keep_need=True)
        else:
            to = BookingState.WITHDRAWN
            move(booking, "withdrawn", to, actor=actor, why=why, at=at, keep_need=True)
    event.reserved_places.filter(closed_at__isnull=True).update(closed_at=at)
    messages.event_cancelled(bookings, send_after=told_of_cancellation_at(event, at))
    return bookings
