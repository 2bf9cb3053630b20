"""Who may enter the views of this floor, in the terms of `people.access`."""

from courses.models import Event
from people.access import Access
from people.feeds import live_feeds_of
from people.permissions import is_trainer_for, may_run_board
from people.queries import agencies_led_by
from people.requests import BoardRequest

from . import permissions
from .models import Approval, Booking, ReservedPlace
from .queries import booking_by_reference
from .references import normal_reference
from .secrets import asked_address, is_secret_of


def _sees_booking(request: BoardRequest, reference: str) -> bool:
    booking = booking_by_reference(reference)
    if permissions.is_own_booking(request.user, booking):
        return True
    here = booking.event.board_id == request.board.pk
    return here and permissions.may_see_booking(request.user, booking)


def _holds_link(request: BoardRequest, reference: str, secret: str) -> bool:
    booking = booking_by_reference(reference)
    return booking.event.board_id == request.board.pk and is_secret_of(booking, secret)


def _holds_approval_link(request: BoardRequest, reference: str, secret: str) -> bool:
    booking = booking_by_reference(reference)
    asked = Approval.objects.filter(booking=booking).first()
    here = booking.event.board_id == request.board.pk
    return here and asked is not None and asked_address(asked, secret) is not None


def _owns_booking(request: BoardRequest, reference: str) -> bool:
    return permissions.is_own_booking(request.user, booking_by_reference(reference))


def _takes_registers(request: BoardRequest) -> bool:
    return is_trainer_for(request.user, request.board) or may_run_board(request.user, request.board)


def _takes_register(request: BoardRequest, event_id: int) -> bool:
    found = Event.objects.for_board(request.board).public().select_related("board")
    event = found.filter(pk=event_id).first()
    if event is None:
        return False
    return permissions.may_take_register(request.user, event)


def _owns_feed(request: BoardRequest, feed_id: int) -> bool:
    return live_feeds_of(request.user).filter(pk=feed_id, board=request.board).exists()


def _leads_an_agency(request: BoardRequest) -> bool:
    return agencies_led_by(request.user, request.board).exists()


def _leads_agency(request: BoardRequest, agency_id: int, **rest: object) -> bool:
    return agencies_led_by(request.user, request.board).filter(pk=agency_id).exists()


def _leads_booking(request: BoardRequest, reference: str) -> bool:
    led = agencies_led_by(request.user, request.board)
    here = Booking.objects.filter(event__in=Event.objects.for_board(request.board))
    return here.filter(reference=normal_reference(reference), agency__in=led).exists()


def _leads_place(request: BoardRequest, place_id: int) -> bool:
    led = agencies_led_by(request.user, request.board)
    here = ReservedPlace.objects.filter(event__in=Event.objects.for_board(request.board))
    return here.filter(pk=place_id, agency__in=led).exists()


owns_feed = Access("the owner of the calendar address", _owns_feed)
sees_booking = Access("the person booked, or staff of the event's board", _sees_booking)
holds_link = Access("whoever has the link of our mail", _holds_link, is_public=True)
holds_approval_link = Access(
    "the manager or deputy who was sent the link", _holds_approval_link, is_public=True
)
owns_booking = Access("the person booked", _owns_booking)
takes_registers = Access("trainer, officer or administrator of this board", _takes_registers)
takes_register = Access("staff of the event's board, or a trainer who delivers it", _takes_register)
leads_an_agency = Access("lead of an agency of this board", _leads_an_agency)
leads_agency = Access("the agency's lead", _leads_agency)
leads_booking = Access("the lead of the booking's agency", _leads_booking)
leads_place = Access("the lead of the place's agency", _leads_place)
