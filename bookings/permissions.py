"""Named predicates of the bookings floor."""

from typing import TYPE_CHECKING

from courses.models import Event
from people.permissions import may_run_board

from .models import Booking
from .queries import delivered_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def is_own_booking(user: "User | AnonymousUser", booking: Booking) -> bool:
    """The place is this user's own."""
    return user.is_authenticated and booking.person.user_id == user.pk


def may_see_booking(user: "User | AnonymousUser", booking: Booking) -> bool:
    """The person booked, and staff of the board that offers the event."""
    return is_own_booking(user, booking) or may_run_board(user, booking.event.board)


def may_take_register(user: "User | AnonymousUser", event: Event) -> bool:
    """Staff of the event's board, and the trainers who deliver it, for as long as they have the role."""
    if not user.is_authenticated:
        return False
    return delivered_by(user).filter(pk=event.pk).exists() or may_run_board(user, event.board)
