"""Places that an agency holds without a name: reserved, named, given back."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import actions, agencies, queries, rules
from bookings.access import leads_agency, leads_place
from bookings.agency_forms import ReasonForm, ReserveForm
from bookings.casework import event_facts
from bookings.models import ReservedPlace
from bookings.policies import rules_at, version_in_force
from bookings.policy.moments import names_needed_by
from bookings.rules import Refusal, Refused
from courses.models import Event
from people.access import requires
from people.queries import agencies_led_by
from people.requests import BoardRequest

from .colleagues import colleague_page, form_for


def _names_by(event: Event) -> dt.datetime | None:
    """Until when a place may have no name; None where the policy knows none, or the event no date."""
    if event.starts_at is None:
        return None
    policy = rules_at(event, version_in_force(event.board_id, timezone.now()))
    return names_needed_by(policy, event_facts(event))


@requires(leads_agency)
@require_http_methods(["GET", "POST"])
def reserve(request: BoardRequest, agency_id: int, event_id: int) -> HttpResponse:
    """GET says until when names are wanted; POST holds the places."""
    event = queries.bookable_event(request.board, event_id)
    agency = agencies_led_by(request.user, request.board).get(pk=agency_id)
    name_by = _names_by(event)
    reasons: list[Refusal] = [] if name_by else [rules.NO_NAMELESS]
    form = ReserveForm(request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reserve_places(event.pk, agency, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            held = "1 place is" if len(made) == 1 else f"{len(made)} places are"
            messages.success(request, f"{held} held for {agency}. Give each a name in time.")
            return redirect(_agency_url(agency.pk, event.pk))
    context: dict[str, Any] = {
        "agency": agency,
        "event": event,
        "form": form,
        "reasons": reasons,
        "name_by": name_by,
    }
    return render(request, "bookings/agency/reserve.html", context)


def _agency_url(agency_id: int, event_id: int) -> str:
    return f"{reverse('bookings:agency', args=[agency_id])}?event={event_id}"


@requires(leads_place)
@require_http_methods(["GET", "POST"])
def name(request: BoardRequest, place_id: int) -> HttpResponse:
    """Gives a place a name: somebody known at the agency, or somebody typed."""
    place = agencies.place_here(request.board, place_id)
    back = _agency_url(place.agency_id, place.event_id)
    if not place.is_open:
        messages.error(request, rules.NAMED_ALREADY.message)
        return redirect(back)
    form = form_for(request, place.agency, place.event)
    reasons: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        try:
            booking = actions.name_place_by_name(
                place,
                form.named,
                actor=request.user,
                manager_email=form.cleaned_data["manager_email"],
                manager_agrees=form.cleaned_data.get("manager_agrees", False),
            )
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            stands = booking.get_state_display().lower()
            messages.success(request, f"{booking.person} has the place: {stands}.")
            return redirect(back)
    return colleague_page(
        request,
        form,
        agency=place.agency,
        event=place.event,
        reasons=reasons,
        title="Who gets this place?",
        button="Give them the place",
        back=back,
    )


@requires(leads_place)
@require_http_methods(["GET", "POST"])
def release(request: BoardRequest, place_id: int) -> HttpResponse:
    """GET asks, POST gives a place without a name back to everybody."""
    place: ReservedPlace = agencies.place_here(request.board, place_id)
    back = _agency_url(place.agency_id, place.event_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.release_place(place.pk, actor=request.user, why=form.cleaned_data["why"])
        messages.success(request, "The place is free for others. Thank you.")
        return redirect(back)
    context = {"place": place, "event": place.event, "form": form, "back": back}
    return render(request, "bookings/agency/release.html", context)
