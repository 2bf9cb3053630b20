"""Many people doing something at the same moment, each on a database connection of their own."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

from bookings.choices import BookingState
from bookings.models import Booking
from bookings.querysets import HOLDS_A_PLACE
from bookings.rules import Refused
from courses.models import Event

T = TypeVar("T")


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
        time.sleep(0.05)
    return found
