"""How many people events have, for lists of events: one query however many events there are."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count

from .choices import LIVE_STATES, BookingState
from .models import Booking


def _by_event(
    event_ids: Collection[int], states: Collection[str], **narrowed: Any
) -> Mapping[int, int]:
    found = Booking.objects.filter(event__in=event_ids, state__in=states, **narrowed)
    return dict(found.order_by().values_list("event").annotate(Count("pk")))


def people_waiting(event_ids: Collection[int]) -> Mapping[int, int]:
    """How many wait for a place, by event id."""
    return _by_event(event_ids, [BookingState.WAITING])


def people_concerned(event_ids: Collection[int]) -> Mapping[int, int]:
    """How many a change or a cancellation concerns: all who have a place or wait, by event id."""
    return _by_event(event_ids, LIVE_STATES)


def people_without_email(event_ids: Collection[int]) -> Mapping[int, int]:
    """How many of them have no e-mail address, and are told another way, by event id."""
    return _by_event(event_ids, LIVE_STATES, person__email="")
