"""What must be true of the database at every commit: read-only checks, run by `check_invariants`.

Most of these the database itself refuses to break. They are checked all the same, because a restored
backup, a rebuilt table or a hand at a database prompt knows nothing of our rules.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event
from notices import invariants as notices_invariants
from people.models import AuditEntry

from . import querysets as meaning
from . import rules
from .capacity import TABLE_OF, installed_triggers
from .choices import LIVE_STATES, BookingState
from .models import Attendance, Booking, ReservedPlace
from .policy.choices import Placing
from .room import Room, room_of
from .turns import Turn, has_stopped, turns_of, whole_list


@dataclass(frozen=True)
class Problem:
    """One broken promise: which one, and where."""

    invariant: str
    text: str


@dataclass(frozen=True)
class EventCounts:
    """What one event's bookings add up to."""

    registered: int
    cancelled: int
    no_show: int
    walked_in: int
    attended: int
    unmarked: int
    holding: int
    waiting: int


class Snapshot:
    """What several checks read: each part is read once, when first asked for."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    @cached_property
    def counts(self) -> dict[int, EventCounts]:
        """By event, for events with bookings."""
        wanted = {
            "registered": meaning.REGISTERED,
            "cancelled": meaning.CANCELLED,
            "no_show": meaning.NO_SHOW,
            "walked_in": meaning.WALKED_IN,
            "attended": meaning.ATTENDED,
            "unmarked": meaning.UNMARKED,
            "holding": meaning.HOLDS_A_PLACE,
            "waiting": Q(state=BookingState.WAITING),
        }
        groups = (
            Booking.objects.order_by()
            .values("event_id")
            .annotate(**{name: Count("pk", filter=which) for name, which in wanted.items()})
            .values_list("event_id", *wanted)
        )
        return {event: EventCounts(*counts) for event, *counts in groups}

    def counts_of(self, event: Event) -> EventCounts:
        return self.counts.get(event.pk) or EventCounts(0, 0, 0, 0, 0, 0, 0, 0)

    @cached_property
    def reserved(self) -> dict[int, int]:
        """Places reserved without a name, by event, for events with any."""
        unnamed = ReservedPlace.objects.filter(closed_at__isnull=True)
        return dict(unnamed.order_by().values_list("event").annotate(Count("pk")))

    def holding(self, event: Event) -> int:
        return self.counts_of(event).holding + self.reserved.get(event.pk, 0)

    @cached_property
    def completed(self) -> list[Event]:
        return list(_events().filter(state=EventState.COMPLETED))


Invariant = Callable[[Snapshot], Iterable[str]]


def check_all(now: dt.datetime | None = None) -> list[Problem]:
    """Every problem found, by invariant. Reads only."""
    snapshot = Snapshot(now or timezone.now())
    return [
        Problem(invariant.__name__, text)
        for invariant in INVARIANTS
        for text in invariant(snapshot)
    ]


def triggers_are_installed(snapshot: Snapshot) -> Iterator[str]:
    """Without them the database counts no places."""
    for name in sorted(set(TABLE_OF) - installed_triggers()):
        yield f"The trigger {name} is missing. Run migrate to put it back."


def counter_equals_count(snapshot: Snapshot) -> Iterator[str]:
    """`places_taken` is the number of bookings that hold a place and of places reserved."""
    for event in _events():
        holding = snapshot.holding(event)
        if event.places_taken != holding:
            yield f"{_name(event)}: {event.places_taken} places counted as taken, {holding} held."


def capacity_is_not_exceeded(snapshot: Snapshot) -> Iterator[str]:
    for event in _events():
        holding = snapshot.holding(event)
        if holding > event.capacity:
            yield f"{_name(event)}: {holding} held for {event.capacity} places."


def one_live_booking_a_person(snapshot: Snapshot) -> Iterator[str]:
    """Nobody is booked or waiting twice for one event."""
    twice = (
        Booking.objects.filter(state__in=LIVE_STATES)
        .order_by()
        .values("person_id", "event_id")
        .annotate(bookings=Count("pk"))
        .filter(bookings__gt=1)
    )
    for row in twice:
        yield (
            f"Person {row['person_id']} has {row['bookings']} live bookings for event "
            f"{row['event_id']}."
        )


def outcome_agrees_with_marks(snapshot: Snapshot) -> Iterator[str]:
    """What a booking came to is what `rules.outcome_of` makes of its marks."""
    sessions = dict(Event.objects.order_by().annotate(n=Count("sessions")).values_list("pk", "n"))
    marks: dict[int, list[str]] = defaultdict(list)
    for booking_id, mark in Attendance.objects.values_list("booking_id", "mark").iterator():
        marks[booking_id].append(mark)
    columns = ("pk", "reference", "event_id", "state", "outcome")
    for pk, reference, event_id, state, outcome in Booking.objects.values_list(*columns).iterator():
        due = rules.outcome_of(marks.get(pk, ()), sessions=sessions[event_id])
        if state == BookingState.BOOKED and outcome != due:
            yield f"{reference}: outcome {_word(outcome)}, but its marks say {_word(due)}."


def completed_registers_are_full(snapshot: Snapshot) -> Iterator[str]:
    """Nobody on a completed register is without an outcome."""
    for event in snapshot.completed:
        if unmarked := snapshot.counts_of(event).unmarked:
            yield f"{_name(event)}: completed with {unmarked} people unmarked."


def registers_add_up(snapshot: Snapshot) -> Iterator[str]:
    """registered − cancelled − no-show + walk-in = attended, for every completed register."""
    for event in snapshot.completed:
        c = snapshot.counts_of(event)
        if c.registered - c.cancelled - c.no_show + c.walked_in != c.attended:
            yield (
                f"{_name(event)}: {c.registered} − {c.cancelled} − {c.no_show} + {c.walked_in} "
                f"is not {c.attended}."
            )


def nobody_waits_beside_a_free_place(snapshot: Snapshot) -> Iterator[str]:
    """Freed places go to those who wait and whom the rules let in, until the list stops before the event."""
    for event in _events().filter(state=EventState.PUBLISHED, starts_at__gt=snapshot.now):
        waiting = snapshot.counts_of(event).waiting
        if not waiting or not event.places_left or has_stopped(event, snapshot.now):
            continue
        room = room_of(event)
        due = [
            each
            for each in turns_of(list(whole_list(event)), event, snapshot.now)
            if _is_due(each, room, snapshot.now)
        ]
        if due:
            yield f"{_name(event)}: {len(due)} waiting beside {room.left} free places."


def _is_due(turn: Turn, room: Room, now: dt.datetime) -> bool:
    """Whether a free place should have gone to them: nothing but time is against them, and staff do not choose."""
    by_staff = turn.verdict.policy.waiting_list.placing == Placing.BY_STAFF
    return not (by_staff or turn.against or turn.against_in(room, now))


def states_are_in_the_audit(snapshot: Snapshot) -> Iterator[str]:
    """The latest state that the audit trail holds for a booking is the state it is in."""
    entries = AuditEntry.objects.filter(
        target_type=Booking._meta.label_lower, now__in=BookingState.values
    )
    last = dict(entries.order_by("at", "id").values_list("target_id", "now").iterator())
    for pk, reference, state in Booking.objects.values_list("pk", "reference", "state").iterator():
        if last.get(pk) != state:
            yield f"{reference}: is {state}, but its audit trail says {last.get(pk) or 'nothing'}."


def event_spans_its_sessions(snapshot: Snapshot) -> Iterator[str]:
    """An event starts with its first session and ends with its last."""
    spans = _events().annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at"))
    for event in spans:
        if (event.starts_at, event.ends_at) != (event.first, event.last):
            yield f"{_name(event)}: its dates are not those of its sessions."


def published_events_have_dates(snapshot: Snapshot) -> Iterator[str]:
    for event in _events().filter(state=EventState.PUBLISHED, starts_at=None):
        yield f"{_name(event)}: published without a date."


def _of_messages(check: Callable[[dt.datetime], Iterator[str]]) -> Invariant:
    """An invariant of the notices floor, which knows no snapshot."""

    def invariant(snapshot: Snapshot) -> Iterator[str]:
        return check(snapshot.now)

    invariant.__name__ = check.__name__
    return invariant


INVARIANTS: tuple[Invariant, ...] = (
    triggers_are_installed,
    counter_equals_count,
    capacity_is_not_exceeded,
    one_live_booking_a_person,
    outcome_agrees_with_marks,
    completed_registers_are_full,
    registers_add_up,
    nobody_waits_beside_a_free_place,
    states_are_in_the_audit,
    event_spans_its_sessions,
    published_events_have_dates,
    *map(_of_messages, notices_invariants.INVARIANTS),
)


def _events() -> QuerySet[Event]:
    return Event.objects.select_related("course", "board").order_by("pk")


def _name(event: Event) -> str:
    return f"Event {event.pk} ({event})"


def _word(outcome: str) -> str:
    return outcome or "not known"
