"""What is owed for a booking: always what its own policy says of the state it is in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bookings import locks
from bookings.casework import Standing, case_of, standings_of
from bookings.choices import BookingState, CancelledBy, ChargeKind, ChargeState, Mark
from bookings.models import Booking, Charge
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation, quote_no_show
from bookings.policy.money import pounds
from bookings.policy.price import quote_price
from bookings.policy.quotes import Quote, Reason
from courses.choices import EventState
from people.actions import change_of, record_change, record_changes
from people.models import Agency, Board

if TYPE_CHECKING:
    from courses.models import Event
    from people.models import User

FREE_FOR = (CancelledBy.BOARD, CancelledBy.UNCONFIRMED)
"""Whoever ends a booking so, its person owes nothing."""


@dataclass(frozen=True)
class Due:
    """An amount in pence, the sentence that says why, and every reason of the policy's."""

    pence: int
    reason: str
    reasons: tuple[Reason, ...] = ()


def settle(booking: Booking, *, at: dt.datetime) -> None:
    """Makes what is owed for a booking (locked, or new) equal to what its policy says now.

    An amount that is no longer due becomes void; one that was waived stays so, and is not asked for again if
    it becomes due again. Nothing is owed while the amount is provisional. Side effects, in order: the charges; an audit entry for each that is new.
    """
    if booking.policy is None:
        return
    due = due_for(booking)
    for charge in booking.charges.exclude(state=ChargeState.VOID):
        wanted = due.pop(ChargeKind(charge.kind), None)
        if charge.state == ChargeState.WAIVED:
            continue
        if wanted is None or charge.amount_pence != wanted.pence:
            charge.state = ChargeState.VOID
            charge.save(update_fields=["state"])
            if wanted is not None:
                due[ChargeKind(charge.kind)] = wanted
    _charge([(booking, kind, owed) for kind, owed in due.items()], at)


def settle_new(bookings: Sequence[Booking], *, at: dt.datetime) -> None:
    """`settle` for bookings made just now, which owe nothing yet: two queries at most."""
    _charge([(each, kind, due) for each in bookings for kind, due in due_for(each).items()], at)


def _charge(owing: Sequence[tuple[Booking, ChargeKind, Due]], at: dt.datetime) -> None:
    Charge.objects.bulk_create(
        Charge(
            booking=booking,
            kind=kind,
            amount_pence=due.pence,
            policy=booking.policy,
            reason=due.reason[:300],
            reasons=[
                {"code": each.code, "message": each.message, "rule": each.rule}
                for each in due.reasons
            ],
            made_at=at,
        )
        for booking, kind, due in owing
    )
    record_changes(
        [
            change_of(
                booking,
                "charged",
                actor=None,
                now=booking.state,
                why=f"{pounds(due.pence)}. {due.reason}",
                at=at,
            )
            for booking, _, due in owing
        ]
    )


def due_for(booking: Booking) -> dict[ChargeKind, Due]:
    """What a booking owes by its policy in the state it is in; nothing that is not certain yet."""
    if booking.policy is None or booking.is_walk_in:
        return {}
    if booking.state == BookingState.BOOKED:
        return _for_a_place(booking)
    if booking.state == BookingState.SUBSTITUTED:
        fee = rules_of(booking.policy).substitution.pence
        words = "A colleague took the place over."
        return {ChargeKind.SUBSTITUTION: Due(fee, words)} if fee else {}
    given_back = booking.state in (BookingState.CANCELLED, BookingState.TRANSFERRED)
    if given_back and booking.cancelled_at is not None and booking.cancelled_by not in FREE_FOR:
        quote = quote_cancellation(rules_of(booking.policy), case_of(booking), booking.cancelled_at)
        return _certain(ChargeKind.LATE_CANCELLATION, quote)
    return {}


def _for_a_place(booking: Booking) -> dict[ChargeKind, Due]:
    """The price; after a completed register, what not coming costs where that is more."""
    price: dict[ChargeKind, Due] = {}
    if booking.price_pence and not booking.price_is_provisional:
        words = f"The place costs {pounds(booking.price_pence)}."
        price = {ChargeKind.PLACE: Due(booking.price_pence, words)}
    if booking.event.state != EventState.COMPLETED:
        return price
    missed = sum(each.mark == Mark.ABSENT for each in booking.attendances.all())
    if not missed or booking.policy is None:
        return price
    case = replace(case_of(booking), sessions_missed=missed)
    quote = quote_no_show(rules_of(booking.policy), case)
    more = quote.pence > booking.price_pence or booking.price_is_provisional
    return _certain(ChargeKind.NO_SHOW, quote) if more and quote.pence else price


def _certain(kind: ChargeKind, quote: Quote) -> dict[ChargeKind, Due]:
    if not quote.pence or quote.provisional:
        return {}
    return {kind: Due(quote.pence, quote.reasons[0].message, quote.reasons)}


def charge_for_absence(event: "Event", *, actor: "User | None", why: str, at: dt.datetime) -> None:
    """When a register is complete: what those who missed sessions owe. Side effects: those of `settle`."""
    missed = Q(attendances__mark=Mark.ABSENT) | Q(charges__kind=ChargeKind.NO_SHOW)
    bookings = Booking.objects.filter(missed, event=event, policy__isnull=False).distinct()
    for booking in bookings.select_related("agency", "sector", "role_group", "policy"):
        booking.event = event
        settle(booking, at=at)


@transaction.atomic
def reprice_agency(
    agency: Agency, board: Board, *, actor: "User | None", at: dt.datetime | None = None
) -> int:
    """When staff have verified an agency: its bookings with a provisional price get the price that holds.

    Prices that were certain stay as they were agreed. Returns how many changed.
    Side effects of each, in order: the booking; an audit entry; what is owed.
    """
    at = at or timezone.now()
    standing = standings_of([agency], board.pk)[agency.pk]
    open_ones = Booking.objects.filter(
        agency=agency, event__board=board, price_is_provisional=True, policy__isnull=False
    )
    bookings = locks.lock_bookings(open_ones)
    for booking in bookings:
        _reprice(booking, standing, actor, at)
    return len(bookings)


def _reprice(booking: Booking, standing: Standing, actor: "User | None", at: dt.datetime) -> None:
    booking.category, booking.in_area = standing.category, standing.in_area
    quote = quote_price(rules_of(booking.policy), case_of(booking))
    booking.price_pence, booking.price_is_provisional = quote.pence, quote.provisional
    booking.save(update_fields=["category", "in_area", "price_pence", "price_is_provisional"])
    why = f"{standing.category.label}: {pounds(quote.pence)}"
    record_change(booking, "price settled", actor=actor, now=booking.state, why=why, at=at)
    settle(booking, at=at)
