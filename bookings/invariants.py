"""What must be true of the database at every commit: read-only checks, run by `check_invariants`.

Most of these the database itself refuses to break. They are checked all the same, because a restored
backup, a rebuilt table or a hand at a database prompt knows nothing of our rules.
"""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event
from notices import invariants as notices_invariants
from people.models import AuditEntry

from . import querysets as meaning
from . import rules
from .actions.charging import due_for
from .capacity import TABLE_OF, installed_triggers
from .choices import LIVE_STATES, PASSED_STATES, BookingState, ChargeKind, ChargeState
from .models import Approval, Attendance, Booking, ReservedPlace
from .policy.choices import Placing
from .policy.money import pounds
from .room import Room, room_of
from .turns import Turn, has_stopped, turns_of, whole_list

GRACE = dt.timedelta(minutes=5)
"""So late the chores of a round may be before it is a problem."""
AT_ONCE = 1_000
"""Bookings that are held in memory at a time."""


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
        due = _due(turns_of(list(whole_list(event)), event, snapshot.now), room, snapshot.now)
        if due:
            yield f"{_name(event)}: {due} waiting beside {room.left} free places."


def _due(turns: Iterable[Turn], room: Room, now: dt.datetime) -> int:
    """How many a free place should have gone to: nothing is against them, and no staff choose before them."""
    let_in = [each for each in turns if not (each.against or each.against_in(room, now))]
    served = itertools.takewhile(
        lambda each: each.verdict.policy.waiting_list.placing != Placing.BY_STAFF, let_in
    )
    return len(list(served))


def charges_are_what_the_policy_says(snapshot: Snapshot) -> Iterator[str]:
    """Everything that is due is owed or waived, to the penny, and nothing else is owed.

    What somebody owes for giving a place back was settled by the event's dates of that day, so it is left
    alone once the event has moved; so is what not coming costs while a register is open again.
    """
    moved = _last_moves()
    for booking in _with_charges().iterator(chunk_size=AT_ONCE):
        kept = {each.kind: each for each in booking.charges.all() if each.state != ChargeState.VOID}
        ended, moved_at = booking.cancelled_at, moved.get(booking.event_id)
        reopened = ChargeKind.NO_SHOW in kept and booking.event.state != EventState.COMPLETED
        if reopened or (ended and moved_at and ended < moved_at):
            continue
        due = {str(kind): each.pence for kind, each in due_for(booking).items()}
        for kind in sorted({*due, *kept}):
            charge = kept.get(kind)
            if charge is None:
                yield f"{booking.reference}: {pounds(due[kind])} ({kind}) is not asked for."
            elif charge.state == ChargeState.OWED and charge.amount_pence != due.get(kind):
                says = pounds(due.get(kind, 0))
                yield f"{booking.reference}: {pounds(charge.amount_pence)} ({kind}) is owed, not {says}."


def _last_moves() -> dict[int, dt.datetime]:
    """When each event that ever moved was moved last."""
    moves = AuditEntry.objects.filter(
        target_type=Event._meta.label_lower, verb="changed", details__has_key="sessions"
    )
    return dict(moves.order_by().values_list("target_id").annotate(Max("at")))


def _with_charges() -> QuerySet[Booking]:
    """Bookings under a policy, with all that a settlement looks at."""
    rows = Booking.objects.filter(policy__isnull=False).order_by("pk")
    return rows.select_related(
        "policy", "agency", "sector", "role_group", "event__course", "event__rules"
    ).prefetch_related("charges", "attendances", "event__sessions")


