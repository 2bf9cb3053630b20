"""Before the board changes or cancels an event: who may leave free, and moving everyone."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.choices import BookingState
from bookings.leaving import who_may_leave
from bookings.models import Booking
from tests.factories import BookingFactory, EventFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(event):
    later = event.starts_at + dt.timedelta(days=14)
    return EventFactory(course=event.course, starts_at=later, capacity=1)


def address(event):
    return reverse("office_bookings:move_everyone", args=[event.pk])


def wanted(target, **more):
    return {"event": target.pk, "why": "The hall is flooded", **more}


def test_first_it_shows_what_becomes_of_each(as_officer, event, target):
    BookingFactory(event=event, person__full_name="Ann")
    BookingFactory(event=event, person__full_name="Ben")

    page = as_officer.post(address(event), wanted(target)).content.decode()

    assert "1 of 2 can go to" in page
    stays = page.partition("Who stays, and why")[2]
    assert "Ben" in stays
    assert "Every place on this event has been taken." in stays
    assert Booking.objects.filter(event=target).count() == 0


def test_then_it_moves_them_and_lists_who_stays(as_officer, event, target):
    for name in ("Ann", "Ben"):
        BookingFactory(event=event, person__full_name=name)

    page = as_officer.post(address(event), wanted(target, move="1"), follow=True)

    assert "1 booking moved to" in page.content.decode()
    assert "Ben stays here." in page.content.decode()
    assert Booking.objects.get(event=target).person.full_name == "Ann"


def test_nobody_is_moved_from_an_event_that_has_begun(as_officer, event, target):
    BookingFactory(event=event)
    type(event).objects.filter(pk=event.pk).update(
        starts_at=event.starts_at - dt.timedelta(days=60)
    )

    page = as_officer.post(address(event), wanted(target, move="1")).content.decode()

    assert "already started" in page
    assert not Booking.objects.filter(state=BookingState.TRANSFERRED).exists()


def test_another_boards_event_cannot_be_chosen(as_officer, event):
    BookingFactory(event=event)
    elsewhere = EventFactory()

    as_officer.post(address(event), wanted(elsewhere, move="1"))

    assert not Booking.objects.filter(event=elsewhere).exists()


def test_event_and_its_bookings_lead_here(as_officer, event):
    for name in ("office_bookings:event", "office_events:inspect"):
        page = as_officer.get(reverse(name, args=[event.pk])).content.decode()
        assert address(event) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_asks_the_same_however_many_are_booked(as_officer, event, target, rows):
    BookingFactory.create_batch(rows, event=event)
    BookingFactory.create_batch(rows, event=event, state=BookingState.WAITING)
    as_officer.post(address(event), wanted(target))

    with CaptureQueriesContext(connection) as queries:
        as_officer.post(address(event), wanted(target))

    assert len(queries) == 38


def test_who_may_leave_is_counted_by_the_rules_they_booked_under(event):
    change = {"change": "moved", "unless_moved_within_weeks": 2}
    near = PolicyVersionFactory(board=event.board, sections={"board_changes": [change]})
    BookingFactory.create_batch(2, event=event, policy=near)
    BookingFactory(event=event)
    BookingFactory(event=event, state=BookingState.WAITING)

    assert who_may_leave(event) == [
        "3 people have a place.",
        "With another date or time 1 of them may leave free of charge, "
        "and 2 if the new date is more than 2 weeks away.",
        "With another venue 1 of them may leave free of charge.",
        "With a webinar instead 1 of them may leave free of charge.",
    ]


def test_editing_an_event_says_so_first(as_officer, event):
    BookingFactory(event=event)

    page = as_officer.get(reverse("office_events:edit", args=[event.pk])).content.decode()

    assert "1 person has a place. With another date or time 1 of them may leave free" in page
