"""When waves are open, and for whom. Small pure checks."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from courses.models import Event

from .choices import WAVES_BEFORE, Wave
from .models import WavePlan

ROOM_OPENS = dt.timedelta(hours=1)
"""The forms of the room open so long before the end, for those who leave early."""


class NotNow(Exception):
    """Raised when a form is closed, not open yet, or was sent already; says so in words."""


@dataclass(frozen=True)
class Window:
    opens_at: dt.datetime
    closes_at: dt.datetime


def window_of(plan: WavePlan, event: Event, opened_at: dt.datetime) -> Window:
    """When a wave of a dated event is open. T0 and T1 end with the start and the end of the event.

    Raises ValueError for an event without a date.
    """
    if event.starts_at is None or event.ends_at is None:
        raise ValueError("An event without a date has no waves.")
    if plan.wave == Wave.BOOKING:
        opens = min(opened_at, event.starts_at - dt.timedelta(minutes=1))
        return Window(opens, event.starts_at)
    if plan.wave == Wave.START:
        midnight = timezone.localtime(event.starts_at).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return Window(midnight, event.ends_at)
    opens = event.ends_at + dt.timedelta(days=plan.opens_days)
    if plan.wave == Wave.END and not plan.opens_days:
        opens -= ROOM_OPENS
    return Window(opens, event.ends_at + dt.timedelta(days=plan.opens_days + plan.open_for_days))


def room_is_open(event: Event, at: dt.datetime) -> bool:
    """The code on the wall opens forms on the days of the event's sessions, and on no other day."""
    today = timezone.localdate(at)
    return any(timezone.localdate(each.starts_at) == today for each in event.sessions.all())


def is_asked(booking: Booking, wave: str) -> bool:
    """Whether somebody is asked in a wave: those booked, then those who were there."""
    if booking.state != BookingState.BOOKED:
        return False
    if wave in WAVES_BEFORE:
        return True
    if wave == Wave.END:
        return booking.outcome != Outcome.NO_SHOW
    return booking.outcome == Outcome.ATTENDED
