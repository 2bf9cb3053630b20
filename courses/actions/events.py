"""Making an event, changing it, moving it along its states."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from courses import messages, rules
from courses.choices import EventState
from courses.hooks import EventMove, event_hooks
from courses.models import Course, Event, Session, Trainer, TrainerAssignment, Venue
from people.actions import record_change
from people.models import Board

if TYPE_CHECKING:
    from people.models import User


PARKED = dt.timedelta(days=36525)


@dataclass(frozen=True)
class SessionPlan:
    """A session to be: aware times, and a venue or a joining link (or neither yet)."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: Venue | None = None
    joining_link: str = ""
    title: str = ""
    id: int | None = None


@dataclass(frozen=True)
class TrainerPlan:
    """Who is to deliver an event, and as what (`courses.choices.TrainerRole`)."""

    trainer: Trainer
    role: str


@transaction.atomic
def create_event(
    course: Course,
    *,
    sessions: Sequence[SessionPlan],
    capacity: int | None = None,
    state: EventState = EventState.DRAFT,
    open_to: Sequence[Board] = (),
    trainers: Sequence[TrainerPlan] = (),
    series: uuid.UUID | None = None,
    actor: "User | None",
    at: dt.datetime | None = None,
    **fields: Any,
) -> Event:
    """Makes an event of `course` with its sessions and trainers.

    `fields` are further Event fields (minimum_numbers, booking_closes_at, room_hire_pence, joining_notes, staff_notes).
    Raises `EventRefused` for impossible sessions, another board's venue or trainer, or a published event
    without any session.
    Side effects, in order: event, sessions, trainers, an audit entry; the trainers of a published event are
    told.
    """
    rules.check_session_times([(plan.starts_at, plan.ends_at) for plan in sessions])
    event = Event(
        course=course,
        board=course.board,
        capacity=capacity or course.default_capacity,
        series=series,
        **fields,
    )
    event.starts_at = min((plan.starts_at for plan in sessions), default=None)
    event.ends_at = max((plan.ends_at for plan in sessions), default=None)
    rules.check_booking_closes(event)
    rules.check_same_board(event, [plan.venue for plan in sessions])
    rules.check_same_board(event, [plan.trainer for plan in trainers])
    if state != EventState.DRAFT:
        rules.check_transition(event, state)
        rules.check_can_be_published(event)
    event.state = state
    event.save()
    event.open_to.set(open_to)
    Session.objects.bulk_create([_session(event, plan) for plan in sessions])
    TrainerAssignment.objects.bulk_create(
        [TrainerAssignment(event=event, trainer=plan.trainer, role=plan.role) for plan in trainers]
    )
    record_change(event, "created", actor=actor, now=state, at=at)
    messages.event_published(event, at=at or timezone.now())
    return event


def _session(event: Event, plan: SessionPlan) -> Session:
    return Session(
        pk=plan.id,
        event=event,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        venue=plan.venue,
        joining_link=plan.joining_link,
        title=plan.title,
    )


def locked_event(event_id: int) -> Event:
    """The event, locked and re-read, for a change in the caller's transaction."""
    return (
        Event.objects.select_for_update(of=("self",))
        .select_related("board", "course")
        .get(pk=event_id)
    )


@transaction.atomic
def update_event(
    event_id: int,
    *,
    fields: dict[str, Any],
    sessions: Sequence[SessionPlan] | None = None,
    open_to: Sequence[Board] | None = None,
    trainers: Sequence[TrainerPlan] | None = None,
    seen_version: int | None = None,
    actor: "User | None",
    why: str = "",
    at: dt.datetime | None = None,
) -> Event:
    """Changes an event's fields and, where given, its sessions, boards and trainers as a whole.

    `sessions` replaces the sessions: those with an `id` are changed, those missing are removed.
    Raises `EventRefused`: stale form, a cancelled or completed event, capacity below the number booked,
    impossible sessions, another board's venue or trainer, removing a session that has a register. State is
    not a field here: see `change_state`.
    Side effects, in order: the event; sessions; boards; trainers; an audit entry with what changed; trainers
    who came, went or have another time or place are told; the `moved` hooks when a published event's times
    or places differ (everybody booked is told); the `capacity_raised` hooks (who waits gets a place).
    """
    at = at or timezone.now()
    event = locked_event(event_id)
    rules.check_version(event, seen_version)
    rules.check_can_be_changed(event)
    capacity_was = event.capacity
    trainers_were = messages.trainers_of(event)
    if "capacity" in fields:
        rules.check_capacity(event, fields["capacity"])
    changed = _set_fields(event, fields)
    was, held = _replace_timetable(event, sessions)
    if held != was:
        changed["sessions"] = [_when_and_where(was), _when_and_where(held)]
    rules.check_booking_closes(event)
    event.version += 1
    event.save()
    if open_to is not None:
        event.open_to.set(open_to)
    if trainers is not None:
        _replace_trainers(event, trainers)
    record_change(event, "changed", actor=actor, why=why, at=at, details=dict(changed))
    messages.event_trainers_changed(event, trainers_were, at=at)
    if held != was and event.state == EventState.PUBLISHED:
        _tell_of_move(event, _move(was, held), trainers_were, actor=actor, why=why, at=at)
    if event.capacity > capacity_was:
        raised = "capacity was raised"
        event_hooks.run(event_hooks.capacity_raised, event, actor=actor, why=raised, at=at)
    return event


