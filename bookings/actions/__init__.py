"""The only code that changes bookings, places, charges and the register."""

from bookings.asked import PlaceFor, Request

from .allocating import allocate
from .approvals import (
    answer_approval,
    ask_somebody_else,
    pass_question_on,
    remind_managers,
    time_out_approvals,
)
from .booking import book_place, book_places
from .changes import tell_of_move
from .charging import charge_for_absence, reprice_agency
from .confirming import ask_who_comes, confirm_coming, release_unconfirmed
from .everyone import write_to_everyone
from .everyone_moves import Moved, move_everyone
from .groups import book_group, name_place_by_name, substitute_by_name
from .letting import accept_evidence, lift_restriction, take_evidence_back
from .offers import accept_offer, expire_offers
from .passing_on import substitute, transfer
from .places import cancel_all_bookings, cancel_booking, withdraw
from .policies import publish_policy, set_event_rules
from .register import (
    Conflict,
    Saved,
    Wish,
    check_register_is_complete,
    mark_rest_absent,
    record_attendance,
    save_register,
)
from .reserving import name_place, release_place, release_unnamed, reserve_places
from .restoring import forget_access_needs, restore_bookings
from .serving import serve_waiter
from .telling import tell_of_no_shows
from .waiting import fill_free_places, fill_waiting_lists
from .waiving import waive_charge
from .walk_ins import add_newcomer, add_walk_in

__all__ = [
    "Conflict",
    "Moved",
    "PlaceFor",
    "Request",
    "Saved",
    "Wish",
    "accept_evidence",
    "accept_offer",
    "add_newcomer",
    "add_walk_in",
    "allocate",
    "answer_approval",
    "ask_somebody_else",
    "ask_who_comes",
    "book_group",
    "book_place",
    "book_places",
    "cancel_all_bookings",
    "cancel_booking",
    "charge_for_absence",
    "check_register_is_complete",
    "confirm_coming",
    "expire_offers",
    "fill_free_places",
    "fill_waiting_lists",
    "forget_access_needs",
    "lift_restriction",
    "mark_rest_absent",
    "move_everyone",
    "name_place",
    "name_place_by_name",
    "pass_question_on",
    "publish_policy",
    "record_attendance",
    "release_place",
    "release_unconfirmed",
    "release_unnamed",
    "remind_managers",
    "reprice_agency",
    "reserve_places",
    "restore_bookings",
    "save_register",
    "serve_waiter",
    "set_event_rules",
    "substitute",
    "substitute_by_name",
    "take_evidence_back",
    "tell_of_move",
    "tell_of_no_shows",
    "time_out_approvals",
    "transfer",
    "waive_charge",
    "withdraw",
    "write_to_everyone",
]
