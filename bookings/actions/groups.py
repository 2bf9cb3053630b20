"""Booking for others: people are written down and booked in one go, or nothing is."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.agencies import group_made
from bookings.asked import PlaceFor, Request
from bookings.choices import Origin
from bookings.models import Booking, ReservedPlace
from bookings.named import Named, Recognised, recognise
from bookings.policies import rules_of, version_in_force
from bookings.policy.choices import ApprovalKind
from bookings.policy.schema import Policy
from bookings.rules import Refused, RefusedInGroup
from courses.models import Event
from people.actions import Newcomer, add_people, set_employment, set_manager
from people.models import Agency, Person

from .booking import take_places
from .passing_on import substitute
from .reserving import name_place

if TYPE_CHECKING:
    from people.models import User


class _MadeMeanwhile(Exception):
    """The same form came twice at once: what this one has written down so far is undone."""


def book_group(
    event_id: int,
    agency: Agency,
    named: Sequence[Named],
    *,
    key: uuid.UUID,
    actor: "User",
    manager_email: str = "",
    manager_agrees: bool = False,
    or_wait: bool = False,
    origin: Origin = Origin.ONLINE,
    why: str = "",
    at: dt.datetime | None = None,
) -> list[Booking]:
    """Books a place for each of `named` at `agency`, or none at all; returns the bookings in that order.

    `key` names the form: sent twice, it gives the same bookings, also of people nobody knew before.
    `manager_email` is whom we write to, and ask, for people whose manager is not known. Raises `Refused` if
    there are too many of them, and `RefusedInGroup` with every reason by position.
    Side effects, in order: people nobody knew, and where they work; managers; those of `book_places`; a message
    to the agency lead, unless staff book.
    """
    request = Request(
        actor=actor,
        at=at or timezone.now(),
        key=key,
        group=key,
        or_wait=or_wait,
        manager_agrees=manager_agrees,
        manager_email=manager_email,
        origin=origin,
        why=why,
    )
    try:
        return _book_group(event_id, agency, named, request)
    except IntegrityError:  # somebody else wrote down the same address meanwhile: now it is known
        return _book_group(event_id, agency, named, request)


def _book_group(
    event_id: int, agency: Agency, named: Sequence[Named], request: Request
) -> list[Booking]:
    if made := group_made(request.key, agency, event_id):
        return made
    try:
        with transaction.atomic():
            return _write_down_and_book(event_id, agency, named, request)
    except _MadeMeanwhile:
        return group_made(request.key, agency, event_id)


def _write_down_and_book(
    event_id: int, agency: Agency, named: Sequence[Named], request: Request
) -> list[Booking]:
    policy = _policy_for(event_id, request.at)
    if len(named) > policy.groups.largest:
        raise Refused(rules.group_too_large(policy.groups.largest))
    wanted = _places_for(agency, named, request, policy)
    locks.lock_people([each.person.pk for each in wanted])
    event = locks.lock_event(event_id)
    if group_made(request.key, agency, event_id):
        raise _MadeMeanwhile
    bookings = take_places(event, wanted, request)
    if request.actor is not None and request.origin != Origin.STAFF:
        messages.group_booked(bookings, lead=request.actor)
    return bookings


def _policy_for(event_id: int, at: dt.datetime) -> Policy:
    board_id = Event.objects.values_list("board_id", flat=True).get(pk=event_id)
    return rules_of(version_in_force(board_id, at))


def _places_for(
    agency: Agency, named: Sequence[Named], request: Request, policy: Policy
) -> list[PlaceFor]:
    """A place to ask for each of `named`; who was not known is written down.

    Raises `RefusedInGroup`. Side effects, in order: the people, and where they work; managers.
    """
    found = recognise(agency, named)
    refused = {number: each.refusals for number, each in enumerate(found) if each.refusals}
    if refused:
        raise RefusedInGroup(refused)
    asks_managers = policy.approval.kind == ApprovalKind.RECORDED
    people = _written_down(agency, found, request, asks_managers=asks_managers)
    return [
        PlaceFor(person, agency, each.role_group)
        for person, each in zip(people, found, strict=True)
    ]


def _written_down(
    agency: Agency, found: Sequence[Recognised], request: Request, *, asks_managers: bool
) -> list[Person]:
    """A row for each of them, in their order. A manager is noted where nobody else can be written to or asked."""
    actor, email = request.actor, request.manager_email
    name = actor.full_name if actor is not None and actor.email == email else ""
    newcomers = [
        Newcomer(each.person.full_name, each.person.email, each.role_group, name, email)
        for each in found
        if each.is_new
    ]
    added = iter(add_people(newcomers, agency=agency, actor=actor) if newcomers else [])
    for each in found:
        if not each.is_new and each.job is None:
            set_employment(
                each.person,
                agency,
                role_group=each.role_group,
                manager_name=name,
                manager_email=email,
            )
    unmanaged = [each.person for each in found if each.job and not each.job.manager_email]
    needing = [each for each in unmanaged if asks_managers or not each.email]
    if needing and email:
        set_manager(needing, name=name, email=email)
    return [next(added) if each.is_new else each.person for each in found]


@transaction.atomic
def substitute_by_name(
    booking: Booking,
    named: Named,
    *,
    actor: "User",
    manager_email: str = "",
    manager_agrees: bool = False,
    request_key: uuid.UUID | None = None,
    why: str = "",
    at: dt.datetime | None = None,
) -> Booking:
    """`substitute` by a colleague of the booking's agency who is picked or typed. Raises `Refused`.

    Side effects, in order: the colleague, if nobody knew them; those of `substitute`.
    """
    at = at or timezone.now()
    made = Booking.objects.filter(replaces=booking, request_key=request_key).first()
    if made is not None and request_key is not None:
        return made
    place = _place_for(booking.event_id, booking.agency, named, actor, manager_email, at)
    return substitute(
        booking.pk,
        place.person,
        agency=booking.agency,
        role_group=place.role_group,
        manager_agrees=manager_agrees,
        actor=actor,
        request_key=request_key,
        why=why,
        at=at,
    )


@transaction.atomic
def name_place_by_name(
    place: ReservedPlace,
    named: Named,
    *,
    actor: "User",
    manager_email: str = "",
    manager_agrees: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """`name_place` for somebody of the place's agency who is picked or typed. Raises `Refused`.

    Side effects, in order: the person, if nobody knew them; those of `name_place`.
    """
    at = at or timezone.now()
    asked = _place_for(place.event_id, place.agency, named, actor, manager_email, at)
    return name_place(
        place.pk,
        asked.person,
        role_group=asked.role_group,
        manager_agrees=manager_agrees,
        actor=actor,
        at=at,
    )


def _place_for(
    event_id: int,
    agency: Agency,
    named: Named,
    actor: "User",
    manager_email: str,
    at: dt.datetime,
) -> PlaceFor:
    request = Request(actor=actor, at=at, manager_email=manager_email)
    try:
        return _places_for(agency, [named], request, _policy_for(event_id, at))[0]
    except RefusedInGroup as refused:
        raise Refused(*refused.reasons) from refused
