"""The only code that changes bookings, places and the register."""

from .places import book_place, cancel_all_bookings, cancel_booking, leave_waiting_list
from .register import add_walk_in, check_register_is_complete, mark_rest_absent, record_attendance
from .waiting import fill_free_places

__all__ = [
    "add_walk_in",
    "book_place",
    "cancel_all_bookings",
    "cancel_booking",
    "check_register_is_complete",
    "fill_free_places",
    "leave_waiting_list",
    "mark_rest_absent",
    "record_attendance",
]
