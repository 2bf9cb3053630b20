"""Taking places: for oneself, for others, one or many in one go."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.asked import PlaceFor, Request, hear, state_in
from bookings.choices import BookingState, Origin
from bookings.models import AccessNeed, Booking, PolicyVersion
from bookings.policies import version_in_force
from bookings.references import new_reference
from bookings.room import Room, room_of
from bookings.rules import Refused, RefusedInGroup
from bookings.turns import eligible_waiters
from bookings.verdicts import Verdict
from courses.models import Event
from people.models import Agency, Person, RoleGroup

from .asking import ask_managers
from .charging import settle_new
from .moving import begin
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User


def book_place(
    person: Person,
    event_id: int,
    *,
    agency: Agency | None,
    role_group: RoleGroup | None = None,
    actor: "User | None",
    request_key: uuid.UUID | None = None,
    or_wait: bool = False,
    manager_agrees: bool = False,
    access_need: str = "",
    origin: Origin = Origin.ONLINE,
    despite: Collection[str] = (),
    why: str = "",
    at: dt.datetime | None = None,
) -> Booking:
    """Books a place for `person` by the policy in force, or with `or_wait` joins the waiting list.

    The same `request_key` gives the same booking again. Raises `Refused` with every reason, as `book_places`
    has them for one person.
    """
    asked = PlaceFor(person, agency, role_group, access_need)
    request = Request(
        actor=actor,
        at=at or timezone.now(),
        key=request_key,
        or_wait=or_wait,
        manager_agrees=manager_agrees,
        origin=origin,
        despite=despite,
        why=why,
    )
    try:
        return book_places(event_id, [asked], request)[0]
    except RefusedInGroup as refused:
        raise Refused(*refused.reasons) from refused


def book_places(event_id: int, wanted: Sequence[PlaceFor], request: Request) -> list[Booking]:
    """Books a place for each of `wanted`, or none at all, by the policy in force; returns them in that order.

    What each booking becomes: applied for, where staff allocate or the person is restricted; waiting (with
    `or_wait`), where no place is free for them; waiting for the manager, where one must agree; booked.
    People already waiting whom the rules let in go first. The same request gives the same bookings again.
    Raises `RefusedInGroup` with every reason by position in `wanted`; "full" is one only without `or_wait`.

    Side effects, in order: free places go to those who wait already; the bookings with their snapshots of
    agency, sector, role group, category, price and policy; an audit entry for each; access needs; what is
    owed; the questions to managers; the messages.
    """
    try:
        with transaction.atomic():
            locks.lock_people([each.person.pk for each in wanted])
            event = locks.lock_event(event_id)
            return take_places(event, wanted, request)
    except IntegrityError:
        return _after_clash(event_id, wanted, request)


def take_places(event: Event, wanted: Sequence[PlaceFor], request: Request) -> list[Booking]:
    """`book_places` for an event that is locked already, as are the people."""
    made = made_before(wanted, request)
    if made is not None:
        return made
    version = version_in_force(event.board_id, request.at)
    verdicts = _judged(event, wanted, request, version)
    placing = _Placing(event, version, request)
    states = placing.states_for(verdicts)
    return placing.save(list(zip(wanted, verdicts, states, strict=True)))


def made_before(wanted: Sequence[PlaceFor], request: Request) -> list[Booking] | None:
    """What this form made already: a form sent twice gives the same bookings."""
    if request.key is None:
        return None
    keys = [request.key_for(each.person) for each in wanted]
    found = Booking.objects.filter(
        request_key__in=keys, person__in=[each.person for each in wanted]
    )
    by_key = {booking.request_key: booking for booking in found}
    return [by_key[key] for key in keys] if keys and set(keys) <= set(by_key) else None


def _judged(
    event: Event, wanted: Sequence[PlaceFor], request: Request, version: PolicyVersion | None
) -> list[Verdict]:
    """The verdicts, if nobody is refused; otherwise raises `RefusedInGroup`."""
    heard = hear(event, wanted, request, version)
    found = {number: each.refusals for number, each in enumerate(heard) if each.refusals}
    if found:
        raise RefusedInGroup(found)
    return [each.verdict for each in heard if each.verdict is not None]


class _Placing:
    """Gives out the places of one event (locked) to those whom the rules let in."""

    def __init__(self, event: Event, version: PolicyVersion | None, request: Request) -> None:
        self.event, self.version, self.request = event, version, request

    def states_for(self, verdicts: Sequence[Verdict]) -> list[BookingState]:
        """What each booking becomes, in order. Raises `RefusedInGroup` for whom there is no place."""
        room, others_first = self._after_those_who_wait()
        states, found = [], {}
        for number, verdict in enumerate(verdicts):
            state, against = state_in(room, verdict, self.request, others_first=others_first)
            states.append(state)
            if against:
                found[number] = against
        if found:
            raise RefusedInGroup(found)
        return states

    def _after_those_who_wait(self) -> tuple[Room, bool]:
        """The room once those on the waiting list have had their turn; whether some of them still come first."""
        event, at = self.event, self.request.at
        if self.request.takes_over or event.is_full:
            return room_of(event), False
        if not Booking.objects.waiting_for(event).exists():
            return room_of(event), False
        fill_free_places(event, actor=None, why="a place was free", at=at)
        event.refresh_from_db(fields=["places_taken"])
        room = room_of(event)
        return room, bool(eligible_waiters(event, room, at))

    def save(self, made: Sequence[tuple[PlaceFor, Verdict, BookingState]]) -> list[Booking]:
        """Makes the bookings, and all that comes with them, in a number of queries that does not grow."""
        at = self.request.at
        bookings = [self._booking(*each) for each in made]
        begin(bookings, why=self.request.why)
        needs = [
            (b, asked.access_need.strip()) for b, (asked, *_) in zip(bookings, made, strict=True)
        ]
        AccessNeed.objects.bulk_create(
            AccessNeed(booking=b, text=text) for b, text in needs if text
        )
        settle_new(bookings, at=at)
        ask_managers([each for each in bookings if each.state == BookingState.AWAITING], at=at)
        messages.bookings_made(bookings)
        return bookings

    def _booking(self, asked: PlaceFor, verdict: Verdict, state: BookingState) -> Booking:
        request, applicant = self.request, verdict.applicant
        return Booking(
            reference=new_reference(),
            person=applicant.person,
            event=self.event,
            state=state,
            origin=request.origin,
            agency=applicant.agency,
            sector=applicant.agency.sector,
            role_group=applicant.role_group,
            category=verdict.case.delegate.category,
            in_area=bool(verdict.case.delegate.in_area),
            policy=self.version,
            price_pence=verdict.price.pence,
            price_is_provisional=verdict.price.provisional,
            booked_by=request.actor,
            made_at=request.at,
            request_key=request.key_for(applicant.person),
            group=request.group,
            replaces=asked.replaces,
        )


def _after_clash(event_id: int, wanted: Sequence[PlaceFor], request: Request) -> list[Booking]:
    """The database refused what the checks had passed: says why, or returns the twin that came first."""
    made = made_before(wanted, request)
    if made is not None:
        return made
    event = Event.objects.select_related("board", "course", "rules").get(pk=event_id)
    _judged(event, wanted, request, version_in_force(event.board_id, request.at))
    raise RefusedInGroup({0: [rules.FULL]})
