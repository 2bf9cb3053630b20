"""One booking, for whoever holds the link of our mail: seeing how it stands, giving it back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bookings import links, queries
from bookings.access import holds_link
from people.access import requires
from people.requests import BoardRequest

from .giving_back import give_back_page
from .standing import standing_of


@requires(holds_link)
@never_cache
@require_GET
def booking(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """How the booking stands; the person's own page, with all their details, needs a sign-in."""
    found = queries.booking_by_reference(reference)
    held = [found.reference, secret]
    context = {
        **standing_of(found),
        "is_own": True,
        "by_link": True,
        "course_url": links.course_path(found.event, request.board),
        "cancel_url": reverse("bookings:cancel_by_link", args=held),
        "offer_url": reverse("bookings:offer_by_link", args=held),
        "coming_url": reverse("bookings:coming_by_link", args=held),
    }
    return render(request, "bookings/by_link.html", context)


@requires(holds_link)
@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """GET says what will happen and changes nothing; POST gives the place back, or leaves the waiting list."""
    found = queries.booking_by_reference(reference)
    back = reverse("bookings:by_link", args=[found.reference, secret])
    return give_back_page(request, found, back=back, by_link=True)
