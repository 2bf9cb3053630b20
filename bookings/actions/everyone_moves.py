"""The board moves everybody of an event to another one."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from bookings.choices import BookingState, CancelledBy
from bookings.models import Booking
from bookings.moves import LISTED, SET_ASIDE, UNANSWERED, UNTIL_ANSWERED, concerned
from bookings.rules import Refused
from courses.models import Event
from people.actions import record_change

from .passing_on import transfer

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Moved:
    """The bookings made at the other event, and who stays, with the reason."""

    bookings: tuple[Booking, ...]
    left: tuple[tuple[Booking, str], ...]


def move_everyone(
    event_id: int,
    to_event_id: int,
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime | None = None,
) -> Moved:
    """Moves whoever can be moved, those with a place first; leaving costs nobody anything.

    Each person is moved whole or not at all, so that one who is refused keeps nobody else here; doing it again
    moves whom it left, if they can be moved by then. Nobody loses a place for a waiting list. The places left
    here go to nobody: the event is about to be cancelled.
    Side effects, in order: for each the effects of `transfer`; then an audit entry on the event.
    """
    at = at or timezone.now()
    event = Event.objects.get(pk=event_id)
    made: list[Booking] = []
    left: list[tuple[Booking, str]] = []
    for booking in concerned(event):
        if booking.state in UNANSWERED:
            left.append((booking, UNTIL_ANSWERED))
            continue
        placed = booking.state == BookingState.BOOKED
        try:
            new = transfer(
                booking.pk,
                to_event_id,
                actor=actor,
                moved_by=CancelledBy.BOARD,
                or_wait=booking.state in LISTED,
                despite=SET_ASIDE if placed else (),
                why=why,
                refill=False,
                at=at,
            )
        except Refused as refused:
            left.append((booking, str(refused)))
        else:
            made.append(new)
    now = f"{len(made)} of {len(made) + len(left)}"
    record_change(event, "everybody moved", actor=actor, now=now, why=why, at=at)
    return Moved(tuple(made), tuple(left))