def what_time_ends_has_ended(snapshot: Snapshot) -> Iterator[str]:
    """Offers, open questions, places without a name and unconfirmed places end within five minutes of their time."""
    late = snapshot.now - GRACE
    offers = Booking.objects.filter(state=BookingState.OFFERED, offer_expires_at__lt=late)
    questions = Booking.objects.filter(
        state=BookingState.AWAITING, approval__answer="", approval__times_out_at__lt=late
    )
    silent = Booking.objects.filter(
        state=BookingState.BOOKED,
        confirmed_at__isnull=True,
        confirm_by__lt=late,
        event__starts_at__gt=snapshot.now,
    )
    for what, rows in (
        ("the offer has ended", offers),
        ("the question to the manager has lapsed", questions),
        ("nobody confirmed in time", silent),
    ):
        for reference in rows.order_by("pk").values_list("reference", flat=True):
            yield f"{reference}: {what}, and the place is still held."
    nameless = ReservedPlace.objects.filter(closed_at__isnull=True, name_by__lt=late)
    for pk in nameless.values_list("pk", flat=True):
        yield f"Reserved place {pk}: nobody was named in time, and it is still held."


def who_awaits_has_an_open_question(snapshot: Snapshot) -> Iterator[str]:
    """Somebody is asked whenever a place is held until the manager agrees."""
    asked = Approval.objects.filter(answer="").values("booking")
    silent = Booking.objects.filter(state=BookingState.AWAITING).exclude(pk__in=asked)
    for reference in silent.order_by("pk").values_list("reference", flat=True):
        yield f"{reference}: waits for the manager's answer, and nobody is asked."


def places_are_taken_over_once(snapshot: Snapshot) -> Iterator[str]:
    """A booking that replaces another replaces one that went on, and what went on has somebody after it."""
    after = Booking.objects.filter(replaces__isnull=False).exclude(
        replaces__state__in=PASSED_STATES
    )
    for reference in after.order_by("pk").values_list("reference", flat=True):
        yield f"{reference}: took over a place that was not passed on."
    before = Booking.objects.filter(state__in=PASSED_STATES, replaced_by__isnull=True)
    for reference in before.order_by("pk").values_list("reference", flat=True):
        yield f"{reference}: was passed on, and nobody has it."
    elsewhere = ReservedPlace.objects.filter(booking__isnull=False).exclude(
        booking__event=F("event")
    )
    for pk in elsewhere.values_list("pk", flat=True):
        yield f"Reserved place {pk}: was named for another event."


def snapshots_hold_together(snapshot: Snapshot) -> Iterator[str]:
    """A booking keeps a policy of its event's board that had begun, and no price without a policy."""
    columns = (
        "reference",
        "made_at",
        "policy__starts_on",
        "policy__board",
        "event__board",
        "price_pence",
    )
    for reference, made_at, begins, board, own_board, price in (
        Booking.objects.order_by("pk").values_list(*columns).iterator()
    ):
        if board is None:
            if price:
                yield f"{reference}: costs {pounds(price)}, by no policy."
        elif board != own_board:
            yield f"{reference}: follows the policy of another board."
        elif begins > timezone.localtime(made_at).date():
            yield f"{reference}: follows a policy that had not begun when it was made."


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


def of_moment(check: Callable[[dt.datetime], Iterator[str]]) -> Invariant:
    """An invariant of another floor, which knows no snapshot."""

    def invariant(snapshot: Snapshot) -> Iterator[str]:
        return check(snapshot.now)

    invariant.__name__ = check.__name__
    return invariant


INVARIANTS: list[Invariant] = [
    triggers_are_installed,
    counter_equals_count,
    capacity_is_not_exceeded,
    one_live_booking_a_person,
    outcome_agrees_with_marks,
    completed_registers_are_full,
    registers_add_up,
    nobody_waits_beside_a_free_place,
    states_are_in_the_audit,
    charges_are_what_the_policy_says,
    what_time_ends_has_ended,
    who_awaits_has_an_open_question,
    places_are_taken_over_once,
    snapshots_hold_together,
    event_spans_its_sessions,
    published_events_have_dates,
    *map(of_moment, notices_invariants.INVARIANTS),
]
"""The floors above add theirs when they start."""


def _events() -> QuerySet[Event]:
    return Event.objects.select_related("course", "board").order_by("pk")


def _name(event: Event) -> str:
    return f"Event {event.pk} ({event})"


def _word(outcome: str) -> str:
    return outcome or "not known"
