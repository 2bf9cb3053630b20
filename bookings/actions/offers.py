"""Answering an offer, and what happens to one that nobody answers."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.rules import Refused

from .giving import give_place
from .moving import move
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def accept_offer(
    booking_id: int,
    *,
    actor: "User | None",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Takes the place that is held; accepting twice changes nothing.

    Raises `Refused` when the offer has ended. Side effects: those of `give_place`.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state in (BookingState.BOOKED, BookingState.AWAITING):
        return booking
    if booking.state != BookingState.OFFERED or _has_ended(booking, at):
        raise Refused(rules.OFFER_ENDED)
    give_place(booking, actor=actor, why="", at=at, verb="accepted", by_link=by_link)
    return booking


def expire_offers(at: dt.datetime) -> int:
    """Ends the offers that nobody took in time; returns how many.

    Side effects of each, in order: the booking, lapsed; an audit entry; a message; the place goes to the next
    who waits.
    """
    ended = Booking.objects.filter(state=BookingState.OFFERED, offer_expires_at__lte=at)
    return sum(
        _expire(booking_id, at) for booking_id in ended.order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _expire(booking_id: int, at: dt.datetime) -> bool:
    booking = locks.lock_booking(booking_id)
    if booking.state != BookingState.OFFERED or not _has_ended(booking, at):
        return False
    move(booking, "lapsed", BookingState.LAPSED, actor=None, at=at, why="the offer was not taken")
    messages.offer_lapsed(booking)
    fill_free_places(booking.event, actor=None, why="an offer was not taken", at=at)
    return True


def _has_ended(booking: Booking, at: dt.datetime) -> bool:
    return booking.offer_expires_at is None or booking.offer_expires_at <= at
