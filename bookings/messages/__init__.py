"""Which notices the bookings floor sends: `kinds` says what they are, `telling` writes them."""

from .telling import (
    booking_cancelled,
    booking_made,
    event_cancelled,
    event_moved,
    event_restored,
    left_waiting_list,
    not_attended,
    place_found,
)

__all__ = [
    "booking_cancelled",
    "booking_made",
    "event_cancelled",
    "event_moved",
    "event_restored",
    "left_waiting_list",
    "not_attended",
    "place_found",
]
