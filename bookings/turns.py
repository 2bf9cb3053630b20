"""Whose turn it is on a waiting list, by the rules as they stand now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookings.policy.moments import waiting_list_stops_at
from courses.choices import EventState
from courses.models import Event

from .casework import Applicant, event_facts
from .models import Booking
from .policies import rules_of, version_in_force
from .room import Room
from .verdicts import Verdict, judge

if TYPE_CHECKING:
    from .querysets import BookingQuerySet

STILL_OPEN = ("booking_closed", "manager_not_declared")
"""What was judged when the person joined the list: it does not keep them out when their turn comes."""


@dataclass(frozen=True)
class Turn:
    """Somebody who waits and the rules as they stand for them now. `against`: why it is not their turn."""

    booking: Booking
    verdict: Verdict
    against: tuple[str, ...]

    @property
    def is_dearer(self) -> bool:
        """The place would cost them more than when they asked for it."""
        return self.verdict.price.pence > self.booking.price_pence

    def against_in(self, room: Room, at: dt.datetime) -> list[str]:
        """Why the mix keeps them out of this room for now."""
        verdict = self.verdict
        return [each.message for each in room.mix_against(verdict.policy, verdict.case, at)]


def whole_list(event: Event) -> "BookingQuerySet":
    """The waiting list of `event` in order, with all that the rules look at."""
    return Booking.objects.waiting_for(event).select_related(
        "person", "agency__sector", "sector", "role_group", "policy"
    )


def turns_of(waiting: Sequence[Booking], event: Event, at: dt.datetime) -> list[Turn]:
    """Each of `waiting` (of `event`) in their order, judged by their own policy."""
    by_version: dict[int | None, list[Booking]] = defaultdict(list)
    for booking in waiting:
        booking.event = event
        by_version[booking.policy_id].append(booking)
    verdicts: dict[int, Verdict] = {}
    for bookings in by_version.values():
        judged = judge(event, _applicants(bookings), at, version=bookings[0].policy)
        verdicts.update(zip([each.pk for each in bookings], judged, strict=True))
    return [_turn(booking, verdicts[booking.pk]) for booking in waiting]


def eligible_waiters(event: Event, room: Room, at: dt.datetime) -> list[Booking]:
    """Those on the waiting list whom nothing but the lack of places keeps out: newcomers wait behind them.

    Nobody once the list has stopped: it moves no more, and a free place is for whoever asks.
    """
    if has_stopped(event, at):
        return []
    found = turns_of(list(whole_list(event)), event, at)
    return [turn.booking for turn in found if not (turn.against or turn.against_in(room, at))]


def has_stopped(event: Event, at: dt.datetime) -> bool:
    """Whether it is too late to give a freed place to somebody who may not read mail in time."""
    if event.state != EventState.PUBLISHED or event.starts_at is None:
        return True
    policy = rules_of(version_in_force(event.board_id, at))
    return at > waiting_list_stops_at(policy, event_facts(event))


def _applicants(bookings: Sequence[Booking]) -> list[Applicant]:
    return [Applicant(each.person, each.agency, each.role_group) for each in bookings]


def _turn(booking: Booking, verdict: Verdict) -> Turn:
    reasons = [each.message for each in verdict.refusals if each.code not in STILL_OPEN]
    return Turn(booking, verdict, tuple(reasons))
