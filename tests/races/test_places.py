"""200 people want 20 places at once.

Two things hold the capacity: the event's row lock, and the triggers with their check constraint. Each is
switched off in turn. With both off the event must be oversold, or this test could not have caught it;
with either on it never is.
"""

import uuid
from collections.abc import Callable
from functools import partial

import pytest

from bookings import actions, locks
from bookings.choices import BookingState, CancelledBy
from bookings.models import Booking
from bookings.querysets import HOLDS_A_PLACE
from bookings.rules import Refused
from courses.actions import update_event
from courses.models import Event
from courses.rules import EventRefused
from notices.models import Message
from people.models import Agency, Person
from tests.factories import AgencyFactory, BookingFactory, EventFactory, PersonFactory

from .crowd import answers, at_once, booked, counter, reading_event, waiting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PEOPLE = 200
PLACES = 20
FEWER = 60
"""Enough for a race where one of the two is switched off: it is run among the first who ask."""


@pytest.fixture
def event() -> Event:
    return EventFactory(capacity=PLACES)


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def bookers(
    event: Event, people: list[Person], agency: Agency, **kwargs: object
) -> list[Callable[[], Booking]]:
    return [
        partial(actions.book_place, person, event.pk, agency=agency, actor=None, **kwargs)
        for person in people
    ]


def test_neither_lock_nor_triggers_oversells(event, agency, without_triggers, monkeypatch):
    monkeypatch.setattr(locks, "lock_event", partial(reading_event, lock=False))

    at_once(bookers(event, PersonFactory.create_batch(FEWER), agency))

    assert booked(event) > PLACES


def test_lock_alone_holds_the_capacity(event, agency, without_triggers, monkeypatch):
    monkeypatch.setattr(locks, "lock_event", partial(reading_event, lock=True))

    results = at_once(bookers(event, PersonFactory.create_batch(FEWER), agency))

    assert answers(results) == {"booked": PLACES, "refused: full": FEWER - PLACES}
    assert booked(event) == PLACES


def test_triggers_alone_hold_the_capacity(event, agency, monkeypatch):
    monkeypatch.setattr(locks, "lock_event", partial(reading_event, lock=False))

    results = at_once(bookers(event, PersonFactory.create_batch(FEWER), agency))

    assert answers(results) == {"booked": PLACES, "refused: full": FEWER - PLACES}
    assert booked(event) == counter(event) == PLACES


def test_lock_and_triggers_give_exactly_the_places_there_are(event, agency):
    results = at_once(bookers(event, PersonFactory.create_batch(PEOPLE), agency))

    assert answers(results) == {"booked": PLACES, "refused: full": PEOPLE - PLACES}
    assert booked(event) == counter(event) == PLACES


def test_those_who_find_it_full_wait(event, agency):
    results = at_once(bookers(event, PersonFactory.create_batch(PEOPLE), agency, or_wait=True))

    assert answers(results) == {"booked": PLACES, "waiting": PEOPLE - PLACES}
    assert (booked(event), waiting(event), counter(event)) == (PLACES, PEOPLE - PLACES, PLACES)
    assert Message.objects.count() == PEOPLE


def test_one_form_sent_ten_times_makes_one_booking(event, agency):
    person, key = PersonFactory(), uuid.uuid4()

    results = at_once(bookers(event, [person] * 10, agency, request_key=key), threads=10)

    assert answers(results) == {"booked": 10}
    assert len({booking.pk for booking in results if isinstance(booking, Booking)}) == 1
    assert Booking.objects.count() == counter(event) == 1


def test_ten_forms_of_one_person_make_one_booking(event, agency):
    results = at_once(bookers(event, [PersonFactory()] * 10, agency), threads=10)

    assert answers(results) == {"booked": 1, "refused: already_booked": 9}
    assert booked(event) == counter(event) == 1


def test_places_given_back_go_to_those_who_wait_and_not_to_newcomers(event, agency):
    held = BookingFactory.create_batch(PLACES, event=event)
    queue = BookingFactory.create_batch(PLACES, event=event, state=BookingState.WAITING)
    cancels = [
        partial(actions.cancel_booking, booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)
        for booking in held
    ]
    newcomers = bookers(event, PersonFactory.create_batch(PLACES), agency, or_wait=True)

    results = at_once([job for pair in zip(cancels, newcomers, strict=True) for job in pair])

    assert answers(results) == {"cancelled": PLACES, "waiting": PLACES}
    promoted = Booking.objects.filter(HOLDS_A_PLACE, event=event)
    assert set(promoted.values_list("pk", flat=True)) == {booking.pk for booking in queue}
    assert (waiting(event), counter(event)) == (PLACES, PLACES)


def test_capacity_lowered_while_people_book_is_never_below_the_booked(event, agency):
    def lower() -> Event:
        return update_event(event.pk, fields={"capacity": PLACES // 2}, actor=None)

    crowd: list[Callable[[], object]] = [*bookers(event, PersonFactory.create_batch(60), agency)]
    crowd.insert(10, lower)

    results = at_once(crowd)

    unexpected = [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, EventRefused | Refused)
    ]
    event.refresh_from_db()
    assert unexpected == []
    assert booked(event) == counter(event) == event.capacity
