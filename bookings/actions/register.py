"""Taking the register: who came, to which session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, rules
from bookings.choices import BookingState, Mark, Origin, Outcome
from bookings.models import Attendance, Booking
from bookings.references import new_reference
from bookings.rules import Refusal, Refused
from courses.models import Event
from people.actions import record_change
from people.models import Agency, AuditEntry, Person, RoleGroup

if TYPE_CHECKING:
    from people.models import User

Marks = Mapping[int, Mapping[int, Mark]]
"""Booking id → session id → mark."""


@transaction.atomic
def record_attendance(
    event_id: int, marks: Marks, *, actor: "User | None", at: dt.datetime | None = None
) -> int:
    """Writes marks on an event's register and works out each booking's outcome; returns how many changed.

    Raises `Refused` while the register is closed, or for a booking or session that is not the event's.
    Side effects, in order: the marks; the outcomes; one audit entry per changed booking, holding the
    mark before and after, so that a later mark never wipes out what was written earlier.
    """
    at = at or timezone.now()
    event = locks.lock_event(event_id)
    reason = rules.register_is_closed(event, at)
    if reason is not None:
        raise Refused(reason)
    sessions = set(event.sessions.values_list("pk", flat=True))
    bookings = Booking.objects.select_for_update(of=("self",)).expected_at(event).in_bulk(marks)
    if len(bookings) != len(marks):
        raise Refused(rules.NOT_ON_REGISTER)
    if not {session for by_session in marks.values() for session in by_session} <= sessions:
        raise Refused(rules.UNKNOWN_SESSION)
    return _write_marks(bookings, marks, len(sessions), actor, at)


def _write_marks(
    bookings: dict[int, Booking],
    marks: Marks,
    sessions: int,
    actor: "User | None",
    at: dt.datetime,
) -> int:
    before: dict[int, dict[int, str]] = defaultdict(dict)
    for booking_id, session_id, mark in Attendance.objects.filter(booking__in=bookings).values_list(
        "booking_id", "session_id", "mark"
    ):
        before[booking_id][session_id] = mark
    changed = {
        booking_id: new
        for booking_id, by_session in marks.items()
        if (new := {s: m for s, m in by_session.items() if before[booking_id].get(s) != m})
    }
    Attendance.objects.bulk_create(
        [
            Attendance(booking_id=b, session_id=s, mark=mark, marked_at=at, marked_by=actor)
            for b, by_session in changed.items()
            for s, mark in by_session.items()
        ],
        update_conflicts=True,
        unique_fields=["booking", "session"],
        update_fields=["mark", "marked_at", "marked_by"],
    )
    audit = []
    for booking_id, new in changed.items():
        booking = bookings[booking_id]
        was, all_marks = booking.outcome, {**before[booking_id], **new}
        booking.outcome = rules.outcome_of(list(all_marks.values()), sessions=sessions)
        audit.append(
            AuditEntry(
                target_type=Booking._meta.label_lower,
                target_id=booking_id,
                verb="marked",
                actor=actor,
                was=was,
                now=booking.outcome,
                at=at,
                details={
                    "sessions": {str(s): [before[booking_id].get(s, ""), new[s]] for s in new}
                },
            )
        )
    Booking.objects.bulk_update([bookings[b] for b in changed], ["outcome"])
    AuditEntry.objects.bulk_create(audit)
    return len(changed)


@transaction.atomic
def add_walk_in(
    event_id: int,
    person: Person,
    *,
    agency: Agency,
    role_group: RoleGroup | None = None,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Booking:
    """Puts somebody who came without a booking on the register, and marks them present now.

    Somebody on the waiting list leaves it: they are here. Raises `Refused` while the register is closed
    or when the person is booked already. A walk-in takes no place of the capacity.
    Side effects, in order: a waiting booking withdrawn; the booking; its marks; audit entries.
    """
    at = at or timezone.now()
    locks.lock_people([person.pk])
    event = locks.lock_event(event_id)
    reason = rules.register_is_closed(event, at)
    if reason is not None:
        raise Refused(reason)
    live = Booking.objects.live().filter(person=person, event=event).first()
    if live is not None and live.state == BookingState.BOOKED:
        raise Refused(
            Refusal("already_booked", f"{person} is on the register already.", "Mark them there.")
        )
    if live is not None:
        live.state = BookingState.WITHDRAWN
        live.save(update_fields=["state"])
        record_change(
            live,
            "withdrawn",
            actor=actor,
            was=BookingState.WAITING,
            now=BookingState.WITHDRAWN,
            why="came without waiting for a place",
            at=at,
        )
    booking = Booking.objects.create(
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
    )
    record_change(booking, "walked in", actor=actor, now=BookingState.BOOKED, at=at)
    today = timezone.localtime(at).date()
    here = [s.pk for s in event.sessions.all() if timezone.localtime(s.starts_at).date() >= today]
    sessions = here or list(event.sessions.values_list("pk", flat=True))
    record_attendance(event_id, {booking.pk: {sessions[0]: Mark.PRESENT}}, actor=actor, at=at)
    return booking


@transaction.atomic
def mark_rest_absent(event_id: int, *, actor: "User | None", at: dt.datetime | None = None) -> int:
    """Marks absent, at every session without a mark, everyone still on the register; returns how many."""
    event = locks.lock_event(event_id)
    sessions = list(event.sessions.values_list("pk", flat=True))
    made = set(
        Attendance.objects.filter(booking__event=event).values_list("booking_id", "session_id")
    )
    rest: dict[int, dict[int, Mark]] = {}
    for booking in Booking.objects.expected_at(event):
        missing = {s: Mark.ABSENT for s in sessions if (booking.pk, s) not in made}
        if missing:
            rest[booking.pk] = missing
    return record_attendance(event_id, rest, actor=actor, at=at) if rest else 0


def check_register_is_complete(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime
) -> None:
    """Raises `EventRefused` while anybody on the register of `event` has no outcome."""
    from courses.rules import EventRefused

    open_rows = Booking.objects.expected_at(event).filter(outcome=Outcome.OPEN).count()
    if open_rows:
        people = "1 person has" if open_rows == 1 else f"{open_rows} people have"
        raise EventRefused(
            "register_incomplete",
            f"{people} no mark on the register yet. Mark them, or mark the rest absent.",
        )
