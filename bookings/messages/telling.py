"""Writing the notices, in the transaction of what they tell of. `bookings.actions` calls these."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bookings.choices import PENDING_STATES, BookingState, CancelledBy
from bookings.models import Approval, Booking, ReservedPlace
from courses.messages.diary import enter_sessions
from notices.actions import Recipient, queue_message, revive, stop_all
from notices.choices import Addressed
from notices.invitations import Method
from notices.kinds import Kind
from notices.models import Message
from notices.queries import choice_of
from people.addressing import addresses_of

from . import kinds, questions

if TYPE_CHECKING:
    from people.models import User


def tell(
    bookings: Sequence[Booking],
    kind: Kind,
    occasion: str,
    *,
    diary: Method | None = None,
    facts: Mapping[str, Any] | None = None,
    send_after: dt.datetime | None = None,
    before: dt.datetime | None = None,
) -> None:
    """Writes `kind` to the person of each of `bookings` (of one event), once an `occasion`.

    `send_after` and `before` are as `queue_message` has them.
    `diary` also puts the event's sessions into their diaries or takes them out: the first entry goes with
    the notice, each further one with a short one of its own. Managers get copies where the board wants it.
    """
    if not bookings:
        return
    board_id = bookings[0].event.board_id
    copies = choice_of(board_id, kind).copy_to_manager
    addresses = addresses_of([booking.person for booking in bookings])
    for booking in bookings:
        address = addresses[booking.person_id]
        entries = enter_sessions(booking.event, booking.person_id, diary) if diary else []
        key = f"booking:{booking.pk}:{occasion}"
        common: dict[str, Any] = {
            "board_id": board_id,
            "about": booking,
            "send_after": send_after,
            "before": before,
        }
        noted = {**(facts or {}), **({"diary": entries[0]} if entries else {})}
        queue_message(kind, key=key, to=address.own, facts=noted, **common)
        for entry in entries[1:] if address.own.has_diary else []:
            queue_message(
                kinds.DIARY_ENTRY,
                key=f"{key}:diary-{entry['entry']}-{entry['sequence']}",
                to=address.own,
                facts={"diary": entry},
                **common,
            )
        if copies and address.manager is not None and address.own != address.manager:
            queue_message(
                kind, key=f"{key}:manager", to=address.manager, facts=dict(facts or {}), **common
            )


_CANCELLED = {
    CancelledBy.DELEGATE: kinds.CANCELLED,
    CancelledBy.AGENCY: kinds.CANCELLED_BY_AGENCY,
    CancelledBy.BOARD: kinds.CANCELLED_BY_BOARD,
    CancelledBy.UNCONFIRMED: questions.RELEASED,
}
_PENDING = {
    BookingState.APPLIED: questions.APPLIED,
    BookingState.WAITING: kinds.WAITING,
    BookingState.AWAITING: questions.MANAGER_ASKED,
}


def _tell_ahead(
    booking: Booking, kind: Kind, occasion: str, *, diary: Method | None = None
) -> None:
    """Unless the event is over: bookings entered of a past year have been told of by others."""
    if not booking.event.is_over:
        tell([booking], kind, occasion, diary=diary)


def booking_made(booking: Booking) -> None:
    """To the person: booked, with the diary's entries, or what it waits for."""
    pending = _PENDING.get(BookingState(booking.state))
    if pending is not None:
        _tell_ahead(booking, pending, booking.state)
    else:
        _tell_ahead(booking, kinds.BOOKED, "booked", diary=Method.REQUEST)


def group_booked(bookings: Sequence[Booking], *, lead: "User") -> None:
    """To the agency lead: whom the form has booked, and how each stands."""
    first = bookings[0]
    queue_message(
        questions.GROUP_BOOKED,
        key=f"group:{first.group}",
        board_id=first.event.board_id,
        to=Recipient(name=lead.full_name, email=lead.email),
        about=first,
    )


def place_found(booking: Booking) -> None:
    """To somebody who waited: there is a place now."""
    _tell_ahead(booking, kinds.PLACED, "placed", diary=Method.REQUEST)


def place_offered(booking: Booking) -> None:
    """To somebody who waited: a place is held until the offer ends."""
    _tell_ahead(booking, questions.OFFERED, "offered")


def offer_lapsed(booking: Booking) -> None:
    """To somebody who did not take an offer in time."""
    _tell_ahead(booking, questions.OFFER_LAPSED, "offer-lapsed")


def not_allocated(booking: Booking) -> None:
    """To somebody who applied: no place this time."""
    _tell_ahead(booking, questions.NOT_ALLOCATED, "not-allocated")


def approval_asked(approval: Approval, *, deputy: bool = False) -> None:
    """To the manager, or to the deputy the manager has named: do you agree?"""
    _ask(approval, questions.APPROVAL_ASKED, approval.deputy_email if deputy else "")


