"""One booking, for ever after: its page, its diary entry, giving it back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from bookings import links, queries
from bookings.access import owns_booking, sees_booking
from bookings.models import Booking
from bookings.permissions import is_own_booking
from courses import ical
from people.access import requires
from people.requests import BoardRequest

from .giving_back import give_back_page
from .standing import standing_of


@requires(sees_booking)
@require_GET
def confirmation(request: BoardRequest, reference: str) -> HttpResponse:
    booking = queries.booking_by_reference(reference)
    context = {
        **standing_of(booking),
        "rows": _facts(booking),
        "is_own": is_own_booking(request.user, booking),
        "by_link": False,
        "venues": {s.venue for s in booking.event.sessions.all() if s.venue},
        "course_url": links.course_path(booking.event, request.board),
        "cancel_url": reverse("bookings:cancel", args=[booking.reference]),
        "offer_url": reverse("bookings:offer", args=[booking.reference]),
        "coming_url": reverse("bookings:coming", args=[booking.reference]),
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
