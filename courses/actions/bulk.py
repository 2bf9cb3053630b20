"""Changing many events at once: all of them, or none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event, Venue
from courses.rules import EventRefused
from courses.wallclock import at_time, end_of_day

from .cancelling import cancel_event
from .events import SessionPlan, TrainerPlan, change_state, update_event

if TYPE_CHECKING:
    from people.models import User

MAX_BULK = 200


@dataclass(frozen=True)
class BulkChange:
    """What to change on every chosen event; None leaves it as it is.

    `starts` and `ends` are times on the wall for every session; `closes_days` is how many days before
    the first day booking closes, at the end of the day (0: when the event starts); `trainers` replaces the trainers. `venue` is not for sessions
    that are held online. `because` is why, where the state becomes cancelled.
    """

    venue: Venue | None = None
    capacity: int | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    trainers: Sequence[TrainerPlan] | None = None
    closes_days: int | None = None
    state: EventState | None = None
    because: str = ""
    why: str = ""

    @property
    def touches_sessions(self) -> bool:
        return bool(self.venue or self.starts or self.ends)


@dataclass
class BulkLine:
    """One event of a bulk edit: [what, before, after] for what changes, or why it was refused."""

    event: Event
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    refusal: str = ""


class BulkRefused(Exception):
    """At least one event refused the change, so nothing was written. `lines` says which and why."""

    def __init__(self, lines: list[BulkLine]) -> None:
        self.lines = lines
        refused = sum(bool(line.refusal) for line in lines)
        super().__init__(f"{refused} of {len(lines)} events refuse this change.")


def bulk_update_events(
    seen_versions: Mapping[int, int],
    change: BulkChange,
    *,
    actor: "User | None",
    dry_run: bool = False,
) -> list[BulkLine]:
    """Applies `change` to the events of `seen_versions` (event id → version last seen), at most 200.

    One transaction: if any event refuses, `BulkRefused` is raised with every line and nothing is
    written. With `dry_run` everything is tried and undone, so that a preview cannot differ from the deed;
    refusals then stand in the lines and nothing is raised.
    Side effects per event, in the order of their ids: those of `update_event`, then of `change_state` or
    `cancel_event`.
    """
    if len(seen_versions) > MAX_BULK:
        raise EventRefused("too_many", f"Choose at most {MAX_BULK} events at a time.")
    with transaction.atomic():
        lines = [
            _change_one(event_id, seen_versions[event_id], change, actor)
            for event_id in sorted(seen_versions)
        ]
        refused = any(line.refusal for line in lines)
        if refused or dry_run:
            transaction.set_rollback(True)
    if refused and not dry_run:
        raise BulkRefused(lines)
    return lines


def _change_one(event_id: int, seen: int, change: BulkChange, actor: "User | None") -> BulkLine:
    event = Event.objects.select_related("course", "board").get(pk=event_id)
    before = summary_of(event)
    try:
        with transaction.atomic():
            event = _apply(event, seen, change, actor)
            after = summary_of(event)
    except EventRefused as refused:
        return BulkLine(event, refusal=refused.message)
    return BulkLine(
        event, [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    )


def _apply(event: Event, seen: int, change: BulkChange, actor: "User | None") -> Event:
    fields: dict[str, Any] = {}
    if change.capacity is not None:
        fields["capacity"] = change.capacity
    if change.closes_days is not None:
        fields["booking_closes_at"] = _closes(event, change.closes_days)
    sessions = _sessions(event, change) if change.touches_sessions else None
    version: int | None = seen
    if fields or sessions is not None or change.trainers is not None:
        event = update_event(
            event.pk,
            fields=fields,
            sessions=sessions,
            trainers=change.trainers,
            seen_version=seen,
            actor=actor,
            why=change.why,
        )
        version = None
    if change.state is None or change.state == event.state:
        return event
    if change.state == EventState.CANCELLED:
        return cancel_event(
            event.pk,
            because=change.because,
            words=change.why,
            actor=actor,
            seen_version=version,
        )
    return change_state(event.pk, change.state, actor=actor, why=change.why, seen_version=version)


def _closes(event: Event, days: int) -> dt.datetime | None:
    if event.starts_at is None:
        raise EventRefused("no_date", "It has no date, so there is nothing to count back from.")
    first = timezone.localtime(event.starts_at).date()
    return end_of_day(first - dt.timedelta(days=days)) if days else None


def _sessions(event: Event, change: BulkChange) -> list[SessionPlan]:
    sessions = list(event.sessions.select_related("venue"))
    if not sessions:
        raise EventRefused("no_date", "It has no sessions to change.")
    return [
        SessionPlan(
            id=session.pk,
            starts_at=at_time(session.starts_at, change.starts)
            if change.starts
            else session.starts_at,
            ends_at=at_time(session.ends_at, change.ends) if change.ends else session.ends_at,
            venue=session.venue if change.venue is None or session.is_online else change.venue,
            joining_link=session.joining_link,
            title=session.title,
        )
        for session in sessions
    ]


def summary_of(event: Event) -> dict[str, str]:
    """What a bulk edit can change of `event`, in words, as it stands in the database."""
    sessions = list(event.sessions.select_related("venue"))
    times = [
        f"{timezone.localtime(s.starts_at):%a %-d %b %Y %H:%M}–{timezone.localtime(s.ends_at):%H:%M}"
        for s in sessions
    ]
    closes = event.booking_closes_at
    trainers = event.trainer_assignments.select_related("trainer__person")
    return {
        "Times": ", ".join(times),
        "Venue": ", ".join(dict.fromkeys(str(s.venue or "Online or not set") for s in sessions)),
        "Capacity": str(event.capacity),
        "Trainers": ", ".join(str(each.trainer) for each in trainers),
        "Booking closes": f"{timezone.localtime(closes):%a %-d %b %Y %H:%M}"
        if closes
        else "at the start",
        "State": EventState(event.state).label,
    }
