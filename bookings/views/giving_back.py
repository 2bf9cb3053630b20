"""Giving a place back or leaving the waiting list: one page, for people signed in and for the link in our mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bookings import actions, rules
from bookings.choices import PENDING_STATES, BookingState, CancelledBy
from bookings.forms import CancelForm
from bookings.models import Booking
from bookings.rules import Refusal, Refused
from people.requests import BoardRequest

PLACED_MEANWHILE = Refusal(
    "placed_meanwhile",
    "You have been given a place while this page was open.",
    "You can keep it, or cancel it below.",
)


def give_back_page(
    request: BoardRequest, booking: Booking, *, back: str, by_link: bool = False
) -> HttpResponse:
    """GET says what will happen, POST does it; `back` is the booking's page, where it leads afterwards."""
    waiting = booking.state in PENDING_STATES
    reason = None if waiting else rules.reason_not_to_cancel(booking, timezone.now())
    if reason is not None:
        if booking.state != BookingState.BOOKED:
            return redirect(back)
        return _page(request, booking, CancelForm(), back=back, reasons=[reason], may_go_on=False)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _give_back(request, booking, form.cleaned_data["reason"], by_link=by_link)
        except Refused as refused:
            placed = refused.has(rules.NOT_WAITING.code)
            reasons = [PLACED_MEANWHILE] if placed else list(refused.reasons)
            return _page(request, booking, form, back=back, reasons=reasons, may_go_on=placed)
        return redirect(back)
    return _page(request, booking, form, back=back, reasons=[])


def _give_back(request: BoardRequest, booking: Booking, why: str, *, by_link: bool) -> None:
    """What the person saw decides: somebody who got a place meanwhile does not lose it by leaving the list."""
    actor = None if by_link else request.user
    if request.POST.get("seen_state") in PENDING_STATES:
        actions.withdraw(booking.pk, actor=actor, why=why, by_link=by_link)
        messages.success(request, "You no longer wait for a place at this event.")
        return
    actions.cancel_booking(
        booking.pk, actor=actor, cancelled_by=CancelledBy.DELEGATE, why=why, by_link=by_link
    )
    messages.success(request, "Your place has been cancelled. Thank you for letting us know.")


def _page(
    request: BoardRequest,
    booking: Booking,
    form: CancelForm,
    *,
    back: str,
    reasons: list[Refusal],
    may_go_on: bool = True,
) -> HttpResponse:
    context = {
        "booking": booking,
        "event": booking.event,
        "form": form,
        "back": back,
        "reasons": reasons,
        "waiting": booking.state in PENDING_STATES,
        "may_go_on": may_go_on,
    }
    return render(request, "bookings/cancel.html", context)