def approval_reminded(approval: Approval) -> None:
    """To whoever was asked last: the question is still open."""
    _ask(approval, questions.APPROVAL_REMINDER, approval.deputy_email)


def _ask(approval: Approval, kind: Kind, deputy: str) -> None:
    booking = approval.booking
    queue_message(
        kind,
        key=f"booking:{booking.pk}:{kind.code}:{deputy or 'manager'}",
        board_id=booking.event.board_id,
        to=Recipient(
            name="" if deputy else approval.manager_name,
            email=deputy or approval.manager_email,
            person_id=booking.person_id,
        ),
        about=booking,
    )


def booking_refused(booking: Booking) -> None:
    """To the person: the manager did not agree."""
    _tell_ahead(booking, questions.NOT_APPROVED, "not-approved")


def approval_timed_out(booking: Booking) -> None:
    """To the person: the manager did not answer."""
    _tell_ahead(booking, questions.APPROVAL_TIMED_OUT, "approval-timed-out")


def still_coming(booking: Booking) -> None:
    """To the person: are you still coming?"""
    _tell_ahead(booking, questions.STILL_COMING, "still-coming")


def place_passed_on(booking: Booking) -> None:
    """To whoever had the place: a colleague goes; it leaves the diary."""
    _tell_ahead(booking, questions.PASSED_ON, "passed-on", diary=Method.CANCEL)


def booking_moved(booking: Booking, *, had_place: bool) -> None:
    """To somebody who moved: not on this date; it leaves the diary, if it was in it."""
    diary = Method.CANCEL if had_place else None
    _tell_ahead(booking, questions.TRANSFERRED, "transferred", diary=diary)


def place_released(place: ReservedPlace) -> None:
    """To who reserved it: nobody was named in time."""
    if place.made_by is None:
        return
    queue_message(
        questions.PLACE_RELEASED,
        key=f"place:{place.pk}:released",
        board_id=place.event.board_id,
        to=Recipient(name=place.made_by.full_name, email=place.made_by.email),
        about=place,
    )


def booking_cancelled(booking: Booking) -> None:
    """To the person: the place has been given back, by whomever, and leaves the diary."""
    kind = _CANCELLED[CancelledBy(booking.cancelled_by)]
    _tell_ahead(booking, kind, "cancelled", diary=Method.CANCEL)


def withdrawn(booking: Booking) -> None:
    """To the person: no longer waiting for a place."""
    _tell_ahead(booking, kinds.WITHDRAWN, "withdrawn")


def event_cancelled(bookings: Sequence[Booking], *, send_after: dt.datetime) -> None:
    """To all who had a place or waited, once it cannot be undone: the board has cancelled the event."""
    had = [booking for booking in bookings if booking.state == BookingState.CANCELLED]
    waited = [booking for booking in bookings if booking.state != BookingState.CANCELLED]
    occasion = f"event-cancelled-{bookings[0].event.version}" if bookings else ""
    tell(had, kinds.EVENT_CANCELLED, occasion, diary=Method.CANCEL, send_after=send_after)
    tell(waited, kinds.EVENT_CANCELLED, occasion, send_after=send_after)


def event_restored(
    bookings: Sequence[Booking], *, actor: "User | None", since: dt.datetime
) -> None:
    """The event runs after all: what waits to say otherwise is stopped, what it had stopped waits again.

    Raises `DeskRefused` when somebody has been told already.
    """
    about = Message.objects.filter(
        about_type=Booking._meta.label_lower, about_id__in=[booking.pk for booking in bookings]
    )
    told = about.filter(key__contains=":event-cancelled-")
    stop_all(told, actor=actor, why="The event was not cancelled after all.")
    revive(about.exclude(key__contains=":event-cancelled-"), since=since)
    for booking in bookings:
        if booking.state == BookingState.BOOKED:
            enter_sessions(booking.event, booking.person_id, Method.REQUEST)


def event_moved(bookings: Sequence[Booking]) -> None:
    """To all who have a place or wait: the time or the place is another one now."""
    if not bookings:
        return
    occasion = f"moved-{bookings[0].event.version}"
    booked = [booking for booking in bookings if booking.state == BookingState.BOOKED]
    waiting = [booking for booking in bookings if booking.state in PENDING_STATES]
    tell(booked, kinds.MOVED, occasion, diary=Method.REQUEST)
    tell(waiting, kinds.MOVED_WAITING, occasion)


def not_attended(bookings: Sequence[Booking]) -> None:
    """To those who had a place and did not come, and to their managers."""
    tell(bookings, kinds.NO_SHOW, "no-show")
    addresses = addresses_of([booking.person for booking in bookings])
    for booking in bookings:
        manager = addresses[booking.person_id].manager
        if manager is not None:
            queue_message(
                kinds.NO_SHOW_MANAGER,
                key=f"booking:{booking.pk}:no-show-manager",
                board_id=booking.event.board_id,
                to=replace(manager, addressed=Addressed.OWN),
                about=booking,
            )
