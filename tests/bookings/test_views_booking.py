"""One booking's page in each of its states, and giving a place back."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from bookings.actions import fill_free_places
from bookings.choices import BookingState, CancelledBy, Outcome
from bookings.models import Booking
from courses.actions import cancel_event
from courses.choices import WhyCancelled
from courses.models import Event
from tests.factories import BookingFactory, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db


def url(name, booking, reference=None):
    return reverse(f"bookings:{name}", args=[reference or booking.reference])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def booking(event, person, agency):
    return BookingFactory(event=event, person=person, agency=agency)


@pytest.fixture
def waiting(course, person, agency):
    event = EventFactory(course=course, capacity=1)
    BookingFactory(event=event)
    return BookingFactory(event=event, person=person, agency=agency, state=BookingState.WAITING)


def test_confirmation_has_reference_next_steps_calendar_and_cancel(signed_in, booking):
    text = words(signed_in.get(url("confirmation", booking)))

    for part in ("You are booked", booking.reference, "What happens next", "Add to calendar"):
        assert part in text
    assert "Cancel this place" in text


def test_joining_notes_are_for_those_who_have_a_place(signed_in, booking):
    booking.event.course.joining_notes = "Bring your badge."
    booking.event.course.save()
    booking.event.joining_notes = "Ring the bell."
    booking.event.save()

    said = words(signed_in.get(url("confirmation", booking)))

    assert "Before you come Bring your badge. Ring the bell." in said


def test_joining_notes_are_not_for_those_who_wait(signed_in, waiting):
    waiting.event.joining_notes = "Ring the bell."
    waiting.event.save()

    assert "Ring the bell." not in words(signed_in.get(url("confirmation", waiting)))


def test_reference_may_be_typed_in_any_case_and_spacing(signed_in, booking):
    typed = f"{booking.reference[:3]} {booking.reference[3:]}".lower()

    assert signed_in.get(url("confirmation", booking, typed)).status_code == 200


def test_waiting_shows_the_position(signed_in, waiting):
    BookingFactory(
        event=waiting.event,
        state=BookingState.WAITING,
        made_at=waiting.made_at - dt.timedelta(minutes=1),
    )

    assert "Position 2" in words(signed_in.get(url("confirmation", waiting)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"state": BookingState.CANCELLED, "cancelled_by": CancelledBy.DELEGATE},
            "Your place has been cancelled",
        ),
        ({"state": BookingState.WITHDRAWN}, "You have withdrawn"),
        ({"outcome": Outcome.ATTENDED}, "You attended"),
        ({"outcome": Outcome.NO_SHOW}, "You did not attend"),
    ],
)
def test_confirmation_says_what_became_of_the_booking(signed_in, booking, fields, said):
    if fields.get("state") == BookingState.CANCELLED:
        fields = {**fields, "cancelled_at": booking.made_at}
    Booking.objects.filter(pk=booking.pk).update(**fields)

    assert said in words(signed_in.get(url("confirmation", booking)))


def test_confirmation_says_that_the_event_was_cancelled(signed_in, booking):
    cancel_event(booking.event_id, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)

    assert "This event has been cancelled" in words(signed_in.get(url("confirmation", booking)))


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "This event has started"), (7, "This event has taken place")]
)
def test_confirmation_knows_the_time(client, user, booking, hours, said):
    with time_machine.travel(booking.event.starts_at + dt.timedelta(hours=hours)):
        client.force_login(user)
        assert said in words(client.get(url("confirmation", booking)))


def test_waiting_in_vain_is_said(client, user, waiting):
    with time_machine.travel(waiting.event.starts_at + dt.timedelta(hours=1)):
        client.force_login(user)
        assert "No place came free" in words(client.get(url("confirmation", waiting)))


@pytest.mark.parametrize("name", ["confirmation", "calendar", "cancel"])
def test_another_persons_booking_is_not_found(signed_in, event, name):
    assert signed_in.get(url(name, BookingFactory(event=event))).status_code == 404


def test_staff_of_the_board_see_a_booking_but_cannot_cancel_as_the_person(as_officer, booking):
    page = as_officer.get(url("confirmation", booking))

    assert "Cancel this place" not in words(page)
    assert as_officer.get(url("cancel", booking)).status_code == 404


def test_staff_do_not_see_bookings_of_another_board(as_officer):
    assert as_officer.get(url("confirmation", BookingFactory())).status_code == 404


def test_unknown_reference_is_not_found(signed_in):
    assert signed_in.get("/bookings/NOSUCH/").status_code == 404


def test_calendar_file_has_an_entry_for_each_session(signed_in, booking):
    start = booking.event.starts_at + dt.timedelta(days=7)
    SessionFactory(event=booking.event, starts_at=start, ends_at=start + dt.timedelta(hours=2))

    response = signed_in.get(url("calendar", booking))

    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert len(entries) == 2
    assert str(entries[0]["URL"]) == f"http://testserver{url('confirmation', booking)}"


def test_looking_at_the_cancel_page_changes_nothing(signed_in, booking):
    page = signed_in.get(url("cancel", booking))

    booking.refresh_from_db()
    assert "Cancel your place?" in words(page)
    assert booking.state == BookingState.BOOKED


def test_cancelling_gives_the_place_back_with_the_reason(signed_in, booking):
    form = {"seen_state": "booked", "reason": "Court hearing"}

    answer = signed_in.post(url("cancel", booking), form, follow=True)

    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (BookingState.CANCELLED, "Court hearing")
    assert Event.objects.get(pk=booking.event_id).places_taken == 0
    assert "Your place has been cancelled" in words(answer)


def test_cancelling_twice_shows_the_booking(signed_in, booking):
    signed_in.post(url("cancel", booking), {"seen_state": "booked"})

    again = signed_in.post(url("cancel", booking), {"seen_state": "booked"})

    assert again.url == url("confirmation", booking)


def test_cancelling_after_the_start_says_why_not(client, user, booking):
    with time_machine.travel(booking.event.starts_at + dt.timedelta(minutes=1)):
        client.force_login(user)
        page = client.post(url("cancel", booking), {"seen_state": "booked"})

    booking.refresh_from_db()
    assert "can no longer be given back" in words(page)
    assert booking.state == BookingState.BOOKED


def test_leaving_the_waiting_list(signed_in, waiting):
    signed_in.post(url("cancel", waiting), {"seen_state": "waiting"})

    waiting.refresh_from_db()
    assert waiting.state == BookingState.WITHDRAWN


def test_leaving_the_list_does_not_give_up_a_place_found_meanwhile(signed_in, waiting):
    Event.objects.filter(pk=waiting.event_id).update(capacity=2)
    fill_free_places(waiting.event, actor=None, why="capacity was raised")

    page = signed_in.post(url("cancel", waiting), {"seen_state": "waiting"})

    waiting.refresh_from_db()
    assert waiting.state == BookingState.BOOKED
    assert "You have been given a place" in words(page)
