"""Giving a place back or no longer asking for one: one page, for people signed in and for our mail's link."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bookings import actions, rules
from bookings.casework import case_of, event_facts
from bookings.choices import PENDING_STATES, PLACE_STATES, BookingState, CancelledBy
from bookings.forms import CancelForm
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation
from bookings.policy.moments import substitution_until
from bookings.policy.quotes import Quote
from bookings.policy.words import amount, rules_of_cancelling
from bookings.rules import Refusal, Refused
from people.requests import BoardRequest

from .standing import LEAVE

PLACED_MEANWHILE = Refusal(
    "placed_meanwhile",
    "You have been given a place while this page was open.",
    "You can keep it, or cancel it below.",
)
TITLES = {
    BookingState.BOOKED: "Cancel your place?",
    BookingState.AWAITING: "Give up the place held for you?",
    BookingState.OFFERED: "Turn the place down?",
    BookingState.APPLIED: "Take your request back?",
    BookingState.WAITING: "Leave the waiting list?",
}
STAY = {
    BookingState.WAITING: "No, stay on the list",
    BookingState.APPLIED: "No, keep my request",
}
DONE = {
    BookingState.WAITING: "You no longer wait for a place at this event.",
    BookingState.APPLIED: "You have taken your request back.",
}


def give_back_page(
    request: BoardRequest, booking: Booking, *, back: str, by_link: bool = False
) -> HttpResponse:
    """GET says what will happen and what it costs now, POST does it if that is what the person saw.

    `back` is the booking's page, where it leads afterwards.
    """
    at = timezone.now()
    pending = booking.state in PENDING_STATES
    reason = None if pending else rules.reason_not_to_cancel(booking, at)
    if reason is not None:
        if booking.state != BookingState.BOOKED:
            return redirect(back)
        return _page(request, booking, CancelForm(), at, back=back, reasons=[reason], ends=True)
    form = CancelForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, booking, form, at, back=back)
    changed = _changed(request, booking, at)
    if changed is not None:
        return _page(request, booking, form, at, back=back, reasons=[changed])
    try:
        _give_back(request, booking, form.cleaned_data["reason"], at, by_link=by_link)
    except Refused as refused:
        booking.refresh_from_db()
        placed = refused.has(rules.NOT_WAITING.code) and booking.is_live
        reasons = [PLACED_MEANWHILE] if placed else list(refused.reasons)
        return _page(request, booking, form, at, back=back, reasons=reasons, ends=not placed)
    return redirect(back)


def _changed(request: BoardRequest, booking: Booking, at: dt.datetime) -> Refusal | None:
    """What the person has not seen yet: a place given meanwhile, another cost."""
    seen = request.POST.get("seen_state", "")
    if seen in PENDING_STATES and booking.state != seen and booking.state in PLACE_STATES:
        return PLACED_MEANWHILE
    if booking.state != BookingState.BOOKED:
        return None
    seen_cost, cost = request.POST.get("seen_cost", "free"), amount(_cost(booking, at))
    return rules.cost_changed(seen_cost[:40], cost) if seen_cost != cost else None


def _cost(booking: Booking, at: dt.datetime) -> Quote:
    return quote_cancellation(rules_of(booking.policy), case_of(booking), at)


def _give_back(
    request: BoardRequest, booking: Booking, why: str, at: dt.datetime, *, by_link: bool
) -> None:
    """What the person saw decides: somebody who got a place meanwhile does not lose it by leaving the list."""
    actor = None if by_link else request.user
    if booking.state in PENDING_STATES:
        actions.withdraw(booking.pk, actor=actor, why=why, by_link=by_link, at=at)
        said = DONE.get(BookingState(booking.state), "You have given up the place.")
        messages.success(request, f"{said} You owe nothing.")
        return
    actions.cancel_booking(
        booking.pk, actor=actor, cancelled_by=CancelledBy.DELEGATE, why=why, by_link=by_link, at=at
    )
    messages.success(request, "Your place has been cancelled. Thank you for letting us know.")


def _page(
    request: BoardRequest,
    booking: Booking,
    form: CancelForm,
    at: dt.datetime,
    *,
    back: str,
    reasons: list[Refusal] | None = None,
    ends: bool = False,
) -> HttpResponse:
    """`ends`: there is no button any more."""
    state = BookingState(booking.state)
    context = {
        "booking": booking,
        "event": booking.event,
        "form": form,
        "back": back,
        "reasons": reasons or [],
        "state": str(state),
        "title": TITLES.get(state, TITLES[BookingState.BOOKED]),
        "button": LEAVE.get(state, ""),
        "stay": STAY.get(state, "No, keep my place"),
        "may_go_on": not ends,
        **(_what_it_costs(booking, at) if state == BookingState.BOOKED and not ends else {}),
    }
    return render(request, "bookings/cancel.html", context)


def _what_it_costs(booking: Booking, at: dt.datetime) -> dict[str, Any]:
    policy, case = rules_of(booking.policy), case_of(booking)
    cost = _cost(booking, at)
    until = substitution_until(policy, event_facts(booking.event))
    return {
        "cost": amount(cost),
        "cost_reasons": [each.message for each in cost.reasons],
        "cost_tone": "owed" if cost.high_pence else "",
        "sections": rules_of_cancelling(policy, case, at),
        "may_pass_on": until is not None and at <= until,
    }
