"""People who come without a booking."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import locks, rules
from bookings.choices import BookingState, Mark, Origin
from bookings.models import Booking
from bookings.references import new_reference
from bookings.rules import Refusal, Refused
from courses.models import Event
from people.actions import add_person
from people.models import Agency, Person, RoleGroup
from people.models.users import normal_email

from .moving import begin, move
from .register import record_attendance

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def add_walk_in(
    event_id: int,
    person: Person,
    *,
    agency: Agency,
    role_group: RoleGroup | None = None,
    actor: "User | None",
    request_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Booking:
    """Puts somebody who came without a booking on the register, and marks them present now.

    Somebody who waits for a place no longer does: they are here. The same `request_key` gives the same booking.
    Raises `Refused` while the register is closed or when the person is booked already. A walk-in takes no
    place of the capacity.
    Side effects, in order: a waiting booking withdrawn; the booking; its marks; audit entries.
    """
    at = at or timezone.now()
    locks.lock_people([person.pk])
    event = locks.lock_event(event_id)
    if (made_before := _made_by(request_key)) is not None:
        return made_before
    reason = rules.register_is_closed(event, at)
    if reason is not None:
        raise Refused(reason)
    _leave_other_places(person, event, actor=actor, at=at)
    booking = Booking(
        reference=new_reference(),
        person=person,
        event=event,
        state=BookingState.BOOKED,
        origin=Origin.WALK_IN,
        agency=agency,
        sector=agency.sector,
        role_group=role_group,
        booked_by=actor,
        made_at=at,
        request_key=request_key,
    )
    begin([booking], "walked in")
    today = timezone.localtime(at).date()
    here = [s.pk for s in event.sessions.all() if timezone.localtime(s.starts_at).date() >= today]
    sessions = here or list(event.sessions.values_list("pk", flat=True))
    record_attendance(event_id, {booking.pk: {sessions[0]: Mark.PRESENT}}, actor=actor, at=at)
    return booking


def _made_by(request_key: uuid.UUID | None) -> Booking | None:
    if request_key is None:
        return None
    return Booking.objects.filter(request_key=request_key).first()


def _leave_other_places(
    person: Person, event: Event, *, actor: "User | None", at: dt.datetime
) -> None:
    """No longer waiting for a place at `event`; raises `Refused` when the person has a place already."""
    live = Booking.objects.live().filter(person=person, event=event).first()
    if live is not None and live.state == BookingState.BOOKED:
        raise Refused(
            Refusal("already_booked", f"{person} is on the register already.", "Mark them there.")
        )
    if live is not None:
        why = "came without waiting for a place"
        move(live, "withdrawn", BookingState.WITHDRAWN, actor=actor, at=at, why=why)


def add_newcomer(
    event_id: int,
    *,
    full_name: str,
    email: str = "",
    agency: Agency,
    request_key: uuid.UUID,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Booking:
    """Puts somebody nobody knew yet on the register, present. The same `request_key` adds them once.

    A person already known by that address is used as they are, so that nobody gets two records.
    Raises `Refused` as `add_walk_in` does. Side effects, in order: the person, with where they work, and
    an audit entry; those of `add_walk_in`.
    """

    def add() -> Booking:
        return _add_newcomer(event_id, full_name, email, agency, request_key, actor, at)

    try:
        return add()
    except (
        IntegrityError
    ):  # somebody else wrote the same address down meanwhile: now they are known
        return add()


@transaction.atomic
def _add_newcomer(
    event_id: int,
    full_name: str,
    email: str,
    agency: Agency,
    request_key: uuid.UUID,
    actor: "User | None",
    at: dt.datetime | None,
) -> Booking:
    address = normal_email(email)
    known = Person.objects.filter(email=address).first() if address else None
    locks.lock_people([known.pk] if known else [])
    locks.lock_event(event_id)
    if (made_before := _made_by(request_key)) is not None:
        return made_before
    person = known or add_person(full_name=full_name, email=address, agency=agency, actor=actor)
    return add_walk_in(event_id, person, agency=agency, actor=actor, request_key=request_key, at=at)
