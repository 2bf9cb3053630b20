"""What would become of everybody at an event if the board moved them to another."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from courses.models import Event

from .asked import Foreseen, PlaceFor, Request, foresee
from .choices import BookingState, Origin
from .models import Booking

LISTED = (BookingState.WAITING, BookingState.APPLIED)
UNANSWERED = (BookingState.OFFERED, BookingState.AWAITING)
SET_ASIDE = (
    "booking_closed",
    "invited_only",
    "invited_first",
    "restricted",
    "manager",
    "manager_not_declared",
)
"""Whoever has a place here was let in by these rules already: they do not keep the board from moving them."""
UNTIL_ANSWERED = "An answer is still awaited: it must come, or the request be taken back, first."


@dataclass(frozen=True)
class Move:
    """One person's move. `becomes` is None if they cannot be moved, and `against` says why."""

    booking: Booking
    becomes: BookingState | None
    against: tuple[str, ...] = ()
    pence: int = 0

    @property
    def words(self) -> str:
        return self.becomes.label if self.becomes else "Stays here"

    @property
    def is_dearer(self) -> bool:
        return self.becomes is not None and self.pence > self.booking.price_pence


def concerned(event: Event) -> list[Booking]:
    """Whom a move concerns, as they are moved: who has a place first, then in the order of booking."""
    states = (BookingState.BOOKED, *LISTED, *UNANSWERED)
    rows = Booking.objects.filter(event=event, state__in=states).exclude(origin=Origin.WALK_IN)
    whole = rows.select_related("person", "agency__sector", "sector", "role_group", "policy")
    found = list(whole.order_by("made_at", "pk"))
    return sorted(found, key=lambda booking: states.index(BookingState(booking.state)))


def foresee_moves(event: Event, target: Event, at: dt.datetime) -> list[Move]:
    """A move for everybody at `event`, in a number of queries that does not grow with them. Changes nothing.

    Whoever waits or has applied goes on waiting there, unless a place is free.
    """
    everybody = concerned(event)
    placed = [each for each in everybody if each.state == BookingState.BOOKED]
    listed = [each for each in everybody if each.state in LISTED]
    unanswered = [each for each in everybody if each.state in UNANSWERED]
    on_behalf = Request(
        actor=None, at=at, manager_agrees=True, origin=Origin.STAFF, despite=SET_ASIDE
    )
    themselves = Request(actor=None, at=at, manager_agrees=True)
    return [
        *_foreseen(placed, target, on_behalf, keeps_place=True),
        *_foreseen(listed, target, themselves, keeps_place=False),
        *(Move(each, None, (UNTIL_ANSWERED,)) for each in unanswered),
    ]


def _foreseen(
    bookings: Sequence[Booking], target: Event, request: Request, *, keeps_place: bool
) -> list[Move]:
    if not bookings:
        return []
    wanted = [PlaceFor(b.person, b.agency, b.role_group, replaces=b) for b in bookings]
    found = foresee(target, wanted, request)
    return [
        _move(booking, seen, keeps_place=keeps_place)
        for booking, seen in zip(bookings, found, strict=True)
    ]


def _move(booking: Booking, seen: Foreseen, *, keeps_place: bool) -> Move:
    against = [*seen.refusals, *(seen.no_place if keeps_place else ())]
    if seen.state is None or against:
        return Move(booking, None, tuple(each.message for each in against))
    return Move(booking, seen.state, pence=seen.pence)
