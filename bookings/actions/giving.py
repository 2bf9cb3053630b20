"""Giving somebody who waits or has applied a place, or offering it. The event is locked, and has the place."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from bookings import messages
from bookings.casework import case_of, event_facts
from bookings.choices import Answer, BookingState
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.eligibility import needs_manager
from bookings.policy.moments import offer_lives_until
from bookings.verdicts import Verdict

from .asking import ask_manager
from .charging import settle
from .moving import move

if TYPE_CHECKING:
    from people.models import User


def give_place(
    booking: Booking,
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime,
    verb: str = "placed",
    by_link: bool = False,
) -> None:
    """The place is theirs, or held until the manager has answered where one must agree.

    Side effects, in order: the booking; an audit entry; what is owed; the question to the manager; a message.
    """
    if _needs_manager(booking):
        move(booking, verb, BookingState.AWAITING, actor=actor, why=why, at=at, by_link=by_link)
        ask_manager(booking, at=at)
        messages.booking_made(booking)
        return
    move(booking, verb, BookingState.BOOKED, actor=actor, why=why, at=at, by_link=by_link)
    settle(booking, at=at)
    if verb == "accepted":
        messages.booking_made(booking)
    else:
        messages.place_found(booking)


def offer_place(
    booking: Booking,
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime,
    dearer: Verdict | None = None,
) -> None:
    """Holds the place for them until the offer ends; nobody else gets it before.

    `dearer`: it costs more now than when they asked for it. That is what they are offered, and may turn down.
    Side effects, in order: the booking; an audit entry; a message with the links to accept and to decline.
    """
    until = offer_lives_until(rules_of(booking.policy), event_facts(booking.event), at)
    fields = _priced(dearer) if dearer else {}
    move(
        booking,
        "offered",
        BookingState.OFFERED,
        actor=actor,
        why=why,
        at=at,
        offer_expires_at=until,
        **fields,
    )
    messages.place_offered(booking)


def _priced(verdict: Verdict) -> dict[str, Any]:
    """The price as it is now, and what it rests on."""
    who = verdict.case.delegate
    return {
        "price_pence": verdict.price.pence,
        "price_is_provisional": verdict.price.provisional,
        "category": who.category,
        "in_area": bool(who.in_area),
    }


def _needs_manager(booking: Booking) -> bool:
    if not needs_manager(rules_of(booking.policy), case_of(booking)):
        return False
    return not Approval.objects.filter(booking=booking, answer=Answer.APPROVED).exists()
