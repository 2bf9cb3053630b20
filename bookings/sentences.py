"""The history of a booking, in sentences that staff can read aloud on the phone."""

from collections.abc import Callable

from django.utils import timezone

from bookings.choices import BookingState, Origin, Outcome
from courses.dates import clock
from people.models import AuditEntry

from .models import Booking

APPLIED, WAITING, OFFERED = BookingState.APPLIED, BookingState.WAITING, BookingState.OFFERED
AWAITING, BOOKED = BookingState.AWAITING, BookingState.BOOKED
CANCELLED, WITHDRAWN, REFUSED = (
    BookingState.CANCELLED,
    BookingState.WITHDRAWN,
    BookingState.REFUSED,
)
HOW = {
    Origin.ONLINE: "online",
    Origin.STAFF: "for them",
    Origin.WALK_IN: "at the door",
    Origin.IMPORTED: "in an older system",
}
MOVES: dict[tuple[str, str, str], str] = {
    ("made", "", BOOKED): "booked {how}",
    ("made", "", AWAITING): "asked for a place {how}; it is held until the manager answers",
    ("made", "", WAITING): "joined the waiting list {how}",
    ("made", "", APPLIED): "applied for a place {how}",
    ("walked in", "", BOOKED): "added them at the register as a walk-in",
    ("loaded", "", BOOKED): "loaded the place from an older register",
    ("loaded", "", CANCELLED): "loaded the cancelled place from an older register",
    ("placed", WAITING, BOOKED): "gave them a place from the waiting list",
    ("placed", APPLIED, BOOKED): "gave them a place",
    ("placed", WAITING, AWAITING): (
        "took them from the waiting list and holds a place until the manager answers"
    ),
    ("placed", APPLIED, AWAITING): "holds a place for them until the manager answers",
    ("offered", WAITING, OFFERED): "offered them a place from the waiting list",
    ("put on the list", APPLIED, WAITING): "put the application on the waiting list",
    ("not allocated", APPLIED, REFUSED): "gave the application no place",
    ("accepted", OFFERED, BOOKED): "took the place that was offered",
    ("accepted", OFFERED, AWAITING): (
        "took the place that was offered; it is held until the manager answers"
    ),
    ("lapsed", OFFERED, BookingState.LAPSED): "ended the offer",
    ("lapsed", AWAITING, BookingState.LAPSED): "ended the wait for the manager and freed the place",
    ("approved", AWAITING, BOOKED): "{agreed}, so the place is booked",
    ("not approved", AWAITING, REFUSED): "{disagreed}, so the place is free again",
    ("cancelled", BOOKED, CANCELLED): "cancelled the place",
    ("released", BOOKED, CANCELLED): "released the place",
    ("withdrawn", APPLIED, WITHDRAWN): "took the application back",
    ("withdrawn", WAITING, WITHDRAWN): "ended the wait for a place",
    ("withdrawn", OFFERED, WITHDRAWN): "turned down the place that was offered",
    ("withdrawn", AWAITING, WITHDRAWN): "took the request back before the manager answered",
    ("passed on", BOOKED, BookingState.SUBSTITUTED): "passed the place on to {next_person}",
    ("moved", BOOKED, BookingState.TRANSFERRED): "moved the place to {next_event}",
    ("moved", WAITING, BookingState.TRANSFERRED): "ended the wait here and went on to {next_event}",
    ("moved", APPLIED, BookingState.TRANSFERRED): "moved the application to {next_event}",
    ("restored", CANCELLED, BOOKED): "gave back the place that the cancelled event had taken",
    (
        "restored",
        WITHDRAWN,
        APPLIED,
    ): "gave back the application that the cancelled event had ended",
    ("restored", WITHDRAWN, WAITING): (
        "gave back the place in the queue that the cancelled event had ended"
    ),
    ("restored", WITHDRAWN, AWAITING): (
        "gave back the held place that the cancelled event had ended"
    ),
}
"""(verb, state before, state after) → what was done, for every arrow of `machine.TRANSITIONS`."""

NOTED: dict[str, str] = {
    "passed over": "gave the next place to somebody else, as it was not their turn",
    "asked": "asked whether they still come",
    "confirmed": "said that they still come",
    "asked somebody else": "asked somebody else to agree, in the manager's place",
    "charged": "noted what is owed",
    "charge waived": "let a charge go",
    "price settled": "settled the price",
}
"""What leaves the state as it is."""

BY_MANAGER = ("approved", "not approved")


def booking_sentence(booking: Booking, entry: AuditEntry, *, says_why: bool = True) -> str:
    """One entry of a booking's history: "12 May 2026 at 10:02am, Jane Doe booked online"."""
    at = timezone.localtime(entry.at)
    because = f": {entry.why}" if entry.why and says_why else ""
    who, what = _who(booking, entry), _what(booking, entry)
    return f"{at:%-d %B %Y} at {clock(at)}, {who} {what}{because}"


def _who(booking: Booking, entry: AuditEntry) -> str:
    if entry.actor:
        return str(entry.actor)
    if entry.details.get("by") != "link":
        return "the system"
    who = "the manager" if entry.verb in BY_MANAGER else str(booking.person)
    return f"{who}, by the link in our mail,"


def _what(booking: Booking, entry: AuditEntry) -> str:
    if entry.verb == "marked":
        return f"took the register ({Outcome(entry.now).label.lower()})"
    said = MOVES.get((entry.verb, entry.was, entry.now)) or NOTED.get(entry.verb)
    if said is None:
        return entry.verb
    for name, word in WORDS.items():
        if f"{{{name}}}" in said:
            said = said.replace(f"{{{name}}}", word(booking, entry))
    return said


def _agreed(booking: Booking, entry: AuditEntry) -> str:
    return "noted that the manager agreed" if entry.actor else "agreed"


def _disagreed(booking: Booking, entry: AuditEntry) -> str:
    return "noted that the manager did not agree" if entry.actor else "did not agree"


def _next_person(booking: Booking, entry: AuditEntry) -> str:
    after = _after(booking)
    return str(after.person) if after else "a colleague"


def _next_event(booking: Booking, entry: AuditEntry) -> str:
    after = _after(booking)
    return f"{after.event} ({after.reference})" if after else "another event"


def _after(booking: Booking) -> Booking | None:
    """The booking that took this one's place; no query if `replaced_by` is selected with it."""
    return getattr(booking, "replaced_by", None)


WORDS: dict[str, Callable[[Booking, AuditEntry], str]] = {
    "how": lambda booking, entry: HOW.get(Origin(booking.origin), ""),
    "agreed": _agreed,
    "disagreed": _disagreed,
    "next_person": _next_person,
    "next_event": _next_event,
}
