"""How one booking stands, for its own page and the page behind our mail's link: what is so, what is owed."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bookings.casework import case_of, event_facts
from bookings.choices import (
    PASSED_STATES,
    PENDING_STATES,
    Answer,
    BookingState,
    CancelledBy,
    ChargeKind,
    ChargeState,
    Outcome,
)
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation
from bookings.policy.eligibility import needs_manager
from bookings.policy.moments import waiting_list_stops_at
from bookings.policy.money import pounds
from bookings.policy.price import quote_price
from bookings.policy.quotes import Quote
from bookings.policy.words import amount, cancelling_at, rules_of_booking
from bookings.room import room_of
from bookings.turns import turns_of
from courses.choices import EventState

HEADINGS = {
    "booked": "You are booked",
    "waiting": "You are on the waiting list",
    "applied": "You have asked for a place",
    "offered": "We hold a place for you",
    "awaiting": "We have asked your manager",
    "now": "This event has started",
    "unmarked": "This event has taken place",
    "attended": "You attended",
    "no_show": "You did not attend",
    "missed": "No place came free",
    "withdrawn": "You have withdrawn",
    "not_approved": "Your manager did not agree",
    "not_allocated": "We could not give you a place",
    "unanswered": "Your manager did not answer in time",
    "offer_lapsed": "The offer has ended",
    "substituted": "A colleague has your place",
    "transferred": "You have moved to another date",
    "released": "Your place has been released",
    "cancelled": "Your place has been cancelled",
    "event_cancelled": "This event has been cancelled",
}
LEAVE = {
    BookingState.BOOKED: "Cancel this place",
    BookingState.AWAITING: "Give up this place",
    BookingState.OFFERED: "Turn this place down",
    BookingState.APPLIED: "Take my request back",
    BookingState.WAITING: "Leave the waiting list",
}
"""What ending a booking is called, by the state it is in."""


@dataclass(frozen=True)
class Money:
    """An amount for large type, with what there is to say about it. `tone` is "owed" once it must be paid."""

    label: str
    price: str
    notes: tuple[str, ...] = ()
    tone: str = ""


def approval_of(booking: Booking) -> Approval | None:
    """What its manager was asked; no query if `approval` is selected with it."""
    return getattr(booking, "approval", None)


def stage_of(booking: Booking) -> str:
    """Which page a booking gets: one of the keys of `HEADINGS`."""
    event = booking.event
    if event.state == EventState.CANCELLED:
        return "event_cancelled"
    if booking.state in PENDING_STATES:
        return _pending_stage(booking)
    if booking.state == BookingState.BOOKED:
        return _booked_stage(booking)
    approval = approval_of(booking)
    answer = approval.answer if approval else ""
    if booking.state == BookingState.REFUSED:
        return "not_approved" if answer == Answer.REFUSED else "not_allocated"
    if booking.state == BookingState.LAPSED:
        return "unanswered" if answer == Answer.TIMED_OUT else "offer_lapsed"
    return "released" if booking.cancelled_by == CancelledBy.UNCONFIRMED else str(booking.state)


def _pending_stage(booking: Booking) -> str:
    if booking.event.has_started:
        return "missed"
    return "offer_lapsed" if offer_is_over(booking) else str(booking.state)


def offer_is_over(booking: Booking) -> bool:
    """Whether the time to take an offered place is over, be it noted yet or not."""
    ends = booking.offer_expires_at
    return booking.state == BookingState.OFFERED and ends is not None and ends <= timezone.now()


def asks_coming(booking: Booking) -> bool:
    """Whether a booked person was asked if they still come, and has not answered."""
    return booking.confirm_asked_at is not None and booking.confirmed_at is None


def _booked_stage(booking: Booking) -> str:
    if booking.outcome != Outcome.OPEN:
        return str(booking.outcome)
    if not booking.event.has_started:
        return "booked"
    ends = booking.event.ends_at
    return "now" if ends is None or ends > timezone.now() else "unmarked"


def standing_of(booking: Booking) -> dict[str, Any]:
    """What both pages of a booking say of it."""
    stage = stage_of(booking)
    return {
        "booking": booking,
        "event": booking.event,
        "stage": stage,
        "heading": HEADINGS[stage],
        "money": money_of(booking),
        "approval": approval_of(booking),
        "sections": _rules(booking) if stage in ("booked", "offered", "awaiting") else (),
        "asks_manager": stage == "offered"
        and needs_manager(rules_of(booking.policy), case_of(booking)),
        "asks_coming": stage == "booked" and asks_coming(booking),
        "leave": LEAVE.get(BookingState(booking.state), ""),
        "may_leave": stage in ("booked", "awaiting", "applied", "waiting"),
        "against": _against(booking) if stage == "waiting" else [],
        "next_booking": _next_booking(booking),
        "list_rules": rules_of(booking.policy).waiting_list,
        "list_stops_at": waiting_list_stops_at(
            rules_of(booking.policy), event_facts(booking.event)
        ),
    }


def _rules(booking: Booking) -> tuple[Any, ...]:
    """The rules it was made under, but for those that only mattered before booking."""
    done = {"approval.kind", "booking_closes"}
    found = rules_of_booking(rules_of(booking.policy), case_of(booking))
    return tuple(each for each in found if each.lines[0].rule not in done)


def _against(booking: Booking) -> list[str]:
    """Why somebody waits although places are free."""
    event, now = booking.event, timezone.now()
    if event.is_full:
        return []
    turn = turns_of([booking], event, now)[0]
    return [*turn.against, *turn.against_in(room_of(event), now)]


def _next_booking(booking: Booking) -> Booking | None:
    """Where a place, or a person, that was passed on went."""
    if booking.state not in PASSED_STATES:
        return None
    return Booking.objects.with_whole_event().filter(replaces=booking).first()


def money_of(booking: Booking) -> Money | None:
    """What a booking costs while it lives, what is owed once it has ended; None where money plays no part."""
    if booking.is_walk_in:
        return None
    charges = [each for each in booking.charges.all() if each.state != ChargeState.VOID]
    waived = tuple(
        f"{pounds(each.amount_pence)} was let go: {each.waiver_reason}."
        for each in charges
        if each.state == ChargeState.WAIVED
    )
    owed = [each for each in charges if each.state == ChargeState.OWED]
    if booking.is_live and not any(each.kind == ChargeKind.NO_SHOW for each in owed):
        return _price(booking, waived)
    if owed:
        total = sum(each.amount_pence for each in owed)
        reasons = tuple(each.reason for each in owed)
        return Money("Owed for this booking", pounds(total), (*reasons, *waived), "owed")
    if waived:
        return Money("Owed for this booking", "nothing", waived)
    return _after_cancelling(booking)


def _price(booking: Booking, notes: tuple[str, ...]) -> Money:
    policy, case, now = rules_of(booking.policy), case_of(booking), timezone.now()
    if booking.state == BookingState.BOOKED and now <= case.event.starts_at:
        notes = (str(cancelling_at(policy, case, now)), *notes)
    if not booking.price_is_provisional:
        price = pounds(booking.price_pence) if booking.price_pence else "free"
        return Money("What it costs", price, notes)
    quote = quote_price(policy, case)
    return Money("What it costs", amount(quote), (*still_open(quote), *notes))


def _after_cancelling(booking: Booking) -> Money | None:
    """What may be owed for cancelling while the price is not settled."""
    by_person = booking.cancelled_by in (CancelledBy.DELEGATE, CancelledBy.AGENCY)
    if not (booking.price_is_provisional and by_person and booking.cancelled_at):
        return None
    if booking.state == BookingState.SUBSTITUTED:
        return None
    quote = quote_cancellation(rules_of(booking.policy), case_of(booking), booking.cancelled_at)
    if not quote.high_pence:
        return None
    return Money("What may be owed", amount(quote), still_open(quote), "owed")


def still_open(quote: Quote) -> tuple[str, ...]:
    """What has to be settled before the amount is certain."""
    return tuple(each.message for each in quote.reasons if each.code == "provisional")
