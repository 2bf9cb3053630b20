"""Giving freed places to those who wait: in order, as far as the rules let each in."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bookings import locks
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.policy.choices import Placing
from bookings.room import room_of
from bookings.turns import Turn, has_stopped, turns_of, whole_list
from courses.choices import EventState
from courses.models import Event
from people.actions import record_change
from people.queries import latest_of

from .giving import give_place, offer_place

if TYPE_CHECKING:
    from people.models import User

PASSED_OVER = "passed over"


@transaction.atomic
def fill_free_places(
    event: Event, *, actor: "User | None", why: str, at: dt.datetime | None = None
) -> list[Booking]:
    """Gives free places to those who wait, in order, passing over whom the rules do not let in now.

    By each one's own policy they are placed at once, or offered the place for some hours (as is everybody
    whose price would be higher than when they joined), or left to staff. Nobody is placed once the waiting
    list stops before the event: they could not know in time. Returns whom it placed or made an offer.
    Side effects per person, in order: the booking; an audit entry; what is owed; the question to the manager;
    a message. Somebody passed over has the reason in the history, once.
    """
    at = at or timezone.now()
    event = locks.lock_event(event.pk)
    if has_stopped(event, at):
        return []
    room = room_of(event)
    served: list[Booking] = []
    passed_over: dict[Booking, str] = {}
    for turn in turns_of(_locked_list(event), event, at) if room.left else []:
        if not room.left:
            break
        against = [*turn.against, *turn.against_in(room, at)]
        if against:
            passed_over[turn.booking] = " ".join(against)
            continue
        if turn.verdict.policy.waiting_list.placing == Placing.BY_STAFF:
            break
        room.take(turn.verdict.case.delegate)
        _serve(turn, actor=actor, why=why, at=at)
        served.append(turn.booking)
    _say_why(passed_over, at)
    return served


def _locked_list(event: Event) -> list[Booking]:
    return list(whole_list(event).select_for_update(of=("self",)))


def _serve(turn: Turn, *, actor: "User | None", why: str, at: dt.datetime) -> None:
    dearer = turn.verdict if turn.is_dearer else None
    if dearer or turn.verdict.policy.waiting_list.placing == Placing.OFFER:
        offer_place(turn.booking, actor=actor, why=why, at=at, dearer=dearer)
    else:
        give_place(turn.booking, actor=actor, why=why, at=at)


def _say_why(passed_over: Mapping[Booking, str], at: dt.datetime) -> None:
    """Says in the history why somebody's turn did not come, unless it is what was said last."""
    said = latest_of(list(passed_over))
    for booking, why in passed_over.items():
        last = said.get(booking.pk)
        if last is None or (last.verb, last.why) != (PASSED_OVER, why[:500]):
            record_change(booking, PASSED_OVER, actor=None, now=booking.state, why=why, at=at)


def events_to_fill(at: dt.datetime) -> list[Event]:
    """Coming events with both a free place and somebody who waits."""
    return list(
        Event.objects.filter(
            state=EventState.PUBLISHED,
            starts_at__gt=at,
            places_taken__lt=F("capacity"),
            bookings__state=BookingState.WAITING,
        )
        .distinct()
        .order_by("pk")
    )


def fill_waiting_lists(at: dt.datetime) -> int:
    """Each round: gives out what time itself has set free (caps and floors that end). Returns how many places."""
    why = "a place was free"
    return sum(len(fill_free_places(e, actor=None, why=why, at=at)) for e in events_to_fill(at))
