"""The only code that changes bookings, places and the register."""

from .everyone import write_to_everyone
from .places import book_place, cancel_all_bookings, cancel_booking, leave_waiting_list
from .register import (
    Conflict,
    Saved,
    Wish,
    check_register_is_complete,
    mark_rest_absent,
    record_attendance,
    save_register,
)
from .restoring import forget_access_needs, restore_bookings
from .telling import tell_of_move, tell_of_no_shows
from .waiting import fill_free_places
from .walk_ins import add_newcomer, add_walk_in

__all__ = [
    "Conflict",
    "Saved",
    "Wish",
    "add_newcomer",
    "add_walk_in",
    "book_place",
    "cancel_all_bookings",
    "cancel_booking",
    "check_register_is_complete",
    "fill_free_places",
    "forget_access_needs",
    "leave_waiting_list",
    "mark_rest_absent",
    "record_attendance",
    "restore_bookings",
    "save_register",
    "tell_of_move",
    "tell_of_no_shows",
    "write_to_everyone",
]
