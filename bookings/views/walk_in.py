"""Somebody came without a booking: find them or write them down, then they are on the register."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bookings import actions, queries
from bookings.access import takes_register
from bookings.forms import NewcomerForm
from bookings.models import Booking
from bookings.rules import Refused
from courses.models import Event
from people.access import requires
from people.queries import current_employment
from people.requests import BoardRequest


@requires(takes_register)
@require_http_methods(["GET", "POST"])
def walk_in(request: BoardRequest, event_id: int) -> HttpResponse:
    """Step 1: `?q=` finds people of this board's agencies. Step 2: confirm one, or fill in a new one."""
    event = queries.register_event(request.board, event_id)
    if request.method == "POST":
        return _add(request, event)
    if "person" in request.GET:
        return _confirm_page(request, event)
    if "new" in request.GET:
        typed = {"full_name": request.GET.get("q", "")[:200], "request_key": uuid.uuid4()}
        return _new_page(request, event, NewcomerForm(board=request.board, initial=typed))
    text = request.GET.get("q", "")[:100].strip()
    context = {
        "event": event,
        "q": text,
        "asked": "q" in request.GET,
        "too_short": len("".join(text.split())) < queries.SEARCH_MINIMUM,
        "found": queries.find_people(request.board, text),
        "limit": queries.SEARCH_MAXIMUM,
        "on_register": set(Booking.objects.expected_at(event).values_list("person_id", flat=True)),
    }
    return render(request, "bookings/walk_in_find.html", context)


def _person_asked(request: BoardRequest, number: str) -> "queries.Person":
    """Only people of this board's agencies may be asked for. Raises Http404."""
    found = queries.people_at_board(request.board)
    person = found.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if person is None:
        raise Http404("No such person at this board.")
    return person


def _confirm_page(request: BoardRequest, event: Event) -> HttpResponse:
    person = _person_asked(request, request.GET["person"])
    context = {"event": event, "person": person, "q": request.GET.get("q", "")[:100]}
    return render(request, "bookings/walk_in_confirm.html", context)


def _new_page(
    request: BoardRequest, event: Event, form: NewcomerForm, *, refused: Refused | None = None
) -> HttpResponse:
    reasons = refused.reasons if refused else ()
    context = {
        "event": event,
        "form": form,
        "refusals": [{"message": f"{r.message} {r.remedy}".strip(), "anchor": ""} for r in reasons],
    }
    return render(request, "bookings/walk_in_new.html", context)


def _add(request: BoardRequest, event: Event) -> HttpResponse:
    if "person" in request.POST:
        return _add_known(request, event)
    form = NewcomerForm(request.POST, board=request.board)
    if not form.is_valid():
        return _new_page(request, event, form)
    try:
        booking = actions.add_newcomer(event.pk, **form.cleaned_data, actor=request.user)
    except Refused as refused:
        return _new_page(request, event, form, refused=refused)
    return _back_to_register(request, event, booking)


def _add_known(request: BoardRequest, event: Event) -> HttpResponse:
    person = _person_asked(request, request.POST["person"])
    agency = queries.agency_for(person, request.board)
    employment = current_employment(person)
    if agency is None or employment is None:
        raise Http404("This person works for no agency of this board.")
    try:
        booking = actions.add_walk_in(
            event.pk,
            person,
            agency=agency,
            role_group=employment.role_group,
            actor=request.user,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("bookings:register", event_id=event.pk)
    return _back_to_register(request, event, booking)


def _back_to_register(request: BoardRequest, event: Event, booking: Booking) -> HttpResponse:
    messages.success(request, f"{booking.person} is on the register, marked present.")
    return redirect("bookings:register", event_id=event.pk)
