"""One booking as its agency's lead sees it: passed to a colleague, moved to another date, given back."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bookings import actions, agencies, queries, rules
from bookings.access import leads_booking
from bookings.agency_forms import ReasonForm
from bookings.asked import PlaceFor, Request, foresee
from bookings.casework import case_of, event_facts
from bookings.choices import (
    LIVE_STATES,
    MOVABLE_STATES,
    PENDING_STATES,
    BookingState,
    CancelledBy,
    Origin,
)
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation
from bookings.policy.moments import substitution_until
from bookings.policy.money import pounds
from bookings.policy.words import amount, before_cancelling, moment_words
from bookings.rules import Refusal, Refused
from bookings.sentences import booking_sentence
from courses.models import Event
from people.access import requires
from people.queries import history_of
from people.requests import BoardRequest

from .booking_for_others import BECOMES
from .colleagues import colleague_page, form_for


def _url(name: str, booking: Booking) -> str:
    return reverse(f"bookings:agency_{name}", args=[booking.reference])


def _can(booking: Booking) -> dict[str, bool]:
    """What a lead may do to a booking now."""
    live = booking.state in LIVE_STATES and not booking.event.has_started
    return {
        "substitute": live and booking.state == BookingState.BOOKED and not booking.is_walk_in,
        "move": live and booking.state in MOVABLE_STATES and not booking.is_walk_in,
        "cancel": live and not booking.is_walk_in,
    }


@requires(leads_booking)
@require_GET
def booking(request: BoardRequest, reference: str) -> HttpResponse:
    """The history without reasons: people told those to the training team."""
    found = queries.booking_by_reference(reference)
    context = {
        "booking": found,
        "event": found.event,
        "can": _can(found),
        "charges": list(found.charges.exclude(state="void")),
        "history": [booking_sentence(found, each, says_why=False) for each in history_of(found)],
        "back": reverse("bookings:agency", args=[found.agency_id]),
    }
    return render(request, "bookings/agency/booking.html", context)


@requires(leads_booking)
@require_http_methods(["GET", "POST"])
def substitute(request: BoardRequest, reference: str) -> HttpResponse:
    """A colleague takes the place over; the rules are asked again, and both are told."""
    old = queries.booking_by_reference(reference)
    back = _url("booking", old)
    if request.method == "GET" and not _can(old)["substitute"]:
        return redirect(back)
    form = form_for(request, old.agency, old.event)
    reasons: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.substitute_by_name(
                old,
                form.named,
                actor=request.user,
                manager_email=form.cleaned_data["manager_email"],
                manager_agrees=form.cleaned_data.get("manager_agrees", False),
                request_key=form.cleaned_data["request_key"],
            )
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            stands = new.get_state_display().lower()
            messages.success(request, f"{new.person} goes instead of {old.person}: {stands}.")
            return redirect("bookings:agency_booking", reference=new.reference)
    return colleague_page(
        request,
        form,
        agency=old.agency,
        event=old.event,
        reasons=reasons,
        title=f"Who goes instead of {old.person}?",
        button="Pass the place on",
        back=back,
        notes=_substitution_words(old),
        without=old.person_id,
    )


def _substitution_words(booking: Booking) -> list[str]:
    policy = rules_of(booking.policy)
    until = substitution_until(policy, event_facts(booking.event))
    if until is None:
        return [rules.NO_SUBSTITUTION.message]
    fee = policy.substitution.pence
    cost = f"It costs {pounds(fee)}." if fee else "It is free."
    return [f"The place can be passed on until {moment_words(until)}. {cost}", "We write to both."]


@requires(leads_booking)
@require_http_methods(["GET", "POST"])
def move(request: BoardRequest, reference: str) -> HttpResponse:
    """First which date, then (`?to=ID`) what leaving costs, what the other costs and what becomes of it."""
    old = queries.booking_by_reference(reference)
    now = timezone.now()
    if request.method == "GET" and not _can(old)["move"]:
        return redirect(_url("booking", old))
    to = request.POST.get("to") or request.GET.get("to", "")
    target = queries.bookable_event(request.board, int(to)) if _is_id(to) else None
    if target is None or target.pk == old.event_id:
        context = {
            "booking": old,
            "event": old.event,
            "events": agencies.other_events(old, request.board, now),
            "cost": _cost_of_leaving(old, now),
            "back": _url("booking", old),
        }
        return render(request, "bookings/agency/move.html", context)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _move(request, old, target, form, now)
    return _move_page(request, old, target, form, now)


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 18


def _cost_of_leaving(booking: Booking, at: dt.datetime) -> str:
    """ "nothing", "£37.50"."""
    if booking.state != BookingState.BOOKED:
        return "nothing"
    quote = quote_cancellation(rules_of(booking.policy), case_of(booking), at)
    return amount(quote) if quote.pence else "nothing"


def _move_page(
    request: BoardRequest,
    old: Booking,
    target: Event,
    form: ReasonForm,
    at: dt.datetime,
    reasons: tuple[Refusal, ...] = (),
) -> HttpResponse:
    place = PlaceFor(old.person, old.agency, old.role_group, replaces=old)
    asked = Request(actor=request.user, at=at, manager_agrees=True, origin=Origin(old.origin))
    seen = foresee(target, [place], asked)[0]
    context = {
        "booking": old,
        "event": old.event,
        "target": target,
        "seen": seen,
        "tag": BECOMES[seen.state] if seen.state is not None else None,
        "waits": seen.state == BookingState.WAITING,
        "cost": _cost_of_leaving(old, at),
        "form": form,
        "reasons": reasons or seen.refusals,
        "request_key": uuid.uuid4(),
        "back": _url("move", old),
    }
    return render(request, "bookings/agency/move_check.html", context)


def _move(
    request: BoardRequest, old: Booking, target: Event, form: ReasonForm, at: dt.datetime
) -> HttpResponse:
    try:
        new = actions.transfer(
            old.pk,
            target.pk,
            actor=request.user,
            moved_by=CancelledBy.AGENCY,
            or_wait="or_wait" in request.POST,
            why=form.cleaned_data["why"],
        )
    except Refused as refused:
        target.refresh_from_db()
        return _move_page(request, old, target, form, at, refused.reasons)
    messages.success(request, f"{new.person} has moved: {new.get_state_display().lower()}.")
    return redirect("bookings:agency_booking", reference=new.reference)


@requires(leads_booking)
@require_http_methods(["GET", "POST"])
def cancel(request: BoardRequest, reference: str) -> HttpResponse:
    """GET says what it costs, in the policy's words; POST gives this one place back and touches no other."""
    found = queries.booking_by_reference(reference)
    back = _url("booking", found)
    if request.method == "GET" and not _can(found)["cancel"]:
        return redirect(back)
    form = ReasonForm(request.POST or None)
    reasons: tuple[Refusal, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _give_back(request, found, form.cleaned_data["why"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{found.person} no longer goes. We have told them.")
            return redirect(back)
    now = timezone.now()
    booked = found.state == BookingState.BOOKED
    context = {
        "booking": found,
        "event": found.event,
        "form": form,
        "reasons": reasons,
        "cost": _cost_of_leaving(found, now),
        "lines": before_cancelling(rules_of(found.policy), case_of(found), now) if booked else (),
        "back": back,
    }
    return render(request, "bookings/agency/cancel.html", context)


def _give_back(request: BoardRequest, found: Booking, why: str) -> None:
    """What the lead saw decides, as for people themselves."""
    if request.POST.get("seen_state") in PENDING_STATES:
        actions.withdraw(found.pk, actor=request.user, why=why)
    else:
        actions.cancel_booking(
            found.pk, actor=request.user, cancelled_by=CancelledBy.AGENCY, why=why
        )
