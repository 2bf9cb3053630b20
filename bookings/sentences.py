"""The history of a booking, in sentences that staff can read aloud."""

from django.utils import timezone

from bookings.choices import BookingState, Outcome
from people.models import AuditEntry

from .models import Booking

MADE = {
    BookingState.BOOKED: "booked {how}",
    BookingState.WAITING: "joined the waiting list {how}",
}
HOW = {
    "online": "online",
    "staff": "for them",
    "walk_in": "at the door",
    "imported": "in an older system",
}


def booking_sentence(booking: Booking, entry: AuditEntry) -> str:
    """One entry of a booking's history: "12 May 2026 10:02, Jane Doe booked online"."""
    when = f"{timezone.localtime(entry.at):%-d %B %Y %H:%M}"
    nobody = "the link in our mail" if entry.details.get("by") == "link" else "the system"
    who = str(entry.actor or nobody)
    because = f": {entry.why}" if entry.why else ""
    return f"{when}, {who} {_what(booking, entry)}{because}"


def _what(booking: Booking, entry: AuditEntry) -> str:
    if entry.verb == "made":
        how = HOW.get(booking.origin, "")
        return MADE.get(BookingState(entry.now), "made the booking").format(how=how)
    if entry.verb == "marked":
        outcome = Outcome(entry.now).label.lower()
        return f"took the register ({outcome})"
    return {
        "cancelled": "cancelled the place",
        "withdrawn": "took the booking off the waiting list",
        "placed": "gave a place that came free",
        "restored": "gave back what the cancelled event had taken",
        "walked in": "added a walk-in at the register",
    }.get(entry.verb, entry.verb)
