"""A colleague takes the place over; a person moves to another event."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.asked import PlaceFor, Request
from bookings.casework import event_facts
from bookings.choices import BookingState, CancelledBy, Origin
from bookings.models import AccessNeed, Booking
from bookings.policies import rules_of
from bookings.policy.moments import substitution_until
from bookings.rules import Refused, RefusedInGroup
from courses.models import Event
from people.models import Agency, Person, RoleGroup

from .booking import take_places
from .moving import move
from .places import end_place
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User

LISTED = (BookingState.WAITING, BookingState.APPLIED)
UNDER_OLD_RULES = (
    "booking_closed",
    "full",
    "mix_cap",
    "mix_floor",
    "invited_only",
    "invited_first",
)
"""Who takes a place over takes what was given already: these rules have let it be given."""


@transaction.atomic
def substitute(
    booking_id: int,
    colleague: Person,
    *,
    agency: Agency,
    role_group: RoleGroup | None = None,
    access_need: str = "",
    manager_agrees: bool = False,
    actor: "User | None",
    request_key: uuid.UUID | None = None,
    why: str = "",
    at: dt.datetime | None = None,
) -> Booking:
    """A colleague takes over a booked place; returns the colleague's booking. The same key gives it again.

    Raises `Refused`: the policy the place was booked under does not let it be passed on (any more, or to
    another agency), or the colleague may not book by the rules in force now.
    Side effects, in order: the old booking and what is owed for it; an audit entry; the colleague's booking as
    `book_places` makes it; messages to both. The place is at no moment free.
    """
    at = at or timezone.now()
    old = _locked(booking_id, colleague)
    made = Booking.objects.filter(replaces=old, person=colleague).first()
    if made is not None:
        return made
    _check_may_pass_on(old, colleague, agency, at)
    by, left = CancelledBy.AGENCY, BookingState.SUBSTITUTED
    end_place(old, by, actor=actor, why=why, at=at, verb="passed on", to=left)
    old.event.refresh_from_db(fields=["places_taken"])
    new = _take(
        old.event,
        PlaceFor(colleague, agency, role_group, access_need, replaces=old),
        Request(
            actor=actor,
            at=at,
            key=request_key,
            manager_agrees=manager_agrees,
            origin=Origin(old.origin),
            group=old.group,
            despite=UNDER_OLD_RULES,
            takes_over=True,
            why=f"in place of {old.person}",
        ),
    )
    messages.place_passed_on(old)
    return new


def _locked(booking_id: int, colleague: Person) -> Booking:
    """The booking, locked after both people in the order of their ids."""
    first = Booking.objects.values_list("person_id", flat=True).get(pk=booking_id)
    locks.lock_people([first, colleague.pk])
    return locks.lock_booking(booking_id)


def _check_may_pass_on(
    booking: Booking, colleague: Person, agency: Agency, at: dt.datetime
) -> None:
    policy = rules_of(booking.policy)
    if colleague.pk == booking.person_id:
        raise Refused(rules.OWN_PLACE)
    reason = rules.reason_not_to_cancel(booking, at)
    if reason is not None:
        raise Refused(reason)
    until = substitution_until(policy, event_facts(booking.event))
    if until is None:
        raise Refused(rules.NO_SUBSTITUTION)
    if at > until:
        raise Refused(rules.substitution_over(until))
    if policy.substitution.same_agency_only and agency.pk != booking.agency_id:
        raise Refused(rules.OTHER_AGENCY)


def _take(event: Event, place: PlaceFor, request: Request) -> Booking:
    """The one place of `event` (locked). Raises `Refused` with every reason against it."""
    try:
        return take_places(event, [place], request)[0]
    except RefusedInGroup as refused:
        raise Refused(*refused.reasons) from refused


@transaction.atomic
def transfer(
    booking_id: int,
    to_event_id: int,
    *,
    actor: "User | None",
    moved_by: CancelledBy,
    or_wait: bool = False,
    despite: Collection[str] = (),
    why: str = "",
    request_key: uuid.UUID | None = None,
    refill: bool = True,
    at: dt.datetime | None = None,
) -> Booking:
    """Moves a person to another event; returns the booking there. Moving twice gives the same one.

    Moving away from a place costs what giving it back costs at that moment, unless the board moves them; the
    new booking follows the rules in force now. Nobody gives up a place for a waiting list or an application,
    unless they would wait (`or_wait`). Raises `Refused`, with nothing changed.
    Side effects, in order: the old booking and what is owed for it; an audit entry; the new booking as
    `book_places` makes it; messages; with `refill` the place left goes to the first who waits.
    """
    at = at or timezone.now()
    old = _locked_with(booking_id, to_event_id)
    made = Booking.objects.filter(replaces=old).first()
    if made is not None:
        return made
    _check_may_move(old, at)
    place = PlaceFor(old.person, old.agency, old.role_group, _need_of(old), replaces=old)
    had_place = _leave(old, moved_by, actor=actor, why=why, at=at)
    by_board = moved_by == CancelledBy.BOARD
    request = Request(
        actor=actor,
        at=at,
        key=request_key,
        or_wait=or_wait,
        manager_agrees=True,
        origin=Origin.STAFF if had_place and by_board else Origin(old.origin),
        despite=despite,
        why=f"instead of {old.reference}",
    )
    new = _take(locks.lock_event(to_event_id), place, request)
    if had_place and new.state == BookingState.APPLIED and not or_wait:
        raise Refused(rules.GIVEN_BY_STAFF)
    messages.booking_moved(old, had_place=had_place)
    if refill:
        fill_free_places(old.event, actor=actor, why="somebody moved to another event", at=at)
    return new


def _leave(
    booking: Booking, by: CancelledBy, *, actor: "User | None", why: str, at: dt.datetime
) -> bool:
    """Ends the booking, and the place if it was one; whether it was."""
    left = BookingState.TRANSFERRED
    if booking.state != BookingState.BOOKED:
        move(booking, "moved", left, actor=actor, why=why, at=at)
        return False
    end_place(booking, by, actor=actor, why=why, at=at, verb="moved", to=left)
    return True


def _locked_with(booking_id: int, to_event_id: int) -> Booking:
    """The booking, locked after its person and after both events in the order of their ids."""
    found = Booking.objects.values("person_id", "event_id").get(pk=booking_id)
    if found["event_id"] == to_event_id:
        raise Refused(rules.SAME_EVENT)
    locks.lock_people([found["person_id"]])
    for event_id in sorted((found["event_id"], to_event_id)):
        locks.lock_event(event_id)
    return locks.lock_booking(booking_id)


def _check_may_move(booking: Booking, at: dt.datetime) -> None:
    if booking.state in LISTED:
        return
    reason = rules.reason_not_to_cancel(booking, at)
    if reason is not None:
        raise Refused(reason)


def _need_of(booking: Booking) -> str:
    """What the person needed here, for the place there."""
    need = AccessNeed.objects.filter(booking=booking).first()
    return need.text if need else ""
