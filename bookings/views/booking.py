"""One booking, for ever after: its page, its diary entry, giving it back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bookings import links, queries
from bookings.access import owns_booking, sees_booking
from bookings.casework import event_facts
from bookings.choices import PENDING_STATES, BookingState, Outcome
from bookings.models import Booking
from bookings.permissions import is_own_booking
from bookings.policies import rules_of
from bookings.policy.moments import waiting_list_stops_at
from courses import ical
from courses.choices import EventState
from people.access import requires
from people.requests import BoardRequest

from .giving_back import give_back_page

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
    "withdrawn": "You no longer wait for a place",
    "refused": "You have no place",
    "lapsed": "You have no place",
    "substituted": "A colleague has your place",
    "transferred": "You have moved to another date",
    "cancelled": "Your place has been cancelled",
    "event_cancelled": "This event has been cancelled",
}


def stage_of(booking: Booking) -> str:
    """Which page a booking gets: one of the keys of `HEADINGS`."""
    event, now = booking.event, timezone.now()
    if event.state == EventState.CANCELLED:
        return "event_cancelled"
    if booking.state in PENDING_STATES:
        return "missed" if event.has_started else str(booking.state)
    if booking.state != BookingState.BOOKED:
        return str(booking.state)
    if booking.outcome != Outcome.OPEN:
        return str(booking.outcome)
    if not event.has_started:
        return "booked"
    return "now" if event.ends_at is None or event.ends_at > now else "unmarked"


@requires(sees_booking)
@require_GET
def confirmation(request: BoardRequest, reference: str) -> HttpResponse:
    booking = queries.booking_by_reference(reference)
    stage = stage_of(booking)
    context = {
        "booking": booking,
        "event": booking.event,
        "stage": stage,
        "heading": HEADINGS[stage],
        "rows": _facts(booking),
        "is_own": is_own_booking(request.user, booking),
        "venues": {s.venue for s in booking.event.sessions.all() if s.venue},
        "list_stops_at": waiting_list_stops_at(
            rules_of(booking.policy), event_facts(booking.event)
        ),
        "course_url": links.course_path(booking.event, request.board),
    }
    return render(request, "bookings/confirmation.html", context)


def _facts(booking: Booking) -> list[dict[str, str]]:
    need = getattr(booking, "access_need", None)
    facts = [
        ("Reference", booking.reference),
        ("Name", booking.person.full_name),
        ("Agency", booking.agency.name),
        ("Role group", booking.role_group.name if booking.role_group else ""),
    ]
    if need is not None:
        facts.append(("Access needs", need.text))
    return [{"key": key, "value": value} for key, value in facts]


@requires(sees_booking)
@require_GET
def calendar(request: BoardRequest, reference: str) -> HttpResponse:
    """The event for the person's diary; the same identifiers as in the board's feed."""
    booking = queries.booking_by_reference(reference)
    file = ical.calendar_of(
        [booking.event],
        name=booking.event.course.title,
        url_of=lambda event: request.build_absolute_uri(
            request.path.removesuffix("event.ics")  # the booking's own page
        ),
    )
    response = HttpResponse(file, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="training-{booking.reference}.ics"'
    return response


@requires(owns_booking)
@require_http_methods(["GET", "POST"])
def cancel(request: BoardRequest, reference: str) -> HttpResponse:
    """GET says what will happen; POST gives the place back, or leaves the waiting list."""
    booking = queries.booking_by_reference(reference)
    back = reverse("bookings:confirmation", args=[booking.reference])
    return give_back_page(request, booking, back=back)
