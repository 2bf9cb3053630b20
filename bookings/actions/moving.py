"""The one place where a booking's state is written."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bookings import machine
from bookings.choices import LIVE_STATES, BookingState
from bookings.models import AccessNeed, Booking
from people.actions import change_of, record_change, record_changes

if TYPE_CHECKING:
    from people.models import User


def begin(
    bookings: Sequence[Booking],
    verb: str = "made",
    *,
    why: str = "",
    actor: "User | None" = None,
    at: dt.datetime | None = None,
) -> None:
    """Saves new bookings in the states they have, by `booked_by` at `made_at`, in two queries.

    `actor` and `at` are given where somebody else writes them down later. Raises `machine.ImpossibleMove`. Side effects, in order: the bookings; an audit entry for each.
    """
    for booking in bookings:
        machine.transition(verb, None, BookingState(booking.state))
    Booking.objects.bulk_create(bookings)
    record_changes(
        [
            change_of(b, verb, actor=b.booked_by or actor, now=b.state, why=why, at=at or b.made_at)
            for b in bookings
        ]
    )


def move(
    booking: Booking,
    verb: str,
    to: BookingState,
    *,
    actor: "User | None",
    at: dt.datetime,
    why: str = "",
    by_link: bool = False,
    keep_need: bool = False,
    **fields: Any,
) -> None:
    """Moves a booking (locked) to another state along the machine, setting `fields` with it.

    `by_link`: by whoever holds the link in our mail, without signing in; the history says so. What somebody
    needed is forgotten with the end of the booking, unless `keep_need`.
    Raises `machine.ImpossibleMove`. Side effects, in order: the booking; an audit entry; the access need.
    """
    was = BookingState(booking.state)
    machine.transition(verb, was, to)
    if was == BookingState.OFFERED:
        fields.setdefault("offer_expires_at", None)
    booking.state = to
    for name, value in fields.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", *fields])
    details: dict[str, object] | None = {"by": "link"} if by_link else None
    record_change(booking, verb, actor=actor, was=was, now=to, why=why, at=at, details=details)
    if to not in LIVE_STATES and not keep_need:
        AccessNeed.objects.filter(booking=booking).delete()
