"""Booking a place: your details, then check and book."""

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from bookings import actions, links, queries, rules
from bookings.forms import DetailsForm
from bookings.models import Booking
from bookings.rules import Refusal, Refused
from courses.models import Event
from people.access import requires, signed_in
from people.actions import person_for_user, set_employment
from people.models import Agency, Employment, Person
from people.queries import current_employment
from people.requests import BoardRequest

EVENT_CHANGED = Refusal(
    "event_changed",
    "The board has changed this event since you opened this page. Nothing is booked yet.",
    "Check the date and place below, then book.",
)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def details(request: BoardRequest, event_id: int) -> HttpResponse:
    """Step 1. Somebody whose agency is known goes straight to step 2, unless they came to change it."""
    event = queries.bookable_event(request.board, event_id)
    person = queries.person_of(request.user)
    stop = _stopped(request, event, person)
    if stop is not None:
        return stop
    employment = current_employment(person) if person else None
    if request.method == "POST":
        form = DetailsForm(request.POST, board=request.board)
        if form.is_valid():
            _keep_details(request, event, form)
            return redirect("bookings:check", event_id=event.pk)
    else:
        known = person is not None and queries.agency_for(person, request.board) is not None
        if known and "change" not in request.GET:
            return redirect("bookings:check", event_id=event.pk)
        initial = DetailsForm.initial_of(employment)
        initial["access_need"] = request.session.get(_need_key(event), "")
        form = DetailsForm(board=request.board, initial=initial)
    context = {
        "event": event,
        "form": form,
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/details.html", context)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def check(request: BoardRequest, event_id: int) -> HttpResponse:
    """Step 2: everything on one page; POST books, or joins the waiting list when asked to."""
    event = queries.bookable_event(request.board, event_id)
    person = queries.person_of(request.user)
    agency = queries.agency_for(person, request.board) if person else None
    if request.method == "POST" and person is not None and agency is not None:
        return _book(request, event, person, agency)
    stop = _stopped(request, event, person)
    if stop is not None:
        return stop
    if person is None or agency is None:
        return redirect("bookings:details", event_id=event.pk)
    return _check_page(request, event, person, agency, key=uuid.uuid4())


def _stopped(request: BoardRequest, event: Event, person: Person | None) -> HttpResponse | None:
    """The page that says why this event cannot be booked, if it cannot."""
    booking = queries.live_booking(person, event)
    reasons = [
        *rules.reasons_not_to_book(event, timezone.now()),
        rules.already_live(booking.state if booking else None),
    ]
    found = [reason for reason in reasons if reason is not None]
    return _refused(request, event, booking, found) if found else None


def _refused(
    request: BoardRequest, event: Event, booking: Booking | None, reasons: list[Refusal]
) -> HttpResponse:
    context = {
        "event": event,
        "booking": booking,
        "reasons": reasons,
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/refused.html", context)


def _need_key(event: Event) -> str:
    return f"access_need_{event.pk}"


@transaction.atomic
def _keep_details(request: BoardRequest, event: Event, form: DetailsForm) -> None:
    answers = form.cleaned_data
    request.session[_need_key(event)] = answers.pop("access_need")
    set_employment(person_for_user(request.user), answers.pop("agency"), **answers)


def _book(request: BoardRequest, event: Event, person: Person, agency: Agency) -> HttpResponse:
    key = _uuid(request.POST.get("request_key", ""))
    made = Booking.objects.filter(request_key=key, person=person).first()
    if made is not None:
        return redirect("bookings:confirmation", reference=made.reference)
    if request.POST.get("seen_version") != str(event.version):
        stop = _stopped(request, event, person)
        return stop or _check_page(request, event, person, agency, key=key, reasons=[EVENT_CHANGED])
    employment = current_employment(person)
    try:
        booking = actions.book_place(
            person,
            event.pk,
            agency=agency,
            role_group=employment.role_group if employment else None,
            actor=request.user,
            request_key=key,
            or_wait="or_wait" in request.POST,
            access_need=request.session.get(_need_key(event), ""),
        )
    except Refused as refused:
        event.refresh_from_db()
        if refused.has(rules.FULL.code):
            return _check_page(request, event, person, agency, key=key, just_filled=True)
        booking_there = queries.live_booking(person, event)
        return _refused(request, event, booking_there, list(refused.reasons))
    request.session.pop(_need_key(event), None)
    return redirect("bookings:confirmation", reference=booking.reference)


def _uuid(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()


def _check_page(
    request: BoardRequest,
    event: Event,
    person: Person,
    agency: Agency,
    *,
    key: uuid.UUID,
    reasons: list[Refusal] | None = None,
    just_filled: bool = False,
) -> HttpResponse:
    """`just_filled`: the last place went while the person read the page."""
    waiting = Booking.objects.waiting_for(event).count()
    context = {
        "event": event,
        "rows": _rows(request, event, person, agency, current_employment(person)),
        "request_key": key,
        "reasons": reasons or [],
        "just_filled": just_filled,
        "waits": just_filled or event.is_full or waiting > 0,
        "waiting": waiting,
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/check.html", context)


def _rows(
    request: BoardRequest,
    event: Event,
    person: Person,
    agency: Agency,
    employment: Employment | None,
) -> list[dict[str, str]]:
    change = reverse("bookings:details", args=[event.pk]) + "?change=1"
    mine = reverse("bookings:my_details") + "?" + urlencode({"event": event.pk})
    answers = [
        ("Name", person.full_name, mine, "id_full_name"),
        ("Agency", agency.name, change, "id_agency"),
        ("Role group", str(getattr(employment, "role_group", None) or ""), change, "id_role_group"),
        ("Job title", getattr(employment, "job_title", ""), change, "id_job_title"),
        ("Line manager", getattr(employment, "manager_name", ""), change, "id_manager_name"),
        ("Access needs", request.session.get(_need_key(event), ""), change, "id_access_need"),
    ]
    return [
        {"key": key, "value": value, "change_url": f"{url}#{anchor}"}
        for key, value, url, anchor in answers
    ]
