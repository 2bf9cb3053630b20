""" "Are you still coming?": asked, answered, and what happens without an answer."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, messages, rules
from bookings.casework import event_facts
from bookings.choices import BookingState, CancelledBy, Origin
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.moments import ask_still_coming_at, release_unanswered_at
from bookings.rules import Refused
from courses.choices import EventState
from people.actions import record_change

from .places import end_place
from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User

LONGEST_AHEAD = dt.timedelta(days=120)
"""No policy asks earlier than so long before the start."""
UNANSWERED = "nobody said that they still come"


def ask_who_comes(at: dt.datetime) -> int:
    """Each round: asks those booked when their policy says, once; returns how many.

    Whoever booked after the moment to ask is not asked: they have just said so.
    Side effects of each, in order: the booking; an audit entry; the message.
    """
    coming = Booking.objects.filter(
        state=BookingState.BOOKED,
        confirm_asked_at__isnull=True,
        policy__isnull=False,
        event__state=EventState.PUBLISHED,
        event__starts_at__gt=at,
        event__starts_at__lte=at + LONGEST_AHEAD,
    ).exclude(origin=Origin.WALK_IN)
    rows = coming.select_related("policy", "event__course", "event__rules").prefetch_related(
        "event__sessions"
    )
    asked = 0
    for booking in rows.order_by("event_id", "pk"):
        moment = ask_still_coming_at(rules_of(booking.policy), event_facts(booking.event))
        if moment is not None and booking.made_at < moment <= at:
            asked += _ask(booking.pk, at)
    return asked


@transaction.atomic
def _ask(booking_id: int, at: dt.datetime) -> bool:
    booking = locks.lock_booking(booking_id)
    if booking.state != BookingState.BOOKED or booking.confirm_asked_at is not None:
        return False
    policy = rules_of(booking.policy)
    booking.confirm_asked_at = at
    booking.confirm_by = release_unanswered_at(policy, event_facts(booking.event), at)
    booking.save(update_fields=["confirm_asked_at", "confirm_by"])
    record_change(booking, "asked", actor=None, now=booking.state, at=at)
    messages.still_coming(booking)
    return True


@transaction.atomic
def confirm_coming(
    booking_id: int,
    *,
    actor: "User | None",
    by_link: bool = False,
    at: dt.datetime | None = None,
) -> Booking:
    """Says that the person still comes; saying so twice changes nothing. Raises `Refused` without a place.

    Side effects, in order: the booking; an audit entry.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(booking_id)
    if booking.state != BookingState.BOOKED:
        raise Refused(rules.NOT_ASKED)
    if booking.confirmed_at is None:
        booking.confirmed_at = at
        booking.save(update_fields=["confirmed_at"])
        details: dict[str, object] | None = {"by": "link"} if by_link else None
        record_change(booking, "confirmed", actor=actor, now=booking.state, at=at, details=details)
    return booking


def release_unconfirmed(at: dt.datetime) -> int:
    """Each round: releases places whose people did not answer, where their policy wants it; returns how many.

    Side effects of each, in order: the booking; an audit entry; what is owed (nothing); a message; the place
    goes to the first who waits.
    """
    due = Booking.objects.filter(
        state=BookingState.BOOKED,
        confirmed_at__isnull=True,
        confirm_by__lte=at,
        event__starts_at__gt=at,
    )
    return sum(_release(pk, at) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _release(booking_id: int, at: dt.datetime) -> bool:
    booking = locks.lock_booking(booking_id)
    if booking.state != BookingState.BOOKED or booking.confirmed_at is not None:
        return False
    if booking.confirm_by is None or booking.confirm_by > at or booking.outcome:
        return False
    end_place(booking, CancelledBy.UNCONFIRMED, actor=None, why=UNANSWERED, at=at, verb="released")
    messages.booking_cancelled(booking)
    fill_free_places(booking.event, actor=None, why="a place was not confirmed", at=at)
    return True
