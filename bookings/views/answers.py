"""Answering what our mail asks, without an account: an offer, "still coming?", a manager's agreement.

Opening a link changes nothing; only the buttons of its page do.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import actions, queries
from bookings.access import holds_approval_link, holds_link
from bookings.casework import case_of
from bookings.choices import Answer, BookingState
from bookings.forms import ApprovalForm, DeputyForm
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.words import before_booking
from bookings.rules import Refusal, Refused
from bookings.secrets import asked_address
from people.access import requires
from people.requests import BoardRequest


@requires(holds_link)
@never_cache
@require_http_methods(["GET", "POST"])
def offer(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """A place is held: take it, or say no."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:by_link", args=[booking.reference, secret])
    reasons: list[Refusal] = []
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                actions.accept_offer(booking.pk, actor=None, by_link=True)
            else:
                actions.withdraw(booking.pk, actor=None, by_link=True, why="turned the offer down")
            return redirect(back)
        except Refused as refused:
            reasons = list(refused.reasons)
    elif booking.state != BookingState.OFFERED:
        return redirect(back)
    lines = before_booking(rules_of(booking.policy), case_of(booking))
    return _page(request, "bookings/offer.html", booking, reasons, lines=lines)


@requires(holds_link)
@never_cache
@require_http_methods(["GET", "POST"])
def coming(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """Are you still coming? "No" leads to the page that cancels."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:by_link", args=[booking.reference, secret])
    if booking.state != BookingState.BOOKED or booking.confirmed_at is not None:
        return redirect(back)
    if request.method == "POST":
        actions.confirm_coming(booking.pk, actor=None, by_link=True)
        return redirect(back)
    cancel_url = reverse("bookings:cancel_by_link", args=[booking.reference, secret])
    return _page(request, "bookings/coming.html", booking, [], cancel_url=cancel_url)


@requires(holds_approval_link)
@never_cache
@require_http_methods(["GET", "POST"])
def approval(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """The manager, or the deputy the manager has named: agree, say no, pass it on."""
    booking = queries.booking_by_reference(reference)
    asked = Approval.objects.get(booking=booking)
    address = asked_address(asked, secret) or ""
    passing = "pass_on" in request.POST
    form = ApprovalForm(request.POST if request.method == "POST" and not passing else None)
    deputy = DeputyForm(request.POST if passing else None)
    reasons: list[Refusal] = []
    if request.method == "POST":
        try:
            if passing and deputy.is_valid():
                actions.pass_question_on(booking.pk, deputy_email=deputy.cleaned_data["email"])
                return redirect(request.path)
            if not passing and form.is_valid():
                actions.answer_approval(
                    booking.pk,
                    Answer(form.cleaned_data["answer"]),
                    answered_by=address,
                    note=form.cleaned_data["note"],
                )
                return redirect(request.path)
        except Refused as refused:
            reasons = list(refused.reasons)
    return _page(
        request,
        "bookings/approval.html",
        booking,
        reasons,
        approval=asked,
        form=form,
        deputy=deputy,
        may_pass_on=rules_of(booking.policy).approval.deputy and address == asked.manager_email,
        is_open=not asked.answer and booking.state == BookingState.AWAITING,
    )


def _page(
    request: BoardRequest,
    template: str,
    booking: Booking,
    reasons: list[Refusal],
    **more: object,
) -> HttpResponse:
    context = {"booking": booking, "event": booking.event, "reasons": reasons, **more}
    return render(request, template, context)
