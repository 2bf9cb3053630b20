"""Row locks, in the one order everybody obeys: person(s) by id → event → booking."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from courses.models import Event
from people.models import Person

from .models import Booking

if TYPE_CHECKING:
    from .querysets import BookingQuerySet


def lock_people(ids: Iterable[int]) -> list[Person]:
    """Locks people in the order of their ids, whatever order is asked for."""
    return list(Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def lock_event(event_id: int) -> Event:
    """Locks and re-reads an event: what was read before the lock may be stale."""
    return (
        Event.objects.select_for_update(of=("self",))
        .select_related("board__site", "course", "rules")
        .get(pk=event_id)
    )


def lock_bookings(wanted: "BookingQuerySet") -> list[Booking]:
    """Locks bookings of many people and events after all of those, and re-reads which are still `wanted`."""
    found = list(wanted.order_by().values_list("person_id", "event_id"))
    people = lock_people({person for person, _ in found})
    events = {pk: lock_event(pk) for pk in sorted({event for _, event in found})}
    bookings = list(
        wanted.select_for_update(of=("self",))
        .filter(person__in=people, event__in=events)
        .select_related("person", "agency", "sector", "role_group", "policy")
        .order_by("pk")
    )
    for booking in bookings:
        booking.event = events[booking.event_id]
    return bookings


def lock_booking(booking_id: int) -> Booking:
    """Locks a booking after its person and its event."""
    found = Booking.objects.values("person_id", "event_id").get(pk=booking_id)
    lock_people([found["person_id"]])
    event = lock_event(found["event_id"])
    booking = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("person", "agency", "sector", "role_group", "policy")
        .get(pk=booking_id)
    )
    booking.event = event
    return booking
