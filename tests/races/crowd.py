"""Many people doing something at the same moment, each on a database connection of their own."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections
from django.db.models import QuerySet

from bookings import locks
from bookings.capacity import drop_triggers, install_triggers
from bookings.choices import BookingState
from bookings.models import Attendance, Booking
from bookings.querysets import HOLDS_A_PLACE
from bookings.rules import Refused
from courses.models import Event

T = TypeVar("T")
DWELL = 0.05
"""Seconds that somebody without a lock looks at what they have read."""


def at_once(jobs: Sequence[Callable[[], T]], *, threads: int = 20) -> list[T | Exception]:
    """Runs `jobs` on `threads` threads that start together; each result is what it returned or raised."""

    def run(job: Callable[[], T]) -> T | Exception:
        try:
            return job()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    threads = min(threads, len(jobs))
    with ThreadPoolExecutor(threads, initializer=Barrier(threads).wait) as pool:
        return list(pool.map(run, jobs))


def answers(results: Sequence[Booking | Exception]) -> Counter[str]:
    """How many were booked, put on the waiting list, refused for which reason, or met an error."""

    def word(result: Booking | Exception) -> str:
        if isinstance(result, Booking):
            return str(result.state)
        if isinstance(result, Refused):
            return "refused: " + ", ".join(reason.code for reason in result.reasons)
        return f"error: {result!r}"

    return Counter(map(word, results))


def booked(event: Event) -> int:
    return Booking.objects.filter(HOLDS_A_PLACE, event=event).count()


def waiting(event: Event) -> int:
    return Booking.objects.filter(event=event, state=BookingState.WAITING).count()


def counter(event: Event) -> int:
    return Event.objects.values_list("places_taken", flat=True).get(pk=event.pk)


def reading_event(event_id: int, *, lock: bool) -> Event:
    """`locks.lock_event`, but counting the bookings, and taking the lock only if asked to.

    It counts because nobody keeps the counter while the triggers are off. Without the lock it dwells on
    what it read, as a busy server would.
    """
    events = Event.objects.select_related("board", "course")
    if lock:
        events = events.select_for_update(of=("self",))
    found = events.get(pk=event_id)
    found.places_taken = Booking.objects.filter(HOLDS_A_PLACE, event=found).count()
    if not lock:
        time.sleep(DWELL)
    return found


@contextmanager
def without_triggers() -> Iterator[None]:
    """The database counts no places; bookings made meanwhile go, so that it can count again."""
    drop_triggers()
    yield
    Attendance.objects.all().delete()
    Booking.objects.all().delete()
    install_triggers()


@contextmanager
def without_locks() -> Iterator[None]:
    """No row is locked by a read; and who reads an event or a booking dwells on it, as a busy server would."""
    booking_of = locks.lock_booking

    def reading_booking(booking_id: int) -> Booking:
        found = booking_of(booking_id)
        time.sleep(DWELL)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
        patch.setattr(locks, "lock_event", lambda pk: reading_event(pk, lock=False))
        patch.setattr(locks, "lock_booking", reading_booking)
        yield
