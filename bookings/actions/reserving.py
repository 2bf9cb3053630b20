"""Places that an agency lead holds without a name: reserved, named, released."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.asked import PlaceFor, Request
from bookings.casework import delegate_of_agency, event_facts, standings_of
from bookings.models import Booking, ReservedPlace
from bookings.policies import rules_at, version_in_force
from bookings.policy.cases import Case
from bookings.policy.moments import names_needed_by
from bookings.room import room_of
from bookings.rules import Refused, RefusedInGroup
from bookings.turns import eligible_waiters
from bookings.verdicts import reasons_for_places
from courses.models import Event
from people.actions import record_change
from people.models import Agency, Person, RoleGroup

from .booking import take_places
from .passing_on import UNDER_OLD_RULES
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User


def reserve_places(
    event_id: int,
    agency: Agency,
    places: int,
    *,
    actor: "User | None",
    request_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> list[ReservedPlace]:
    """Holds so many places for an agency until the day by which the policy wants names.

    The same `request_key` gives the same places again. Raises `Refused` with every reason: the policy knows no
    nameless places, the group is too large, the agency may not have so many, or they are not free (those on
    the waiting list whom the rules let in go first).
    Side effects, in order: the places; an audit entry for each.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            event = locks.lock_event(event_id)
            made = list(ReservedPlace.objects.filter(request_key=request_key, agency=agency))
            if request_key is not None and made:
                return made
            name_by = _check_may_reserve(event, agency, places, at)
            return [_reserve(event, agency, name_by, actor, request_key, at) for _ in range(places)]
    except IntegrityError:
        raise Refused(rules.FULL) from None


def _check_may_reserve(event: Event, agency: Agency, places: int, at: dt.datetime) -> dt.datetime:
    """Until when names are wanted. Raises `Refused`."""
    anyway = rules.reasons_not_to_book(event, at)
    if anyway:
        raise Refused(*anyway)
    policy = rules_at(event, version_in_force(event.board_id, at))
    facts = event_facts(event)
    name_by = names_needed_by(policy, facts)
    if name_by is None:
        raise Refused(rules.NO_NAMELESS)
    if name_by <= at:
        raise Refused(rules.names_were_needed(name_by))
    standing = standings_of([agency], event.board_id)[agency.pk]
    case = Case(
        event=facts,
        delegate=delegate_of_agency(agency, standing),
        booked_at=at,
        places=places,
        nameless=True,
    )
    room = room_of(event)
    reasons = reasons_for_places(policy, room.as_seen_by(case), at)
    if room.left < places or eligible_waiters(event, room, at):
        reasons.append(rules.places_left(room.left, places))
    if reasons:
        raise Refused(*reasons)
    return name_by


def _reserve(
    event: Event,
    agency: Agency,
    name_by: dt.datetime,
    actor: "User | None",
    request_key: uuid.UUID | None,
    at: dt.datetime,
) -> ReservedPlace:
    place = ReservedPlace.objects.create(
        event=event,
        agency=agency,
        made_by=actor,
        made_at=at,
        name_by=name_by,
        request_key=request_key,
    )
    record_change(place, "reserved", actor=actor, now="open", at=at)
    return place


@transaction.atomic
def name_place(
    place_id: int,
    person: Person,
    *,
    role_group: RoleGroup | None = None,
    manager_agrees: bool = False,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Booking:
    """Gives a reserved place a name; naming it for the same person again gives the same booking.

    Raises `Refused`: it has another name, or was released, or the person may not book.
    Side effects, in order: the place is closed; the booking as `book_places` makes it. It is at no moment free.
    """
    at = at or timezone.now()
    locks.lock_people([person.pk])
    place = _locked(place_id)
    if place.booking is not None and place.booking.person_id == person.pk:
        return place.booking
    if not place.is_open:
        raise Refused(rules.NAMED_ALREADY)
    place.closed_at = at
    place.save(update_fields=["closed_at"])
    place.event.refresh_from_db(fields=["places_taken"])
    request = Request(
        actor=actor,
        at=at,
        manager_agrees=manager_agrees,
        despite=UNDER_OLD_RULES,
        takes_over=True,
    )
    try:
        booking = take_places(place.event, [PlaceFor(person, place.agency, role_group)], request)[0]
    except RefusedInGroup as refused:
        raise Refused(*refused.reasons) from refused
    place.booking = booking
    place.save(update_fields=["booking"])
    record_change(place, "named", actor=actor, was="open", now="named", at=at)
    return booking


def _locked(place_id: int) -> ReservedPlace:
    event_id = ReservedPlace.objects.values_list("event_id", flat=True).get(pk=place_id)
    event = locks.lock_event(event_id)
    place = (
        ReservedPlace.objects.select_for_update(of=("self",))
        .select_related("agency__sector", "booking", "made_by")
        .get(pk=place_id)
    )
    place.event = event
    return place


@transaction.atomic
def release_place(
    place_id: int, *, actor: "User | None", why: str = "", at: dt.datetime | None = None
) -> ReservedPlace:
    """Gives a reserved place back; releasing it twice changes nothing.

    Side effects, in order: the place; an audit entry; it goes to the first who waits.
    """
    at = at or timezone.now()
    place = _locked(place_id)
    if not place.is_open:
        return place
    place.closed_at = at
    place.save(update_fields=["closed_at"])
    record_change(place, "released", actor=actor, was="open", now="released", why=why, at=at)
    fill_free_places(place.event, actor=actor, why="a reserved place was released", at=at)
    return place


def release_unnamed(at: dt.datetime) -> int:
    """Each round: releases the places that nobody named in time; returns how many.

    Side effects of each: those of `release_place`, and a message to who reserved it.
    """
    due = ReservedPlace.objects.filter(closed_at__isnull=True, name_by__lte=at).order_by("pk")
    released = 0
    for place_id in due.values_list("pk", flat=True):
        with transaction.atomic():
            place = _locked(place_id)
            if place.is_open:
                release_place(place_id, actor=None, why="nobody was named in time", at=at)
                messages.place_released(place)
                released += 1
    return released