def _tell_of_move(
    event: Event,
    move: EventMove,
    trainers_were: list[Trainer],
    *,
    actor: "User | None",
    why: str,
    at: dt.datetime,
) -> None:
    """Trainers first, then whoever is booked."""
    messages.trainers_moved(event, trainers_were, at=at)
    for hook in event_hooks.moved:
        hook(event, move=move, actor=actor, why=why, at=at)


def _set_fields(event: Event, fields: dict[str, Any]) -> dict[str, list[str]]:
    """Sets the fields; returns, by name, what each differing one was and is."""
    changed = {
        name: [str(getattr(event, name)), str(value)]
        for name, value in fields.items()
        if getattr(event, name) != value
    }
    for name, value in fields.items():
        setattr(event, name, value)
    return changed


@dataclass(frozen=True)
class Slot:
    """A session as somebody with a place has it in the diary."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: Venue | None
    joining_link: str

    def __str__(self) -> str:
        place = self.venue or self.joining_link or "place to be announced"
        return f"{self.starts_at.isoformat()} to {self.ends_at.isoformat()}, {place}"


def _timetable(event: Event) -> list[Slot]:
    sessions = event.sessions.select_related("venue").order_by("starts_at")
    return [Slot(each.starts_at, each.ends_at, each.venue, each.joining_link) for each in sessions]


def _when_and_where(slots: Sequence[Slot]) -> str:
    return "; ".join(map(str, slots))


def _move(was: Sequence[Slot], now: Sequence[Slot]) -> EventMove:
    """How a timetable differs from what it was."""
    times = [[(each.starts_at, each.ends_at) for each in slots] for slots in (was, now)]
    online = all(each.joining_link and each.venue is None for each in now)
    return EventMove(
        moved_by=None if times[0] == times[1] else _first(now) - _first(was),
        is_online_now=online and any(each.venue is not None for each in was),
    )


def _first(slots: Sequence[Slot]) -> dt.datetime:
    return min(each.starts_at for each in slots)


def _replace_timetable(
    event: Event, plans: Sequence[SessionPlan] | None
) -> tuple[list[Slot], list[Slot]]:
    """The timetable before and after; `None` leaves it as it is."""
    was = _timetable(event)
    if plans is not None:
        _replace_sessions(event, plans)
    return was, _timetable(event)


def _replace_sessions(event: Event, plans: Sequence[SessionPlan]) -> None:
    rules.check_session_times([(plan.starts_at, plan.ends_at) for plan in plans])
    rules.check_same_board(event, [plan.venue for plan in plans])
    kept = [plan.id for plan in plans if plan.id is not None]
    gone = event.sessions.exclude(pk__in=kept)
    if gone.filter(attendances__isnull=False).exists():
        raise rules.EventRefused(
            "session_has_register",
            "A session whose register has been taken cannot be removed.",
            field="sessions",
        )
    gone.delete()
    own = set(event.sessions.values_list("pk", flat=True))
    if not set(kept) <= own:
        raise rules.EventRefused(
            "stale",
            "A session was removed by somebody else. Open the event again.",
            field="sessions",
        )
    # Two sessions may swap their times, which the unique constraint would see halfway: park them first.
    event.sessions.update(starts_at=F("starts_at") - PARKED)
    for plan in plans:
        _session(event, plan).save()
    span = event.sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    event.starts_at, event.ends_at = span["first"], span["last"]
    if event.state == EventState.PUBLISHED:
        rules.check_can_be_published(event)


def _replace_trainers(event: Event, plans: Sequence[TrainerPlan]) -> None:
    rules.check_same_board(event, [plan.trainer for plan in plans])
    event.trainer_assignments.all().delete()
    TrainerAssignment.objects.bulk_create(
        [TrainerAssignment(event=event, trainer=plan.trainer, role=plan.role) for plan in plans]
    )


@transaction.atomic
def change_state(
    event_id: int,
    to: EventState,
    *,
    actor: "User | None",
    why: str = "",
    seen_version: int | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Moves an event to another state along `EVENT_TRANSITIONS`; `cancel_event` calls it off.

    Raises `EventRefused`: wrong state, publishing without a date, completing before it has started or
    with an incomplete register.
    Side effects, in order: the event; an audit entry; trainers are told of a publication; on completion
    the `completing` hooks before the change and the `completed` hooks after it (those who did not come are
    told).
    """
    if to == EventState.CANCELLED:
        raise ValueError("Cancelling needs a reason: cancel_event.")
    at = at or timezone.now()
    event = locked_event(event_id)
    rules.check_version(event, seen_version)
    rules.check_transition(event, to)
    if to == EventState.PUBLISHED:
        rules.check_can_be_published(event)
    if to == EventState.COMPLETED:
        rules.check_is_over(event, at)
        event_hooks.run(event_hooks.completing, event, actor=actor, why=why, at=at)
    was = event.state
    event.state = to
    event.version += 1
    event.save(update_fields=["state", "version"])
    record_change(event, "state changed", actor=actor, was=was, now=to, why=why, at=at)
    if to == EventState.PUBLISHED:
        messages.event_published(event, at=at)
    if to == EventState.COMPLETED:
        event_hooks.run(event_hooks.completed, event, actor=actor, why=why, at=at)
    return event
