"""When the cancellation of an event is taken back: everybody has again what they had."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from bookings import messages
from bookings.choices import LIVE_STATES, BookingState
from bookings.models import AccessNeed, Booking
from courses.actions.undo import cancellation_of, recently_cancelled
from courses.choices import EventState
from courses.models import Event
from people.models import AuditEntry

from .charging import settle
from .moving import move
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User

ENDED_BY_IT = ("cancelled", "withdrawn")


def restore_bookings(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """Gives back the places and the waiting list that a cancellation (already taken back) had ended.

    Those who had given their place back before do not get it again; a booking is restored once.
    Side effects, in order: per person the booking, an audit entry and what is owed; places reserved without a
    name; messages that wait to tell of the cancellation are stopped, and reminders it had stopped wait again;
    diaries stay as they are; places that were offered when the event was cancelled go to the first who wait.
    """
    cancellation = cancellation_of(event)
    if cancellation is None:
        return []
    rows = Booking.objects.select_for_update(of=("self",)).select_related(
        "person", "agency", "sector", "role_group", "policy"
    )
    bookings = rows.filter(event=event).exclude(state__in=LIVE_STATES).in_bulk()
    entries = AuditEntry.objects.filter(
        target_type=Booking._meta.label_lower,
        target_id__in=bookings,
        verb__in=ENDED_BY_IT,
        at=cancellation.at,
        pk__gt=cancellation.pk,
    )
    restored = []
    for entry in entries.order_by("target_id"):
        booking = bookings[entry.target_id]
        booking.event = event
        _restore(booking, BookingState(entry.was), actor=actor, why=why, at=at)
        restored.append(booking)
    event.reserved_places.filter(booking=None, closed_at=cancellation.at).update(closed_at=None)
    messages.event_restored(restored, actor=actor, since=cancellation.at)
    fill_free_places(event, actor=actor, why=why, at=at)
    return restored


def _restore(
    booking: Booking, was: BookingState, *, actor: "User | None", why: str, at: dt.datetime
) -> None:
    """As it was before the cancellation; whoever had an offer waits, and is offered a place again."""
    to = BookingState.WAITING if was == BookingState.OFFERED else was
    fields: dict[str, Any] = {}
    if booking.state == BookingState.CANCELLED:
        fields = {"cancelled_at": None, "cancelled_by": "", "cancel_reason": ""}
    move(booking, "restored", to, actor=actor, why=why, at=at, **fields)
    settle(booking, at=at)


def forget_access_needs(at: dt.datetime) -> int:
    """Deletes what people needed for events whose cancellation can no longer be undone; returns how many."""
    undoable = recently_cancelled(Event.objects.all(), at)
    gone = AccessNeed.objects.filter(booking__event__state=EventState.CANCELLED).exclude(
        booking__event__in=undoable
    )
    return gone.delete()[0]
