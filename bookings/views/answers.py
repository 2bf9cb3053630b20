"""Answering what we ask: an offer, "still coming?", a manager's agreement; signed in, or by our mail's link.

Opening a link changes nothing; only the buttons of its page do.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import actions, links, queries, rules
from bookings.access import holds_approval_link, holds_link, owns_booking
from bookings.casework import case_of
from bookings.choices import Answer, BookingState
from bookings.forms import ApprovalForm, DeputyForm
from bookings.models import Approval, Booking
from bookings.policies import rules_of
from bookings.policy.words import rules_of_booking
from bookings.rules import Refusal, Refused
from bookings.secrets import asked_address
from people.access import requires
from people.requests import BoardRequest

from .standing import money_of, offer_is_over, standing_of


@requires(owns_booking)
@require_http_methods(["GET", "POST"])
def offer(request: BoardRequest, reference: str) -> HttpResponse:
    """A place is held: take it, or say no."""
    booking = queries.booking_by_reference(reference)
    return _offer(request, booking, reverse("bookings:confirmation", args=[booking.reference]))


@requires(holds_link)
@never_cache
@require_http_methods(["GET", "POST"])
def offer_by_link(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """The same, without a sign-in."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:by_link", args=[booking.reference, secret])
    return _offer(request, booking, back, by_link=True)


def _offer(
    request: BoardRequest, booking: Booking, back: str, *, by_link: bool = False
) -> HttpResponse:
    if booking.state != BookingState.OFFERED:
        return redirect(back)
    reasons = [rules.OFFER_ENDED] if offer_is_over(booking) else []
    if request.method == "POST" and not reasons:
        actor = None if by_link else request.user
        try:
            if "accept" in request.POST:
                actions.accept_offer(booking.pk, actor=actor, by_link=by_link)
                return redirect(back)
            if "decline" in request.POST:
                why = "turned the offer down"
                actions.withdraw(booking.pk, actor=actor, by_link=by_link, why=why)
                messages.success(
                    request, "You have turned the place down. Thank you for telling us."
                )
                return redirect(back)
        except Refused as refused:
            reasons = list(refused.reasons)
    context = {
        **standing_of(booking),
        "reasons": reasons,
        "offer_url": request.path,
        "back": back,
        "course_url": links.course_path(booking.event, request.board),
    }
    return render(request, "bookings/offer.html", context)


@requires(owns_booking)
@require_http_methods(["GET", "POST"])
def coming(request: BoardRequest, reference: str) -> HttpResponse:
    """Are you still coming? "No" leads to the page that cancels."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:confirmation", args=[booking.reference])
    cancel_url = reverse("bookings:cancel", args=[booking.reference])
    return _coming(request, booking, back, cancel_url)


@requires(holds_link)
@never_cache
@require_http_methods(["GET", "POST"])
def coming_by_link(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """The same, without a sign-in."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:by_link", args=[booking.reference, secret])
    cancel_url = reverse("bookings:cancel_by_link", args=[booking.reference, secret])
    return _coming(request, booking, back, cancel_url, by_link=True)


def _coming(
    request: BoardRequest,
    booking: Booking,
    back: str,
    cancel_url: str,
    *,
    by_link: bool = False,
) -> HttpResponse:
    standing = standing_of(booking)
    if not standing["asks_coming"]:
        return redirect(back)
    if request.method == "POST":
        actor = None if by_link else request.user
        try:
            actions.confirm_coming(booking.pk, actor=actor, by_link=by_link)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Thank you. We expect you.")
        return redirect(back)
    context = {**standing, "cancel_url": cancel_url, "coming_url": request.path}
    return render(request, "bookings/coming.html", context)


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
                email = deputy.cleaned_data["email"]
                actions.pass_question_on(booking.pk, deputy_email=email)
                messages.success(request, f"We have asked {email}. You can still answer yourself.")
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
            asked.refresh_from_db()
            booking.refresh_from_db(fields=["state"])
    context = {
        "booking": booking,
        "event": booking.event,
        "reasons": reasons,
        "approval": asked,
        "form": form,
        "deputy": deputy,
        "money": money_of(booking),
        "sections": rules_of_booking(rules_of(booking.policy), case_of(booking)),
        "may_pass_on": rules_of(booking.policy).approval.deputy and address == asked.manager_email,
        "is_open": not asked.answer and booking.state == BookingState.AWAITING,
    }
    return render(request, "bookings/approval.html", context)
