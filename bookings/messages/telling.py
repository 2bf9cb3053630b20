"""Writing the notices, in the transaction of what they tell of. `bookings.actions` calls these."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bookings.choices import PENDING_STATES, BookingState, CancelledBy
from bookings.models import Approval, Booking, ReservedPlace
from courses.messages.diary import enter_for_all
from notices.actions import Recipient, ToOne, queue_message, queue_messages, revive, stop_all
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
    event = bookings[0].event
    copies = choice_of(event.board_id, kind).copy_to_manager
    addresses = addresses_of([booking.person for booking in bookings])
    diaries = enter_for_all(event, [b.person_id for b in bookings], diary) if diary else {}
    notices, further = [], []
    for booking in bookings:
        address, key = addresses[booking.person_id], f"booking:{booking.pk}:{occasion}"
        entries = diaries.get(booking.person_id, [])
        noted = {**(facts or {}), **({"diary": entries[0]} if entries else {})}
        notices.append(ToOne(key, address.own, booking, noted))
        if copies and address.manager is not None and address.own != address.manager:
            notices.append(ToOne(f"{key}:manager", address.manager, booking, facts or {}))
        if address.own.has_diary:
            further += [_further_day(booking, key, address.own, each) for each in entries[1:]]
    common: dict[str, Any] = {
        "board_id": event.board_id,
        "send_after": send_after,
        "before": before,
    }
    queue_messages(kind, notices, **common)
    queue_messages(kinds.DIARY_ENTRY, further, **common)


def _further_day(booking: Booking, key: str, to: Recipient, entry: Mapping[str, Any]) -> ToOne:
    told = f"{key}:diary-{entry['entry']}-{entry['sequence']}"
    return ToOne(told, to, booking, {"diary": entry})


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
    bookings_made([booking])


def bookings_made(bookings: Sequence[Booking]) -> None:
    """`booking_made` to each person of several bookings of one event."""
    if not bookings or bookings[0].event.is_over:
        return
    for state, kind in _PENDING.items():
        tell([booking for booking in bookings if booking.state == state], kind, state)
    booked = [booking for booking in bookings if booking.state not in _PENDING]
    tell(booked, kinds.BOOKED, "booked", diary=Method.REQUEST)


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
    """To somebody who waited: a place is held until the offer ends. Each offer is told of, once."""
    until = booking.offer_expires_at
    _tell_ahead(booking, questions.OFFERED, f"offered-{until:%Y%m%d%H%M}" if until else "offered")


def offer_lapsed(booking: Booking) -> None:
    """To somebody who did not take an offer in time."""
    _tell_ahead(booking, questions.OFFER_LAPSED, "offer-lapsed")


def not_allocated(booking: Booking) -> None:
    """To somebody who applied: no place this time."""
    _tell_ahead(booking, questions.NOT_ALLOCATED, "not-allocated")


def approvals_asked(approvals: Sequence[Approval]) -> None:
    """To the managers of bookings of one event: do you agree?"""
    _ask(approvals, questions.APPROVAL_ASKED)


def deputy_asked(approval: Approval) -> None:
    """To the deputy whom the manager has named: do you agree?"""
    _ask([approval], questions.APPROVAL_ASKED, approval.deputy_email)


def approval_reminded(approval: Approval) -> None:
    """To whoever was asked last: the question is still open."""
    _ask([approval], questions.APPROVAL_REMINDER, approval.deputy_email)


def _ask(approvals: Sequence[Approval], kind: Kind, deputy: str = "") -> None:
    if not approvals:
        return
    asked = [
        ToOne(
            f"booking:{each.booking_id}:{kind.code}:{deputy or 'manager'}",
            Recipient(
                name="" if deputy else each.manager_name,
                email=deputy or each.manager_email,
                person_id=each.booking.person_id,
            ),
            each.booking,
        )
        for each in approvals
    ]
    queue_messages(kind, asked, board_id=approvals[0].booking.event.board_id)


def booking_refused(booking: Booking) -> None:
    """To the person: the manager did not agree."""
    _tell_ahead(booking, questions.NOT_APPROVED, "not-approved")


def approval_timed_out(booking: Booking) -> None:
    """To the person: the manager did not answer."""
    _tell_ahead(booking, questions.APPROVAL_TIMED_OUT, "approval-timed-out")


def still_coming(booking: Booking) -> None:
    """To the person: are you still coming? Asked again of an event that has moved."""
    _tell_ahead(booking, questions.STILL_COMING, f"still-coming-{booking.event.version}")


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
    booked = [booking for booking in bookings if booking.state == BookingState.BOOKED]
    if booked:
        people = [booking.person_id for booking in booked]
        enter_for_all(booked[0].event, people, Method.REQUEST)


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
    reached = [(each, addresses[each.person_id].manager) for each in bookings]
    told = [
        ToOne(
            f"booking:{booking.pk}:no-show-manager",
            replace(manager, addressed=Addressed.OWN),
            booking,
        )
        for booking, manager in reached
        if manager is not None
    ]
    if told:
        queue_messages(kinds.NO_SHOW_MANAGER, told, board_id=bookings[0].event.board_id)
