"""Who may enter the views of this floor, in the terms of `people.access`."""

from bookings.access import takes_register
from bookings.queries import booking_by_reference
from courses.models import Event
from people.access import Access
from people.requests import BoardRequest

from .secrets import DELEGATE, MANAGER, is_answer_secret, is_room_secret


def _holds(request: BoardRequest, reference: str, secret: str, who: str) -> bool:
    booking = booking_by_reference(reference)
    here = booking.event.board_id == request.board.pk
    return here and is_answer_secret(booking, secret, who)


def _holds_form(request: BoardRequest, reference: str, secret: str) -> bool:
    return _holds(request, reference, secret, DELEGATE)


def _holds_managers_form(request: BoardRequest, reference: str, secret: str) -> bool:
    return _holds(request, reference, secret, MANAGER)


def _is_in_room(request: BoardRequest, event_id: int, secret: str) -> bool:
    event = Event.objects.for_board(request.board).public().filter(pk=event_id).first()
    return event is not None and is_room_secret(event, secret)


def _takes_forms(request: BoardRequest, event_id: int, wave: str) -> bool:
    return takes_register.allows(request, event_id=event_id)


holds_form = Access("whoever has the link to the form", _holds_form, is_public=True)
holds_managers_form = Access(
    "the manager who was sent the link to the form", _holds_managers_form, is_public=True
)
is_in_room = Access("whoever has read the code in the room", _is_in_room, is_public=True)
takes_forms = Access(takes_register.name, _takes_forms)
