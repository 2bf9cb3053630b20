"""Staff give or offer a free place to somebody on the waiting list, in turn or out of it."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, rules
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.room import room_of
from bookings.rules import Refused
from bookings.turns import turns_of, whole_list
from people.actions import record_change

from .giving import give_place, offer_place
from .waiting import PASSED_OVER

if TYPE_CHECKING:
    from people.models import User

IN_TURN = "it was their turn"
GIVEN = (BookingState.BOOKED, BookingState.AWAITING)


@transaction.atomic
def serve_waiter(
    booking_id: int,
    *,
    offer: bool,
    actor: "User | None",
    why: str = "",
    at: dt.datetime | None = None,
) -> Booking:
    """Gives a free place to somebody who waits, or with `offer` holds it until they answer.

    Doing it twice changes nothing. Raises `Refused`: they do not wait, the event is over, no place is free,
    or it is not their turn (others come first, or the rules are against it) and no reason is given.
    Side effects, in order: the booking; an audit entry; what is owed; the question to the manager; a message;
    an audit entry for each who would have come first.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state in ((BookingState.OFFERED,) if offer else GIVEN):
        return booking
    anyway = rules.reasons_not_to_give(booking.event, at)
    if booking.state != BookingState.WAITING:
        anyway.append(rules.NOT_WAITING)
    room = room_of(booking.event)
    if not room.left:
        anyway.append(rules.NO_PLACE_FREE)
    if anyway:
        raise Refused(*anyway)
    turns = turns_of(list(whole_list(booking.event)), booking.event, at)
    number = next(n for n, turn in enumerate(turns) if turn.booking.pk == booking.pk)
    open_to = [turn for turn in turns if not (turn.against or turn.against_in(room, at))]
    first = [turn for turn in turns[:number] if turn in open_to]
    in_turn = turns[number] in open_to and not first
    if not in_turn and not why.strip():
        raise Refused(rules.OUT_OF_TURN)
    said = (why.strip() or IN_TURN) if in_turn else f"out of turn: {why.strip()}"
    if offer:
        dearer = turns[number].verdict if turns[number].is_dearer else None
        offer_place(booking, actor=actor, why=said, at=at, dearer=dearer)
    else:
        give_place(booking, actor=actor, why=said, at=at)
    for turn in first:
        record_change(
            turn.booking, PASSED_OVER, actor=actor, now=turn.booking.state, why=why.strip(), at=at
        )
    return booking
