"""Taking the register: who came, to which session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, rules
from bookings.choices import Mark, Outcome
from bookings.models import Attendance, Booking
from bookings.rules import Refused
from courses.models import Event
from people.models import AuditEntry

if TYPE_CHECKING:
    from people.models import User

Marks = Mapping[int, Mapping[int, Mark]]
"""Booking id → session id → mark."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants one row of the register to say, and what it said when their page was opened.

    Each is a `Mark`, or "" for none; an empty wish changes nothing.
    """

    wanted: str
    seen: str


@dataclass(frozen=True)
class Conflict:
    """A row that somebody else changed meanwhile to another mark than the one wanted."""

    booking_id: int
    wanted: str
    now: Attendance


@dataclass(frozen=True)
class Saved:
    """What saving a page of the register did: how many rows changed, and those left for a choice."""

    changed: int
    conflicts: list[Conflict]


@transaction.atomic
def save_register(
    event_id: int,
    session_id: int,
    wishes: Mapping[int, Wish],
    *,
    rest: Mark | None = None,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Saved:
    """Saves one page of the register (booking id → wish) without overwriting what others marked meanwhile.

    A row changes only if the wish differs from what was seen. If it was changed meanwhile to yet another
    mark, nothing of it is written and it comes back as a conflict. `rest` is given to every row on the
    page that has neither a wish nor a mark. People who left the register meanwhile are passed over.
    Raises `Refused` as `record_attendance` does; side effects are its own.
    """
    at = at or timezone.now()
    event = locks.lock_event(event_id)
    expected = Booking.objects.expected_at(event).filter(pk__in=wishes)
    marked = Attendance.objects.filter(booking__in=expected, session_id=session_id)
    there = {a.booking_id: a for a in marked.select_related("marked_by")}
    marks: dict[int, dict[int, Mark]] = {}
    conflicts = []
    for booking_id in expected.values_list("pk", flat=True):
        wish, now = wishes[booking_id], there.get(booking_id)
        wanted = wish.wanted or (rest if rest and now is None else "")
        if not wanted or wanted == (now.mark if now else "") or wanted == wish.seen:
            continue
        if now is not None and now.mark != wish.seen:
            conflicts.append(Conflict(booking_id, wanted, now))
        else:
            marks[booking_id] = {session_id: Mark(wanted)}
    return Saved(record_attendance(event_id, marks, actor=actor, at=at), conflicts)


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
