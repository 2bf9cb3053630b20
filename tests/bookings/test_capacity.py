"""The database holds the capacity, whatever code writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.capacity import TABLE_OF, installed_triggers
from bookings.choices import BookingState, Origin
from bookings.models import Booking
from courses.models import Event
from tests.factories import BookingFactory, EventFactory

pytestmark = pytest.mark.django_db


def places_taken(event: Event) -> int:
    return Event.objects.values_list("places_taken", flat=True).get(pk=event.pk)


def test_triggers_are_installed_by_migrate():
    assert installed_triggers() == set(TABLE_OF)


def test_one_booking_too_many_is_refused_by_the_database():
    event = EventFactory(capacity=1)
    BookingFactory(event=event)

    with pytest.raises(IntegrityError), transaction.atomic():
        BookingFactory(event=event)

    assert places_taken(event) == 1


def test_one_booking_too_many_is_refused_to_plain_sql():
    event = EventFactory(capacity=1)
    BookingFactory(event=event)
    waiting = BookingFactory(event=event, state=BookingState.WAITING)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bookings_booking SET state = 'booked' WHERE id = %s", [waiting.pk])


def test_capacity_below_the_number_booked_is_refused_by_the_database():
    event = EventFactory(capacity=2)
    BookingFactory.create_batch(2, event=event)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(capacity=1)


def test_waiting_and_walked_in_people_take_no_place():
    event = EventFactory(capacity=1)

    BookingFactory(event=event, state=BookingState.WAITING)
    BookingFactory(event=event, origin=Origin.WALK_IN)

    assert places_taken(event) == 0


def test_counter_follows_every_way_a_booking_can_change():
    first, second = EventFactory.create_batch(2, capacity=5)
    booking = BookingFactory(event=first)
    mover = BookingFactory(event=first)

    Booking.objects.filter(pk=booking.pk).update(
        state=BookingState.CANCELLED, cancelled_at=booking.made_at
    )
    assert (places_taken(first), places_taken(second)) == (1, 0)

    Booking.objects.filter(pk=mover.pk).update(event=second)
    assert (places_taken(first), places_taken(second)) == (0, 1)

    Booking.objects.filter(pk=mover.pk).delete()
    assert (places_taken(first), places_taken(second)) == (0, 0)
