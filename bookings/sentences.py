"""The history of a booking, in sentences that staff can read aloud."""

from django.utils import timezone

from bookings.choices import BookingState, Outcome
from people.models import AuditEntry

from .models import Booking

MADE = {
    BookingState.BOOKED: "booked {how}",
    BookingState.WAITING: "joined the waiting list {how}",
    BookingState.APPLIED: "applied for a place {how}",
    BookingState.AWAITING: "asked for a place {how}, for the manager to agree",
    BookingState.OFFERED: "was offered a place",
}
HOW = {
    "online": "online",
    "staff": "for them",
    "walk_in": "at the door",
    "imported": "in an older system",
}


SAID = {
    ("cancelled", ""): "cancelled the place",
    ("withdrawn", ""): "took the booking back",
    ("placed", BookingState.BOOKED): "gave a place that came free",
    ("placed", BookingState.AWAITING): "held a place that came free, for the manager to agree",
    ("offered", ""): "offered a place that came free",
    ("accepted", ""): "took the place that was offered",
    ("lapsed", ""): "ended it without an answer",
    ("approved", ""): "agreed, as manager",
    ("not approved", ""): "did not agree, as manager",
    ("put on the list", ""): "put the request on the waiting list",
    ("not allocated", ""): "gave no place",
    ("passed over", ""): "gave the next place to somebody else",
    ("passed on", ""): "passed the place on to a colleague",
    ("moved", ""): "moved the booking to another event",
    ("asked", ""): "asked whether they still come",
    ("confirmed", ""): "said that they still come",
    ("released", ""): "released the place",
    ("charged", ""): "noted what is owed",
    ("charge waived", ""): "let a charge go",
    ("price settled", ""): "settled the price",
    ("restored", ""): "gave back what the cancelled event had taken",
    ("walked in", ""): "added a walk-in at the register",
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
    said = SAID.get((entry.verb, entry.now)) or SAID.get((entry.verb, ""))
    return said or entry.verb
