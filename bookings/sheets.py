"""The sign-in sheet as a tagged PDF (PDF/UA-1).

Import this module only where a PDF is made: it loads WeasyPrint.
"""

from django.utils import timezone

from courses.models import Event
from people.pdf import accessible_pdf

from .models import Booking


def sign_in_sheet(event: Event) -> bytes:
    """Everybody expected, by name, with a line to sign for each session. `event` comes with its sessions."""
    bookings = (
        Booking.objects.expected_at(event)
        .select_related("person", "agency")
        .order_by("person__full_name", "pk")
    )
    context = {
        "event": event,
        "sessions": list(event.sessions.all()),
        "bookings": list(bookings),
        "spare_lines": range(5),
        "printed_at": timezone.now(),
    }
    return accessible_pdf("pdf/register.html", context)
