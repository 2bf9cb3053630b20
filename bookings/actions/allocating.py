"""Giving out the places of an event that people apply for."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.allocation import Allocation, Decision, Override, Proposal
from bookings.candidates import Seen, changes_since, situation_of
from bookings.choices import BookingState
from bookings.rules import Refusal, Refused
from bookings.turns import Turn
from people.actions import record_change

from .giving import give_place, offer_place
from .moving import move

if TYPE_CHECKING:
    from people.models import User

STALE = "world_moved"


@transaction.atomic
def allocate(
    event_id: int,
    *,
    seen: Seen,
    overrides: Mapping[int, Override],
    actor: "User | None",
    at: dt.datetime | None = None,
) -> Allocation:
    """Carries out what a page has shown (`seen`): places, the waiting list, or no place for each who applied.

    Everything is judged again under the event's lock. Raises `Refused` with nothing changed: the event is
    over, nobody is left to decide on, a decision of the officer's has no reason or gives out more places than
    there are, or anything is different now (a reason of code "world_moved" for each change).
    Side effects, in order: per person the booking, an audit entry, what is owed, the question to the manager,
    a message; then an audit entry on the event.
    """
    at = at or timezone.now()
    event = locks.lock_event(event_id)
    situation = situation_of(event, at, locked=True)
    allocation = situation.allocate(overrides)
    against = [*rules.reasons_not_to_give(event, at), *_against(allocation, seen)]
    if against:
        raise Refused(*against)
    turns = {turn.booking.pk: turn for turn in situation.turns}
    for proposal in allocation.proposals:
        _carry_out(proposal, turns[proposal.candidate.key], actor, at)
    places = len(allocation.placed)
    record_change(event, "allocated", actor=actor, now=f"{places} of {len(turns)}", at=at)
    return allocation


def _against(allocation: Allocation, seen: Seen) -> list[Refusal]:
    changed = [Refusal(STALE, each) for each in changes_since(seen, allocation)]
    if changed:
        return changed
    if not allocation.proposals:
        return [rules.NOTHING_TO_ALLOCATE]
    found = []
    if any(each.override and not each.override.why.strip() for each in allocation.proposals):
        found.append(rules.REASON_NEEDED)
    if allocation.too_many:
        found.append(rules.too_many_places(allocation.room.capacity, allocation.room.taken))
    return found


def _carry_out(proposal: Proposal, turn: Turn, actor: "User | None", at: dt.datetime) -> None:
    booking, why = turn.booking, proposal.why
    applied = booking.state == BookingState.APPLIED
    if proposal.decision == Decision.PLACE and turn.is_dearer and not applied:
        offer_place(booking, actor=actor, why=why, at=at, dearer=turn.verdict)
    elif proposal.decision == Decision.PLACE:
        give_place(booking, actor=actor, why=why, at=at)
    elif proposal.decision == Decision.WAIT and applied:
        move(booking, "put on the list", BookingState.WAITING, actor=actor, why=why, at=at)
        messages.booking_made(booking)
    elif proposal.decision == Decision.NONE and applied:
        move(
            booking,
            "not allocated",
            BookingState.REFUSED,
            actor=actor,
            why=why,
            at=at,
            cancel_reason=proposal.why.removeprefix("No place: ")[:300],
        )
        messages.not_allocated(booking)
    elif proposal.decision == Decision.NONE:
        move(booking, "withdrawn", BookingState.WITHDRAWN, actor=actor, why=why, at=at)
        messages.withdrawn(booking)
