"""Who is to be decided on where staff give out the places of an event, as the rules see them now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.models import Event

from .allocation import Allocation, Candidate, Decision, Override, allocate
from .choices import BookingState
from .models import Booking
from .policies import rules_at, version_in_force
from .policy.choices import Placing
from .policy.schema import Policy
from .room import Room, room_of
from .turns import Turn, turns_of


@dataclass(frozen=True)
class Situation:
    """An event before its places are given out: whom staff decide on, the room, and the rules in force now."""

    event: Event
    turns: tuple[Turn, ...]
    room: Room
    policy: Policy
    at: dt.datetime

    @property
    def candidates(self) -> list[Candidate]:
        return [_candidate(each) for each in self.turns]

    def allocate(self, overrides: Mapping[int, Override] | None = None) -> Allocation:
        return allocate(self.candidates, self.room, self.policy, self.at, overrides)


@dataclass(frozen=True)
class Seen:
    """What a page has shown of an allocation: the places, and each decision by booking id."""

    taken: int
    capacity: int
    decisions: Mapping[int, Decision]

    @classmethod
    def of(cls, allocation: Allocation) -> "Seen":
        decisions = {each.candidate.key: each.decision for each in allocation.proposals}
        return cls(allocation.before.taken, allocation.before.capacity, decisions)


def situation_of(event: Event, at: dt.datetime, *, locked: bool = False) -> Situation:
    """Those who have applied, and those who wait where staff serve the list, in the order of application.

    In a number of queries that does not grow with them. `locked`: the event is, and their rows are locked too.
    """
    policy = rules_at(event, version_in_force(event.board_id, at))
    states = [BookingState.APPLIED]
    if policy.waiting_list.placing == Placing.BY_STAFF:
        states.append(BookingState.WAITING)
    rows: Any = Booking.objects.filter(event=event, state__in=states).order_by("made_at", "id")
    rows = rows.select_related("person", "agency__sector", "sector", "role_group", "policy")
    if locked:
        rows = rows.select_for_update(of=("self",))
    bookings = list(rows)
    turns = turns_of(bookings, event, at) if bookings and event.starts_at else []
    return Situation(event, tuple(turns), room_of(event), policy, at)


def changes_since(seen: Seen, allocation: Allocation) -> list[str]:
    """What is different now from what a page has shown, in sentences; empty if nothing is."""
    before, now = seen.decisions, {each.candidate.key: each for each in allocation.proposals}
    room, changes = allocation.before, []
    if seen.capacity != room.capacity:
        changes.append(f"The event has {room.capacity} places now; it had {seen.capacity}.")
    if seen.taken != room.taken:
        changes.append(f"{room.taken} places are taken now; {seen.taken} were.")
    gone = Booking.objects.filter(pk__in=before.keys() - now.keys()).select_related("person")
    changes += [
        f"{each.person}: {each.get_state_display().lower()} now." for each in gone.order_by("pk")
    ]
    for key, proposal in now.items():
        name = proposal.candidate.name
        if key not in before:
            changes.append(f"{name} has applied since.")
        elif before[key] != proposal.decision:
            was, is_now = before[key].label.lower(), proposal.decision.label.lower()
            changes.append(f"{name}: {is_now} by the rules as they stand now, not {was}.")
    return changes


def _candidate(turn: Turn) -> Candidate:
    booking = turn.booking
    return Candidate(
        key=booking.pk,
        name=str(booking.person),
        case=turn.verdict.case,
        refusals=turn.against,
        warnings=tuple(each.message for each in turn.verdict.warnings),
        waits=booking.state == BookingState.WAITING,
    )
