"""Taking a place and giving it back."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.choices import LIVE_STATES, BookingState, CancelledBy, Origin
from bookings.models import AccessNeed, Booking
from bookings.references import new_reference
from bookings.rules import Refused
from courses.models import Event
from courses.rules import told_of_cancellation_at
from people.actions import record_change
from people.models import Agency, Person, RoleGroup

from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User

BY_LINK: dict[str, object] = {"by": "link"}


def book_place(
    person: Person,
    event_id: int,
    *,
    agency: Agency | None,
    role_group: RoleGroup | None = None,
    actor: "User | None",
    request_key: uuid.UUID | None = None,
    or_wait: bool = False,
    access_need: str = "",
    origin: Origin = Origin.ONLINE,
    at: dt.datetime | None = None,
) -> Booking:
    """Books a place for `person`, or with `or_wait` joins the waiting list when the event is full.

    The same `request_key` gives the same booking again. Raises `Refused` with every reason; "full" is
    one of them only without `or_wait`. People already waiting go first: while anybody waits, a newcomer
    waits behind them.

    Side effects, in order: the booking with its snapshot of agency, sector and role group; the access
    need; an audit entry; a message to the person.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            locks.lock_people([person.pk])
            event = locks.lock_event(event_id)
            made_before = _made_by(person, request_key)
            if made_before is not None:
                return made_before
            full = _must_wait(person, event, agency, at)
            if full and not or_wait:
                raise Refused(rules.FULL)
            booking = Booking(
                reference=new_reference(),
                person=person,
                event=event,
                state=BookingState.WAITING if full else BookingState.BOOKED,
                origin=origin,
                role_group=role_group,
                booked_by=actor,
                made_at=at,
                request_key=request_key,
            )
            return _save_new(booking, agency, access_need)
    except IntegrityError:
        return _explain(person, event_id, agency, request_key, at)


def _save_new(booking: Booking, agency: Agency | None, access_need: str) -> Booking:
    if agency is None:
        raise Refused(rules.NO_AGENCY)
    booking.agency, booking.sector = agency, agency.sector
    booking.save()
    if access_need.strip():
        AccessNeed.objects.create(booking=booking, text=access_need.strip())
    record_change(booking, "made", actor=booking.booked_by, now=booking.state, at=booking.made_at)
    messages.booking_made(booking)
    return booking


def _made_by(person: Person, request_key: uuid.UUID | None) -> Booking | None:
    """What this person's form made already: a form sent twice gives one booking."""
    if request_key is None:
        return None
    return Booking.objects.filter(person=person, request_key=request_key).first()


def _must_wait(person: Person, event: Event, agency: Agency | None, at: dt.datetime) -> bool:
    """Raises `Refused` with all reasons; otherwise says whether the person would have to wait."""
    live = Booking.objects.filter(person=person, event=event, state__in=LIVE_STATES)
    reasons = [
        *rules.reasons_not_to_book(event, at),
        rules.already_live(live.values_list("state", flat=True).first()),
        rules.NO_AGENCY if agency is None else None,
    ]
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(*found)
    return event.is_full or Booking.objects.waiting_for(event).exists()


def _explain(
    person: Person,
    event_id: int,
    agency: Agency | None,
    request_key: uuid.UUID | None,
    at: dt.datetime,
) -> Booking:
    """The database refused what the checks had passed: says why, or returns the twin that came first."""
    made_before = _made_by(person, request_key)
    if made_before is not None:
        return made_before
    event = Event.objects.select_related("board").get(pk=event_id)
    _must_wait(person, event, agency, at)
    raise Refused(rules.FULL)


@transaction.atomic
def cancel_booking(
    booking_id: int,
    *,
    actor: "User | None",
    cancelled_by: CancelledBy,
    why: str = "",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Gives a booked place back; cancelling twice changes nothing. Raises `Refused` once it has started.

    `by_link`: by whoever holds the link in our mail, without signing in; the history says so.
    Side effects, in order: the booking; an audit entry; a message to the person; the freed place goes to
    the first who waits.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state == BookingState.CANCELLED:
        return booking
    reason = rules.reason_not_to_cancel(booking, at)
    if reason is not None:
        raise Refused(reason)
    _cancel(booking, actor=actor, cancelled_by=cancelled_by, why=why, by_link=by_link, at=at)
    AccessNeed.objects.filter(booking=booking).delete()
    messages.booking_cancelled(booking)
    fill_free_places(booking.event, actor=actor, why="a place was given back", at=at)
    return booking


@transaction.atomic
def leave_waiting_list(
    booking_id: int,
    *,
    actor: "User | None",
    why: str = "",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Takes a person off the waiting list; leaving twice changes nothing. Raises `Refused` if not waiting."""
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state == BookingState.WITHDRAWN:
        return booking
    if booking.state != BookingState.WAITING:
        raise Refused(rules.NOT_WAITING)
    _withdraw(booking, actor=actor, why=why, by_link=by_link, at=at)
    AccessNeed.objects.filter(booking=booking).delete()
    messages.left_waiting_list(booking)
    return booking


def cancel_all_bookings(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime
) -> list[Booking]:
    """When the board cancels an event (already locked): nobody keeps a place or waits for one.

    Side effects, in order: per person the booking and an audit entry; then the messages, which wait until it
    can no longer be undone. Access needs are kept as long (`forget_access_needs`).
    """
    bookings = list(
        Booking.objects.select_for_update(of=("self",))
        .filter(event=event, state__in=LIVE_STATES)
        .select_related("person")
        .order_by("pk")
    )
    for booking in bookings:
        booking.event = event
        if booking.state == BookingState.WAITING:
            _withdraw(booking, actor=actor, why=why, at=at)
        else:
            _cancel(booking, actor=actor, cancelled_by=CancelledBy.BOARD, why=why, at=at)
    messages.event_cancelled(bookings, send_after=told_of_cancellation_at(event, at))
    return bookings


def _cancel(
    booking: Booking,
    *,
    actor: "User | None",
    cancelled_by: CancelledBy,
    why: str,
    at: dt.datetime,
    by_link: bool = False,
) -> None:
    booking.state = BookingState.CANCELLED
    booking.cancelled_at = at
    booking.cancelled_by = cancelled_by
    booking.cancel_reason = why[:300]
    booking.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    record_change(
        booking,
        "cancelled",
        actor=actor,
        was=BookingState.BOOKED,
        now=BookingState.CANCELLED,
        why=why,
        at=at,
        details=BY_LINK if by_link else None,
    )


def _withdraw(
    booking: Booking,
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime,
    by_link: bool = False,
) -> None:
    booking.state = BookingState.WITHDRAWN
    booking.save(update_fields=["state"])
    record_change(
        booking,
        "withdrawn",
        actor=actor,
        was=BookingState.WAITING,
        now=BookingState.WITHDRAWN,
        why=why,
        at=at,
        details=BY_LINK if by_link else None,
    )
