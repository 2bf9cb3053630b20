"""Who may enter the views of this floor, in the terms of `people.access`."""

from bookings.queries import booking_by_reference
from people.access import Access
from people.requests import BoardRequest

from .secrets import DELEGATE, MANAGER, is_answer_secret


def _holds(request: BoardRequest, reference: str, secret: str, who: str) -> bool:
    booking = booking_by_reference(reference)
    here = booking.event.board_id == request.board.pk
    return here and is_answer_secret(booking, secret, who)


def _holds_form(request: BoardRequest, reference: str, secret: str) -> bool:
    return _holds(request, reference, secret, DELEGATE)


def _holds_managers_form(request: BoardRequest, reference: str, secret: str) -> bool:
    return _holds(request, reference, secret, MANAGER)


holds_form = Access("whoever has the link to the form", _holds_form, is_public=True)
holds_managers_form = Access(
    "the manager who was sent the link to the form", _holds_managers_form, is_public=True
)
